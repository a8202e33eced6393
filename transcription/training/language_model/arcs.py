"""The language model as a graph of words: states are histories, arcs are words or the way back to a shorter history."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from transcription.training.language_model.trigram import BEGIN, END, Trigram
from transcription.training.pronouncing.lexicon import UNKNOWN_WORD

COST_OF_JOINING = 1.2
"""Negative natural logarithm: a new sentence without a pause that is long enough for an endpoint."""

History = tuple[str, ...]


class Arc(NamedTuple):
    """`word` None: the way back to a shorter history, or on to a new sentence. `cost`: negative natural logarithm."""

    source: int
    target: int
    word: str | None
    cost: float


@dataclass(frozen=True)
class WordGraph:
    """An acceptor; `finals` are the states in which a sentence may end, with their cost."""

    start: int
    arcs: list[Arc]
    finals: list[tuple[int, float]]

    @property
    def states(self) -> int:
        return 1 + max(max(arc.source, arc.target) for arc in self.arcs)


class _States:
    """Numbers of histories; the empty history is state 0."""

    def __init__(self, histories: Iterable[History]) -> None:
        self._numbers: dict[History, int] = {(): 0}
        for history in histories:
            self._numbers[history] = len(self._numbers)

    def of(self, history: History) -> int:
        return self._numbers[history]

    def after(self, history: History, word: str) -> int:
        """The longest history that exists once the word was said."""
        longer = (*history, word)[-2:]
        while longer and longer not in self._numbers:
            longer = longer[1:]
        return self._numbers[longer]


def word_graph(model: Trigram) -> WordGraph:
    """The arcs of the model, `[unk]` among them."""
    states = _States([*((word,) for word in model.after_word), *model.after_pair])
    graph = WordGraph(start=states.of((BEGIN,)), arcs=[], finals=[])

    def add(history: History, listed: Iterable[tuple[str, float]]) -> None:
        source = states.of(history)
        for word, probability in listed:
            cost = -math.log(probability)
            if word != END:
                graph.arcs.append(Arc(source, states.after(history, word), word, cost))
                continue
            graph.finals.append((source, cost))
            if history not in ((), (BEGIN,)):
                graph.arcs.append(Arc(source, graph.start, None, cost + COST_OF_JOINING))

    add((), [*model.words.items(), (UNKNOWN_WORD, model.unknown)])
    for word, listed in model.after_word.items():
        add((word,), listed.items())
        graph.arcs.append(Arc(states.of((word,)), states.of(()), None, -math.log(model.back_off_word[word])))
    for pair, listed in model.after_pair.items():
        add(pair, listed.items())
        shorter = states.of(pair[1:])
        graph.arcs.append(Arc(states.of(pair), shorter, None, -math.log(model.back_off_pair[pair])))
    return graph
