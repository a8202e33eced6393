"""Sound fed to the recognizer for each second of speech, and its CPU, beside bare Vosk without a gate."""

import time
from collections.abc import Callable

import numpy as np

from bridge.demo import script
from transcription import wav
from transcription.models import BUILT_IN_PATH
from transcription.recognizer import Final, Partial, Recognizer
from transcription.vosk_recognizer import VoskModel
from transcription.wav import Samples
from transcription.whole_files import transcribe

LINES = 12
PAUSE_S = 20.0
LEAD_S, TAIL_S = 0.10, 0.15
RATE_HZ = 8000
BLOCK_BYTES = 3200


class Counting:
    """A recognizer that counts what it is fed."""

    def __init__(self, inner: Recognizer, count: Callable[[int], None]) -> None:
        self._inner = inner
        self._count = count

    def accept(self, pcm16: bytes) -> None:
        self._count(len(pcm16))
        self._inner.accept(pcm16)

    def partial(self) -> Partial:
        return self._inner.partial()

    def final(self) -> Final:
        return self._inner.final()


def measure(lines: int = LINES, pause_s: float = PAUSE_S) -> dict[str, object]:
    """One leg that speaks and is silent by turns; seconds of CPU are of this process."""
    sound, speech_s = one_leg(lines, pause_s)
    model = VoskModel(BUILT_IN_PATH)
    fed = 0

    def count(size: int) -> None:
        nonlocal fed
        fed += size

    cpu = time.process_time()
    gated_words = sum(
        len(str(u["text"]).split()) for u in transcribe(sound, "x", lambda: Counting(model.recognizer(), count))
    )
    gated_cpu_s = time.process_time() - cpu
    cpu = time.process_time()
    bare = model.recognizer()
    pcm16 = sound.astype("<i2").tobytes()
    for at in range(0, len(pcm16), BLOCK_BYTES):
        bare.accept(pcm16[at : at + BLOCK_BYTES])
    bare_words = len(bare.final().text.split())
    bare_cpu_s = time.process_time() - cpu
    gated = fed / 2 / RATE_HZ / speech_s
    ungated = len(sound) / RATE_HZ / speech_s
    return {
        "speech_s": round(speech_s, 1),
        "leg_s": round(len(sound) / RATE_HZ, 1),
        "fed_s_per_speech_s": round(gated, 3),
        "baseline_fed_s_per_speech_s": round(ungated, 3),
        "ratio_fed": round(gated / ungated, 3),
        "cpu_s_per_speech_s": round(gated_cpu_s / speech_s, 4),
        "baseline_cpu_s_per_speech_s": round(bare_cpu_s / speech_s, 4),
        "ratio_cpu": round(gated_cpu_s / bare_cpu_s, 3),
        "words": gated_words,
        "baseline_words": bare_words,
    }


def one_leg(lines: int, pause_s: float) -> tuple[Samples, float]:
    """The demo's lines with silence between them, and how many seconds of it are speech."""
    parts: list[Samples] = []
    speech_s = 0.0
    for line in script.LINES[:lines]:
        said = wav.read(script.audio_path(line.id).read_bytes())[0]
        speech_s += len(said) / RATE_HZ - LEAD_S - TAIL_S
        parts += [said, np.zeros(int(pause_s * RATE_HZ), dtype=np.int16)]
    return np.concatenate(parts), speech_s
