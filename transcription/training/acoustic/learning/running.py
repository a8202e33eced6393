"""What both kinds of training share: the optimizer, its learning rate by step, and the sums that a person sees."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch

from transcription.training.acoustic.batches import Batch, collate, learning_rate, shuffled
from transcription.training.acoustic.learning.network import Network, Tensor
from transcription.training.acoustic.utterances import Utterances
from transcription.training.progress import Progress

DROPOUT = 0.05
_WEIGHT_DECAY = 0.01


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """`epochs`: each takes the next of the versions of the recordings in turn. `peak`: greatest learning rate."""

    epochs: int
    peak: float
    warm_up: float
    most_gradient: float
    seed: int


@dataclass(frozen=True)
class Step:
    """`numbers`: which utterances of `utterances` the batch holds."""

    utterances: Utterances
    numbers: list[int]
    batch: Batch


class Training:
    """Steps through all batches; the same schedule and data give the same batches in the same order."""

    def __init__(self, network: Network, versions: Sequence[Utterances], schedule: Schedule) -> None:
        torch.manual_seed(schedule.seed)
        self._network, self._schedule = network, schedule
        self._rng = np.random.default_rng(schedule.seed)
        self._optimizer = torch.optim.AdamW(network.parameters(), lr=schedule.peak, weight_decay=_WEIGHT_DECAY)
        self._plan = [
            (versions[epoch % len(versions)], numbers)
            for epoch in range(schedule.epochs)
            for numbers in shuffled(versions[epoch % len(versions)], self._rng)
        ]

    @property
    def steps(self) -> int:
        return len(self._plan)

    def __iter__(self) -> Iterator[Step]:
        """The learning rate is set for each step before it is given out."""
        for step, (utterances, numbers) in enumerate(self._plan):
            self._network.train()
            rate = learning_rate(step, self.steps, self._schedule.peak, self._schedule.warm_up)
            for group in self._optimizer.param_groups:
                group["lr"] = rate
            yield Step(utterances, numbers, collate(utterances, numbers, self._network.context, self._rng))

    def learn(self, loss: Tensor) -> None:
        self._optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._network.parameters(), self._schedule.most_gradient)
        self._optimizer.step()


@dataclass
class Means:
    """Means of named figures since they were last told."""

    progress: Progress
    steps: int
    every: int = 25
    _sums: dict[str, float] = field(default_factory=dict)
    _since: int = 0
    _done: int = 0

    def add(self, **figures: float) -> None:
        """One step's figures; told every `every` steps and after the last."""
        for name, value in figures.items():
            self._sums[name] = self._sums.get(name, 0.0) + value
        self._since += 1
        self._done += 1
        if self._done % self.every == 0 or self._done == self.steps:
            told = ", ".join(f"{name} {total / self._since:.4f}" for name, total in self._sums.items())
            self.progress.note(f"  step {self._done} of {self.steps}: {told}")
            self._sums, self._since = {}, 0
