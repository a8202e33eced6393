"""Logistic regression by L-BFGS: each column by itself, or a choice of one of them. Deterministic."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

Matrix = NDArray[np.float64]
Loss = Callable[[NDArray[np.float32]], tuple[float, NDArray[np.float32]]]
"""What scores cost, and by how much each of them is too high."""
REGULARISATION = 0.04
ITERATIONS = 70


def each(x: sparse.csr_matrix, y: NDArray[np.float32]) -> tuple[Matrix, Matrix]:
    """(weights, bias) by column of `y`, whose values are 0 or 1."""

    def loss(score: NDArray[np.float32]) -> tuple[float, NDArray[np.float32]]:
        value = float((np.logaddexp(0, score) - y * score).sum(dtype=np.float64))
        return value, np.asarray(1 / (1 + np.exp(-score)) - y)

    return _fitted(x, y.shape[1], loss)


def choice(x: sparse.csr_matrix, y: NDArray[np.float32]) -> tuple[Matrix, Matrix]:
    """(weights, bias) by column of `y`, whose rows are shares that add up to 1."""

    def loss(score: NDArray[np.float32]) -> tuple[float, NDArray[np.float32]]:
        top = score.max(axis=1, keepdims=True)
        likely = np.exp(score - top)
        total = likely.sum(axis=1, keepdims=True)
        value = float((np.log(total) + top).sum(dtype=np.float64) - (y * score).sum(dtype=np.float64))
        return value, np.asarray(likely / total - y)

    return _fitted(x, y.shape[1], loss)


def _fitted(x: sparse.csr_matrix, columns: int, loss: Loss) -> tuple[Matrix, Matrix]:
    features = x.shape[1]
    turned = x.T.tocsr()

    def regular(flat: Matrix) -> tuple[float, Matrix]:
        weights = flat.reshape(features + 1, columns).astype(np.float32)
        value, missed = loss(x @ weights[:features] + weights[features])
        gradient = np.empty((features + 1, columns))
        gradient[:features] = turned @ missed + REGULARISATION * weights[:features]
        gradient[features] = missed.sum(axis=0)
        square = float(np.square(weights[:features], dtype=np.float64).sum())
        return value + 0.5 * REGULARISATION * square, gradient.ravel()

    start = np.zeros((features + 1) * columns)
    options = {"maxiter": ITERATIONS, "maxcor": 6}
    found = optimize.minimize(regular, start, jac=True, method="L-BFGS-B", options=options).x
    found = found.reshape(features + 1, columns)
    return found[:features], found[features]
