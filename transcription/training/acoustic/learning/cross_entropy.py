"""Training by cross entropy: each output frame has one right answer, its label."""

from collections.abc import Sequence

import torch
import torch.nn.functional as F  # noqa: N812

from transcription.training.acoustic.batches import NO_LABEL
from transcription.training.acoustic.learning.network import Network, Tensor
from transcription.training.acoustic.learning.running import DROPOUT, Means, Schedule, Training
from transcription.training.acoustic.utterances import Utterances
from transcription.training.progress import Progress


def schedule(epochs: int, peak: float) -> Schedule:
    return Schedule(epochs=epochs, peak=peak, warm_up=0.1, most_gradient=5.0, seed=1)


def cross_entropy(outputs: Tensor, labels: Tensor) -> Tensor:
    """Mean over the frames that have a label."""
    return F.cross_entropy(outputs.reshape(-1, outputs.shape[-1]), labels.reshape(-1), ignore_index=NO_LABEL)


def train(network: Network, versions: Sequence[Utterances], plan: Schedule, progress: Progress) -> None:
    """In place, on utterances that have labels."""
    training = Training(network, versions, plan)
    means = Means(progress, training.steps)
    for step in training:
        labels = torch.from_numpy(step.batch.labels)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            outputs = network(torch.from_numpy(step.batch.features), DROPOUT)
        outputs = outputs[:, : labels.shape[1]].float()
        loss = cross_entropy(outputs, labels)
        training.learn(loss)
        known = labels != NO_LABEL
        right = ((outputs.argmax(-1) == labels) & known).sum().item() / known.sum().item()
        means.add(loss=loss.item(), accuracy=right)
