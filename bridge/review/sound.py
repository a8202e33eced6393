"""Where a moment lies in the recordings: which piece, and how many seconds into it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from roles.recording import Recording, RecordingGuard

VERDICT_WORDS = {
    "verified": ("good", "✓"),
    "partial": ("warn", "!"),
    "missing": ("alarm", "✗"),
    "pending": ("", "…"),
}


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One recording of the chain whose file we hold. `start` is the carrier's RecordingStartTime."""

    recording_sid: str
    start: datetime
    duration_s: float

    @property
    def end(self) -> datetime:
        return self.start + timedelta(seconds=self.duration_s)


@dataclass(frozen=True, kw_only=True)
class VerdictView:
    """A sentence with its proof. `tone` is good, warn, alarm or empty."""

    recording_sid: str
    tone: str
    sign: str
    sentence: str
    proof: str
    gaps: tuple[tuple[datetime, datetime | None], ...]


def pieces(guard: RecordingGuard) -> tuple[Piece, ...]:
    """Those that can be played, in order of time."""
    found = [
        Piece(recording_sid=r.recording_sid, start=r.started_at, duration_s=r.verdict.duration_s)
        for r in guard.recordings.values()
        if r.started_at is not None and r.verdict is not None and r.verdict.duration_s > 0
    ]
    return tuple(sorted(found, key=lambda piece: piece.start))


def covers(found: Iterable[Piece], moment: datetime) -> Piece | None:
    """The piece in which this moment can be heard."""
    return next((piece for piece in found if piece.start <= moment < piece.end), None)


def verdicts(guard: RecordingGuard) -> tuple[VerdictView, ...]:
    recordings = sorted(guard.recordings.values(), key=lambda r: (r.started_at is None, str(r.started_at)))
    return tuple(_verdict(recording) for recording in recordings)


def _verdict(recording: Recording) -> VerdictView:
    gaps = tuple((gap.since, gap.until) for gap in recording.gaps)
    name = f"{recording.recording_sid[:4]}…{recording.recording_sid[-4:]}"
    verdict = recording.verdict
    if verdict is None:
        absent = recording.status == "absent"
        tone, sign = VERDICT_WORDS["missing" if absent else "pending"]
        sentence = (
            "The carrier could not record this part of the call."
            if absent
            else "The carrier is still preparing the sound; it is fetched and checked as soon as it is there."
        )
        return VerdictView(
            recording_sid=recording.recording_sid, tone=tone, sign=sign, sentence=sentence, proof=name, gaps=gaps
        )
    tone, sign = VERDICT_WORDS.get(verdict.verdict, ("", ""))
    proof = f"sha256 {verdict.sha256[:8]}…{verdict.sha256[-4:]} · {name}" if verdict.sha256 else name
    return VerdictView(
        recording_sid=recording.recording_sid,
        tone=tone,
        sign=sign,
        sentence=verdict.sentence,
        proof=proof,
        gaps=gaps,
    )
