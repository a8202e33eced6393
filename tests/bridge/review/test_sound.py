"""Where a line is heard: in which piece of the chain, at which second, or nowhere."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from bridge.review.sound import Piece, Place, pieces, place
from roles.incident import Incident
from roles.record.recording import Recording, RecordingGuard, Verdict

START = datetime(2026, 11, 23, 3, tzinfo=UTC)
FIRST = Piece(recording_sid="RE1", conference_sid="CF1", start=START, duration_s=10)
SECOND = Piece(recording_sid="RE2", conference_sid="CF1", start=START + timedelta(seconds=15), duration_s=5)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def recording(sid: str, started_at: datetime | None, duration_s: float | None) -> Recording:
    verdict = None
    if duration_s is not None:
        verdict = Verdict(verdict="verified", sentence="Verified.", duration_s=duration_s, sha256="", file=f"{sid}.wav")
    return Recording(recording_sid=sid, conference_sid="CF1", started_at=started_at, verdict=verdict)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 3, Place("RE1", 0.0)),
        (-0.7, 3, Place("RE1", 0.0)),
        (9.5, 12, Place("RE1", 9.5)),
        (12, 14, None),
        (13, 16, Place("RE2", 0.0)),
        (16.25, 17, Place("RE2", 1.25)),
        (20, 22, None),
        (-5, -3, None),
    ],
)
def test_speech_is_found_in_the_first_piece_that_has_some_of_it(
    start: float, end: float, expected: Place | None
) -> None:
    assert place((FIRST, SECOND), at(start), at(end)) == expected


@given(start=st.floats(-30, 60), length=st.floats(0, 30))
def test_a_place_lies_inside_its_piece(start: float, length: float) -> None:
    found = place((FIRST, SECOND), at(start), at(start + length))
    if found is None:
        assert not any(piece.start <= at(start) < piece.end for piece in (FIRST, SECOND))
    else:
        piece = {"RE1": FIRST, "RE2": SECOND}[found.recording_sid]
        assert 0 <= found.offset_s <= piece.duration_s


def test_only_pieces_with_a_file_a_start_and_a_length_can_be_played() -> None:
    guard = RecordingGuard(
        recordings={
            found.recording_sid: found
            for found in (
                recording("RE-later", at(60), 5.0),
                recording("RE-here", at(0), 10.0),
                recording("RE-lost", at(20), 10.0),
                recording("RE-empty", at(30), 0.0),
                recording("RE-pending", at(40), None),
                recording("RE-nobody-knows-when", None, 10.0),
            )
        }
    )
    held = {"RE-later", "RE-here", "RE-empty", "RE-pending", "RE-nobody-knows-when"}
    assert [piece.recording_sid for piece in pieces(Incident(recording=guard), held)] == ["RE-here", "RE-later"]


def test_a_line_is_played_only_where_no_recording_of_the_room_has_the_moment() -> None:
    line = Piece(recording_sid="RE0", conference_sid="CF1", start=at(-1), duration_s=60, line_of="Omar Haddad")
    found = (line, FIRST)
    assert place(found, at(2), at(3), conference_sid="CF1") == Place("RE1", 2.0)
    assert place(found, at(12), at(13), conference_sid="CF1") == Place("RE0", 13.0)
