"""The fold: utterances in order of their start, entries with what became of them."""

from bisect import insort
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from transcription.timeline.events import SpokenWord
from transcription.timeline.readings import Readings


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


@dataclass
class Timeline:
    """Updated in place by `evolve`, which is its only writer, so that a three-hour call stays cheap to fold."""

    by_id: dict[str, Utterance] = field(default_factory=dict)
    entry_by_id: dict[str, Entry] = field(default_factory=dict)
    readings: Readings = field(default_factory=Readings)
    _heard: dict[str, Utterance] = field(default_factory=dict)
    _order: list[tuple[datetime, str]] = field(default_factory=list)
    _undrafted: dict[str, None] = field(default_factory=dict)

    def utterances(self) -> list[Utterance]:
        """All, in order of their start."""
        return [self.by_id[utterance_id] for _, utterance_id in self._order]

    def entries(self) -> list[Entry]:
        """All, whatever their state, in order of when they were said."""
        return sorted(self.entry_by_id.values(), key=lambda entry: (entry.said_at, entry.entry_id))

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

    def change(self, entry_id: str, **changes: object) -> None:
        """For `evolve`: change fields of an entry; one that is not known is left alone."""
        known = self.entry_by_id.get(entry_id)
        if known is not None:
            self.entry_by_id[entry_id] = replace(known, **changes)  # type: ignore[arg-type]
