"""Speech of the tests, the real model, and a stream that carries samples to a session."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from transcription import wav
from transcription.models import BUILT_IN_PATH
from transcription.vosk_recognizer import VoskModel

SPEECH = Path(__file__).parents[1] / "data" / "speech"


@pytest.fixture(scope="session")
def model() -> VoskModel:
    """The built-in model, loaded once."""
    return VoskModel(BUILT_IN_PATH)


@pytest.fixture(scope="session")
def speech() -> Callable[[str], wav.Samples]:
    """Samples of a committed file by its stem."""
    return lambda stem: wav.read((SPEECH / f"{stem}.wav").read_bytes())[0]


@pytest.fixture(scope="session")
def silence() -> Callable[[float], wav.Samples]:
    """So many seconds of a quiet line."""
    noise = np.random.default_rng(1)
    return lambda seconds: noise.normal(0, 6, int(seconds * 8000)).astype(np.int16)
