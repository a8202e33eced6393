"""The model: two linear views of a line, so that every decision can be explained by its features.

One view asks for each type by itself whether the line is of it; the other chooses between the types and nothing. The
log-odds of a type are the sum of both, each weighted by how sure it turned out to be.
"""

import io
import math
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transcription.drafting.cues import TYPES

_FORMAT = 2
_RIVALS = np.zeros((len(TYPES), len(TYPES) + 1))
_RIVALS[np.arange(len(TYPES)), np.arange(len(TYPES)) + 1] = -np.inf
"""For each type, what takes it out of the columns of a choice: nothing first, then the types."""


@dataclass(frozen=True)
class Model:
    """`rows`: feature name to row of `weights` (features x types, float32); `bias` by type.

    `choice_weights`, `choice_bias`: the same for the choice, with nothing as the first column; `choice_share`: by type,
    how much the choice counts. `threshold`: from which probability on a line is what a scribe would note.
    """

    rows: Mapping[str, int]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    choice_weights: NDArray[np.float32]
    choice_bias: NDArray[np.float32]
    choice_share: NDArray[np.float32]
    threshold: float

    def probabilities(self, features: Mapping[str, float]) -> dict[str, float]:
        """How sure the model is of each type of entry, 0 to 1; features it does not know count for nothing."""
        alone, choice = self._views(features)
        score = alone + self.choice_share * chosen(choice)
        return {kind: 1.0 / (1.0 + math.exp(-float(found))) for kind, found in zip(TYPES, score, strict=True)}

    def reasons(self, kind: str, features: Mapping[str, float], most: int = 5) -> list[tuple[str, float]]:
        """The features that spoke most for or against this type, with what each added to the score.

        In the choice a feature adds what it says of the type less what it says of its rivals, each of these by its
        part among them. All features together are the score, but for what the model says of a line without any.
        """
        column = TYPES.index(kind)
        _, choice = self._views(features)
        rivals = choice + _RIVALS[column]
        parts = np.exp(rivals - rivals.max())
        parts /= parts.sum()
        share = float(self.choice_share[column])
        known = [(name, value, self.rows[name]) for name, value in features.items() if name in self.rows]
        found = []
        for name, value, row in known:
            said = self.choice_weights[row].astype(np.float64)
            added = float(self.weights[row, column]) + share * float(said[column + 1] - parts @ said)
            found.append((name, value * added))
        return sorted(found, key=lambda part: (-abs(part[1]), part[0]))[:most]

    def _views(self, features: Mapping[str, float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        alone, choice = self.bias.astype(np.float64), self.choice_bias.astype(np.float64)
        known = [(self.rows[name], value) for name, value in features.items() if name in self.rows]
        if known:
            rows, values = zip(*known, strict=True)
            alone = alone + np.asarray(values) @ self.weights[list(rows)]
            choice = choice + np.asarray(values) @ self.choice_weights[list(rows)]
        return alone, choice


def chosen(choice: NDArray[np.float64]) -> NDArray[np.float64]:
    """The log-odds that a type is chosen: its score against all its rivals; the last axis loses its first column."""
    rivals = choice[..., None, :] + _RIVALS
    top = rivals.max(axis=-1)
    against = top + np.log(np.exp(rivals - top[..., None]).sum(axis=-1))
    return np.asarray(choice[..., 1:] - against)


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
        choice_weights=model.choice_weights.astype(np.float16),
        choice_bias=model.choice_bias.astype(np.float32),
        choice_share=model.choice_share.astype(np.float32),
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
                choice_weights=file["choice_weights"].astype(np.float32),
                choice_bias=file["choice_bias"].astype(np.float32),
                choice_share=file["choice_share"].astype(np.float32),
                threshold=float(file["threshold"][0]),
            )
    except (KeyError, OSError, zipfile.BadZipFile) as error:
        raise ValueError(f"this is not a drafting model ({error})") from None
