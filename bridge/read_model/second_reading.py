"""The second transcript as people see it: how far it is, which lines differ, who decided what about their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bridge.read_model.transcript import Line
from bridge.record.record import Record
from bridge.record.second_reading import renamed_lines
from transcription.comparing import Kind, Part, compare
from transcription.timeline import SecondReading
from transcription.timeline.events import SpokenWord
from transcription.timeline.finding import found_by
from transcription.timeline.readings import Decision
from transcription.timeline.rereading import before, decided_at_once, differs, unread, waiting
from transcription.vocabulary import Vocabulary, write


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Of the newest reading. `how`: done, stopped, failed, or empty while it is under way. Counts are lines of the log.

    `differing`: those with other words; `found`: speech that stands in no line; `waiting`: of both, those on which
    nobody has decided. `silent`: lines of which no sound is kept. `searched` of the `people` were looked through for
    speech that was missed. `last_all`: what somebody decided about all that waited, as a sentence; empty: nobody did.
    """

    reading_id: str
    model: str
    by: str
    ordered_at: datetime
    how: str
    reason: str
    done: int
    total: int
    silent: int
    searched: int
    people: int
    differing: int
    found: int
    waiting: int
    spared: int
    last_all: str

    @property
    def under_way(self) -> str:
        """What it is doing, in words."""
        if self.done < self.total or not self.people:
            return f"{self.done} of {self.total} lines read"
        read = f"All {self.total} lines read, looking" if self.total > 1 else "Looking"
        return f"{read} for speech that was missed: {self.searched} of {self.people} {_people(self.people)}"


def _people(count: int) -> str:
    return "person" if count == 1 else "people"


@dataclass(frozen=True, kw_only=True)
class Change:
    """What the other model makes of a line. `state`: waiting, taken, kept; `by` and `at` of who decided.

    `utterance_ids`: those that are decided together. `alone`: why it is not taken together with the others.
    """

    utterance_ids: str
    parts: tuple[Part, ...]
    state: str
    by: str
    at: datetime | None
    alone: str


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """An utterance whose words a person wrote."""

    utterance_id: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Words:
    """One utterance of a line as it can be corrected: the words that were said, before they are written in digits."""

    utterance_id: str
    text: str


def model_name(model: str) -> str:
    """As a page names it, within a line; a folder's path is nobody's business."""
    return "the built-in demonstration model" if model in ("", "built-in") else Path(model).name


def progress(record: Record) -> Progress | None:
    """None when none was ever ordered."""
    reading = record.timeline.readings.newest
    if reading is None:
        return None
    timeline, reading_id = record.timeline, reading.reading_id
    all_lines, found = timeline.readings.of(reading_id), found_by(timeline, reading_id)
    lines = {key: line for key, line in all_lines.items() if key not in found}
    differing = sum(differs(timeline, reading_id, key) for key in lines)
    searched, people = _searched(record, reading)
    still = waiting(timeline, reading_id)
    return Progress(
        reading_id=reading_id,
        model=model_name(reading.model),
        by=record.incident.name_of(reading.by),
        ordered_at=reading.ordered_at,
        how=reading.how,
        reason=reading.reason,
        done=len(lines),
        total=len(lines) + len(unread(timeline, reading_id)),
        silent=sum(not line.sound for line in lines.values()),
        searched=searched,
        people=people,
        differing=differing,
        found=sum(differs(timeline, reading_id, key) for key in found),
        waiting=len(still),
        spared=len(renamed_lines(record.incident, timeline) & set(still)),
        last_all=_last_all(record, reading),
    )


def change(record: Record, line: Line, vocabulary: Vocabulary) -> Change | None:
    """Of the newest reading; None when it makes the same of this line, or has not come to it."""
    timeline, reading = record.timeline, record.timeline.readings.newest
    if reading is None:
        return None
    differing = [found for found in line.utterance_ids if differs(timeline, reading.reading_id, found)]
    open_ones = [found for found in differing if found not in timeline.readings.corrections]
    if not open_ones:
        return None
    decisions = {found: _decision(record, reading.reading_id, found) for found in open_ones}
    decided = next((decision for decision in decisions.values() if decision is not None), None)
    if decided is not None and any(d is None or d.accepted != decided.accepted for d in decisions.values()):
        open_ones = [found for found, decision in decisions.items() if decision is None] or open_ones
        decided = None
    old: list[SpokenWord] = []
    new: list[SpokenWord] = []
    for found in line.utterance_ids:
        stands = timeline.by_id[found].words if found in timeline.by_id else ()
        other = timeline.readings.line(reading.reading_id, found)
        is_open = found in open_ones and other is not None
        old += before(timeline, reading.reading_id, found) if is_open else stands
        new += other.words.words if is_open and other is not None else stands
    return Change(
        utterance_ids=",".join(open_ones),
        parts=_compared(old, new, vocabulary, _language(record, line)),
        state="waiting" if decided is None else "taken" if decided.accepted else "kept",
        by=record.incident.name_of(decided.by) if decided is not None else "",
        at=decided.at if decided is not None else None,
        alone=f"heard as {line.heard_as}" if line.heard_as else "",
    )


def corrected(record: Record, line: Line) -> tuple[Corrected, ...]:
    corrections = record.timeline.readings.corrections
    return tuple(
        Corrected(utterance_id=found, by=record.incident.name_of(corrections[found].by), at=corrections[found].at)
        for found in line.utterance_ids
        if found in corrections
    )


def words_to_correct(record: Record, line: Line) -> tuple[Words, ...]:
    return tuple(Words(found, record.timeline.by_id[found].text) for found in line.utterance_ids)


def _searched(record: Record, reading: SecondReading) -> tuple[int, int]:
    """Of how many people all legs were looked through, and how many people that will be."""
    legs = record.incident.legs
    left = {legs[sid].person_id for sid in reading.unsearched if sid in legs}
    everybody = {legs[sid].person_id for sid in reading.legs if sid in legs}
    return len(everybody - left), len(everybody)


def _language(record: Record, line: Line) -> str:
    first = line.utterance_ids[0]
    found = record.timeline.readings.found.get(first)
    return found.language if found is not None else record.timeline.by_id[first].language


def _decision(record: Record, reading_id: str, utterance_id: str) -> Decision | None:
    found = record.timeline.readings.line(reading_id, utterance_id)
    return found.decision if found is not None else None


def _compared(
    old: Sequence[SpokenWord], new: Sequence[SpokenWord], vocabulary: Vocabulary, language: str
) -> tuple[Part, ...]:
    """As it is written; where only the spoken words differ, these."""
    spoken = [[word.word for word in words] for words in (old, new)]
    written = [[span.shown for span in write(words, vocabulary, language).spans] for words in spoken]
    parts = compare(*written)
    return parts if any(part.kind is not Kind.SAME for part in parts) else compare(*spoken)


def _last_all(record: Record, reading: SecondReading) -> str:
    ids = decided_at_once(record.timeline, reading.reading_id)
    decision = _decision(record, reading.reading_id, ids[0]) if ids else None
    if decision is None:
        return ""
    lines = "1 line" if len(ids) == 1 else f"{len(ids)} lines"
    did = "took the other words of" if decision.accepted else "kept what stood in"
    return f"{record.incident.name_of(decision.by)} {did} {lines} at {decision.at:%H:%M:%S}"
