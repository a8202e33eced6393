"""What follows from events whatever the door: moves of roles are said aloud, the deputy hears of the lobby."""

from collections.abc import Iterable
from datetime import datetime

from roles import events as e
from roles.incident import Incident, evolve
from roles.leadership import standby
from roles.leadership.eligibility import conflict
from roles.people import Role
from roles.reach import telling
from roles.reach.telling import say_aloud, tell, tell_holders
from roles.record import off_record
from roles.rounds import objections
from roles.work.sub_teams import room_words


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
        more += _about_roles(incident, after, event, now)
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
                if role is Role.INCIDENT_COMMANDER:
                    said.append("Nobody is in command.")
    return say_aloud(incident, " ".join(said), now) if said else []


def _about_roles(before: Incident, after: Incident, event: e.Event, now: datetime) -> list[e.Event]:
    """What one person hears of it: who is asked, who asked, who commands from now on, who stands by."""
    match event:
        case e.RoleProposed(role=role, person_id=person_id):
            said = f"You are asked to be {role.spoken}. Press star, then 1 to accept."
            return tell(after, person_id, said, now)
        case e.RoleDeclined(role=role, person_id=person_id):
            proposal = before.roster.proposal(role, person_id)
            said = f"{after.name_of(person_id)} declined to be {role.spoken}."
            return tell(after, proposal.by, said, now) if proposal is not None else []
        case e.RoleTaken(role=Role.INCIDENT_COMMANDER, person_id=person_id, replaced=replaced):
            name, found = after.name_of(person_id), conflict(after)
            words = f"Say: I am {name}, and I have command." if replaced else ""
            said = " ".join(part for part in (words, found) if part)
            told = tell_holders(after, Role.DEPUTY, found, now) if found else []
            return [*(tell(after, person_id, said, now) if said else []), *told]
        case e.RingDeclined(ring_id=ring_id) | e.RingFailed(ring_id=ring_id):
            ring = after.rings.by_id.get(ring_id)
            return standby.cannot_be_reached(after, ring, now) if ring is not None else []
        case e.ParticipantJoined(call_sid=call_sid):
            old, leg = before.legs.get(call_sid), after.legs.get(call_sid)
            first = leg is not None and leg.joined_at is not None and (old is None or old.joined_at is None)
            return standby.joined(after, leg, now) if leg is not None and first else []
    return []


def _said(incident: Incident, event: e.Event, now: datetime) -> list[e.Event]:
    match event:
        case e.LegArrived(person=person, lobby_reason=str()):
            return _to_who_admits(incident, f"{incident.name_of(person.person_id)} is in the lobby.", now)
        case e.RollCallStarted(room=room, asked=asked) if room:
            said = f"Roll call of {room_words(room)}. Press star, then 1 if you are here and healthy."
            return [made for person_id in asked for made in tell(incident, person_id, said, now)]
        case e.RollCallStarted():
            return say_aloud(incident, "Roll call. Press star, then 1 if you are here and healthy.", now)
        case e.HandRaised(person_id=person_id) if person_id in incident.observers:
            said = f"{incident.name_of(person_id)}, who listens only, raised a hand."
            return tell_holders(incident, Role.INTERNAL_LIAISON, said, now)
        case e.RingFailed(ring_id=ring_id):
            return _ring_failed(incident, ring_id, now)
        case e.Ended():
            return objections.cut_off(incident.poll, now)
    return []


def _to_who_admits(incident: Incident, text: str, now: datetime) -> list[e.Event]:
    return tell_holders(incident, Role.DEPUTY, text, now) or tell_holders(incident, Role.INCIDENT_COMMANDER, text, now)


def _ring_failed(incident: Incident, ring_id: str, now: datetime) -> list[e.Event]:
    """Whoever ordered a ring by hand hears that it led to nobody."""
    ring = incident.rings.by_id.get(ring_id)
    if ring is None or ring.why != "recall":
        return []
    return tell(incident, ring.by, f"{incident.name_of(ring.person_id)} could not be reached.", now)
