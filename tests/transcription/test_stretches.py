"""Stretches of speech in kept sound: a voice is found whole, pauses join as in a live utterance, noise is none."""

import numpy as np
import pytest

from bridge.demo.script import audio_path
from transcription import g711, wav
from transcription.stretches import Stretch, StretchFinder, frames_of

START_MS = 1_700_000_000_000
SILENCE_2_S = b"\xff" * 16_000


def spoken(line: str) -> bytes:
    return g711.encode(wav.read(audio_path(line).read_bytes())[0])


def found_in(*runs: bytes) -> list[Stretch]:
    """Runs of sound that follow each other."""
    finder, at_ms = StretchFinder(), START_MS
    for run in runs:
        run = run[: len(run) // 160 * 160]
        for start_ms, frame in frames_of(at_ms, run):
            finder.hear(start_ms, frame)
        at_ms += len(run) // 8
    finder.cut()
    return finder.take()


def test_two_lines_with_a_pause_of_two_seconds_are_two_stretches_and_lie_where_they_were_spoken() -> None:
    first, second = spoken("l01"), spoken("l02")
    one, other = found_in(SILENCE_2_S, first, SILENCE_2_S, second, SILENCE_2_S)
    assert START_MS + 2000 <= one.start_ms < one.end_ms <= START_MS + 2000 + len(first) // 8
    assert other.start_ms >= START_MS + 4000 + len(first) // 8
    assert one.speech_ms > 0.5 * len(first) / 8


def test_a_short_pause_joins_and_what_goes_on_and_on_is_cut_as_a_live_utterance_is() -> None:
    assert len(found_in(spoken("l01"), b"\xff" * 3200, spoken("l02"))) == 1
    long = found_in(*[spoken("l01"), b"\xff" * 1600] * 15)
    assert len(long) > 1
    assert all(stretch.end_ms - stretch.start_ms <= 20_000 for stretch in long)


@pytest.mark.parametrize(
    "sound",
    [
        SILENCE_2_S * 3,
        g711.encode((300 * np.random.default_rng(1).standard_normal(80_000)).astype(np.int16)),
        spoken("l01")[8000:10_400],
    ],
    ids=["silence", "noise", "300 ms of a voice"],
)
def test_silence_noise_and_the_rest_of_a_word_are_no_stretch(sound: bytes) -> None:
    assert found_in(SILENCE_2_S, sound, SILENCE_2_S) == []


def test_a_cut_ends_what_was_being_said() -> None:
    finder, sound = StretchFinder(), spoken("l01")
    for start_ms, frame in frames_of(START_MS, sound[:12_000]):
        finder.hear(start_ms, frame)
    finder.cut()
    (found,) = finder.take()
    assert found.end_ms <= START_MS + 1500
