"""What follows from events whatever the door: moves of roles are said aloud, the deputy hears of the lobby."""

from collections.abc import Iterable
from datetime import datetime

from roles import events as e
from roles.incident import Incident, evolve
from roles.leadership import standby
from roles.people import Role
from roles.reach import hosts, telling
from roles.reach.telling import say_aloud, tell, tell_holders
from roles.record import off_record


def with_consequences(incident: Incident, found: list[e.Event], now: datetime) -> list[e.Event]:
    """The events, and what the bridge says because of them; computed on the state after them."""
    if not found:
        return found
    after = _fold(incident, found)
    more: list[e.Event] = []
    if any(isinstance(event, e.CallOver) for event in found):
        more += standby.commander_left(after, now)
    more += _moves(after, found, now)
    more += _new_hosts(incident, after, found, now)
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


def _new_hosts(before: Incident, after: Incident, found: list[e.Event], now: datetime) -> list[e.Event]:
    """Whoever lets people in from now on, and did not hear of those who wait, hears how many they are."""
    if not any(isinstance(event, e.RoleTaken | e.RoleVacated | e.ParticipantJoined | e.CallOver) for event in found):
        return []
    waiting = hosts.waiting(before)
    if not waiting:
        return []
    said = f"{len(waiting)} people wait in the lobby."
    if len(waiting) == 1:
        said = f"{after.name_of(waiting[0].person_id)} waits in the lobby."
    knew = hosts.hosts(before)
    new = [who for who in hosts.hosts(after) if who not in knew]
    return hosts.tell_hosts(after, new, said, now)


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
            return tell_holders(incident, Role.INTERNAL_LIAISON, said, now) or tell_holders(
                incident, Role.DEPUTY, said, now
            )
        case e.RingFailed(ring_id=ring_id):
            return _ring_failed(incident, ring_id, now)
    return []


def _to_who_admits(incident: Incident, text: str, now: datetime) -> list[e.Event]:
    return hosts.tell_hosts(incident, hosts.hosts(incident), text, now)


def _ring_failed(incident: Incident, ring_id: str, now: datetime) -> list[e.Event]:
    """Whoever ordered a ring by hand, or waits for a call-back, hears that it led to nobody."""
    ring = incident.rings.by_id.get(ring_id)
    if ring is not None and ring.why == "call_back":
        said = "The bridge could not call you back. Ask somebody in command to give you the role, or to ring you."
        return tell(incident, ring.person_id, said, now)
    if ring is None or ring.why != "recall":
        return []
    return tell(incident, ring.by, f"{incident.name_of(ring.person_id)} could not be reached.", now)
