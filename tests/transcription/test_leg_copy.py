"""A leg's own copy: any damage loses what was damaged and nothing else; silence is a gap; times are kept."""

import numpy as np
from hypothesis import given, strategies as st

from transcription import g711
from transcription.leg_copy import HANG_FRAMES, LEAD_FRAMES, SEALED, Block, SoundOnly, pack, unpack

LOUD = g711.encode(np.full(160, 4000, dtype=np.int16))
QUIET = g711.SILENT_FRAME
blocks = st.lists(st.tuples(st.integers(-(2**62), 2**62), st.binary(max_size=2000)), max_size=8)


@given(blocks)
def test_what_is_packed_is_unpacked(found: list[tuple[int, bytes]]) -> None:
    data = b"".join(pack(start_ms, payload) for start_ms, payload in found)
    assert [(packed.start_ms, packed.payload) for packed in unpack(data)] == found


@given(blocks, st.integers(0, 20_000))
def test_a_file_cut_anywhere_gives_its_whole_blocks(found: list[tuple[int, bytes]], cut: int) -> None:
    data = b"".join(pack(start_ms, payload) for start_ms, payload in found)
    kept = [(packed.start_ms, packed.payload) for packed in unpack(data[:cut])]
    assert kept == found[: len(kept)]
    assert sum(len(pack(*block)) for block in kept) <= cut


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_garbage_before_a_block_does_not_hide_it(garbage: bytes, payload: bytes) -> None:
    found = list(unpack(garbage + pack(5, payload, SEALED)))
    assert found[-1].payload == payload
    assert found[-1].kind == SEALED


@given(st.binary(max_size=500))
def test_nothing_is_raised_whatever_the_bytes_are(data: bytes) -> None:
    list(unpack(data))


def test_a_changed_byte_loses_one_block() -> None:
    data = bytearray(pack(1, b"one") + pack(2, b"two") + pack(3, b"three"))
    data[len(pack(1, b"one")) + 20] ^= 1
    assert [packed.payload for packed in unpack(bytes(data))] == [b"one", b"three"]


def kept(frames: list[bytes], start_ms: float = 1000.0) -> list[Block]:
    sound = SoundOnly()
    for index, frame in enumerate(frames):
        sound.push(start_ms + index * 20, frame)
    return sound.take()


def test_silence_is_a_gap_and_speech_keeps_its_surroundings() -> None:
    found = kept([QUIET] * 100 + [LOUD] * 10 + [QUIET] * 100 + [LOUD] * 5)
    assert [block.start_ms for block in found] == [
        1000 + (100 - LEAD_FRAMES) * 20,
        1000 + (210 - LEAD_FRAMES) * 20,
    ]
    assert len(found[0].mulaw) == (LEAD_FRAMES + 10 + HANG_FRAMES) * 160
    assert kept([QUIET] * 1000) == []


def test_long_speech_is_cut_into_blocks_that_follow_each_other() -> None:
    found = kept([LOUD] * 120)
    assert [(block.start_ms, block.end_ms) for block in found] == [(1000, 2000), (2000, 3000), (3000, 3400)]


def test_a_jump_in_time_ends_a_block_and_nothing_before_it_is_taken_for_its_beginning() -> None:
    sound = SoundOnly()
    for start_ms in (0, 20, 40):
        sound.push(start_ms, QUIET)
    for start_ms in (9000, 9020):
        sound.push(start_ms, LOUD)
    assert sound.take() == [Block(9000, LOUD * 2)]


def test_a_clock_that_moves_by_some_milliseconds_cuts_nothing() -> None:
    sound = SoundOnly()
    for index in range(20):
        sound.push(index * 20 + (index % 2) * 3, LOUD)
    assert len(sound.take()) == 1
    assert sound.heard_ms == 400
