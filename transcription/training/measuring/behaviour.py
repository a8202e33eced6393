"""How a model behaves where there is nothing to hear, and in a stream of several sentences."""

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from transcription import wav
from transcription.training.measuring.references import read_references
from transcription.training.measuring.word_errors import Errors, odd_times, recognize
from transcription.vosk_recognizer import VoskModel, check_model

_RATE_HZ = 8000
_SENTENCES = 6
_PAUSE_S = 1.5
_LONGEST_LOAD_S = 2.0
_WORSE_IN_A_STREAM = 0.05


@dataclass(frozen=True)
class Finding:
    """`detail`: what was found, whether it is well or not."""

    name: str
    is_well: bool
    detail: str


def load(path: Path) -> tuple[VoskModel, Finding]:
    """Raises ModelError with the reason."""
    check_model(path)
    began = time.monotonic()
    model = VoskModel(path)
    took_s = time.monotonic() - began
    return model, Finding("loads quickly", took_s <= _LONGEST_LOAD_S, f"{took_s:.2f} s")


def stays_quiet(model: VoskModel) -> list[Finding]:
    """No words in ten seconds of silence and of noise, nor in a beep."""
    rng = np.random.default_rng(0)
    second = np.zeros(_RATE_HZ)
    beep = np.concatenate([second, 8000 * np.sin(np.arange(4000) * 0.7), second])
    sounds: dict[str, npt.NDArray[np.float64]] = {
        "digital silence": np.zeros(10 * _RATE_HZ),
        "a quiet hiss": rng.normal(0, 30, 10 * _RATE_HZ),
        "a loud hiss": rng.normal(0, 1000, 10 * _RATE_HZ),
        "a beep": beep,
    }
    heard = {name: recognize(model, samples.astype(np.int16)).text for name, samples in sounds.items()}
    return [Finding(f"no words in {name}", not text, repr(text)) for name, text in heard.items()]


def hears_a_stream(model: VoskModel, folder: Path) -> list[Finding]:
    """Six sentences of different voices with pauses: as many errors as one by one, and times that grow."""
    references = read_references(folder)
    chosen = references[:: max(1, len(references) // _SENTENCES)][:_SENTENCES]
    pause = np.zeros(int(_PAUSE_S * _RATE_HZ), dtype=np.int16)
    parts = [wav.read((folder / each.file).read_bytes())[0] for each in chosen]
    alone, together = Errors(), Errors()
    for reference, samples in zip(chosen, parts, strict=True):
        alone.add(reference.text, recognize(model, samples).text)
    stream = np.concatenate([piece for samples in parts for piece in (samples, pause)])
    final = recognize(model, stream)
    together.add(" ".join(each.text for each in chosen), final.text)
    odd = odd_times(final, len(stream) / _RATE_HZ)
    return [
        Finding(
            "hears a stream as well as single sentences",
            together.rate <= alone.rate + _WORSE_IN_A_STREAM,
            f"{together.rate:.1%} against {alone.rate:.1%}",
        ),
        Finding("times of words grow", odd == 0, f"{odd} odd ones"),
    ]


def check(model: VoskModel, folder: Path) -> list[Finding]:
    """All of it. `folder`: recordings with their reference.tsv. Raises NoReferences."""
    return [*stays_quiet(model), *hears_a_stream(model, folder)]
