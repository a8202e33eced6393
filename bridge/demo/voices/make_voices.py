"""Makes the demo's audio: `python -m bridge.demo.voices.make_voices` speaks every line and the keyboard noise anew.

Needs flite, espeak-ng and sox from Debian; nothing of this is needed to run the demo.
"""

import subprocess
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bridge.demo.script import LINES, NOISE_ID, audio_path

Samples = npt.NDArray[np.float64]

RATE_HZ = 8000
PEAK = 7200.0
LINE_NOISE_RMS = 12.0
SILENCE_BEFORE_MS = 100
SILENCE_AFTER_MS = 150
NOISE_S = 6.0
RAW = ("-t", "raw", "-r", str(RATE_HZ), "-e", "signed-integer", "-b", "16", "-c", "1")

VOICES = {
    "david": ("flite", "rms"),
    "maria": ("flite", "slt"),
    "robert": ("flite", "awb"),
    "kevin": ("flite", "kal16"),
    "grace": ("espeak-ng", "en-us+f3"),
}


def speak(engine: str, voice: str, text: str, into: Path) -> None:
    """One sentence as a WAV file at the engine's own rate. Raises CalledProcessError if the engine fails."""
    match engine:
        case "flite":
            command = ["flite", "-voice", voice, "-t", text, str(into)]
        case "espeak-ng":
            command = ["espeak-ng", "-v", voice, "-s", "160", "-w", str(into), text]
        case _:
            raise ValueError(f"no speech engine {engine}")
    subprocess.run(command, check=True, capture_output=True)


def read_8_khz(path: Path) -> Samples:
    done = subprocess.run(["sox", str(path), *RAW, "-"], check=True, capture_output=True)
    return np.frombuffer(done.stdout, dtype="<i2").astype(np.float64)


def write_mu_law(path: Path, samples: Samples) -> None:
    """WAV with format 7 at 8 kHz; no dither, so that the same samples give the same bytes."""
    pcm = np.clip(np.round(samples), -32768, 32767).astype("<i2").tobytes()
    subprocess.run(["sox", "-D", *RAW, "-", "-e", "mu-law", "-b", "8", str(path)], input=pcm, check=True)


def on_the_line(speech: Samples, rng: np.random.Generator) -> Samples:
    """Cut the engine's own silence, set the level, add silence of known length and the hiss of a line."""
    loud = np.flatnonzero(np.abs(speech) > 0.01 * np.abs(speech).max())
    cut = speech[loud[0] : loud[-1] + 1]
    before = np.zeros(RATE_HZ * SILENCE_BEFORE_MS // 1000)
    after = np.zeros(RATE_HZ * SILENCE_AFTER_MS // 1000)
    line = np.concatenate([before, cut * (PEAK / np.abs(cut).max()), after])
    return line + rng.normal(0.0, LINE_NOISE_RMS, len(line))


def keyboard(rng: np.random.Generator) -> Samples:
    """A loud mechanical keyboard beside the phone: hard, very short strokes with a ring, over the hiss of a fan."""
    time_s = np.arange(int(NOISE_S * RATE_HZ)) / RATE_HZ
    sound = 60.0 * np.sin(2 * np.pi * 118.0 * time_s) + rng.normal(0.0, 300.0, len(time_s))
    stroke_time_s = np.arange(int(0.045 * RATE_HZ)) / RATE_HZ
    at_s = 0.1
    while at_s < NOISE_S - 0.1:
        ring = 0.7 * np.sin(2 * np.pi * rng.uniform(700.0, 1400.0) * stroke_time_s)
        stroke = (rng.normal(0.0, 1.0, len(stroke_time_s)) + ring) * np.exp(-stroke_time_s / 0.002)
        start = int(at_s * RATE_HZ)
        sound[start : start + len(stroke)] += rng.uniform(4000.0, 12000.0) * stroke
        at_s += float(rng.choice([0.12, 0.16, 0.2, 0.35]))
    return sound


def main() -> None:
    """Write bridge/demo/audio anew; the hiss of each line depends on its place in the script only."""
    with tempfile.TemporaryDirectory() as folder:
        for number, line in enumerate(LINES):
            engine, voice = VOICES[line.speaker]
            spoken = Path(folder) / f"{line.id}.wav"
            speak(engine, voice, line.text, spoken)
            rng = np.random.default_rng(number)
            write_mu_law(audio_path(line.id), on_the_line(read_8_khz(spoken), rng))
    write_mu_law(audio_path(NOISE_ID), keyboard(np.random.default_rng(len(LINES))))


if __name__ == "__main__":
    main()
