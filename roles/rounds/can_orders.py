"""Decisions about the CAN round: start it, give each their turn, keep what they say in it, pass the word on."""

from datetime import datetime, timedelta

from roles import events as e
from roles.incident import Incident
from roles.people import Actor, Role
from roles.permissions import Capability, is_command_staff, require
from roles.presence import Leg, Where
from roles.reach.announcements import ROOM
from roles.reach.take_orders import close_window, keeps_sound_of
from roles.reach.takes import CAN, IN_TURN
from roles.reach.telling import listening_leg, say_aloud, tell_holders
from roles.refusals import Refused
from roles.rounds.can_round import TURN, CanRound

ASKED_WITHIN = timedelta(seconds=30)
"""A turn begins when its question was said; this long after it was ordered at the latest."""


def start(incident: Incident, actor: Actor, now: datetime) -> list[e.Event]:
    """Subject matter experts on the line; without any, everybody who has no command role."""
    require(incident, actor, Capability.ROLL_CALL)
    if incident.can_round is not None and incident.can_round.open:
        raise Refused("A CAN round is going on. It ends by itself.")
    here = tuple(dict.fromkeys(leg.person_id for leg in incident.on_the_line()))
    experts = tuple(who for who in here if Role.SUBJECT_MATTER_EXPERT in incident.roster.roles_of(who))
    order = experts or tuple(who for who in here if not is_command_staff(incident, who) and who != actor.person_id)
    if not order:
        raise Refused("Nobody is on the line who could report.")
    return [
        e.CanRoundStarted(at=now, order=order, by=actor.person_id),
        *say_aloud(incident, _words(incident, order[0]), now),
    ]


def due(incident: Incident, now: datetime) -> list[e.Event]:
    """A turn begins when its question was said, and ends 20 s later, or with a report by key, or with the call."""
    found = incident.can_round
    if found is None or not found.open:
        return []
    if not _is_here(incident, found.speaker):
        return _passed(incident, found, now)
    if not found.begun:
        being_said = any(
            waiting.call_sid == ROOM and waiting.text == _words(incident, found.speaker)
            for waiting in incident.announcements.waiting
        )
        if being_said and now < found.turn_at + ASKED_WITHIN:
            return []
        return [e.CanTurnBegun(at=now), *_kept_from_now(incident, found, now)]
    if now < found.turn_at + TURN and not _left_one(incident, found):
        return [] if _was_kept(incident, found) else _kept_from_now(incident, found, now)
    return _passed(incident, found, now)


def out_of_the_room(incident: Incident, now: datetime) -> list[e.Event]:
    """What is kept of a turn ends at once when its leg may not be heard: muted, held, in its menu, off the record."""
    return [
        e.TakeClosed(at=now, take_id=take.take_id)
        for take in incident.takes.by_id.values()
        if take.subject == IN_TURN and take.closed_at is None and not incident.hearing.is_open(take.call_sid)
    ]


def _passed(incident: Incident, found: CanRound, now: datetime) -> list[e.Event]:
    leg = listening_leg(incident, found.speaker)
    passed = [*(close_window(incident, leg, now) if leg is not None else []), e.CanTurnPassed(at=now)]
    if found.turn + 1 < len(found.order):
        return [*passed, *say_aloud(incident, _words(incident, found.order[found.turn + 1]), now)]
    return [*passed, *tell_holders(incident, Role.INCIDENT_COMMANDER, "The CAN round is over.", now)]


def _kept_from_now(incident: Incident, found: CanRound, now: datetime) -> list[e.Event]:
    leg = _keeping_leg(incident, found.speaker)
    if leg is None or incident.takes.window(leg.call_sid) is not None:
        return []
    return [
        e.TakeOpened(
            at=now,
            take_id=f"turn-{int(now.timestamp() * 1000)}",
            call_sid=leg.call_sid,
            person_id=leg.person_id,
            purpose=CAN,
            subject=IN_TURN,
        )
    ]


def _was_kept(incident: Incident, found: CanRound) -> bool:
    """Whether a window of this turn was opened; an unmute that is still ordered delays it."""
    takes = [take for take in incident.takes.by_id.values() if take.subject == IN_TURN]
    return any(take.person_id == found.speaker and take.opened_at >= found.turn_at for take in takes)


def _keeping_leg(incident: Incident, person_id: str) -> Leg | None:
    leg = listening_leg(incident, person_id)
    heard = leg is not None and incident.hearing.is_open(leg.call_sid)
    return leg if leg is not None and heard and keeps_sound_of(incident, leg) else None


def _left_one(incident: Incident, found: CanRound) -> bool:
    takes = incident.takes.by_id.values()
    reports = [take for take in takes if take.purpose == CAN and take.subject != IN_TURN and take.kept]
    return any(take.person_id == found.speaker and take.opened_at >= found.turn_at for take in reports)


def _is_here(incident: Incident, person_id: str) -> bool:
    return any(leg.where in (Where.ON_THE_LINE, Where.STEPPED_OUT) for leg in incident.live_legs(person_id))


def _words(incident: Incident, person_id: str) -> str:
    return f"{incident.name_of(person_id)}: condition, actions, needs, please. It is kept for the board."
