"""Noise of a given kind: white, pink, brown, the hum of the mains, and other people who talk."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from transcription.training.kaldi_files.configuration import RATE_HZ

Samples = npt.NDArray[np.float64]
BABBLE = "babble"
KINDS = ("white", "pink", "brown", "hum", BABBLE, BABBLE)
"""A kind that stands twice is twice as likely."""


def noise(rng: np.random.Generator, kind: str, length: int, voices: Sequence[Samples] = ()) -> Samples:
    """So many samples of no given level. `voices`: what babble is mixed of; without them it is brown noise."""
    if kind == BABBLE and voices:
        return _babble(rng, length, voices)
    white = rng.standard_normal(length)
    match kind:
        case "white":
            return white
        case "hum":
            return _hum(rng, length) + 0.1 * white
        case "pink":
            return _tilted(white, 0.5)
        case _:
            return _tilted(white, 1.0)


def _babble(rng: np.random.Generator, length: int, voices: Sequence[Samples]) -> Samples:
    mixed = np.zeros(length)
    for _ in range(int(rng.integers(3, 7))):
        voice = voices[int(rng.integers(len(voices)))]
        start = rng.integers(len(voice))
        mixed += np.resize(np.roll(voice, -start), length)
    return mixed


def _hum(rng: np.random.Generator, length: int) -> Samples:
    time_s = np.arange(length) / RATE_HZ
    mains_hz = rng.choice([50.0, 60.0])
    hum = np.zeros(length)
    for harmonic in (1, 2, 3, 4):
        hum += np.sin(2 * np.pi * mains_hz * harmonic * time_s + rng.uniform(0, 6)) / harmonic
    return hum


def _tilted(white: Samples, power: float) -> Samples:
    """Each frequency divided by its number to this power."""
    spectrum = np.fft.rfft(white)
    return np.fft.irfft(spectrum / np.maximum(np.arange(len(spectrum)), 1) ** power, len(white))
