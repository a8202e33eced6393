"""Opening an incident, whatever the door: a call, the console, the command line. Reads the plan of required people."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import yaml

from bridge.service import Service
from bridge.storage.directory import Directory, DirectoryPerson
from bridge.storage.incidents import OPENED_BY_A_CALL
from roles.commands import OpenIncident
from roles.people import Actor, Person


class PlanError(ValueError):
    """A plan that cannot be used: says which entry and why."""


def person_of(row: DirectoryPerson) -> Person:
    """The directory's person as the incident knows them; numbers and PINs stay behind."""
    return Person(person_id=row.person_id, name=row.name, trained=tuple(row.trained), teams=tuple(row.teams))


def open_incident(
    service: Service,
    directory: Directory,
    *,
    title: str,
    severity: int | None,
    actor: Actor,
    now: datetime,
    required: Sequence[Person] | None = None,
    by_call: bool = False,
) -> str:
    """The id of the incident that is open now. `by_call`: joins the one that another call opened just before.

    `required` None: the directory's own plan.
    """
    incident_id = f"{now:%Y%m%d}-{secrets.token_hex(4)}"
    command = OpenIncident(
        incident_id=incident_id,
        title=" ".join(title.split()) or "Incident",
        severity=severity,
        room=f"incident-{incident_id}",
        required=tuple(plan_people(directory.plan(), directory) if required is None else required),
    )
    return service.open(command, actor, OPENED_BY_A_CALL if by_call else None)


def plan_from_yaml(text: str, directory: Directory) -> list[Person]:
    """The required people of a plan file: `required:` with `person:`, `team:` (and `ring:`) or `role:` entries.

    Raises PlanError.
    """
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise PlanError(f"this is not YAML: {error}") from None
    plan = found.get("plan", found) if isinstance(found, dict) else None
    if not isinstance(plan, dict):
        raise PlanError("a plan is a mapping with `required:`")
    return plan_people(plan, directory)


def plan_people(plan: Mapping[str, Any] | None, directory: Directory) -> list[Person]:
    """Whom the plan requires by name. An entry for a team stands for the first person that it rings."""
    entries = (plan or {}).get("required") or []
    if not isinstance(entries, list):
        raise PlanError("`required` is a list")
    people: dict[str, Person] = {}
    for number, entry in enumerate(entries, start=1):
        for name in _names(entry, number):
            row = directory.by_name(name)
            if row is None:
                raise PlanError(f"entry {number}: nobody called {name!r} is in the directory")
            people[row.person_id] = person_of(row)
    return list(people.values())


def _names(entry: object, number: int) -> list[str]:
    if not isinstance(entry, dict):
        raise PlanError(f"entry {number}: expected `person:`, `team:` or `role:`")
    if "person" in entry:
        return [str(entry["person"])]
    if "team" in entry:
        ring = entry.get("ring") or []
        return [str(ring[0])] if ring else []
    if "role" in entry:
        return []
    raise PlanError(f"entry {number}: expected `person:`, `team:` or `role:`")
