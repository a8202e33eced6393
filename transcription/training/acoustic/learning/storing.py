"""Networks in files between the steps, and a new one with the mean and deviation of its features."""

from pathlib import Path

import numpy as np
import torch

from transcription.training.acoustic.learning.network import Network, Shape
from transcription.training.acoustic.utterances import Utterances

_EVERY = 37
"""Of the frames, for mean and deviation."""
_LEAST_DEVIATION = 1e-3


def new(shape: Shape, utterances: Utterances) -> Network:
    """With random weights; the same each time."""
    torch.manual_seed(0)
    network = Network(shape)
    sample = utterances.frames[::_EVERY].astype(np.float32)
    network.mean.copy_(torch.from_numpy(sample.mean(0)))
    network.deviation.copy_(torch.from_numpy(sample.std(0) + _LEAST_DEVIATION))
    return network


def save(network: Network, path: Path) -> None:
    """Whole or not at all."""
    aside = path.with_suffix(".part")
    torch.save({"shape": tuple(network.shape), "state": network.state_dict()}, aside)
    aside.replace(path)


def load(path: Path) -> Network:
    stored = torch.load(path, weights_only=True)
    network = Network(Shape(*stored["shape"]))
    network.load_state_dict(stored["state"])
    return network
