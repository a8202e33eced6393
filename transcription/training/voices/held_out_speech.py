"""Held-out speech: every measured voice says sentences of no training text, as they come over a telephone."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.io import wavfile

from transcription.training.kaldi_files.configuration import RATE_HZ
from transcription.training.measuring.references import Reference, write_references
from transcription.training.needs import MissingNeed
from transcription.training.progress import Progress
from transcription.training.voices.augmentation import Samples, mu_law_round_trip
from transcription.training.voices.casting import NEVER_HEARD
from transcription.training.voices.engines import Voice
from transcription.training.voices.speaking import say

_BEFORE_S, _AFTER_S = 0.3, 0.6
_LEVEL = 0.6
_LINE_NOISE = 12.0
"""Standard deviation, in the range of int16."""


def make_held_out(cast: Sequence[tuple[Voice, list[str]]], folder: Path, progress: Progress) -> None:
    """8 kHz WAV files and reference.tsv. Raises MissingNeed when a voice says nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    references: list[Reference] = []
    for voice, texts in cast:
        for place, text in enumerate(texts):
            samples, _ = say(voice, text)
            if not len(samples):
                raise MissingNeed(f"The voice {voice} says nothing.")
            name = f"{voice.engine}-{voice.name}-{place:02d}.wav"
            heard = _on_the_line(np.trunc(samples), np.random.default_rng(len(references)))
            wavfile.write(folder / name, RATE_HZ, heard.astype(np.int16))
            references.append(Reference(name, voice in NEVER_HEARD, str(voice), text))
        progress.part(len(references), sum(len(texts) for _, texts in cast), "held-out sentences said")
    write_references(folder, references)


def _on_the_line(samples: Samples, rng: np.random.Generator) -> Samples:
    """Silence before and after, light noise, mu-law."""
    whole = np.concatenate([np.zeros(int(_BEFORE_S * RATE_HZ)), samples, np.zeros(int(_AFTER_S * RATE_HZ))]) * _LEVEL
    noisy = np.round(whole + rng.normal(0, _LINE_NOISE, len(whole)))
    return mu_law_round_trip(np.clip(noisy, -32_768, 32_767))
