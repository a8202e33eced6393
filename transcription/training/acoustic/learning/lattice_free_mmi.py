"""Training by lattice-free MMI: what was said against all phone sequences, with cross entropy beside it."""

from collections.abc import Callable, Sequence
from functools import cache

import torch

from transcription.training.acoustic.batches import NO_LABEL
from transcription.training.acoustic.learning.cross_entropy import cross_entropy
from transcription.training.acoustic.learning.denominator import Denominator
from transcription.training.acoustic.learning.network import Network
from transcription.training.acoustic.learning.numerator import IMPOSSIBLE, numerator
from transcription.training.acoustic.learning.running import DROPOUT, Means, Schedule, Step, Training
from transcription.training.acoustic.phone_trigram import phone_trigram
from transcription.training.acoustic.sentence_graph import SentenceGraph, sentence_graph
from transcription.training.acoustic.utterances import Utterances
from transcription.training.progress import Progress
from transcription.training.pronouncing.lexicon import Lexicon

_CROSS_ENTROPY = 0.1
_OUTPUT_PENALTY = 5e-5


def schedule(epochs: int, peak: float) -> Schedule:
    return Schedule(epochs=epochs, peak=peak, warm_up=0.03, most_gradient=2.0, seed=2)


def train(
    network: Network, versions: Sequence[Utterances], lexicon: Lexicon, plan: Schedule, progress: Progress
) -> None:
    """In place, on utterances that have labels."""
    denominator = Denominator(phone_trigram(labels for version in versions for labels in version.labels))
    network.beside.load_state_dict(network.out.state_dict())
    training = Training(network, versions, plan)
    means = Means(progress, training.steps)

    @cache
    def graph_of(text: str) -> SentenceGraph:
        return sentence_graph(text.split(), lexicon)

    for step in training:
        _learn(network, training, step, denominator, graph_of, means)


def _learn(
    network: Network,
    training: Training,
    step: Step,
    denominator: Denominator,
    graph_of: Callable[[str], SentenceGraph],
    means: Means,
) -> None:
    labels = torch.from_numpy(step.batch.labels)
    lengths = step.batch.outputs
    with torch.autocast("cpu", dtype=torch.bfloat16):
        outputs, beside = network.both(torch.from_numpy(step.batch.features), DROPOUT)
    outputs, beside = outputs[:, : labels.shape[1]].float(), beside[:, : labels.shape[1]].float()
    with torch.no_grad():
        graphs = [graph_of(step.utterances.spoken[number].text) for number in step.numbers]
        said, said_posteriors = numerator(outputs.detach(), lengths, graphs)
        anything, any_posteriors = denominator(outputs.detach(), lengths)
        usable = torch.isfinite(said) & (said > IMPOSSIBLE / 1e10) & torch.isfinite(anything)
        gradient = (any_posteriors - said_posteriors) * usable[:, None, None]
    frames = sum(lengths)
    aside = cross_entropy(beside, labels)
    loss = (outputs * gradient).sum() / frames + _CROSS_ENTROPY * aside
    loss = loss + _OUTPUT_PENALTY * ((outputs**2).sum(-1) * (labels != NO_LABEL)).sum() / frames
    training.learn(loss)
    objective = ((said - anything) * usable).sum().item() / frames
    means.add(objective=objective, cross_entropy=aside.item(), unusable=float((~usable).sum().item()))
