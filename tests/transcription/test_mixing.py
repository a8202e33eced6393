"""Mixing: aligned in UTC to the sample, as long as asked, clipped and not wrapped; and where sound is missing."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from transcription import g711
from transcription.leg_copy import Block
from transcription.mixing import heard_by_second, mix, unheard


def block(start_ms: int, length_ms: int, value: int) -> Block:
    return Block(start_ms, g711.encode(np.full(length_ms * 8, value, dtype=np.int16)))


def mixed(blocks: list[Block], since_ms: int, until_ms: int) -> np.ndarray:
    found = b"".join(mix(sorted(blocks, key=lambda b: b.start_ms), since_ms, until_ms))
    return np.frombuffer(found, dtype="<i2")


def test_two_legs_are_added_where_they_overlap() -> None:
    sound = mixed([block(1000, 1000, 4000), block(1500, 1000, 2000)], 0, 4000)
    at = {ms: int(sound[ms * 8]) for ms in (500, 1250, 1750, 2250, 3000)}
    assert at[500] == at[3000] == 0
    assert at[1250] == pytest.approx(4000, rel=0.05)
    assert at[1750] == pytest.approx(6000, rel=0.05)
    assert at[2250] == pytest.approx(2000, rel=0.05)
    assert sound[1000 * 8 - 1] == 0
    assert sound[1000 * 8] != 0


def test_loud_sums_are_clipped_and_do_not_wrap() -> None:
    sound = mixed([block(0, 100, 30_000), block(0, 100, 30_000)], 0, 100)
    assert int(sound.min()) == 32_767


spans = st.lists(st.tuples(st.integers(-3000, 40_000), st.integers(20, 1000)), max_size=12)


@given(spans, st.integers(0, 40_000))
def test_the_mix_is_as_long_as_asked_and_silent_outside_of_the_blocks(
    found: list[tuple[int, int]], length_ms: int
) -> None:
    sound = mixed([block(start, length, 1000) for start, length in found], 0, length_ms)
    assert len(sound) == length_ms * 8
    expected = np.zeros(length_ms * 8, dtype=bool)
    for start, length in found:
        expected[max(start, 0) * 8 : max(start + length, 0) * 8] = True
    assert ((sound != 0) == expected).all()


def test_seconds_in_which_we_heard_something_and_the_file_has_nothing_are_found_with_a_margin() -> None:
    heard = heard_by_second([block(10_000, 4000, 4000), block(10_000, 4000, 4000), block(30_000, 4000, 4000)], 0, 60)
    assert float(heard.sum()) == pytest.approx(8.0)
    loud = np.zeros(60, dtype=bool)
    loud[30:34] = True
    assert unheard(heard, loud) == [(10, 15)]
    assert unheard(heard, np.ones(60, dtype=bool)) == []
    assert unheard(np.zeros(60), loud) == []
