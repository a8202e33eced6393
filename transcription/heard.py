"""What a session of one leg reports: partial text, pieces, closed utterances, the stream's end. Times are UTC."""

from dataclasses import dataclass
from datetime import UTC, datetime

from transcription.media_stream import Start


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word of the recognizer, with when it was said."""

    word: str
    start: datetime
    end: datetime
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialHeard:
    """How the segment that is being spoken looks so far; each replaces the one before. Not kept anywhere."""

    leg_id: str
    utterance_id: str
    text: str
    start: datetime


@dataclass(frozen=True, slots=True)
class PartialWithdrawn:
    """The partial of this utterance must disappear: nothing, or nothing that may be shown, came of it."""

    leg_id: str
    utterance_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceHeard:
    """Final words of one stretch of speech; number `piece` of its utterance, from 0. It replaces the partial."""

    leg_id: str
    utterance_id: str
    piece: int
    start: datetime
    end: datetime
    words: tuple[HeardWord, ...]
    text: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceLost:
    """There was speech which could not be decoded."""

    leg_id: str
    utterance_id: str
    start: datetime
    end: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UtteranceClosed:
    """No further piece comes. Said only of utterances that had a piece."""

    leg_id: str
    utterance_id: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class StreamStarted:
    """The stream said what it is and can be taken."""

    leg_id: str
    start: Start


@dataclass(frozen=True, slots=True)
class StreamRefused:
    """The stream cannot be taken; close the socket. `reason` is for a person and holds nothing of the input."""

    leg_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class StreamEnded:
    """The carrier said stop; nothing more is fed."""

    leg_id: str


@dataclass(frozen=True, slots=True)
class ToneHeard:
    """A key tone in the leg's own sound, and when it began."""

    leg_id: str
    key: str
    at: datetime


Heard = (
    PartialHeard
    | PartialWithdrawn
    | PieceHeard
    | PieceLost
    | UtteranceClosed
    | StreamStarted
    | StreamRefused
    | StreamEnded
    | ToneHeard
)


def utc(epoch_s: float) -> datetime:
    """Seconds since 1970 as an aware datetime."""
    return datetime.fromtimestamp(epoch_s, UTC)
