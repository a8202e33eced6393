"""What follows from events whatever the door: moves of roles are said aloud, the deputy hears of the lobby."""

from collections.abc import Iterable
from datetime import datetime

from roles import events as e
from roles.incident import Incident, evolve
from roles.leadership import standby
from roles.people import BRIDGE, Role
from roles.reach import telling
from roles.reach.announcements import UNHEARD
from roles.reach.telling import say_aloud, tell, tell_holders
from roles.record import off_record
from roles.rounds.escalation import ring_words


def with_consequences(incident: Incident, found: list[e.Event], now: datetime) -> list[e.Event]:
    """The events, and what the bridge says because of them; computed on the state after them."""
    if not found:
        return found
    after = _fold(incident, found)
    more: list[e.Event] = []
    if any(isinstance(event, e.CallOver) for event in found):
        more += standby.commander_left(after, now)
    more += _moves(after, found, now)
    more += _muted(incident, after, found, now)
    for event in found:
        more += _said(after, event, now)
    if any(isinstance(event, e.RecordingSeen) for event in found):
        more += off_record.due(after, now)
    after = _fold(after, more)
    return [*found, *more, *telling.due(after, now)]


def _fold(incident: Incident, events: Iterable[e.Event]) -> Incident:
    for event in events:
        incident = evolve(incident, event)
    return incident


def _moves(incident: Incident, found: list[e.Event], now: datetime) -> list[e.Event]:
    """A role never moves silently."""
    said, taker = [], ""
    for event in found:
        match event:
            case e.RoleTaken(role=role, person_id=person_id, replaced=replaced):
                after = f", after {incident.name_of(replaced)}" if replaced else ""
                said.append(f"{incident.name_of(person_id)} is now {role.spoken}{after}.")
                taker = person_id
            case e.RoleVacated(role=role, person_id=person_id):
                said.append(f"{incident.name_of(person_id)} is no longer {role.spoken}.")
    return say_aloud(incident, " ".join(said), now, author=taker) if said else []


def _muted(before: Incident, after: Incident, found: list[e.Event], now: datetime) -> list[e.Event]:
    """Who is muted or unmuted by somebody else hears by whom, and what to do: on one phone, once."""
    said: list[e.Event] = []
    for event in found:
        was = before.legs.get(event.call_sid) if isinstance(event, e.MuteOrdered) else None
        if not isinstance(event, e.MuteOrdered) or was is None or event.by in (was.person_id, BRIDGE.person_id):
            continue
        listening = telling.listening_leg(after, was.person_id)
        unchanged = after.legs[was.call_sid].wanted_muted == was.wanted_muted
        if unchanged or listening is None or listening.call_sid != was.call_sid:
            continue
        what = "muted you. Press star, then 2, to ask to speak." if event.muted else "unmuted you. You can be heard."
        said += tell(after, was.person_id, f"{after.name_of(event.by)} {what}", now)
    return said


def _said(incident: Incident, event: e.Event, now: datetime) -> list[e.Event]:
    if not incident.open:
        return []
    match event:
        case e.LegArrived(call_sid=call_sid, person=person, lobby_reason=str() as reason):
            if reason == "banned" or incident.legs[call_sid].admitted:
                return []
            return _to_who_admits(incident, f"{incident.name_of(person.person_id)} is in the lobby.", now)
        case e.MuteAllOrdered(by=by):
            said = "All but command staff are muted. Press star, then 2, to ask to speak."
            return say_aloud(incident, said, now, author=by)
        case e.MuteAllReleased(by=by):
            return say_aloud(incident, "Everybody can speak again.", now, author=by)
        case e.RollCallStarted(by=by):
            said = "Roll call. Press star, then 1 if you are here and healthy."
            return say_aloud(incident, said, now, author=by)
        case e.AnnouncementEnded(how=how, ordered_by=by) if how in UNHEARD and by:
            return tell(incident, by, f"{unheard_words(incident, event)}.", now)
        case e.RoleProposed(role=role, person_id=person_id):
            return tell(incident, person_id, f"You are asked to be {role.spoken}. Press star, then 1 to accept.", now)
        case e.HandRaised(person_id=person_id) if person_id in incident.observers:
            said = f"{incident.name_of(person_id)}, who listens only, raised a hand."
            return tell_holders(incident, Role.INTERNAL_LIAISON, said, now)
        case e.RingFailed(ring_id=ring_id):
            return _ring_failed(incident, ring_id, now)
    return []


def unheard_words(incident: Incident, event: e.AnnouncementEnded) -> str:
    """Words of a person that may not have been heard, as their author hears or reads it; without a full stop."""
    leg = incident.legs.get(event.call_sid)
    who = incident.name_of(leg.person_id) if leg is not None else "everybody"
    match event.how:
        case "expired":
            return f"{who} did not hear your words, it took too long" if leg else "Your words to all were not said"
        case "unconfirmed":
            return f"It was not confirmed that {who} heard your words"
        case _:
            return f"{who} did not hear your words" if leg else "Your words to all could not be said"


def _to_who_admits(incident: Incident, text: str, now: datetime) -> list[e.Event]:
    return tell_holders(incident, Role.DEPUTY, text, now) or tell_holders(incident, Role.INCIDENT_COMMANDER, text, now)


def _ring_failed(incident: Incident, ring_id: str, now: datetime) -> list[e.Event]:
    """Whoever ordered a ring by hand hears that it led to nobody."""
    ring = incident.rings.by_id.get(ring_id)
    if ring is None or ring.why != "recall":
        return []
    if ring.outcome.endswith("."):
        return tell(incident, ring.by, ring.outcome, now)
    said = f"{incident.name_of(ring.person_id)} could not be reached: {ring_words(ring)}."
    return tell(incident, ring.by, said, now)
