"""Word error rates by voice, and the time that recognizing takes, with the recognizer that the bridge uses."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import jiwer

from transcription import wav
from transcription.recognizer import Final
from transcription.training.measuring.references import Reference, read_references
from transcription.vosk_recognizer import VoskModel

BLOCK_S = 0.1
_RATE_HZ = 8000
_TIMES_MAY_OVERLAP_S = 0.05
_TIMES_MAY_END_LATE_S = 0.1


@dataclass
class Errors:
    """Over some recordings. Errors are words left out, put in, or taken for others."""

    words: int = 0
    wrong: int = 0

    @property
    def rate(self) -> float:
        return self.wrong / self.words if self.words else float("nan")

    def add(self, said: str, heard: str) -> None:
        found = jiwer.process_words(said, heard)
        self.words += found.hits + found.substitutions + found.deletions
        self.wrong += found.substitutions + found.deletions + found.insertions


@dataclass
class Measured:
    """Errors by voice. `heard_wrongly`: file, what was said, what was heard."""

    trained: dict[str, Errors] = field(default_factory=dict)
    never_heard: dict[str, Errors] = field(default_factory=dict)
    odd_times: int = 0
    busy_s: float = 0.0
    sound_s: float = 0.0
    heard_wrongly: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def all_trained(self) -> Errors:
        """Of the voices of the training together."""
        return Errors(
            sum(each.words for each in self.trained.values()), sum(each.wrong for each in self.trained.values())
        )

    @property
    def real_time_factor(self) -> float:
        """CPU time over the length of the sound, on one core."""
        return self.busy_s / self.sound_s if self.sound_s else float("nan")


def recognize(model: VoskModel, samples: wav.Samples) -> Final:
    """A whole recording in blocks, as a live stream has them."""
    recognizer = model.recognizer()
    block = int(BLOCK_S * _RATE_HZ)
    for start in range(0, len(samples), block):
        recognizer.accept(samples[start : start + block].tobytes())
    return recognizer.final()


def measure(model: VoskModel, folder: Path) -> Measured:
    """Every recording of the folder's reference.tsv. Raises NoReferences, WavError."""
    return measure_all(model, [(each, folder / each.file) for each in read_references(folder)])


def measure_all(model: VoskModel, recordings: Sequence[tuple[Reference, Path]]) -> Measured:
    """The same over recordings that lie anywhere."""
    found = Measured()
    for reference, path in recordings:
        samples = wav.read(path.read_bytes())[0]
        began = time.process_time()
        final = recognize(model, samples)
        found.busy_s += time.process_time() - began
        length_s = len(samples) / _RATE_HZ
        found.sound_s += length_s
        group = found.never_heard if reference.never_heard else found.trained
        group.setdefault(reference.voice, Errors()).add(reference.text, final.text)
        found.odd_times += odd_times(final, length_s)
        if final.text != reference.text:
            found.heard_wrongly.append((reference.file, reference.text, final.text))
    return found


def odd_times(final: Final, length_s: float) -> int:
    """Words that end before they begin, begin before the last one ended, or end after the recording."""
    odd, last_end_s = 0, 0.0
    for word in final.words:
        begins_well = last_end_s - _TIMES_MAY_OVERLAP_S <= word.start_s <= word.end_s
        odd += not (begins_well and word.end_s <= length_s + _TIMES_MAY_END_LATE_S)
        last_end_s = word.end_s
    return odd
