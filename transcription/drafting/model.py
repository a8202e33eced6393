"""The model: a weight for each feature and type. Linear, so that every decision can be explained by its features."""

import io
import math
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transcription.drafting.cues import TYPES

_FORMAT = 1


@dataclass(frozen=True)
class Model:
    """`rows`: feature name to row of `weights` (features x types, float32); `bias` by type.

    `threshold`: from which probability on a line is what a scribe would note.
    """

    rows: Mapping[str, int]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    threshold: float

    def probabilities(self, features: Mapping[str, float]) -> dict[str, float]:
        """How sure the model is of each type of entry, 0 to 1; features it does not know count for nothing."""
        known = [(self.rows[name], value) for name, value in features.items() if name in self.rows]
        score = self.bias.astype(np.float64)
        if known:
            rows, values = zip(*known, strict=True)
            score = score + np.asarray(values) @ self.weights[list(rows)]
        return {kind: 1.0 / (1.0 + math.exp(-float(found))) for kind, found in zip(TYPES, score, strict=True)}

    def reasons(self, kind: str, features: Mapping[str, float], most: int = 5) -> list[tuple[str, float]]:
        """The features that spoke most for or against this type, with what each added to the score."""
        column = TYPES.index(kind)
        parts = [
            (name, value * float(self.weights[self.rows[name], column]))
            for name, value in features.items()
            if name in self.rows
        ]
        return sorted(parts, key=lambda part: (-abs(part[1]), part[0]))[:most]


def to_bytes(model: Model) -> bytes:
    """The file of a model; the same model gives the same bytes."""
    names = sorted(model.rows, key=lambda name: model.rows[name])
    out = io.BytesIO()
    np.savez_compressed(
        out,
        format=np.array([_FORMAT]),
        names=np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8),
        weights=model.weights.astype(np.float16),
        bias=model.bias.astype(np.float32),
        threshold=np.array([model.threshold]),
    )
    return out.getvalue()


def from_bytes(data: bytes) -> Model:
    """Raises ValueError if this is not a model of this version."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise ValueError("this is not a drafting model")
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            if int(file["format"][0]) != _FORMAT:
                raise ValueError("the drafting model is of another version; run `python -m transcription train`")
            names: Sequence[str] = bytes(file["names"]).decode("utf-8").split("\n")
            return Model(
                rows={name: row for row, name in enumerate(names)},
                weights=file["weights"].astype(np.float32),
                bias=file["bias"].astype(np.float32),
                threshold=float(file["threshold"][0]),
            )
    except (KeyError, OSError, zipfile.BadZipFile) as error:
        raise ValueError(f"this is not a drafting model ({error})") from None
