"""The kept sound of a leg cut to its lines: exactly their time, silence where nothing is kept, nobody else's words."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, strategies as st

from bridge.second_reading.leg_sound import MARGIN_MS, LegSound, Span, spans
from transcription.leg_copy import Block
from transcription.timeline import Utterance

START = datetime(2026, 11, 23, 3, tzinfo=UTC)
START_MS = round(START.timestamp() * 1000)


def line(number: int, start_ms: int, length_ms: int) -> Utterance:
    start = START + timedelta(milliseconds=start_ms)
    return Utterance(
        utterance_id=f"u{number}", call_sid="CA", person_id="ana", start=start,
        end=start + timedelta(milliseconds=length_ms), text="x", words=(), confidence=1.0,
    )  # fmt: skip


lines = st.lists(st.tuples(st.integers(0, 900), st.integers(20, 3000)), min_size=1, max_size=8)
"""Pause before a line, and its length, in milliseconds."""


def told(shape: list[tuple[int, int]]) -> list[Utterance]:
    found, at = [], 0
    for number, (pause_ms, length_ms) in enumerate(shape):
        at += pause_ms
        found.append(line(number, at, length_ms))
        at += length_ms
    return found


@given(lines)
def test_a_line_is_heard_whole_with_a_margin_that_never_reaches_its_neighbours_words(
    shape: list[tuple[int, int]],
) -> None:
    said = told(shape)
    found = [spans(said)[each.utterance_id] for each in said]
    for each, span in zip(said, found, strict=True):
        start_ms, end_ms = (round(moment.timestamp() * 1000) for moment in (each.start, each.end))
        assert start_ms - MARGIN_MS <= span.start_ms <= start_ms
        assert end_ms <= span.end_ms <= end_ms + MARGIN_MS
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(found))


@given(lines, st.lists(st.booleans(), min_size=30, max_size=30))
def test_the_sound_is_that_of_its_time_and_silence_elsewhere(shape: list[tuple[int, int]], kept: list[bool]) -> None:
    """One-second blocks, some of which were not kept; each has a byte of its own."""
    blocks = [Block(START_MS + 1000 * second, bytes([second]) * 8000) for second in range(30) if kept[second]]
    sound, by_id = LegSound(iter(blocks)), spans(told(shape))
    for span in by_id.values():
        found = sound.between(span)
        seconds = [(at - START_MS) // 1000 for at in range(span.start_ms, span.end_ms)]
        wanted = [second if 0 <= second < 30 and kept[second] else 0xFF for second in seconds]
        if all(byte == 0xFF for byte in wanted):
            assert found is None
        else:
            assert found is not None
            assert list(found[::8]) == wanted
            assert len(found) == 8 * (span.end_ms - span.start_ms)


def test_a_long_call_is_not_held_in_memory() -> None:
    blocks = (Block(START_MS + 1000 * second, bytes(8000)) for second in range(20_000))
    sound = LegSound(blocks)
    for minute in range(0, 300, 5):
        span = Span(START_MS + 60_000 * minute, START_MS + 60_000 * minute + 2000)
        assert sound.between(span) == bytes(16_000)
        assert len(sound._held) < 320
