"""Key tones: every key, length, twist, frequency, noise; and none in speech, an hour of it."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st

from transcription import g711
from transcription.dtmf import HIGH_HZ, KEYS, LOW_HZ, DtmfDetector

RATE = g711.SAMPLE_RATE_HZ
AUDIO = Path(__file__).parents[2] / "bridge" / "demo" / "audio"
PAIRS = {key: (LOW_HZ[row], HIGH_HZ[column]) for row, keys in enumerate(KEYS) for column, key in enumerate(keys)}
DIALED = "0123456789*#"


def tone(key: str, ms: float, off: float = 1.0, twist_db: float = 0.0, level: float = 6000.0) -> np.ndarray:
    low, high = PAIRS[key]
    t = np.arange(int(ms * RATE / 1000)) / RATE
    gain = 10 ** (twist_db / 20)
    return level * (np.sin(2 * np.pi * low * off * t) + gain * np.sin(2 * np.pi * high * off * t)) / max(1.0, gain)


def silence(ms: float) -> np.ndarray:
    return np.zeros(int(ms * RATE / 1000))


def keys_in(*parts: np.ndarray, size: int = 160) -> str:
    samples = np.concatenate(parts)
    mulaw = g711.encode(np.clip(samples, -32000, 32000).astype(np.int16))
    detector = DtmfDetector()
    found = []
    for start in range(0, len(mulaw), size):
        found += detector.feed(mulaw[start : start + size], round(start * 1000 / RATE))
    return "".join(tone.key for tone in found)


def test_every_key_is_told_once_however_long_it_is_held() -> None:
    parts = [part for key in DIALED for part in (tone(key, 80), silence(60))]
    assert keys_in(*parts) == DIALED
    assert keys_in(tone("5", 3000)) == "5"


def test_the_same_key_twice_is_told_twice_and_the_letters_never() -> None:
    assert keys_in(tone("7", 60), silence(60), tone("7", 60)) == "77"
    assert keys_in(tone("A", 100), silence(60), tone("D", 100)) == ""


@pytest.mark.parametrize("offset", range(0, 40, 7))
def test_40_ms_are_a_key_and_23_ms_are_none(offset: int) -> None:
    lead = np.zeros(offset * 8)
    assert keys_in(lead, tone("6", 41), silence(80)) == "6"
    assert keys_in(lead, tone("6", 23), silence(80)) == ""


@pytest.mark.parametrize(("twist_db", "taken"), [(0, True), (3.5, True), (-7, True), (7, False), (-11, False)])
def test_twist_within_the_limits_is_taken_and_beyond_is_not(twist_db: float, taken: bool) -> None:
    assert (keys_in(tone("9", 100, twist_db=twist_db), silence(50)) == "9") is taken


@pytest.mark.parametrize("key", DIALED)
@pytest.mark.parametrize(("off", "taken"), [(1.0, True), (1.014, True), (0.986, True), (1.036, False), (0.964, False)])
def test_frequencies_within_one_and_a_half_percent_are_taken_and_three_and_a_half_are_not(
    key: str, off: float, taken: bool
) -> None:
    assert (keys_in(tone(key, 100, off=off), silence(50)) == key) is taken


def test_a_key_is_heard_through_noise_at_15_db() -> None:
    noise = np.random.default_rng(7).normal(0, 1, RATE)
    missed = 0
    for number, key in enumerate(DIALED):
        clean = np.concatenate((tone(key, 80), silence(60)))
        rms = np.sqrt(np.mean(tone(key, 80) ** 2))
        shift = np.roll(noise, number * 100)[: len(clean)] * rms * 10 ** (-15 / 20)
        missed += keys_in(clean + shift) != key
    assert missed == 0


@given(st.lists(st.integers(8, 400), min_size=1, max_size=30))
def test_how_the_sound_is_cut_into_frames_changes_nothing(sizes: list[int]) -> None:
    samples = np.concatenate((tone("1", 60), silence(50), tone("2", 60), silence(50)))
    mulaw = g711.encode(samples.astype(np.int16))
    detector, found, at = DtmfDetector(), [], 0
    for size in [*sizes, len(mulaw)]:
        part = mulaw[at : at + size // 8 * 8]
        if part:
            found += detector.feed(part, at // 8)
        at += len(part)
    assert "".join(tone.key for tone in found) == "12"


def test_a_gap_in_time_is_no_part_of_a_tone() -> None:
    mulaw = g711.encode(tone("3", 30).astype(np.int16))
    detector = DtmfDetector()
    assert detector.feed(mulaw, 0) == []
    assert detector.feed(mulaw, 5000) == []


@cache
def speech() -> np.ndarray:
    """All that is said in the demo, as one piece."""
    parts = []
    for path in sorted(AUDIO.glob("l*.wav")):
        content = path.read_bytes()
        at = content.index(b"data") + 8
        parts.append(np.frombuffer(g711.decode(content[at:]), dtype="<i2").astype(np.float64))
    return np.concatenate(parts)


def test_no_key_is_heard_in_the_demos_speech() -> None:
    assert keys_in(speech()) == ""


def test_no_key_is_heard_in_an_hour_of_synthetic_speech() -> None:
    """The demo's voices, higher and lower, faster and slower, louder and softer, until an hour is judged."""
    base = speech()
    judged_s, found, variant = 0.0, "", 0
    while judged_s < 3600:
        pitch = 0.72 + 0.56 * (variant % 23) / 23
        gain = (0.4, 1.0, 1.8)[variant % 3]
        positions = np.arange(0, len(base) - 1, pitch)
        samples = np.interp(positions, np.arange(len(base)), base)[variant * 17 % 160 :] * gain
        found += keys_in(samples, size=RATE)
        judged_s += len(samples) / RATE
        variant += 1
    assert found == ""
