"""Decisions about calls that the bridge makes: order one, what came of it, and the commander who dropped."""

from datetime import datetime

from roles import commands as c, events as e
from roles.incident import Incident
from roles.people import Actor, Person
from roles.permissions import Capability, require
from roles.refusals import Refused, nobody_there


def ring_person(incident: Incident, command: c.RingPerson, actor: Actor, now: datetime) -> list[e.Event]:
    """Somebody orders that a person is rung (again). One live dial a person."""
    require(incident, actor, Capability.RING)
    if command.person_id not in incident.people:
        raise nobody_there("This person")
    person = incident.people[command.person_id]
    if person.guest:
        reason = f"{person.name} is not in the directory, so the bridge has no number to ring."
        raise Refused(reason, short=f"The bridge has no number of {person.name}.")
    _not_banned(incident, command.person_id)
    legs = incident.live_legs(command.person_id)
    if any(leg.admitted for leg in legs):
        raise Refused(f"{person.name} is on the call already.")
    if any(leg.removed_reason is not None for leg in legs):
        raise Refused(f"{person.name} is just being removed. Ring them when they have left.")
    if any(leg.lobby_reason is not None and leg.turned_away_by is None for leg in legs):
        raise Refused(f"{person.name} waits in the lobby. Let them in instead.")
    return ring(incident, command.person_id, "recall", actor.person_id, now)


def page_own_backup(incident: Incident, actor: Actor, now: datetime) -> list[e.Event]:
    """Key 5: whoever needs relief has their backup of the directory rung."""
    person = incident.people.get(actor.person_id)
    if person is None or not person.backup_id:
        raise Refused("The directory names no backup of yours.")
    if any(leg.admitted for leg in incident.live_legs(person.backup_id)):
        raise Refused(f"{person.backup_name} is on the call already.")
    _not_banned(incident, person.backup_id)
    known = person.backup_id in incident.people
    backup = Person(person_id=person.backup_id, name=person.backup_name)
    introduced: list[e.Event] = [] if known else [e.PersonIntroduced(at=now, person=backup, seat=incident.next_seat)]
    return [*introduced, *ring(incident, person.backup_id, "backup", actor.person_id, now)]


def ring(incident: Incident, person_id: str, why: str, by: str, now: datetime) -> list[e.Event]:
    """Order a call to this person, unless one is ringing or they are banned. The id is the ring's number."""
    if incident.rings.going_on(person_id) is not None or person_id in incident.banned:
        return []
    ring_id = f"ring-{len(incident.rings.by_id) + 1}-{person_id}"
    return [e.RingOrdered(at=now, ring_id=ring_id, person_id=person_id, why=why, by=by)]


def _not_banned(incident: Incident, person_id: str) -> None:
    if person_id in incident.banned:
        raise Refused(f"{incident.name_of(person_id)} is banned. Allow them again first.")


def placed(incident: Incident, command: c.ReportRingPlaced, now: datetime) -> list[e.Event]:
    ring = incident.rings.by_id.get(command.ring_id)
    if ring is None or ring.call_sid == command.call_sid:
        return []
    placed = e.RingPlaced(at=now, ring_id=ring.ring_id, call_sid=command.call_sid)
    if incident.open:
        return [placed]
    return [placed, e.CallEndOrdered(at=now, call_sid=command.call_sid, why="incident ended")]


def answered(incident: Incident, command: c.AnswerRing, now: datetime) -> list[e.Event]:
    """1 joins, 2 declines; whoever presses nothing (a voicemail) has not answered."""
    ring = incident.rings.by_id.get(command.ring_id)
    if ring is None or ring.outcome in ("joined", "declined"):
        return []
    if command.joins:
        return [e.RingAccepted(at=now, ring_id=ring.ring_id)]
    return [e.RingDeclined(at=now, ring_id=ring.ring_id)]


def failed(incident: Incident, command: c.ReportRingFailed, now: datetime) -> list[e.Event]:
    ring = incident.rings.by_id.get(command.ring_id)
    if ring is None or not ring.going_on:
        return []
    return [e.RingFailed(at=now, ring_id=ring.ring_id, why=command.why)]
