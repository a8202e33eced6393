"""Silence in place of what must not be kept: in its place, to its length, however the file comes in pieces."""

import io
import wave
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from bridge.files.redaction import MARGIN, CannotRedact, Silencing

BEGAN = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
RATE_HZ = 100
SPANS = st.lists(st.tuples(st.integers(-20, 60), st.integers(0, 20)), max_size=4)


def wav(seconds: int, channels: int = 1) -> bytes:
    """Never zero, so that silence shows."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(2)
        sound.setframerate(RATE_HZ)
        sound.writeframes(b"\x01\x02" * channels * RATE_HZ * seconds)
    return file.getvalue()


def cut(content: bytes, size: int) -> list[bytes]:
    return [content[at : at + size] for at in range(0, len(content), size)]


def span(start_s: float, end_s: float) -> tuple[datetime, datetime]:
    return BEGAN + timedelta(seconds=start_s), BEGAN + timedelta(seconds=end_s)


def silent_frames(content: bytes) -> set[int]:
    with wave.open(io.BytesIO(content)) as sound:
        width = sound.getnchannels() * sound.getsampwidth()
        frames = sound.readframes(sound.getnframes())
    return {at // width for at in range(0, len(frames), width) if not any(frames[at : at + width])}


@given(pairs=SPANS, size=st.integers(1, 3000), channels=st.integers(1, 2))
def test_exactly_the_spans_with_their_margin_are_silent_whatever_the_pieces(
    pairs: list[tuple[int, int]], size: int, channels: int
) -> None:
    spans = [span(start, start + length) for start, length in pairs]
    content = wav(40, channels)
    silencing = Silencing(BEGAN, spans)
    found = b"".join(silencing.pieces(cut(content, size)))
    expected = {
        frame
        for frame in range(40 * RATE_HZ)
        if any(start - MARGIN <= BEGAN + timedelta(seconds=frame / RATE_HZ) < end + MARGIN for start, end in spans)
    }
    assert len(found) == len(content)
    assert silent_frames(found) == expected
    assert silencing.silenced_s == pytest.approx(len(expected) / RATE_HZ)


def test_without_spans_the_file_passes_as_it_is_whatever_it_is() -> None:
    assert b"".join(Silencing(None, []).pieces([b"no wav", b" at all"])) == b"no wav at all"


@pytest.mark.parametrize("content", [b"", b"<html>busy</html>", wav(1)[:30], b"RIFF\0\0\0\0WAVEdata\0\0\0\0"])
def test_what_is_no_wav_file_is_refused_before_a_piece_of_it_is_kept(content: bytes) -> None:
    with pytest.raises(CannotRedact):
        next(Silencing(BEGAN, [span(1, 2)]).pieces([content]))


def test_without_the_time_of_its_beginning_nothing_can_be_silenced() -> None:
    with pytest.raises(CannotRedact):
        Silencing(None, [span(1, 2)])


@given(st.binary(max_size=400))
def test_no_bytes_at_all_raise_anything_else(content: bytes) -> None:
    try:
        found = b"".join(Silencing(BEGAN, [span(0, 5)]).pieces(cut(content, 7)))
    except CannotRedact:
        return
    assert len(found) == len(content)


def silent_samples(content: bytes, channel: int) -> set[int]:
    with wave.open(io.BytesIO(content)) as sound:
        frames, channels = sound.readframes(sound.getnframes()), sound.getnchannels()
    samples = [frames[at : at + 2] for at in range(2 * channel, len(frames), 2 * channels)]
    return {index for index, sample in enumerate(samples) if not any(sample)}


def within(spans: list[tuple[datetime, datetime]]) -> set[int]:
    return {
        frame
        for frame in range(40 * RATE_HZ)
        if any(start - MARGIN <= BEGAN + timedelta(seconds=frame / RATE_HZ) < end + MARGIN for start, end in spans)
    }


@given(both=SPANS, own=SPANS, size=st.integers(1, 3000))
def test_the_first_channel_alone_is_silent_where_only_the_own_voice_is_private(
    both: list[tuple[int, int]], own: list[tuple[int, int]], size: int
) -> None:
    of_both, of_own = ([span(start, start + length) for start, length in pairs] for pairs in (both, own))
    silencing = Silencing(BEGAN, of_both, of_own)
    found = b"".join(silencing.pieces(cut(wav(40, channels=2), size)))
    assert silent_samples(found, 0) == within([*of_both, *of_own])
    assert silent_samples(found, 1) == within(of_both)
    assert silencing.silenced_s == pytest.approx(len(within([*of_both, *of_own])) / RATE_HZ)


def test_where_a_file_has_one_channel_all_of_it_is_silent() -> None:
    found = b"".join(Silencing(BEGAN, [], [span(10, 20)]).pieces([wav(40)]))
    assert silent_frames(found) == within([span(10, 20)])
