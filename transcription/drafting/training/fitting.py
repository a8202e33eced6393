"""Both views of the model, fitted on lines and calibrated on lines that they had not seen. Deterministic."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from transcription.drafting.cues import TYPES
from transcription.drafting.model import Model, chosen
from transcription.drafting.training import logistic
from transcription.drafting.training.table import Table

Matrix = NDArray[np.float64]
CALLS_FOR_A_FEATURE = 2
HALF = 0.5
"""Both views count alike until they are calibrated."""
_GRID = np.arange(0.25, 0.50, 0.01)
FIRST_THRESHOLD = 0.3


def fit(table: Table, calls: Sequence[int]) -> Model:
    """A model of these calls, not yet calibrated; a feature counts only if two calls have it."""
    rows = table.of_calls(calls)
    kept = np.flatnonzero(_calls_with(table, rows) >= CALLS_FOR_A_FEATURE)
    x = table.x[rows][:, kept].tocsr()
    rarity = _rarity(x)
    x = (x @ sparse.diags(rarity)).tocsr().astype(np.float32)
    weights, bias = logistic.each(x, table.y[rows])
    choice_weights, choice_bias = logistic.choice(x, _one_of(table.y[rows]))
    return Model(
        rows={table.names[column]: row for row, column in enumerate(kept)},
        weights=(HALF * weights * rarity[:, None]).astype(np.float32),
        bias=(HALF * bias).astype(np.float32),
        choice_weights=(choice_weights * rarity[:, None]).astype(np.float16).astype(np.float32),
        choice_bias=choice_bias.astype(np.float32),
        choice_share=np.full(len(TYPES), HALF, dtype=np.float32),
        threshold=FIRST_THRESHOLD,
    )


def _one_of(y: NDArray[np.float32]) -> NDArray[np.float32]:
    """What a line chooses: nothing (the first column) or its types in equal shares."""
    found = np.column_stack([y.sum(axis=1) == 0, y]).astype(np.float32)
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def calibrated(model: Model, wanted: NDArray[np.float32], scores: Matrix) -> Model:
    """The model with its probabilities put right by lines that it had not seen: `scores` are what it said of these."""
    slope, offset = np.ones(len(TYPES)), np.zeros(len(TYPES))
    for column in range(len(TYPES)):
        slope[column], offset[column] = _line(scores[:, column], wanted[:, column])
    return replace(
        model,
        weights=(model.weights * slope).astype(np.float16).astype(np.float32),
        bias=(model.bias * slope + offset).astype(np.float32),
        choice_share=(model.choice_share * slope).astype(np.float32),
        threshold=_threshold(wanted > 0, 1 / (1 + np.exp(-(scores * slope + offset)))),
    )


def scores(model: Model, table: Table, rows: NDArray[np.int64]) -> Matrix:
    """The log-odds of each of these rows, for each type."""
    known = {name: column for column, name in enumerate(table.names)}
    pairs = [(known[name], row) for name, row in model.rows.items() if name in known]
    columns, used = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    x = table.x[rows][:, columns]
    choice = np.asarray(x @ model.choice_weights[used] + model.choice_bias, dtype=np.float64)
    return np.asarray(x @ model.weights[used] + model.bias + model.choice_share * chosen(choice), dtype=np.float64)


def _line(score: Matrix, wanted: NDArray[np.float32]) -> tuple[float, float]:
    """Slope and offset that make a score the log-odds of being wanted (Platt)."""

    def loss(at: Matrix) -> float:
        found = at[0] * score + at[1]
        return float((np.logaddexp(0, found) - wanted * found).sum())

    slope, offset = optimize.minimize(loss, np.array([1.0, 0.0]), method="BFGS").x
    return float(slope), float(offset)


def _threshold(truth: NDArray[np.bool_], found: Matrix) -> float:
    """From which probability on an entry is drafted, whatever its type: the best micro F1."""
    f1 = [2 * (truth & (found > value)).sum() / ((found > value).sum() + truth.sum()) for value in _GRID]
    return round(float(_GRID[int(np.argmax(f1))]), 2)


def _rarity(x: sparse.csr_matrix) -> Matrix:
    """What many lines have says little of each: a weight for each column."""
    lines_with = np.bincount(x.indices, minlength=x.shape[1])
    return np.asarray(np.sqrt(np.log((x.shape[0] + 1) / (lines_with + 1)) / 5))


def _calls_with(table: Table, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each feature, in how many calls it occurs."""
    chosen = table.x[rows].tocoo()
    pairs = np.unique(chosen.col.astype(np.int64) * (int(table.call.max()) + 1) + table.call[rows][chosen.row])
    return np.bincount(pairs // (int(table.call.max()) + 1), minlength=table.x.shape[1])
