"""The sums of LF-MMI against an enumeration of all paths, and the exported network against the trained one.

Needs torch, so it is collected only where the model is trained (`make speech-model` says how).
"""

import itertools
import math

import numpy as np
import pytest
import torch

from transcription.training.acoustic.learning.denominator import Denominator
from transcription.training.acoustic.learning.exporting import exported
from transcription.training.acoustic.learning.network import Network, Shape
from transcription.training.acoustic.learning.numerator import numerator
from transcription.training.acoustic.phone_trigram import PhoneTrigram
from transcription.training.acoustic.sentence_graph import SentenceGraph, sentence_graph
from transcription.training.kaldi_files.network_file import Affine, NetworkFile, Rectifier
from transcription.training.pronouncing.lexicon import Lexicon, Pronunciation
from transcription.training.pronouncing.phones import PDFS

LEXICON: Lexicon = {
    "the": [Pronunciation(("DH", "AH"), 0.0), Pronunciation(("DH", "IY"), 0.7)],
    "a": [Pronunciation(("AH",), 0.0)],
}


def test_the_numerator_sums_over_all_paths_through_the_sentence() -> None:
    torch.manual_seed(1)
    logits = torch.randn(2, 6, PDFS)
    graphs = [sentence_graph(["the"], LEXICON), sentence_graph(["a"], LEXICON)]
    lengths = [6, 4]
    found, posteriors = numerator(logits, lengths, graphs)
    for row, graph in enumerate(graphs):
        total, wanted = _enumerated(logits[row, : lengths[row]].numpy().astype(np.float64), graph)
        assert float(found[row]) == pytest.approx(total, abs=1e-3)
        assert posteriors[row, : lengths[row]].numpy() == pytest.approx(wanted, abs=1e-3)
    assert posteriors[1, 4:].abs().sum() == 0


def _enumerated(logits: np.ndarray, graph: SentenceGraph) -> tuple[float, np.ndarray]:
    paths = [[int(start)] for start in graph.starts]
    for _ in range(len(logits) - 1):
        paths = [
            [*path, state] for path in paths for state in range(len(graph.pdfs)) if path[-1] in graph.before[state]
        ]
    ends = set(graph.ends.tolist())
    weights, sums = [], np.zeros_like(logits)
    for path in (path for path in paths if path[-1] in ends):
        pdfs = graph.pdfs[path]
        weight = math.exp(sum(logits[np.arange(len(logits)), pdfs]))
        weights.append(weight)
        np.add.at(sums, (np.arange(len(logits)), pdfs), weight)
    return math.log(sum(weights)), sums / sum(weights)


def test_the_denominator_sums_over_all_phone_sequences() -> None:
    phones, frames = 3, 4
    rng = np.random.default_rng(1)
    after_two = rng.dirichlet(np.ones(phones), (phones, phones))
    after_one = rng.dirichlet(np.ones(phones), phones)
    logits = rng.normal(size=(frames, 2 * phones))
    found, posteriors = Denominator(PhoneTrigram(after_two, after_one))(
        torch.tensor(np.stack([logits, logits]), dtype=torch.float32), [frames, frames - 1]
    )
    for row, length in enumerate((frames, frames - 1)):
        total, sums = 0.0, np.zeros((frames, 2 * phones))
        for path in itertools.product(range(phones), (True, False), repeat=length):
            steps = list(zip(path[0::2], path[1::2], strict=True))
            weight = _weight(steps, after_two, after_one)
            pdfs = [2 * phone + (not begins) for phone, begins in steps]
            weight *= math.exp(sum(logits[frame, pdf] for frame, pdf in enumerate(pdfs)))
            total += weight
            for frame, pdf in enumerate(pdfs):
                sums[frame, pdf] += weight
        assert float(found[row]) == pytest.approx(math.log(total), abs=1e-4)
        assert posteriors[row].numpy() == pytest.approx(sums / total, abs=1e-4)


def _weight(steps: list[tuple[int, bool]], after_two: np.ndarray, after_one: np.ndarray) -> float:
    """Of a sequence of (phone, whether it begins here); zero when it is none."""
    if not steps[0][1]:
        return 0.0
    before, current = 0, steps[0][0]
    weight = float(after_one[0, current])
    for phone, begins in steps[1:]:
        if begins:
            weight *= float(after_two[before, current, phone])
            before, current = current, phone
        elif phone != current:
            return 0.0
    return weight


def test_the_exported_network_gives_what_the_trained_one_gives() -> None:
    torch.manual_seed(2)
    network = Network(Shape(first=12, hidden=10, bottleneck=4, layers=2))
    network.train()
    for _ in range(3):
        network(torch.randn(4, 60, 40))
    network.mean.copy_(torch.randn(40))
    network.deviation.copy_(torch.rand(40) + 0.5)
    file = exported(network)
    features = np.random.default_rng(1).normal(size=(2 * network.context + 1, 40))
    with torch.no_grad():
        wanted = network(torch.tensor(features[None], dtype=torch.float32))[0, 0].numpy()
    assert _output(file, features, network.context) == pytest.approx(wanted, abs=1e-3)


def _output(file: NetworkFile, features: np.ndarray, frame: int) -> np.ndarray:
    """As Kaldi reads the lines of configuration, at one input frame."""
    components = {component.name: component for component in file.components}
    inputs = {line.split()[1].removeprefix("name="): line.partition("input=")[2] for line in file.configuration[1:-1]}

    def node(name: str, at: int) -> np.ndarray:
        if name == "input":
            return features[at]
        component, source = components[name], inputs[name]
        if source.startswith("Append("):
            parts = source.removeprefix("Append(").removesuffix(")").replace("Offset(", "").replace(")", "").split(", ")
            value, place = np.zeros(0), 0
            while place < len(parts):
                moved = place + 1 < len(parts) and parts[place + 1].lstrip("-").isdigit()
                value = np.concatenate([value, node(parts[place], at + (int(parts[place + 1]) if moved else 0))])
                place += 2 if moved else 1
        elif source.startswith("Sum("):
            scale, scaled, added = source.removeprefix("Sum(Scale(").removesuffix(")").replace(")", "").split(", ")
            value = float(scale) * node(scaled, at) + node(added, at)
        else:
            value = node(source, at)
        match component:
            case Affine(weight=weight, bias=bias):
                return np.asarray(weight @ value + bias)
            case Rectifier():
                return np.maximum(value, 0)
            case _:
                return value

    return node("output.affine", frame)
