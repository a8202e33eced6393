"""What follows from events whatever the door: moves of roles are said aloud, the deputy hears of the lobby."""

from collections.abc import Iterable
from datetime import datetime

from roles import events as e
from roles.incident import Incident, evolve
from roles.leadership import standby
from roles.people import BRIDGE, Role
from roles.reach import telling
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
    said = []
    for event in found:
        match event:
            case e.RoleTaken(role=role, person_id=person_id, replaced=replaced):
                after = f", after {incident.name_of(replaced)}" if replaced else ""
                said.append(f"{incident.name_of(person_id)} is now {role.spoken}{after}.")
            case e.RoleVacated(role=role, person_id=person_id):
                said.append(f"{incident.name_of(person_id)} is no longer {role.spoken}.")
    return say_aloud(incident, " ".join(said), now) if said else []


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
        case e.MuteAllOrdered():
            return say_aloud(incident, "All but command staff are muted. Press star, then 2, to ask to speak.", now)
        case e.MuteAllReleased():
            return say_aloud(incident, "Everybody can speak again.", now)
        case e.RollCallStarted():
            return say_aloud(incident, "Roll call. Press star, then 1 if you are here and healthy.", now)
        case e.RoleProposed(role=role, person_id=person_id):
            return tell(incident, person_id, f"You are asked to be {role.spoken}. Press star, then 1 to accept.", now)
        case e.HandRaised(person_id=person_id) if person_id in incident.observers:
            said = f"{incident.name_of(person_id)}, who listens only, raised a hand."
            return tell_holders(incident, Role.INTERNAL_LIAISON, said, now)
        case e.RingFailed(ring_id=ring_id):
            return _ring_failed(incident, ring_id, now)
    return []


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
