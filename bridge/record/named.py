"""Whom words of the call name: a person, who holds a role, who is on call for a team. Several are several, not one."""

from roles.incident import Incident
from roles.people import Role

_TAILS = (" on-call", " on call", " team")


def named(incident: Incident, words: str | None) -> tuple[str, ...]:
    """Person ids; empty when nobody of this incident is meant for certain."""
    wanted = " ".join((words or "").casefold().split())
    if not wanted:
        return ()
    people = [person.person_id for person in incident.people.values() if person.name.casefold() == wanted]
    if people:
        return tuple(people)
    role = role_of(wanted)
    if role is not None:
        return incident.roster.holders(role)
    return _on_call(incident, wanted)


def role_of(value: str | None) -> Role | None:
    """The role with this id."""
    return next((role for role in Role if role.value == value), None)


def _on_call(incident: Incident, wanted: str) -> tuple[str, ...]:
    """By the plan alone: who else is in a team, the incident does not know."""
    for tail in _TAILS:
        wanted = wanted.removesuffix(tail)
    people = incident.people.values()
    return tuple(p.person_id for p in people if wanted in (service.casefold() for service in p.on_call_for))
