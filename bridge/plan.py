"""The plan of a bridge: who is required, which roles, how a roll call escalates. From YAML or the directory."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import yaml

from bridge.storage.directory import Directory, DirectoryPerson
from bridge.storage.plan_entries import Entry, Mistake, read_entries
from roles.people import DEFAULT_ESCALATION, Escalation, Person, Role


class PlanError(ValueError):
    """A plan that cannot be used: says which entry and why."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`required` by name; a team stands for the first person that it rings, the next ones are that person's backups.

    `problems`: what was left out because it cannot be used, a sentence each.
    """

    required: tuple[Person, ...] = ()
    required_roles: tuple[Role, ...] = ()
    escalation: Escalation = DEFAULT_ESCALATION
    mark_aloud: bool = False
    problems: tuple[str, ...] = ()


def person_of(row: DirectoryPerson, directory: Directory | None = None) -> Person:
    """The directory's person as the incident knows them, with their backup; numbers and PINs stay behind."""
    backup = directory.get(row.backup) if directory is not None and row.backup else None
    return Person(
        person_id=row.person_id,
        name=row.name,
        trained=tuple(row.trained),
        teams=tuple(row.teams),
        backup_id=backup.person_id if backup else "",
        backup_name=backup.name if backup else "",
        has_pin=row.has_pin,
        language=row.language,
    )


def plan_from_yaml(text: str, directory: Directory) -> Plan:
    """A plan file: `required:` with `person:`, `team:` (and `ring:`) or `role:` entries, `ring_after_s:` and others.

    Raises PlanError with every problem.
    """
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise PlanError(f"this is not YAML: {error}") from None
    plan = found.get("plan", found) if isinstance(found, dict) else None
    if not isinstance(plan, dict):
        raise PlanError("a plan is a mapping with `required:`")
    read = read_plan(plan, directory)
    if read.problems:
        raise PlanError("; ".join(read.problems))
    return read


def plan_for(directory: Directory) -> Plan:
    """The directory's own."""
    return read_plan(directory.plan(), directory)


def read_plan(plan: Mapping[str, Any] | None, directory: Directory) -> Plan:
    """What can be used of the plan, with its problems: a mistake in it must never keep a call from opening."""
    read = read_entries(plan or {})
    people: dict[str, Person] = {}
    roles: list[Role] = []
    problems = [str(mistake) for mistake in read.mistakes]
    for entry in read.entries:
        if entry.role is not None:
            roles.append(entry.role)
            continue
        problems += [str(Mistake(entry.number, reason)) for reason in unknown_names(entry, directory)]
        first = _first_of(entry, directory)
        if first is not None:
            known = people.get(first.person_id, first)
            service = (entry.team,) if entry.team else ()
            people[first.person_id] = replace(known, on_call_for=(*known.on_call_for, *service))
    return Plan(
        required=tuple(people.values()),
        required_roles=tuple(dict.fromkeys(roles)),
        escalation=read.escalation,
        mark_aloud=read.mark_aloud,
        problems=tuple(problems),
    )


def unknown_names(entry: Entry, directory: Directory) -> list[str]:
    return [f"nobody called {name!r} is in the directory" for name in entry.names if directory.by_name(name) is None]


def _first_of(entry: Entry, directory: Directory) -> Person | None:
    """The first that is known, with those after them as backups, and at last the backup of the directory."""
    rows = [row for name in entry.names if (row := directory.by_name(name)) is not None]
    if not rows:
        return None
    first = person_of(rows[0], directory)
    own = ((first.backup_id, first.backup_name),) if first.backup_id else ()
    after = dict.fromkeys((*((row.person_id, row.name) for row in rows[1:]), *own))
    backups = tuple(found for found in after if found[0] != first.person_id)
    if not backups:
        return first
    return replace(first, backup_id=backups[0][0], backup_name=backups[0][1], more_backups=backups[1:])
