"""A sentence as a graph of states: optional silence between words, every way to say them; and the best path in it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from transcription.training.pronouncing.lexicon import Lexicon
from transcription.training.pronouncing.phones import SILENCE, forward_pdf, loop_pdf

Numbers = npt.NDArray[np.int64]
_IMPOSSIBLE = -1e30


@dataclass(frozen=True)
class SentenceGraph:
    """A phone is two states, its first frame and its later frames.

    `pdfs`: of each state. `before`: states x most predecessors, filled up with -1. `starts`, `ends`: states.
    """

    pdfs: Numbers
    before: Numbers
    starts: Numbers
    ends: Numbers


def sentence_graph(words: Sequence[str], lexicon: Lexicon) -> SentenceGraph:
    """Raises KeyError for a word outside the lexicon."""
    graph = _Growing()
    ends = graph.phone(SILENCE, [])
    starts = [0]
    for place, word in enumerate(words):
        word_ends: list[int] = []
        for phones, _ in lexicon[word]:
            if place == 0:
                starts.append(len(graph.pdfs))
            ways = list(ends)
            for phone in phones:
                ways = graph.phone(phone, ways)
            word_ends += ways
        ends = word_ends + graph.phone(SILENCE, word_ends)
    return SentenceGraph(np.array(graph.pdfs), graph.table(), np.array(starts), np.array(ends))


def best_path(log_likelihoods: npt.NDArray[np.float32], graph: SentenceGraph) -> tuple[Numbers | None, float]:
    """Viterbi over frames x pdfs: the state of each frame and the score; None when the frames are too few."""
    frames, states = len(log_likelihoods), len(graph.pdfs)
    of_state = log_likelihoods[:, graph.pdfs]
    score = np.full(states + 1, _IMPOSSIBLE)  # the last one stands for "no predecessor"
    score[graph.starts] = of_state[0, graph.starts]
    came_from = np.zeros((frames, states), dtype=np.int32)
    every = np.arange(states)
    for frame in range(1, frames):
        candidates = score[graph.before]
        best = candidates.argmax(1)
        came_from[frame] = graph.before[every, best]
        score[:states] = candidates[every, best] + of_state[frame]
    end = graph.ends[score[graph.ends].argmax()]
    if score[end] < _IMPOSSIBLE / 2:
        return None, _IMPOSSIBLE
    path = np.empty(frames, dtype=np.int64)
    path[-1] = end
    for frame in range(frames - 1, 0, -1):
        path[frame - 1] = came_from[frame, path[frame]]
    return path, float(score[end])


class _Growing:
    def __init__(self) -> None:
        self.pdfs: list[int] = []
        self._before: list[list[int]] = []

    def phone(self, phone: str, before: list[int]) -> list[int]:
        """Add a phone after these states; the states in which it may end."""
        first = len(self.pdfs)
        self.pdfs += [forward_pdf(phone), loop_pdf(phone)]
        self._before += [list(before), [first, first + 1]]
        return [first, first + 1]

    def table(self) -> Numbers:
        width = max(1, *(len(each) for each in self._before))
        return np.array([each + [-1] * (width - len(each)) for each in self._before], dtype=np.int64)
