"""What was noted a moment ago: a correction amends it, a repetition is not noted again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transcription.drafting.line import Line
from transcription.drafting.numbers import NUMBER, value
from transcription.drafting.people import People
from transcription.timeline.commands import Draft

REMEMBERED = 12
AMENDED_WITHIN_LINES = 4
REPEATED_WITHIN_LINES = 15
_SHARED = 0.75
_LEAST_WORDS = 3
_CORRECTS = re.compile(
    r"^(?:(?:no|sorry|wait|actually|oh|okay|um|uh|or|rather) )*"
    r"(?:(?:no|sorry|or rather) (?:(?:make|say) (?:that|it) )?|(?:make|say) (?:that|it) |"
    r"correction (?:make (?:that|it) )?|"
    r"i mean(?:t)? |scratch that )"
    rf"(?:a |to |in |sev(?:erity)? |it's |that's )*(?P<number>{NUMBER})?(?P<unit>minutes?|hours?)?"
    r"(?: (?:not|instead(?: of)?|instead) .*)?$"
)
_SEVERITY = re.compile(r"\bsev(?:erity)?\b")


@dataclass(frozen=True, kw_only=True)
class Noted:
    """An entry, the number of its line, and the words that make it up."""

    entry: Draft
    number: int
    speaker: str
    words: frozenset[str]


def correction(line: Line, number: int, noted: Sequence[Noted], people: People) -> Draft | None:
    """The earlier entry as this line puts it right, with `amends`; None if this line corrects nothing."""
    words = line.words
    said = _CORRECTS.match(words)
    if said is None:
        return None
    recent = [found for found in reversed(noted) if number - found.number <= AMENDED_WITHIN_LINES]
    recent.sort(key=lambda found: found.speaker != line.speaker)
    figure = value(said.group("number")) if said.group("number") else None
    for found in recent:
        slots = _changed(found.entry, figure, said.group("unit") or "", _SEVERITY.search(words) is not None)
        if slots is not None:
            return replace(
                slots,
                entry_id=f"{line.utterance_id}-{slots.type}-amends",
                sources=(line.utterance_id,),
                amends=found.entry.entry_id,
            )
    return None


def _changed(entry: Draft, figure: int | None, unit: str, severity: bool) -> Draft | None:
    if figure is None:
        return None
    if severity:
        return replace(entry, severity=figure) if entry.severity is not None and 1 <= figure <= 5 else None
    if unit.startswith("hour"):
        return replace(entry, minutes=figure * 60) if entry.minutes is not None else None
    if entry.minutes is not None:
        return replace(entry, minutes=figure)
    if entry.severity is not None and 1 <= figure <= 5 and not unit:
        return replace(entry, severity=figure)
    return replace(entry, count=figure) if entry.count is not None and not unit else None


def is_repeat(entry: Draft, line: Line, number: int, noted: Sequence[Noted]) -> bool:
    """Whether an entry of a moment ago says the same: same type, same slots, nearly the same words."""
    words = content(line)
    for found in noted:
        same = found.entry.type == entry.type and _slots(found.entry) == _slots(entry)
        if not same or number - found.number > REPEATED_WITHIN_LINES or len(words) < _LEAST_WORDS:
            continue
        if len(words & found.words) >= _SHARED * len(words | found.words):
            return True
    return False


def remembering(noted: Sequence[Noted], entries: Sequence[Draft], line: Line, number: int) -> tuple[Noted, ...]:
    """The last entries, these among them; an amended one is remembered as it is now."""
    amended = {entry.amends: entry for entry in entries if entry.amends is not None}
    kept = [
        replace(found, entry=replace(amended[found.entry.entry_id], entry_id=found.entry.entry_id, amends=None))
        if found.entry.entry_id in amended
        else found
        for found in noted
    ]
    new = [
        Noted(entry=entry, number=number, speaker=line.speaker, words=content(line))
        for entry in entries
        if entry.amends is None
    ]
    return tuple([*kept, *new][-REMEMBERED:])


def content(line: Line) -> frozenset[str]:
    return frozenset(word for word in line.words.split() if len(word) > 3)


def _slots(entry: Draft) -> tuple[object, ...]:
    return (entry.owner, entry.minutes, entry.severity, entry.role, entry.person, entry.page, entry.count)
