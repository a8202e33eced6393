"""Where a moment lies in the recordings: which piece of the chain, and how many seconds into it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from roles.record.recording import RecordingGuard

MOMENT = timedelta(seconds=1)
"""The carrier's times have whole seconds: a word at the very start of a piece may seem to lie before it."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One recording of the chain whose file we hold. `start` is the carrier's RecordingStartTime."""

    recording_sid: str
    start: datetime
    duration_s: float

    @property
    def end(self) -> datetime:
        return self.start + timedelta(seconds=self.duration_s)


@dataclass(frozen=True)
class Place:
    """Where a line is heard: seconds from the start of this recording."""

    recording_sid: str
    offset_s: float


def pieces(guard: RecordingGuard, held: Collection[str]) -> tuple[Piece, ...]:
    """Those that can be played, in order of time. `held`: SIDs of recordings whose file is there."""
    found = [
        Piece(recording_sid=r.recording_sid, start=r.started_at, duration_s=r.verdict.duration_s)
        for r in guard.recordings.values()
        if r.recording_sid in held and r.started_at is not None and r.verdict is not None and r.verdict.duration_s > 0
    ]
    return tuple(sorted(found, key=lambda piece: (piece.start, piece.recording_sid)))


def place(found: Iterable[Piece], start: datetime, end: datetime) -> Place | None:
    """Where speech from `start` to `end` is heard: in the first piece that has some of it; None if none has."""
    end = max(end, start + MOMENT)
    for piece in found:
        if start < piece.end and piece.start < end:
            return Place(piece.recording_sid, round(max((start - piece.start).total_seconds(), 0.0), 3))
    return None
