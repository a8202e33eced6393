"""What rooms, telephones and lines do to speech, drawn at random: one clean recording becomes many different ones."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.signal import butter, fftconvolve, resample_poly, sosfilt

from transcription import g711
from transcription.training.kaldi_files.configuration import RATE_HZ
from transcription.training.voices.noises import BABBLE, KINDS, noise

Samples = npt.NDArray[np.float64]
_SILENT = 1e-9


class Augmented(NamedTuple):
    """`speed`: over 1 is faster than it was said. `before_s`: silence put in front."""

    samples: Samples
    speed: float
    before_s: float


def augment(samples: Samples, rng: np.random.Generator, voices: Sequence[Samples] = ()) -> Augmented:
    """8 kHz samples in the range of int16; the same generator state gives the same."""
    samples, speed = _change_speed(samples, rng)
    samples = _put_into_a_room(samples, rng)
    before_s = float(rng.choice([rng.uniform(0, 0.15), rng.uniform(0.1, 0.7)]))
    after_s = float(rng.choice([rng.uniform(0.05, 0.3), rng.uniform(0.2, 0.9)]))
    samples = np.concatenate([np.zeros(int(before_s * RATE_HZ)), samples, np.zeros(int(after_s * RATE_HZ))])
    samples = _through_a_band(_add_noise(samples, rng, voices), rng)
    peak = float(np.abs(samples).max()) + _SILENT
    samples = samples * np.exp(rng.uniform(np.log(900), np.log(30_000))) / peak
    samples = np.clip(np.round(samples), -32_768, 32_767)
    if rng.random() < 0.7:
        samples = mu_law_round_trip(samples)
    return Augmented(samples, speed, before_s)


def mu_law_round_trip(samples: Samples) -> Samples:
    """What is left after 8-bit G.711; the samples are whole numbers in the range of int16."""
    return g711.LINEAR.take(np.frombuffer(g711.encode(samples.astype(np.int16)), dtype=np.uint8)).astype(np.float64)


def _change_speed(samples: Samples, rng: np.random.Generator) -> tuple[Samples, float]:
    if rng.random() >= 0.6:
        return samples, 1.0
    percent = int(rng.integers(88, 113))
    if percent == 100:
        return samples, 1.0
    changed: Samples = resample_poly(samples, 100, percent)
    return changed, percent / 100.0


def _put_into_a_room(samples: Samples, rng: np.random.Generator) -> Samples:
    """Reverberation of 80 to 350 ms, 3 to 14 dB below the direct sound."""
    if rng.random() >= 0.25:
        return samples
    length = int(rng.uniform(0.08, 0.35) * RATE_HZ)
    room = rng.standard_normal(length) * np.exp(-6.9 * np.arange(length) / length)
    room *= 10 ** (-rng.uniform(3, 14) / 20) / np.sqrt((room**2).sum())
    room[0] += 1.0
    heard: Samples = fftconvolve(samples, room)[: len(samples) + length // 2]
    return heard


def _add_noise(samples: Samples, rng: np.random.Generator, voices: Sequence[Samples]) -> Samples:
    """8 to 38 dB below the speech, other people at least 12 dB."""
    level = np.sqrt((samples**2).mean()) + _SILENT
    if rng.random() >= 0.6:
        return samples
    kind = str(rng.choice(KINDS))
    added = noise(rng, kind, len(samples), voices)
    below_db = rng.uniform(12 if kind == BABBLE else 8, 38)
    added *= level / (np.sqrt((added**2).mean()) + _SILENT) * 10 ** (-below_db / 20)
    return samples + added


def _through_a_band(samples: Samples, rng: np.random.Generator) -> Samples:
    if rng.random() >= 0.5:
        return samples
    order = int(rng.integers(2, 5))
    edges_hz = [rng.uniform(150, 320), rng.uniform(3100, 3700)]
    heard: Samples = sosfilt(butter(order, edges_hz, btype="band", fs=RATE_HZ, output="sos"), samples)
    return heard
