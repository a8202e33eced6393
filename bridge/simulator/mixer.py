"""Mix-minus: everybody hears the sum of the others, clipped to 16 bits; and what a recording of it holds."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bridge.simulator.g711 import Samples
from bridge.simulator.sound import FRAME_SAMPLES

Key = TypeVar("Key", bound=Hashable)
SILENT_FRAME: Samples = np.zeros(FRAME_SAMPLES, dtype=np.int16)


def clipped(total: NDArray[np.int32]) -> Samples:
    return np.clip(total, -32768, 32767).astype(np.int16)


def summed(frames: Iterable[Samples]) -> NDArray[np.int32]:
    """The unclipped sum of frames; zeros when there are none."""
    total = np.zeros(FRAME_SAMPLES, dtype=np.int32)
    for frame in frames:
        total += frame
    return total


def mix_minus(speaking: Mapping[Key, Samples], listening: Iterable[Key]) -> dict[Key, Samples]:
    """What each listener hears: the sum of all who speak, less the listener's own voice."""
    if not speaking:
        return dict.fromkeys(listening, SILENT_FRAME)
    total = summed(speaking.values())
    everything = clipped(total)
    return {key: clipped(total - speaking[key]) if key in speaking else everything for key in listening}
