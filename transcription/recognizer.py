"""The port of a speech recognizer, the orders a session gives it and the results it gives back."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Word:
    """One recognized word; seconds count from the beginning of the segment, confidence is 0 to 1."""

    word: str
    start_s: float
    end_s: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Partial:
    """What the words look like so far; may change completely."""

    text: str


@dataclass(frozen=True, slots=True)
class Final:
    """The words of a segment; `text` is the join of `words`, `confidence` their mean (0 for no words)."""

    words: tuple[Word, ...]
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Lost:
    """The segment could not be decoded; said aloud, never swallowed."""

    reason: str


Result = Partial | Final | Lost


@dataclass(frozen=True, slots=True)
class Begin:
    """A new segment; its audio follows. One recognizer serves it from here to its end."""

    segment_id: str


@dataclass(frozen=True, slots=True)
class Audio:
    """The next 20 to 600 ms of a segment: PCM16 little-endian, mono, 8 kHz."""

    segment_id: str
    pcm16: bytes


@dataclass(frozen=True, slots=True)
class End:
    """No more audio for this segment: give the final result now."""

    segment_id: str


@dataclass(frozen=True, slots=True)
class Cancel:
    """Forget the segment, its audio and every result of it that is still on its way."""

    segment_id: str


Order = Begin | Audio | End | Cancel


class Recognizer(Protocol):
    """Serves one segment, from one owner: `accept` its audio, look at `partial` now and then, take `final` once."""

    def accept(self, pcm16: bytes) -> None: ...

    def partial(self) -> Partial: ...

    def final(self) -> Final: ...


def final_of(words: tuple[Word, ...]) -> Final:
    """The final result that these words make."""
    confidence = sum(word.confidence for word in words) / len(words) if words else 0.0
    return Final(words, " ".join(word.word for word in words), round(confidence, 4))


def spread(text: str, length_s: float) -> tuple[Word, ...]:
    """Words known only by a partial: evenly over the segment, without confidence."""
    words = text.split()
    step_s = length_s / len(words) if words else 0.0
    return tuple(Word(word, index * step_s, (index + 1) * step_s, 0.0) for index, word in enumerate(words))
