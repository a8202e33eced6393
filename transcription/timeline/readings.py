"""What else was made of each line: second readings by another model, decisions about them, corrections by people.

The words of a line, in order of rank: what a person wrote, the newest accepted reading, what was heard live. Nothing of
a lower rank is lost, so each decision can be taken back, and the order in which facts come changes nothing.
"""

from dataclasses import dataclass, field
from datetime import datetime

from transcription.timeline.events import SpokenWord


@dataclass(frozen=True)
class Words:
    """`text` is the join of `words`; `confidence` their mean."""

    words: tuple[SpokenWord, ...]
    text: str
    confidence: float


def joined(words: tuple[SpokenWord, ...]) -> Words:
    confidence = sum(word.confidence for word in words) / len(words) if words else 0.0
    return Words(words, " ".join(word.word for word in words), round(confidence, 4))


@dataclass(frozen=True, kw_only=True)
class FoundLine:
    """Speech that the live path did not hear, as a second reading found it; its words are those of the readings."""

    utterance_id: str
    call_sid: str
    person_id: str
    start: datetime
    end: datetime
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """`at_once`: one of all that waited."""

    accepted: bool
    by: str
    at: datetime
    at_once: bool = False


@dataclass(frozen=True, kw_only=True)
class LineReading:
    """One line by the other model. `sound` false: none is kept of it."""

    words: Words
    sound: bool = True
    decision: Decision | None = None


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What a person wrote."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SecondReading:
    """`how`: done, stopped, failed; empty while it is under way. `searched` of the `legs` were looked through."""

    reading_id: str
    model: str
    by: str
    ordered_at: datetime
    language: str = ""
    how: str = ""
    reason: str = ""
    legs: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()

    @property
    def unsearched(self) -> tuple[str, ...]:
        return tuple(call_sid for call_sid in self.legs if call_sid not in self.searched)

    @property
    def under_way(self) -> bool:
        return not self.how


@dataclass
class Readings:
    """Updated in place, by `evolve` alone. `lines`: utterance id, then reading id; `all`: oldest first.

    `found` are lines that were not heard live; over those that are `covered`, live words came after all.
    """

    all: dict[str, SecondReading] = field(default_factory=dict)
    lines: dict[str, dict[str, LineReading]] = field(default_factory=dict)
    found: dict[str, FoundLine] = field(default_factory=dict)
    covered: set[str] = field(default_factory=set)
    corrections: dict[str, Correction] = field(default_factory=dict)

    @property
    def newest(self) -> SecondReading | None:
        return next(reversed(self.all.values()), None)

    def line(self, reading_id: str, utterance_id: str) -> LineReading | None:
        return self.lines.get(utterance_id, {}).get(reading_id)

    def of(self, reading_id: str) -> dict[str, LineReading]:
        """The lines that this reading has so far, by utterance id."""
        return {found: by_id[reading_id] for found, by_id in self.lines.items() if reading_id in by_id}

    def accepted(self, utterance_id: str, before: str = "") -> tuple[SecondReading, LineReading] | None:
        """The newest reading of this line that was accepted; `before`: of those that are older than this one."""
        by_id = self.lines.get(utterance_id, {})
        newest_first = list(reversed(self.all)) if by_id else []
        if before in newest_first:
            newest_first = newest_first[newest_first.index(before) + 1 :]
        for reading_id in newest_first:
            line = by_id.get(reading_id)
            if line is not None and line.decision is not None and line.decision.accepted:
                return self.all[reading_id], line
        return None

    def words_of(self, utterance_id: str, start: datetime, end: datetime) -> Words | None:
        """What stands in the place of the words that were heard live from `start` to `end`; None: these stand.

        Erased words do not count.
        """
        correction = self.corrections.get(utterance_id)
        if correction is not None and correction.text:
            return _written(correction.text, start, end)
        accepted = self.accepted(utterance_id)
        return accepted[1].words if accepted is not None and accepted[1].words.words else None


def _written(text: str, start: datetime, end: datetime) -> Words:
    """Words that a person wrote, evenly over the time of the line."""
    words = text.split()
    step = (end - start) / len(words)
    spread = tuple(
        SpokenWord(word=word, start=start + index * step, end=start + (index + 1) * step, confidence=1.0)
        for index, word in enumerate(words)
    )
    return Words(spread, " ".join(words), 1.0)
