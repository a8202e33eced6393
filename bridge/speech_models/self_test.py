"""What a model does on this machine at 8 kHz and at 16 kHz: in a process of its own, because a bad one may abort it."""

import base64
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from transcription import wav
from transcription.vosk_recognizer import VoskModel

DEADLINE_S: Final = 300.0
RATES_HZ: Final = (8_000, 16_000)
BLOCK_SAMPLES: Final = 1_600
SAMPLE: Final = Path(__file__).parents[1] / "demo" / "audio" / "l01.wav"
SLOW: Final = 0.5
"""More than this part of real time for one talker leaves no room for a second one."""


class Heard(msgspec.Struct):
    """`of_real_time`: seconds of work for a second of sound."""

    text: str
    load_s: float
    of_real_time: float
    memory_mib: float


@dataclass(frozen=True)
class RateTest:
    """`heard` is None when the model does not take this rate; `why` says what it said."""

    rate_hz: int
    heard: Heard | None
    why: str = ""


def self_test(path: Path, samples: wav.Samples, rate_hz: int) -> RateTest:
    """Decode samples (given at 8 kHz) at the rate. Never raises for what the model does."""
    wide = samples if rate_hz == RATES_HZ[0] else twice(samples)
    given = base64.b64encode(wide.tobytes()).decode()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__, str(path), str(rate_hz)],
            input=given,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=DEADLINE_S,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return RateTest(rate_hz, None, f"no answer in {DEADLINE_S:.0f} s")
    if done.returncode != 0:
        said = [line.strip() for line in done.stderr.splitlines() if line.strip()] or ["it ended without a word"]
        return RateTest(rate_hz, None, next((line for line in said if "ERROR" in line or "ASSERT" in line), said[-1]))
    return RateTest(rate_hz, msgspec.json.decode(done.stdout, type=Heard))


def twice(samples: wav.Samples) -> wav.Samples:
    """The same sound at twice the rate, a straight line between samples."""
    places = np.arange(2 * len(samples)) / 2
    return np.interp(places, np.arange(len(samples)), samples).astype(np.int16)


def sample() -> wav.Samples:
    """A few seconds of telephone speech in English, by the first of the demo's voices."""
    return wav.read(SAMPLE.read_bytes())[0]


def _child(path: str, rate_hz: int) -> Heard:
    pcm16 = base64.b64decode(sys.stdin.read())
    started = time.perf_counter()
    model = VoskModel(Path(path))
    loaded = time.perf_counter()
    recognizer = model.recognizer(rate_hz)
    for begin in range(0, len(pcm16), 2 * BLOCK_SAMPLES):
        recognizer.accept(pcm16[begin : begin + 2 * BLOCK_SAMPLES])
    text = recognizer.final().text
    worked_s = time.perf_counter() - loaded
    sound_s = max(len(pcm16) / 2 / rate_hz, 0.001)
    memory_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Heard(text, loaded - started, worked_s / sound_s, memory_mib)


if __name__ == "__main__":
    sys.stdout.write(msgspec.json.encode(_child(sys.argv[1], int(sys.argv[2]))).decode())
