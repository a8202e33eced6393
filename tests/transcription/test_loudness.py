"""How loud: full scale, silence, and speech that is mostly pauses."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from transcription import g711
from transcription.loudness import FLOOR_DBFS, loudness_dbfs


def tone(amplitude: float, samples: int = 8000) -> bytes:
    wave = amplitude * 32_767 * np.sin(2 * np.pi * 440 * np.arange(samples) / 8000)
    return g711.encode(wave.astype(np.int16))


@pytest.mark.parametrize(("amplitude", "dbfs"), [(0.9, -3.9), (0.1, -23.0), (0.01, -43.0)])
def test_a_tone_has_the_level_of_its_rms(amplitude: float, dbfs: float) -> None:
    assert loudness_dbfs(tone(amplitude)) == pytest.approx(dbfs, abs=0.5)


def test_silence_and_nothing_are_at_the_floor() -> None:
    assert loudness_dbfs(b"") == loudness_dbfs(g711.SILENT_FRAME * 250) == FLOOR_DBFS


def test_pauses_do_not_make_speech_quiet() -> None:
    with_pauses = tone(0.1, 3200) + g711.SILENT_FRAME * 50
    assert loudness_dbfs(with_pauses) == pytest.approx(loudness_dbfs(tone(0.1)), abs=0.5)


@given(st.binary(max_size=2000))
def test_any_bytes_have_a_level(mulaw: bytes) -> None:
    assert FLOOR_DBFS <= loudness_dbfs(mulaw) <= 0.0
