"""The entries of a plan as data, each mistake with the entry that it is in; knows no directory."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from roles.people import DEFAULT_ESCALATION, Escalation, Role

LONGEST_WAIT_S = 3600
TIMES = ("answer_within_s", "ring_after_s", "backup_after_s", "tell_after_s")
KEYS = ("required", "ten_minute_mark", *TIMES)
MOST_RUNG = 5


@dataclass(frozen=True)
class Mistake:
    """`where`: the key of the plan, or the number of its entry of `required` from 1."""

    where: str | int
    reason: str

    def __str__(self) -> str:
        return f"entry {self.where}: {self.reason}" if isinstance(self.where, int) else self.reason


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Somebody who is required: one name; a team's names in the order in which they are rung; or a role."""

    number: int
    names: tuple[str, ...] = ()
    team: str = ""
    role: Role | None = None


@dataclass(frozen=True)
class PlanEntries:
    entries: tuple[Entry, ...]
    escalation: Escalation
    mistakes: tuple[Mistake, ...]
    mark_aloud: bool = False
    """The ten-minute mark is said to everybody, not to the deputy alone."""


def read_entries(plan: Mapping[str, Any]) -> PlanEntries:
    """What can be used of the plan, and what cannot."""
    mistakes = [
        Mistake(str(key), f"{key} is not known in a plan; known are {', '.join(KEYS)}")
        for key in plan
        if key not in KEYS
    ]
    entries: list[Entry] = []
    required = plan.get("required") or []
    if not isinstance(required, list):
        mistakes.append(Mistake("required", "`required` is a list"))
        required = []
    for number, given in enumerate(required, start=1):
        found = _entry(given, number)
        if isinstance(found, Mistake):
            mistakes.append(found)
        else:
            entries.append(found)
    mark = plan.get("ten_minute_mark", "private")
    if mark not in ("private", "aloud"):
        mistakes.append(Mistake("ten_minute_mark", "`ten_minute_mark` is private (the deputy hears it) or aloud"))
    aloud = mark == "aloud"
    escalation = _escalation(plan)
    if isinstance(escalation, Mistake):
        return PlanEntries(tuple(entries), DEFAULT_ESCALATION, (*mistakes, escalation), aloud)
    return PlanEntries(tuple(entries), escalation, tuple(mistakes), aloud)


def _entry(given: object, number: int) -> Entry | Mistake:
    if not isinstance(given, dict) or len({"person", "team", "role"} & set(given)) != 1:
        return Mistake(number, "expected `person:`, `team:` with `ring:`, or `role:`")
    if "role" in given:
        name = str(given["role"])
        try:
            return Entry(number=number, role=Role({"sme": Role.SUBJECT_MATTER_EXPERT.value}.get(name, name)))
        except ValueError:
            return Mistake(number, f"{name!r} is no role")
    if "person" in given:
        return Entry(number=number, names=(str(given["person"]),))
    ring = given.get("ring")
    if not isinstance(ring, list) or not ring:
        return Mistake(number, "a team needs `ring:`, the names of those who are rung, the first one first")
    if len(ring) > MOST_RUNG:
        return Mistake(number, f"`ring` has at most {MOST_RUNG} names")
    return Entry(number=number, names=tuple(str(name) for name in ring), team=str(given["team"]))


def _escalation(plan: Mapping[str, Any]) -> Escalation | Mistake:
    """Seconds from the start of the roll call, each at least as late as the one before."""
    given = {}
    for name in TIMES:
        if name in plan:
            value = plan[name]
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= LONGEST_WAIT_S:
                return Mistake(name, f"`{name}` is a number of seconds up to {LONGEST_WAIT_S}")
            given[name] = float(value)
    found = replace(DEFAULT_ESCALATION, **given)
    if "answer_within_s" not in given:
        found = replace(found, answer_within_s=min(found.answer_within_s, found.ring_after_s))
    if "ring_after_s" not in given:
        found = replace(found, ring_after_s=max(found.ring_after_s, found.answer_within_s))
    if "backup_after_s" not in given:
        found = replace(found, backup_after_s=max(found.backup_after_s, found.ring_after_s))
    if "tell_after_s" not in given:
        found = replace(found, tell_after_s=max(found.tell_after_s, found.backup_after_s + 60))
    times = [getattr(found, name) for name in TIMES]
    for earlier, later, name in zip(times, times[1:], TIMES[1:], strict=False):
        if later < earlier:
            return Mistake(name, f"`{name}` is too early: answers first, then rings, then backups, then the deputy")
    return found
