"""Decisions about names: of a person with all their phones, or who it is that speaks on one phone."""

from datetime import datetime

from roles import commands as c, events as e
from roles.arrivals import rename_events
from roles.incident import Incident
from roles.people import Actor, Person, Role
from roles.permissions import Capability, require
from roles.reach.takes import RENAME
from roles.reach.telling import tell
from roles.refusals import Refused, unknown_leg


def rename_leg(incident: Incident, command: c.RenameLeg, actor: Actor, now: datetime) -> list[e.Event]:
    """The leg, and what was said on it, is another person's: somebody of the incident with this name, else a guest.

    Other legs and the roles of whom it was taken for stay as they are.
    """
    require(incident, actor, Capability.RENAME)
    leg = incident.legs.get(command.call_sid)
    if leg is None:
        raise unknown_leg()
    name = " ".join(command.name.split())
    if not 1 <= len(name) <= 60:
        raise Refused("A name has 1 to 60 characters.")
    if name.casefold() == incident.name_of(leg.person_id).casefold():
        return []
    commander = incident.roster.holder(Role.INCIDENT_COMMANDER)
    if leg.person_id == commander and leg.live and actor.person_id != commander:
        raise Refused(f"{incident.name_of(commander)} is in command. Hand over command first.")
    person = _of_the_incident(incident, name)
    legs = [found for found in incident.legs.values() if found.person_id == leg.person_id]
    if person is None and incident.people[leg.person_id].guest and len(legs) == 1:
        return rename_events(incident, leg.person_id, name, actor, now)
    if person is None:
        person = Person(person_id=f"guest:{leg.call_sid}:{len(leg.renamed) + 1}", name=name, guest=True)
    if leg.live and person.person_id in incident.removed_people | incident.banned:
        raise Refused(f"{person.name} was removed from this call. Let them in from the lobby first.")
    return [
        e.LegRenamed(
            at=now,
            call_sid=leg.call_sid,
            person=person,
            seat=_seat(incident, person),
            was=incident.name_of(leg.person_id),
            by=actor.person_id,
        )
    ]


def by_voice(incident: Incident, event: e.TakeTexted, now: datetime) -> list[e.Event]:
    """Somebody of the command staff said by telephone who a call is: the words are its name from now on."""
    take = incident.takes.by_id.get(event.take_id)
    if take is None or take.purpose != RENAME:
        return []
    leg = incident.legs[take.subject]
    was, name = incident.name_of(leg.person_id), " ".join(word.capitalize() for word in event.text.split())
    actor = Actor(person_id=take.person_id)
    try:
        renamed = rename_leg(incident, c.RenameLeg(call_sid=leg.call_sid, name=name), actor, now)
    except Refused as refused:
        return tell(incident, take.person_id, refused.spoken, now)
    return [*renamed, *tell(incident, take.person_id, f"{was} is now {name}.", now)] if renamed else []


def _of_the_incident(incident: Incident, name: str) -> Person | None:
    """Somebody with this name; people of the directory before guests."""
    found = [person for person in incident.people.values() if person.name.casefold() == name.casefold()]
    return min(found, key=lambda person: person.guest, default=None)


def _seat(incident: Incident, person: Person) -> int:
    return incident.seat_numbers.get(person.person_id) or max(incident.seat_numbers.values(), default=0) + 1
