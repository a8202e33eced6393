"""The trained network as Kaldi's nnet3: batch norms folded into the layers before them, the splices as offsets."""

from typing import Any

import numpy as np
import torch

from transcription.training.acoustic.learning.network import BYPASS, Network
from transcription.training.kaldi_files.configuration import COEFFICIENTS
from transcription.training.kaldi_files.network_file import (
    Affine,
    Component,
    Matrix,
    NetworkFile,
    Rectifier,
    Sum,
    Vector,
)
from transcription.training.pronouncing.phones import FILLER, forward_pdf, loop_pdf

FILLER_SCORE = 2.6
"""The filler has no training data: a constant that wins only where every ordinary phone scores badly."""


def exported(network: Network) -> NetworkFile:
    """Changes the network: the filler's outputs become a constant."""
    network.eval()
    with torch.no_grad():
        for pdf in (forward_pdf(FILLER), loop_pdf(FILLER)):
            network.out.weight[pdf] = 0.0
            network.out.bias[pdf] = FILLER_SCORE
    building = _Building()
    weight, bias = _folded(network.first, network.first_norm)
    mean = np.tile(network.mean.double().numpy(), weight.shape[1] // COEFFICIENTS)
    weight = weight / np.tile(network.deviation.double().numpy(), weight.shape[1] // COEFFICIENTS)
    node = building.affine("l1.affine", weight, bias - weight @ mean, _spliced("input", (-2, -1, 0, 1, 2)))
    node = building.rectifier("l1.relu", network.shape.first, node)
    node = building.affine("l2.affine", *_folded(network.second, network.second_norm), _spliced(node, (-1, 0, 1)))
    node = building.rectifier("l2.relu", network.shape.hidden, node)
    for number, layer in enumerate(network.layers, start=1):
        narrow = building.affine(f"f{number}.linear", *_folded(layer.linear, None), _spliced(node, (-3, 0)))
        wide = building.affine(f"f{number}.affine", *_folded(layer.affine, layer.norm), _spliced(narrow, (0, 3)))
        rectified = building.rectifier(f"f{number}.relu", network.shape.hidden, wide)
        node = building.sum(f"f{number}.sum", network.shape.hidden, f"Sum(Scale({BYPASS:.2f}, {node}), {rectified})")
    node = building.affine("output.affine", *_folded(network.out, None), node)
    building.lines.append(f"output-node name=output input={node} objective=linear")
    return NetworkFile(building.lines, building.components, network.context)


class _Building:
    """Components, and the lines of configuration that connect them; each method gives the name of its node."""

    def __init__(self) -> None:
        self.lines = [f"input-node name=input dim={COEFFICIENTS}"]
        self.components: list[Component] = []

    def affine(self, name: str, weight: Matrix, bias: Vector, source: str) -> str:
        return self._add(Affine(name, weight, bias), source)

    def rectifier(self, name: str, size: int, source: str) -> str:
        return self._add(Rectifier(name, size), source)

    def sum(self, name: str, size: int, source: str) -> str:
        return self._add(Sum(name, size), source)

    def _add(self, component: Component, source: str) -> str:
        self.components.append(component)
        self.lines.append(f"component-node name={component.name} component={component.name} input={source}")
        return component.name


def _spliced(node: str, offsets: tuple[int, ...]) -> str:
    return f"Append({', '.join(f'Offset({node}, {offset})' if offset else node for offset in offsets)})"


def _folded(layer: Any, norm: Any) -> tuple[Matrix, Vector]:
    """Weight and bias of a linear layer and the batch norm after it."""
    weight = layer.weight.detach().double()
    bias = torch.zeros(weight.shape[0], dtype=torch.double) if layer.bias is None else layer.bias.detach().double()
    if norm is not None:
        scale = norm.weight.detach().double() / torch.sqrt(norm.running_var.double() + norm.eps)
        weight = weight * scale[:, None]
        bias = (bias - norm.running_mean.double()) * scale + norm.bias.detach().double()
    return weight.numpy(), bias.numpy()
