"""The transition model: how phones are made of states, and which output of the network each state listens to."""

from collections.abc import Sequence

import numpy as np

from transcription.training.kaldi_files.writing import KaldiWriter

_WITH_LOOP_PDFS = -1
"""Marks the format whose states have a pdf class of their own for the self-loop."""


def write_transition_model(out: KaldiWriter, phone_pdfs: Sequence[tuple[int, int, int]]) -> None:
    """`phone_pdfs`: phone number from 1 up, forward pdf, loop pdf; in order of the number.

    The one-state "chain" topology: state 0 emits the forward pdf on its first frame and the loop pdf on later ones.
    Each phone gets two transition ids: 2p-1 is the self-loop, 2p goes forward.
    """
    phones = [phone for phone, _, _ in phone_pdfs]
    if phones != sorted(phones) or phones[0] < 1:
        raise ValueError("phones are numbered from 1 and in order")
    topology_of_phone = [-1] * (phones[-1] + 1)
    for phone in phones:
        topology_of_phone[phone] = 0
    out.token("<TransitionModel>", "<Topology>")
    out.int_vector(phones)
    out.int_vector(topology_of_phone)
    out.int32(_WITH_LOOP_PDFS)
    out.int32(1)  # one topology, for all phones
    out.int32(2)  # of two states
    out.int32(0, 1, 2)  # state 0: forward class 0, self-loop class 1, two transitions
    for target in (0, 1):
        out.int32(target)
        out.float32(0.5)
    out.int32(-1, -1, 0)  # state 1: final, no pdf, no transition
    out.token("</Topology>", "<Tuples>")
    out.int32(len(phone_pdfs))
    for phone, forward, loop in phone_pdfs:
        out.int32(phone, 0, forward, loop)
    out.token("</Tuples>", "<LogProbs>")
    log_probabilities = np.full(1 + 2 * len(phone_pdfs), np.log(0.5))
    log_probabilities[0] = 0.0
    out.vector(log_probabilities)
    out.token("</LogProbs>", "</TransitionModel>")
