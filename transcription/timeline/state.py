"""The fold: utterances in order of their start, entries with what became of them."""

from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from transcription.timeline.events import SpokenWord
from transcription.timeline.proposals import DISMISSED, Proposals
from transcription.timeline.readings import FoundLine, Readings

GUESSED = "many"
"""The level of a draft that only the widest dial shows."""


class EntryState(StrEnum):
    DRAFT = "draft"
    KEPT = "kept"
    DROPPED = "dropped"


@dataclass(frozen=True, kw_only=True)
class Utterance:
    """The pieces of one leg with pauses under a second. Text, words and confidence are those that stand now."""

    utterance_id: str
    call_sid: str
    person_id: str
    start: datetime
    end: datetime
    text: str
    words: tuple[SpokenWord, ...]
    confidence: float
    closed: bool = False
    drafted: bool = False
    echo: bool = False
    language: str = ""
    """In which it was recognized, such as "de"; empty: not told."""
    found: bool = False
    """Not heard live: a second transcript has it."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the timeline. `decided_by` kept, edited or dropped it last; `note` lines were written by a person."""

    entry_id: str
    type: str
    sources: tuple[str, ...]
    text: str
    said_at: datetime
    speaker_id: str
    confidence: float
    owner: str | None = None
    minutes: int | None = None
    severity: int | None = None
    role: str | None = None
    person: str | None = None
    page: str | None = None
    count: int | None = None
    happened_at: datetime | None = None
    clock: str | None = None
    level: str = "normal"
    state: EntryState = EntryState.DRAFT
    decided_by: str | None = None
    edited: bool = False
    note: bool = False


@dataclass(frozen=True, kw_only=True)
class Before:
    """A line as it was before somebody decided about it; `text` only where the decision changed the words."""

    state: EntryState
    decided_by: str | None
    edited: bool
    text: str | None = None


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """In order of when they were said; what was said at once, always in the same order."""
    return sorted(entries, key=lambda entry: (entry.said_at, entry.entry_id))


def is_worth_reading(entry: Entry) -> bool:
    """Whether somebody who was not there is shown it: kept, or a draft that is more than a guess."""
    return entry.state is EntryState.KEPT or (entry.state is EntryState.DRAFT and entry.level != GUESSED)


