"""Words that change because the final result is asked for after 200 ms of silence, beside one asked after 1.5 s."""

import time

import jiwer
import numpy as np

from bridge.demo import script
from tests.bench.noises import RATE_HZ, line
from transcription.models import BUILT_IN_PATH
from transcription.recognizer import Final, Partial, Recognizer
from transcription.vosk_recognizer import VoskModel
from transcription.whole_files import transcribe

LINES = 36
PATIENCE_S = 1.5
PAUSE_S = 2.0


class Patient:
    """Decodes each segment twice: as the product does, and with 1.5 s of silence before the final result."""

    def __init__(self, early: Recognizer, late: Recognizer, pairs: list[tuple[str, str]]) -> None:
        self._early = early
        self._late = late
        self._pairs = pairs

    def accept(self, pcm16: bytes) -> None:
        self._early.accept(pcm16)
        self._late.accept(pcm16)

    def partial(self) -> Partial:
        return self._early.partial()

    def final(self) -> Final:
        found = self._early.final()
        noise = np.random.default_rng(1).normal(0, 6, int(PATIENCE_S * RATE_HZ)).astype("<i2").tobytes()
        for at in range(0, len(noise), 3200):
            self._late.accept(noise[at : at + 3200])
        self._pairs.append((self._late.final().text, found.text))
        return found


def measure(lines: int = LINES) -> dict[str, object]:
    """Each of the demo's lines by itself, as the voice gate cuts it; `changed_share`: of the words, 0 to 1."""
    model = VoskModel(BUILT_IN_PATH)
    pairs: list[tuple[str, str]] = []
    began = time.process_time()
    for each in script.LINES[:lines]:
        quiet = np.random.default_rng(2).normal(0, 6, int(PAUSE_S * RATE_HZ))
        sound = np.concatenate([quiet, line(each.id), quiet]).astype(np.int16)
        for _ in transcribe(sound, "x", lambda: Patient(model.recognizer(), model.recognizer(), pairs)):
            continue
    spoken = [(late, early) for late, early in pairs if late]
    changed = jiwer.process_words([late for late, _ in spoken], [early for _, early in spoken])
    words = sum(len(late.split()) for late, _ in spoken)
    wrong = changed.substitutions + changed.deletions + changed.insertions
    return {
        "segments": len(spoken),
        "words": words,
        "changed": wrong,
        "changed_share": round(wrong / words, 5),
        "cpu_s": round(time.process_time() - began, 1),
    }
