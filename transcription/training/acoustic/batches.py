"""Batches of utterances of like length, as arrays, and the learning rate of each step."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from transcription.training.acoustic.feature_files import Features
from transcription.training.acoustic.utterances import Utterances
from transcription.training.kaldi_files.configuration import COEFFICIENTS, FRAME_SUBSAMPLING

FRAMES_OF_A_BATCH = 4000
"""Output frames, padding included."""
LONGEST = 400
"""Output frames of an utterance that is trained on: 12 s."""
NO_LABEL = -100
_LEVEL_SPREAD = 6.0
_CHANCE_OF_A_MASK = 0.3


class Batch(NamedTuple):
    """`features`: utterances x frames x 40, with context on both sides. `labels`: utterances x outputs, or NO_LABEL."""

    features: npt.NDArray[np.float32]
    labels: npt.NDArray[np.int64]
    outputs: list[int]


def shuffled(utterances: Utterances, rng: np.random.Generator) -> list[list[int]]:
    """Numbers of all utterances that have labels, in batches in random order."""
    chosen = [
        number
        for number, labels in enumerate(utterances.labels)
        if labels is not None and utterances.outputs(number) <= LONGEST
    ]
    chosen.sort(key=lambda number: utterances.outputs(number) + rng.uniform(0, 8))
    batches = of_like_length(utterances, chosen)
    rng.shuffle(batches)
    return batches


def of_like_length(utterances: Utterances, numbers: Sequence[int]) -> list[list[int]]:
    """Cut a list that is sorted by length."""
    batches: list[list[int]] = []
    current: list[int] = []
    for number in numbers:
        if current and (len(current) + 1) * utterances.outputs(number) > FRAMES_OF_A_BATCH:
            batches.append(current)
            current = []
        current.append(number)
    return [*batches, current] if current else batches


def collate(
    utterances: Utterances, numbers: Sequence[int], context: int, rng: np.random.Generator | None = None
) -> Batch:
    """One batch; with `rng` levels are changed and short stretches of time masked."""
    outputs = [utterances.outputs(number) for number in numbers]
    most = max(outputs)
    total = FRAME_SUBSAMPLING * most + 2 * context + 2
    features = np.zeros((len(numbers), total, COEFFICIENTS), np.float32)
    labels = np.full((len(numbers), most), NO_LABEL, np.int64)
    for row, number in enumerate(numbers):
        padded = with_context(utterances.features(number), context)
        if rng is not None:
            padded[:, 0] += rng.normal(0, _LEVEL_SPREAD)  # the first coefficient moves with the logarithm of the gain
        length = min(len(padded), total)
        features[row, :length] = padded[:length]
        features[row, length:] = padded[length - 1]
        if rng is not None and rng.random() < _CHANCE_OF_A_MASK:
            width = int(rng.integers(2, 12))
            start = int(rng.integers(0, max(1, total - width)))
            features[row, start : start + width] = features[row, start : start + 1]
        known = utterances.labels[number]
        if known is not None:
            labels[row, : outputs[row]] = known[: outputs[row]]
    return Batch(features, labels, outputs)


def with_context(features: Features, context: int) -> Features:
    """The first and last frame repeated, as Kaldi's decoder does."""
    before, after = np.repeat(features[:1], context, 0), np.repeat(features[-1:], context + 2, 0)
    return np.concatenate([before, features, after])


def learning_rate(step: int, steps: int, peak: float, warm_up: float = 0.1, least: float = 0.03) -> float:
    """Up in a line for the share `warm_up` of the steps, then down in half a cosine to the share `least` of `peak`."""
    done = step / steps
    if done < warm_up:
        return peak * (0.1 + 0.9 * done / warm_up)
    falling = 0.5 * (1 + math.cos(math.pi * (done - warm_up) / (1 - warm_up)))
    return peak * (least + (1 - least) * falling)
