"""Where missed speech may be looked for: inside of what the log allowed, outside of every line, everywhere there."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings, strategies as st

from bridge.second_reading.leg_sound import LegSound, Span
from bridge.second_reading.searching import STEP_MS, free_spans, missed, speech_in
from roles.record.hearing import Hearing
from tests.bridge.second_reading.ended_call import sound_of
from transcription.leg_copy import Block

START = datetime(2026, 11, 23, 3, tzinfo=UTC)
START_MS = round(START.timestamp() * 1000)
END = START + timedelta(seconds=60)

moments = st.lists(st.integers(0, 60_000), max_size=9, unique=True).map(sorted)
"""Milliseconds; at every other one the leg may be heard from then on, at the next no longer."""


def hearing_of(changes: list[int]) -> Hearing:
    hearing = Hearing()
    for index, at_ms in enumerate(changes):
        hearing = hearing.changed("CA", index % 2 == 0, START + timedelta(milliseconds=at_ms))
    return hearing


def lines_of(bounds: list[int]) -> list[Span]:
    return [Span(START_MS + start, START_MS + end) for start, end in zip(bounds[::2], bounds[1::2], strict=False)]


def utc(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


@given(moments, moments)
def test_it_is_looked_for_where_the_leg_might_be_heard_and_no_line_stands_and_everywhere_there(
    changes: list[int], bounds: list[int]
) -> None:
    hearing, lines = hearing_of(changes), lines_of(bounds)
    free = free_spans(hearing.allowed("CA"), END, lines)
    for span in free:
        assert span.start_ms < span.end_ms
        assert hearing.allows("CA", utc(span.start_ms), utc(span.end_ms))
        assert not any(line.start_ms < span.end_ms and span.start_ms < line.end_ms for line in lines)
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(free))
    for at_ms in range(START_MS + 7, START_MS + 60_000, 211):
        might_be = hearing.allows("CA", utc(at_ms - 1), utc(at_ms + 2)) and at_ms + 2 < START_MS + 60_000
        taken = any(line.start_ms - 2 <= at_ms <= line.end_ms + 2 for line in lines)
        if might_be and not taken:
            assert any(span.start_ms <= at_ms < span.end_ms for span in free), at_ms - START_MS


def kept() -> list[Block]:
    """Four spoken lines, at 2, 12, 22 and 32 s, in blocks of a second."""
    found = []
    for number, line in enumerate(("l01", "l02", "l03", "l04")):
        sound, at_ms = sound_of(line), START_MS + 2000 + 10_000 * number
        found += [Block(at_ms + at // 8, sound[at : at + 8000]) for at in range(0, len(sound), 8000)]
    return found


BLOCKS = kept()


@settings(max_examples=10)
@given(moments, moments)
def test_what_is_found_and_read_lies_inside_of_it_with_ids_that_are_the_same_again(
    changes: list[int], bounds: list[int]
) -> None:
    hearing, lines = hearing_of(changes), lines_of(bounds)
    free = free_spans(hearing.allowed("CA"), END, lines)
    found, again = (
        missed("CA", [each for step in speech_in(LegSound(iter(BLOCKS)), free) for each in step]) for _ in range(2)
    )
    assert found == again
    assert len({each.utterance_id for each in found}) == len(found)
    for each in found:
        assert each.sound.start_ms <= each.voice.start_ms < each.voice.end_ms <= each.sound.end_ms
        assert hearing.allows("CA", utc(each.sound.start_ms), utc(each.sound.end_ms))
        assert not any(line.start_ms < each.sound.end_ms and each.sound.start_ms < line.end_ms for line in lines)
    assert all(one.sound.end_ms <= other.sound.start_ms for one, other in pairwise(found))


def test_all_four_lines_are_found_where_nothing_stands_and_the_silence_of_an_hour_costs_no_look() -> None:
    span = Span(START_MS, START_MS + 3_600_000)
    steps = list(speech_in(LegSound(iter(BLOCKS)), [span]))
    assert len(steps) == 3_600_000 // STEP_MS + 1
    assert len(missed("CA", [each for step in steps for each in step])) == 4
