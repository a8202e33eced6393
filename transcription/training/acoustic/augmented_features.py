"""From a folder of recordings to a feature file: every recording is augmented at random, then turned into features."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path

import numpy as np

from transcription.training.acoustic.feature_files import Features, write
from transcription.training.acoustic.mfcc import mfcc
from transcription.training.progress import Progress
from transcription.training.voices.augmentation import Samples, augment
from transcription.training.voices.spoken import read_spoken, samples_of

_VOICES_OF_BABBLE = 60
_CHUNK = 16
_SEED_STEP = 1_000_003


def make_features(folder: Path, into: Path, seed: int, babble: Path, processes: int, progress: Progress) -> None:
    """One version of every recording of `folder`; `babble`: the folder whose voices talk in the background."""
    ids = [spoken.id for spoken in read_spoken(folder)]
    found: list[tuple[Features, float, float]] = []
    with ProcessPoolExecutor(processes) as pool:
        for features in pool.map(partial(_features, folder, seed, babble), ids, chunksize=_CHUNK):
            found.append(features)
            progress.part(len(found), len(ids), "recordings augmented")
    write(into, ids, found)


def _features(folder: Path, seed: int, babble: Path, spoken_id: str) -> tuple[Features, float, float]:
    rng = np.random.default_rng(seed * _SEED_STEP + int(spoken_id))
    samples, speed, before_s = augment(samples_of(folder, spoken_id), rng, _voices(babble))
    return mfcc(samples), speed, before_s


@cache
def _voices(folder: Path) -> tuple[Samples, ...]:
    """The same 60 recordings in every process."""
    return tuple(samples_of(folder, each) for each in _some(folder))


def _some(folder: Path) -> Iterator[str]:
    ids = [spoken.id for spoken in read_spoken(folder)]
    drawn = np.random.default_rng(5).choice(len(ids), min(_VOICES_OF_BABBLE, len(ids)), replace=False)
    return (ids[place] for place in drawn)
