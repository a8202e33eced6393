"""Features of many recordings in one file, each recording augmented at random once."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Features = npt.NDArray[np.float32]


@dataclass(frozen=True)
class FeatureFile:
    """Frames of all recordings one after the other; recording i has frames offsets[i] to offsets[i + 1].

    `speed` and `before_s` tell what the augmentation did, so that times of the clean recording can be found again.
    """

    frames: npt.NDArray[np.float16]
    offsets: npt.NDArray[np.int64]
    ids: list[str]
    speed: npt.NDArray[np.float64]
    before_s: npt.NDArray[np.float64]


def write(into: Path, ids: Sequence[str], found: Sequence[tuple[Features, float, float]]) -> None:
    """Features, speed and silence before, of each recording."""
    with into.open("wb") as file:
        np.savez(
            file,
            frames=np.concatenate([features for features, _, _ in found]).astype(np.float16),
            offsets=np.cumsum([0, *(len(features) for features, _, _ in found)]),
            ids=np.array(ids),
            speed=np.array([speed for _, speed, _ in found]),
            before_s=np.array([before_s for _, _, before_s in found]),
        )


def read(path: Path) -> FeatureFile:
    with np.load(path) as stored:
        ids = [str(each) for each in stored["ids"]]
        return FeatureFile(stored["frames"], stored["offsets"], ids, stored["speed"], stored["before_s"])