@dataclass
class Timeline:
    """Updated in place by `evolve`, which is its only writer, so that a three-hour call stays cheap to fold."""

    by_id: dict[str, Utterance] = field(default_factory=dict)
    entry_by_id: dict[str, Entry] = field(default_factory=dict)
    readings: Readings = field(default_factory=Readings)
    _heard: dict[str, Utterance] = field(default_factory=dict)
    proposals: Proposals = field(default_factory=Proposals)
    decisions: list[tuple[str, str]] = field(default_factory=list)
    """(who, id of the line or proposal) of what can be taken back, in the order in which it was decided."""
    _before: dict[str, list[Before]] = field(default_factory=dict)
    _order: list[tuple[datetime, str]] = field(default_factory=list)
    _undrafted: dict[str, None] = field(default_factory=dict)

    def utterances(self) -> list[Utterance]:
        """All, in order of their start."""
        return [self.by_id[utterance_id] for _, utterance_id in self._order]

    def with_found(self) -> list[Utterance]:
        """The same with the lines that were found and do not stand, which have no words, in order of their start."""
        left = [_utterance(found) for key, found in self.readings.found.items() if key not in self.by_id]
        stand = self.utterances()
        return sorted((*stand, *left), key=lambda line: (line.start, line.utterance_id)) if left else stand

    def entries(self) -> list[Entry]:
        """All, whatever their state, in order of when they were said."""
        return in_order(self.entry_by_id.values())

    def undrafted(self) -> list[Utterance]:
        """Closed utterances over which the drafting has not run, in order of their start."""
        return sorted(
            (self.by_id[found] for found in self._undrafted), key=lambda found: (found.start, found.utterance_id)
        )

    def heard(self, utterance_id: str) -> Utterance | None:
        """As it was heard live, whatever words stand in it now."""
        return self._heard.get(utterance_id) or self.by_id.get(utterance_id)

    def put(self, utterance: Utterance) -> None:
        """For `evolve`: add or replace an utterance as it was heard; what was decided of its words stands over it."""
        known = self.by_id.get(utterance.utterance_id)
        instead = self.readings.words_of(utterance.utterance_id, utterance.start, utterance.end)
        if instead is None:
            self._heard.pop(utterance.utterance_id, None)
        else:
            self._heard[utterance.utterance_id] = utterance
            utterance = replace(utterance, words=instead.words, text=instead.text, confidence=instead.confidence)
        self.by_id[utterance.utterance_id] = utterance
        if known is None:
            insort(self._order, (utterance.start, utterance.utterance_id))
        elif known.start != utterance.start:
            self._order.remove((known.start, known.utterance_id))
            insort(self._order, (utterance.start, utterance.utterance_id))
        if utterance.closed and not utterance.drafted:
            self._undrafted[utterance.utterance_id] = None
        else:
            self._undrafted.pop(utterance.utterance_id, None)

        if not utterance.found:
            self._cover(utterance)

    def place(self, found: FoundLine) -> None:
        """For `evolve`: a found line stands while its words are taken or written, and leaves the transcript after."""
        if any(_overlap(found, line) for line in self.by_id.values() if not line.found):
            self.readings.covered.add(found.utterance_id)
        words = self.readings.words_of(found.utterance_id, found.start, found.end)
        written = found.utterance_id in self.readings.corrections
        if words is not None and (written or found.utterance_id not in self.readings.covered):
            self.put(_utterance(found))
        elif found.utterance_id in self.by_id:
            del self.by_id[found.utterance_id]
            self._heard.pop(found.utterance_id, None)
            self._order.remove((found.start, found.utterance_id))

    def _cover(self, live: Utterance) -> None:
        """Live words that come late are never beside a found line of the same time."""
        for key, found in self.readings.found.items():
            if key not in self.readings.covered and _overlap(found, live):
                self.place(found)

    def last_decision_of(self, who: str) -> str | None:
        """The id of what this person decided last and nobody has decided about since."""
        seen: set[str] = set()
        for by, found in reversed(self.decisions):
            if found not in seen and by == who:
                return found
            seen.add(found)
        return None

    def put_decision(self, entry_id: str, by: str, **changes: object) -> None:
        """For `evolve`: somebody decides about an entry, and can take it back."""
        known = self.entry_by_id.get(entry_id)
        if known is None:
            return
        text = known.text if "text" in changes else None
        before = Before(state=known.state, decided_by=known.decided_by, edited=known.edited, text=text)
        self._before.setdefault(entry_id, []).append(before)
        self.decisions.append((by, entry_id))
        self.change(entry_id, decided_by=by, **changes)

    def note_down(self, entry: Entry) -> None:
        """For `evolve`: a line that a person wrote; taking it back drops it."""
        self.entry_by_id[entry.entry_id] = entry
        dropped = Before(state=EntryState.DROPPED, decided_by=entry.decided_by, edited=False)
        self._before[entry.entry_id] = [dropped]
        self.decisions.append((entry.speaker_id, entry.entry_id))

    def settle_proposal(self, proposal_id: str, how: str, by: str) -> None:
        """For `evolve`; what a person dismissed can be taken back."""
        self.proposals.settle(proposal_id, how, by)
        if how == DISMISSED:
            self.decisions.append((by, proposal_id))

    def take_back(self, found: str, at: datetime) -> None:
        """For `evolve`: the last decision about this line or proposal."""
        index = max((index for index, (_, about) in enumerate(self.decisions) if about == found), default=None)
        if index is None:
            return
        self.decisions.pop(index)
        if found in self.proposals.by_id:
            self.proposals.reopen(found, at)
        elif self._before.get(found):
            before = self._before[found].pop()
            words = {} if before.text is None else {"text": before.text}
            self.change(found, state=before.state, decided_by=before.decided_by, edited=before.edited, **words)

    def change(self, entry_id: str, **changes: object) -> None:
        """For `evolve`: change fields of an entry; one that is not known is left alone."""
        known = self.entry_by_id.get(entry_id)
        if known is not None:
            self.entry_by_id[entry_id] = replace(known, **changes)  # type: ignore[arg-type]


def _utterance(found: FoundLine) -> Utterance:
    """As the live path heard it: no words. Nothing is drafted from it."""
    return Utterance(
        utterance_id=found.utterance_id,
        call_sid=found.call_sid,
        person_id=found.person_id,
        start=found.start,
        end=found.end,
        text="",
        words=(),
        confidence=0.0,
        closed=True,
        drafted=True,
        language=found.language,
        found=True,
    )


def _overlap(found: FoundLine, live: Utterance) -> bool:
    return found.call_sid == live.call_sid and found.start < live.end and live.start < found.end
