"""Lines as a table of features, made once and shared by every fold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from transcription.drafting.cues import TYPES
from transcription.drafting.drafter import step
from transcription.drafting.measuring.annotated import Call


@dataclass(frozen=True)
class Table:
    """`x`: lines x features; `y`: lines x types, 0 or 1; `call`: the number of each line's call."""

    names: tuple[str, ...]
    x: sparse.csr_matrix
    y: NDArray[np.float32]
    call: NDArray[np.int64]

    def of_calls(self, calls: Sequence[int]) -> NDArray[np.int64]:
        """The rows of these calls."""
        return np.flatnonzero(np.isin(self.call, calls))


def table(calls: Sequence[Call]) -> Table:
    """The features of every line, in the order in which they are said."""
    columns: dict[str, int] = {}
    rows: list[int] = []
    indices: list[int] = []
    values: list[float] = []
    labels: list[list[bool]] = []
    belongs: list[int] = []
    for number, call in enumerate(calls):
        context = call.context()
        for said in call.lines:
            seen, context = step(context, call.line(said))
            for name, value in seen.features.items():
                rows.append(len(labels))
                indices.append(columns.setdefault(name, len(columns)))
                values.append(value)
            kinds = {label["type"] for label in said.labels}
            labels.append([kind in kinds for kind in TYPES])
            belongs.append(number)
    shape = (len(labels), len(columns))
    x = sparse.csr_matrix((np.array(values, dtype=np.float32), (rows, indices)), shape=shape)
    return Table(tuple(columns), x, np.array(labels, dtype=np.float32), np.array(belongs, dtype=np.int64))
