"""The network as Kaldi's nnet3: lines of configuration in plain text, then the components with their weights.

Affine layers are written as `FixedAffineComponent`: Vosk's loader merges others, which would undo the bottlenecks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

import numpy as np
import numpy.typing as npt

from transcription.training.kaldi_files.writing import KaldiWriter

Matrix = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Affine:
    """`weight`: outputs x inputs."""

    name: str
    weight: Matrix
    bias: Vector


@dataclass(frozen=True)
class Rectifier:
    name: str
    size: int


@dataclass(frozen=True)
class Sum:
    """Adds up what its line of configuration names."""

    name: str
    size: int


Component = Affine | Rectifier | Sum


@dataclass(frozen=True)
class NetworkFile:
    """`context`: input frames that an output needs on each side."""

    configuration: Sequence[str]
    components: Sequence[Component]
    context: int


def write_network(out: KaldiWriter, network: NetworkFile) -> None:
    """An empty vector of priors: what was trained with LF-MMI needs none."""
    out.token("<Nnet3>")
    out.raw(b"\n" + "\n".join(network.configuration).encode("ascii") + b"\n\n")
    out.token("<NumComponents>")
    out.int32(len(network.components))
    for component in network.components:
        out.token("<ComponentName>", component.name)
        _write(out, component)
    out.token("</Nnet3>", "<LeftContext>")
    out.int32(network.context)
    out.token("<RightContext>")
    out.int32(network.context)
    out.token("<Priors>")
    out.vector([])


def _write(out: KaldiWriter, component: Component) -> None:
    match component:
        case Affine(weight=weight, bias=bias):
            out.token("<FixedAffineComponent>", "<LinearParams>")
            out.compressed_matrix(weight)
            out.token("<BiasParams>")
            out.vector(bias)
            out.token("</FixedAffineComponent>")
        case Rectifier(size=size):
            out.token("<RectifiedLinearComponent>", "<Dim>")
            out.int32(size)
            for statistics in ("<ValueAvg>", "<DerivAvg>"):
                out.token(statistics)
                out.vector([])
            out.token("<Count>")
            out.double(0.0)
            out.token("</RectifiedLinearComponent>")
        case Sum(size=size):
            out.token("<NoOpComponent>", "<Dim>")
            out.int32(size)
            out.token("<BackpropScale>")
            out.float32(1.0)
            out.token("</NoOpComponent>")
        case _:
            assert_never(component)
