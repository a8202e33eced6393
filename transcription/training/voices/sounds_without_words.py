"""Sound without words: silence, beeps, key tones, ringing and clicks, so that the model learns to stay quiet."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.io import wavfile

from transcription.training.kaldi_files.configuration import RATE_HZ
from transcription.training.progress import Progress
from transcription.training.voices.spoken import Spoken, append_spoken, read_spoken

Samples = npt.NDArray[np.float64]
FIRST_ID = 90_000
COUNT = 450
_ROWS_HZ, _COLUMNS_HZ = (697, 770, 852, 941), (1209, 1336, 1477, 1633)
_RINGING_HZ = (440.0, 480.0)
_RAMP_S = 0.005
_KINDS = ("none", "none", "beep", "keys", "clicks", "ring")


def sound(rng: np.random.Generator) -> Samples:
    """0.6 to 4 s with up to four sounds of one kind, in the range of int16."""
    length = int(rng.uniform(0.6, 4.0) * RATE_HZ)
    samples = np.zeros(length)
    kind = rng.choice(_KINDS)
    for _ in range(0 if kind == "none" else int(rng.integers(1, 5))):
        level = float(np.exp(rng.uniform(np.log(300), np.log(12_000))))
        each = _one(rng, str(kind), level)[:length]
        start = int(rng.integers(0, length - len(each) + 1))
        samples[start : start + len(each)] += each
    return samples


def make_sounds(folder: Path, count: int, progress: Progress) -> None:
    """WAV files and their list, anew."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(3)
    done = {spoken.id for spoken in read_spoken(folder)}
    for number in range(FIRST_ID, FIRST_ID + count):
        samples, name = sound(rng), f"{number:05d}"
        if name not in done:
            wavfile.write(folder / f"{name}.wav", RATE_HZ, np.clip(samples, -32_768, 32_767).astype(np.int16))
            append_spoken(folder, Spoken(id=name, text="", voice="none", seconds=len(samples) / RATE_HZ))
        progress.part(number - FIRST_ID + 1, count, "sounds made")


def _one(rng: np.random.Generator, kind: str, level: float) -> Samples:
    match kind:
        case "beep":
            return _tone((rng.uniform(300, 1800),), rng.uniform(0.08, 0.7), level)
        case "keys":
            return _tone((rng.choice(_ROWS_HZ), rng.choice(_COLUMNS_HZ)), rng.uniform(0.06, 0.3), level)
        case "ring":
            return _tone(_RINGING_HZ, rng.uniform(0.4, 1.8), level)
        case _:
            return level * rng.standard_normal(int(rng.integers(4, 80)))


def _tone(frequencies_hz: tuple[float, ...], seconds: float, level: float) -> Samples:
    time_s = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    mixed = sum((np.sin(2 * np.pi * hz * time_s) for hz in frequencies_hz), np.zeros(len(time_s)))
    ramp = np.minimum(1, np.minimum(time_s, time_s[::-1]) / _RAMP_S)
    return np.asarray(level * mixed / len(frequencies_hz) * ramp)
