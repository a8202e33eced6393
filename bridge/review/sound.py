"""Where a moment lies in the recordings: which piece of the chain, and how many seconds into it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from roles.incident import Incident
from roles.work.rooms import room_of_conference
from roles.work.sub_teams import room_words

MOMENT = timedelta(seconds=1)
"""The carrier's times have whole seconds: a word at the very start of a piece may seem to lie before it."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One recording of the chain whose file we hold. `start` is the carrier's RecordingStartTime."""

    recording_sid: str
    conference_sid: str
    start: datetime
    duration_s: float
    room: str = ""
    """As people say it."""
    line_of: str = ""
    """Whose own line it is; empty for the recording of a room."""

    @property
    def end(self) -> datetime:
        return self.start + timedelta(seconds=self.duration_s)


@dataclass(frozen=True)
class Place:
    """Where a line is heard: seconds from the start of this recording."""

    recording_sid: str
    offset_s: float


def pieces(incident: Incident, held: Collection[str]) -> tuple[Piece, ...]:
    """Those that can be played, in order of time. `held`: SIDs of recordings whose file is there."""
    found = [
        Piece(
            recording_sid=r.recording_sid,
            conference_sid=r.conference_sid,
            start=r.started_at,
            duration_s=r.verdict.duration_s,
            room=room_words(room_of_conference(incident, r.conference_sid)),
            line_of=incident.name_of(r.person_id) if r.call_sid else "",
        )
        for r in incident.recording.recordings.values()
        if r.recording_sid in held and r.started_at is not None and r.verdict is not None and r.verdict.duration_s > 0
    ]
    return tuple(sorted(found, key=lambda piece: (piece.start, piece.recording_sid)))


def place(
    found: Iterable[Piece], start: datetime, end: datetime, room: str = "", conference_sid: str = ""
) -> Place | None:
    """Where speech from `start` to `end` is heard: in the first piece that has some of it; None if none has.

    `room`: where it was said; a team's words are in no recording of another room. `conference_sid`: preferred among
    several of one room, as while people go over into a new one. A line is silent in places, so a room comes first.
    """
    end = max(end, start + MOMENT)
    has_it = [piece for piece in found if room in ("", piece.room) and start < piece.end and piece.start < end]
    own = [piece for piece in has_it if piece.conference_sid == conference_sid]
    for piece in sorted(own or has_it, key=lambda piece: bool(piece.line_of)):
        return Place(piece.recording_sid, round(max((start - piece.start).total_seconds(), 0.0), 3))
    return None
