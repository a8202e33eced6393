"""The acoustic network: a small factored time-delay network (TDNN-F).

A splice of 5 frames, a splice of 3 with stride 3, then layers that go through a bottleneck and look 3 input frames back
and ahead. The method: Povey et al., "Semi-orthogonal low-rank matrix factorization for deep neural networks" (2018),
without the orthogonality.
"""

from typing import Any, NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from transcription.training.kaldi_files.configuration import COEFFICIENTS
from transcription.training.pronouncing.phones import PDFS

BYPASS = 0.66
"""Share of a layer's input that is added to its output."""
_FIRST_SPLICE, _SECOND_SPLICE = 5, 3
_NORM_EPSILON = 1e-3

Tensor = Any


class Shape(NamedTuple):
    """Sizes of the layers; the default is the shipped network, of 1.24 million parameters."""

    first: int = 192
    hidden: int = 320
    bottleneck: int = 96
    layers: int = 8


SEED_SHAPE = Shape(hidden=256, bottleneck=80, layers=6)
"""Of the network that only aligns."""


def splice(frames: Tensor, taps: int, stride: int = 1) -> Tensor:
    """(batch, time, size) to (batch, less time, taps * size): neighbours side by side, the oldest first."""
    count = (frames.shape[1] - taps) // stride + 1
    return torch.cat([frames[:, tap : tap + stride * (count - 1) + 1 : stride] for tap in range(taps)], -1)


class Norm(nn.BatchNorm1d):
    """Batch norm over (batch, time, size)."""

    def forward(self, frames: Tensor) -> Tensor:
        return super().forward(frames.reshape(-1, frames.shape[-1])).view(frames.shape)


class FactoredLayer(nn.Module):
    """x(t-3), x(t) to the bottleneck; bottleneck(t), (t+3) to the whole size; plus the bypass. A step is 3 frames."""

    def __init__(self, size: int, bottleneck: int) -> None:
        super().__init__()
        self.linear = nn.Linear(2 * size, bottleneck, bias=False)
        self.affine = nn.Linear(2 * bottleneck, size)
        self.norm = Norm(size, eps=_NORM_EPSILON)

    def forward(self, frames: Tensor) -> Tensor:
        """(batch, time, size) to (batch, time - 2, size)"""
        narrow = self.linear(splice(frames, 2))
        return F.relu(self.norm(self.affine(splice(narrow, 2)))) + BYPASS * frames[:, 1:-1]


class Network(nn.Module):
    """Features to outputs for each pdf; `beside` is a second output that only training has, for cross entropy."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.register_buffer("mean", torch.zeros(COEFFICIENTS))
        self.register_buffer("deviation", torch.ones(COEFFICIENTS))
        self.first = nn.Linear(_FIRST_SPLICE * COEFFICIENTS, shape.first)
        self.first_norm = Norm(shape.first, eps=_NORM_EPSILON)
        self.second = nn.Linear(_SECOND_SPLICE * shape.first, shape.hidden)
        self.second_norm = Norm(shape.hidden, eps=_NORM_EPSILON)
        self.layers = nn.ModuleList([FactoredLayer(shape.hidden, shape.bottleneck) for _ in range(shape.layers)])
        self.out = nn.Linear(shape.hidden, PDFS)
        self.beside = nn.Linear(shape.hidden, PDFS)

    @property
    def context(self) -> int:
        """Input frames that an output needs on each side."""
        return 3 + 3 * self.shape.layers

    def forward(self, features: Tensor, dropout: float = 0.0) -> Tensor:
        """(batch, frames, 40), padded by `context` on both sides, to (batch, outputs, pdfs); output i is frame 3 i."""
        return self.out(self._hidden(features, dropout))

    def both(self, features: Tensor, dropout: float = 0.0) -> tuple[Tensor, Tensor]:
        """The output and the one beside it."""
        hidden = self._hidden(features, dropout)
        return self.out(hidden), self.beside(hidden)

    def _hidden(self, features: Tensor, dropout: float) -> Tensor:
        frames = (features - self.mean) / self.deviation
        frames = F.relu(self.first_norm(self.first(splice(frames, _FIRST_SPLICE))))
        frames = F.relu(self.second_norm(self.second(splice(frames, _SECOND_SPLICE, _SECOND_SPLICE))))
        for layer in self.layers:
            if dropout:
                frames = F.dropout(frames, dropout, self.training)
            frames = layer(frames)
        return frames
