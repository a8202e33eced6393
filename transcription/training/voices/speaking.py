"""Speech from text: one engine's WAV file as 8 kHz samples at one level, and a whole cast at work."""

import subprocess
import tempfile
from collections.abc import Collection, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.io import wavfile
from scipy.signal import resample_poly

from transcription.training.kaldi_files.configuration import RATE_HZ
from transcription.training.needs import MissingNeed, install
from transcription.training.progress import Progress
from transcription.training.pronouncing.spelling import speakable
from transcription.training.voices.casting import Saying
from transcription.training.voices.engines import PLAIN, PROGRAMS, Engine, Manner, Voice, order
from transcription.training.voices.spoken import Segment, Spoken, append_spoken, read_spoken

Samples = npt.NDArray[np.float64]
PEAK = 12_000.0
_SHORTEST_S = 0.2
_CHUNK = 8


def say(voice: Voice, text: str, manner: Manner = PLAIN) -> tuple[Samples, tuple[Segment, ...]]:
    """8 kHz samples with a peak of 12 000, empty when the engine gave none; and the phones if the engine tells them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        asked = order(voice, speakable(text), manner, path)
        done = subprocess.run(asked.arguments, input=asked.given, capture_output=True, text=True, check=False)
        samples = _read(path)
    if len(samples) < _SHORTEST_S * RATE_HZ or np.abs(samples).max() < 1:
        return np.zeros(0), ()
    segments = _segments(done.stdout) if voice.engine is Engine.FLITE else ()
    return samples * (PEAK / np.abs(samples).max()), segments


def check_voices(voices: Collection[Voice]) -> None:
    """Let each say a word. Raises MissingNeed that names those that cannot, and their Debian packages."""
    silent = []
    for voice in voices:
        try:
            samples, _ = say(voice, "hello")
        except MissingNeed:
            samples = np.zeros(0)
        if not len(samples):
            silent.append(voice)
    if silent:
        names = ", ".join(f"{voice} ({PROGRAMS[voice.engine]})" for voice in silent)
        packages = {package for voice in silent for package in voice.debian_packages}
        raise MissingNeed(
            f"These voices say nothing: {names}. {install(packages)}. "
            "To train without them, name the other engines: --engines ..."
        )


def speak_all(sayings: Sequence[Saying], folder: Path, processes: int, progress: Progress) -> None:
    """A WAV file for each saying, and spoken.jsonl in their order. What is there already is not said again."""
    folder.mkdir(parents=True, exist_ok=True)
    done = {spoken.id for spoken in read_spoken(folder)}
    last = max(done, default="")
    waiting = [saying for saying in sayings if saying.id > last]
    with ProcessPoolExecutor(processes) as pool:
        for count, spoken in enumerate(pool.map(partial(_speak, folder=folder), waiting, chunksize=_CHUNK), start=1):
            if spoken:
                append_spoken(folder, spoken)
            progress.part(count, len(waiting), "sentences said")
    missing = len(sayings) - len(read_spoken(folder))
    if missing:
        progress.note(f"{missing} of {len(sayings)} sentences gave no sound and are left out")


def _speak(saying: Saying, folder: Path) -> Spoken | None:
    samples, segments = say(saying.voice, saying.text, saying.manner)
    if not len(samples):
        return None
    wavfile.write(folder / f"{saying.id}.wav", RATE_HZ, samples.astype(np.int16))
    variant = f"+{saying.manner.variant}" if saying.manner.variant else ""
    return Spoken(
        id=saying.id, text=saying.text, voice=f"{saying.voice}{variant}", seconds=len(samples) / RATE_HZ,
        segments=segments,
    )  # fmt: skip


def _segments(printed: str) -> tuple[Segment, ...]:
    """flite's phones as `name:end` with the end in seconds."""
    pairs = (item.rpartition(":") for item in printed.split())
    return tuple((phone, float(end)) for phone, _, end in pairs)


def _read(path: Path) -> Samples:
    """The first channel at 8 kHz; empty when the engine wrote nothing that can be read."""
    try:
        rate_hz, samples = wavfile.read(path)
    except (OSError, ValueError):
        return np.zeros(0)
    mono = samples[:, 0] if samples.ndim > 1 else samples
    if not len(mono):
        return np.zeros(0)
    common = int(np.gcd(rate_hz, RATE_HZ))
    resampled: Samples = resample_poly(mono.astype(np.float64), RATE_HZ // common, rate_hz // common)
    return resampled
