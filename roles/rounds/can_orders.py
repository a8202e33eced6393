"""Decisions about the CAN round: start it, and pass the word on."""

from datetime import datetime

from roles import events as e
from roles.incident import Incident
from roles.people import Actor, Role
from roles.permissions import Capability, is_command_staff, require
from roles.reach.takes import CAN
from roles.reach.telling import say_aloud, tell_holders
from roles.refusals import Refused
from roles.rounds.can_round import TURN


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
        *_asked(incident, order[0], now),
    ]


def due(incident: Incident, now: datetime) -> list[e.Event]:
    """The word passes on after 20 s, or when whoever has it left a report by key."""
    found = incident.can_round
    if found is None or not found.open:
        return []
    takes = incident.takes.by_id.values()
    reports = [take for take in takes if take.purpose == CAN and take.kept and take.person_id == found.speaker]
    left_one = any(take.opened_at >= found.turn_at for take in reports)
    if now < found.turn_at + TURN and not left_one:
        return []
    passed = e.CanTurnPassed(at=now)
    if found.turn + 1 < len(found.order):
        return [passed, *_asked(incident, found.order[found.turn + 1], now)]
    return [passed, *tell_holders(incident, Role.INCIDENT_COMMANDER, "The CAN round is over.", now)]


def _asked(incident: Incident, person_id: str, now: datetime) -> list[e.Event]:
    return say_aloud(incident, f"{incident.name_of(person_id)}: condition, actions, needs, please.", now)
