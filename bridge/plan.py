"""The plan of a bridge: who is required, which roles, how a roll call escalates. From YAML or the directory."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import yaml

from bridge.storage.directory import Directory, DirectoryPerson
from roles.people import DEFAULT_ESCALATION, Escalation, Person, Role

LONGEST_WAIT_S = 3600


class PlanError(ValueError):
    """A plan that cannot be used: says which entry and why."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`required` by name; a team stands for the first person that it rings, the next one is that person's backup."""

    required: tuple[Person, ...] = ()
    required_roles: tuple[Role, ...] = ()
    escalation: Escalation = DEFAULT_ESCALATION
    mark_aloud: bool = False


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
    )


def plan_from_yaml(text: str, directory: Directory) -> Plan:
    """A plan file: `required:` with `person:`, `team:` (and `ring:`) or `role:` entries, `ring_after_s:` and others.

    Raises PlanError.
    """
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise PlanError(f"this is not YAML: {error}") from None
    plan = found.get("plan", found) if isinstance(found, dict) else None
    if not isinstance(plan, dict):
        raise PlanError("a plan is a mapping with `required:`")
    return read_plan(plan, directory)


def read_plan(plan: Mapping[str, Any] | None, directory: Directory) -> Plan:
    """Raises PlanError."""
    entries = (plan or {}).get("required") or []
    if not isinstance(entries, list):
        raise PlanError("`required` is a list")
    people: dict[str, Person] = {}
    roles: list[Role] = []
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            raise PlanError(f"entry {number}: expected `person:`, `team:` or `role:`")
        if "role" in entry:
            roles.append(_role(entry["role"], number))
            continue
        found = [_person(name, number, directory) for name in _names(entry, number)]
        if found:
            first = found[0]
            if not first.backup_id and len(found) > 1:
                first = replace(first, backup_id=found[1].person_id, backup_name=found[1].name)
            known = people.get(first.person_id, first)
            service = (str(entry["team"]),) if "team" in entry else ()
            people[first.person_id] = replace(known, on_call_for=(*known.on_call_for, *service))
    return Plan(
        required=tuple(people.values()),
        required_roles=tuple(roles),
        escalation=_escalation(plan or {}),
        mark_aloud=_mark_aloud((plan or {}).get("ten_minute_mark", "private")),
    )


def _person(name: str, number: int, directory: Directory) -> Person:
    row = directory.by_name(name)
    if row is None:
        raise PlanError(f"entry {number}: nobody called {name!r} is in the directory")
    return person_of(row, directory)


def _role(name: object, number: int) -> Role:
    try:
        return Role({"sme": Role.SUBJECT_MATTER_EXPERT.value}.get(str(name), str(name)))
    except ValueError:
        raise PlanError(f"entry {number}: {name!r} is no role") from None


def _names(entry: Mapping[str, Any], number: int) -> list[str]:
    if "person" in entry:
        return [str(entry["person"])]
    if "team" in entry:
        ring = entry.get("ring") or []
        if not isinstance(ring, list):
            raise PlanError(f"entry {number}: `ring` is a list of names")
        return [str(name) for name in ring]
    raise PlanError(f"entry {number}: expected `person:`, `team:` or `role:`")


def _mark_aloud(given: object) -> bool:
    """To whom the ten-minute mark is said."""
    if given not in ("private", "aloud"):
        raise PlanError("`ten_minute_mark` is private (the deputy hears it) or aloud")
    return given == "aloud"


def _escalation(plan: Mapping[str, Any]) -> Escalation:
    """Seconds from the start of the roll call, each later than the one before."""
    given = {}
    for name in ("ring_after_s", "backup_after_s", "tell_after_s"):
        if name in plan:
            value = plan[name]
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= LONGEST_WAIT_S:
                raise PlanError(f"`{name}` is a number of seconds up to {LONGEST_WAIT_S}")
            given[name] = float(value)
    found = replace(DEFAULT_ESCALATION, **given)
    if "tell_after_s" not in plan:
        found = replace(found, tell_after_s=max(found.tell_after_s, found.backup_after_s + 60))
    if not found.ring_after_s <= found.backup_after_s <= found.tell_after_s:
        raise PlanError("the missing are rung first, then their backups, then the deputy is told")
    return found
