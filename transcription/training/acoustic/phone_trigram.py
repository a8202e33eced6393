"""How often phones follow each other in the labels: the language of the denominator, and the priors of the outputs."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from transcription.training.acoustic.utterances import Labels
from transcription.training.pronouncing.phones import ALL, PDFS

Probabilities = npt.NDArray[np.float64]
_BACK_OFF = 3.0
_SILENCE = 0


class PhoneTrigram(NamedTuple):
    """`after_two`: [before, last, next]; `after_one`: [last, next]; both sum to one over `next`."""

    after_two: Probabilities
    after_one: Probabilities


def phone_sequence(labels: Labels) -> list[int]:
    """The number of each phone that begins: the forward pdf is even."""
    return [int(label) // 2 for label in labels if label % 2 == 0]


def phone_trigram(labels: Iterable[Labels | None]) -> PhoneTrigram:
    """Smoothed with the shorter history; every utterance begins after silence."""
    phones = len(ALL)
    single, pairs, triples = np.ones(phones), np.zeros((phones, phones)), np.zeros((phones, phones, phones))
    for each in labels:
        if each is None:
            continue
        sequence = np.array([_SILENCE, *phone_sequence(each)], dtype=np.int64)
        np.add.at(single, sequence[1:], 1)
        np.add.at(pairs, (sequence[:-1], sequence[1:]), 1)
        np.add.at(triples, (sequence[:-2], sequence[1:-1], sequence[2:]), 1)
    alone = single / single.sum()
    after_one = (pairs + _BACK_OFF * alone) / (pairs.sum(1, keepdims=True) + _BACK_OFF)
    after_two = (triples + _BACK_OFF * after_one[None]) / (triples.sum(2, keepdims=True) + _BACK_OFF)
    return PhoneTrigram(after_two, after_one)


def log_priors(labels: Iterable[Labels | None]) -> Probabilities:
    """Of each output of the network: how often it is the label, with one added."""
    counts = np.ones(PDFS)
    for each in labels:
        if each is not None:
            counts += np.bincount(each, minlength=PDFS)
    result: Probabilities = np.log(counts / counts.sum())
    return result
