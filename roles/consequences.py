"""What follows from events whatever the door: moves of roles are said aloud, the deputy hears of the lobby."""

from collections.abc import Iterable
from datetime import datetime

from roles import events as e
from roles.incident import Incident, evolve
from roles.leadership import standby
from roles.people import BRIDGE, Role
from roles.reach import take_orders, telling
from roles.reach.telling import say_aloud, tell, tell_holders
from roles.record import off_record
from roles.rounds import can_orders, escalation


def with_consequences(incident: Incident, found: list[e.Event], now: datetime) -> list[e.Event]:
    """The events, and what the bridge says because of them; computed on the state after them."""
    if not found:
        return found
    after = _fold(incident, found)
    more: list[e.Event] = []
    if any(isinstance(event, e.CallOver) for event in found):
        more += standby.commander_left(after, now)
    more += _moves(after, found, now)
    for event in found:
        more += _said(after, event, now)
    if any(isinstance(event, e.RecordingSeen) for event in found):
        more += off_record.due(after, now)
    after = _fold(after, more)
    closed = can_orders.out_of_the_room(after, now)
    more, after = [*more, *closed], _fold(after, closed)
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


def _said(incident: Incident, event: e.Event, now: datetime) -> list[e.Event]:
    match event:
        case e.LegArrived(person=person, lobby_reason=str()):
            return _to_who_admits(incident, f"{incident.name_of(person.person_id)} is in the lobby.", now)
        case e.RollCallStarted():
            return say_aloud(incident, "Roll call. Press star, then 1 if you are here and healthy.", now)
        case e.RoleProposed(role=role, person_id=person_id):
            return tell(incident, person_id, f"You are asked to be {role.spoken}. Press star, then 1 to accept.", now)
        case e.HandRaised(person_id=person_id) if person_id in incident.observers:
            said = f"{incident.name_of(person_id)}, who listens only, raised a hand."
            return tell_holders(incident, Role.INTERNAL_LIAISON, said, now)
        case e.HandRaised(person_id=person_id, to_speak=to_speak):
            wish = "asks to speak" if to_speak else "raised a hand"
            return _to_who_admits(incident, f"{incident.name_of(person_id)} {wish}.", now, but=person_id)
        case e.TakeLost():
            return take_orders.lost_words(incident, event, now)
        case e.RollCallAnswered():
            return escalation.answered(incident, event, now)
        case e.RollCallClosed():
            return escalation.closed(incident, event, now)
        case e.RingFailed(ring_id=ring_id):
            return _ring_failed(incident, ring_id, now)
    return []


def _to_who_admits(incident: Incident, text: str, now: datetime, but: str = "") -> list[e.Event]:
    """The deputy, else the commander; `but`: not this one, whom it is about."""
    for role in (Role.DEPUTY, Role.INCIDENT_COMMANDER):
        told = [made for who in incident.roster.holders(role) if who != but for made in tell(incident, who, text, now)]
        if told:
            return told
    return []


def _ring_failed(incident: Incident, ring_id: str, now: datetime) -> list[e.Event]:
    """Whoever ordered a ring by hand, or paged their backup, hears that it led to nobody."""
    ring = incident.rings.by_id.get(ring_id)
    if ring is None or ring.why not in ("recall", "backup") or ring.by == BRIDGE.person_id:
        return []
    return tell(incident, ring.by, f"{incident.name_of(ring.person_id)} could not be reached.", now)
