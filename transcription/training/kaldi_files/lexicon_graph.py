"""The lexicon and the phones' states as one graph, from Kaldi's transition ids to words.

A prefix tree over words: each phone is one arc with its forward id into a state of its own that carries the self-loop
(Kaldi's order "reorder": forward first, loops after). The word stands on the arc of its last phone. The tree is not
determinised later, so words that sound alike are parallel arcs and no disambiguation symbol is needed; Kaldi composes
it with the language model while it decodes, looking ahead at labels.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

from transcription.training.pronouncing.lexicon import Lexicon
from transcription.training.pronouncing.phones import FILLER, FILLER_VARIANT, SILENCE, forward_id, loop_id, variants

BETWEEN_WORDS = 0
IN_SILENCE = 1
START = 2
CHANCE_OF_SILENCE = 0.5
"""Between two words, and before the first."""


class LexiconArc(NamedTuple):
    """`output`: the number of a word, or 0."""

    source: int
    target: int
    transition_id: int
    output: int
    cost: float


def lexicon_arcs(lexicon: Lexicon, word_id: Mapping[str, int]) -> list[LexiconArc]:
    """Those of START come first: fstcompile starts where the first arc starts. BETWEEN_WORDS is the final state."""
    return _Tree(word_id).grown(lexicon)


class _Tree:
    def __init__(self, word_id: Mapping[str, int]) -> None:
        self._word_id = word_id
        self._arcs: list[LexiconArc] = []
        self._last_state = START
        self._next: dict[tuple[int, str], int] = {}
        self._ends: dict[str, int] = {}

    def grown(self, lexicon: Lexicon) -> list[LexiconArc]:
        self._add_ways_on(START)
        self._add(IN_SILENCE, IN_SILENCE, loop_id(SILENCE))
        self._add(IN_SILENCE, BETWEEN_WORDS, 0)
        for word in sorted(lexicon):
            for phones, cost in lexicon[word]:
                said = [FILLER_VARIANT] if phones == (FILLER,) else variants(phones)
                state = BETWEEN_WORDS
                for variant in said[:-1]:
                    state = self._after(state, variant)
                self._add(state, self._end(said[-1]), forward_id(said[-1]), self._word_id[word], cost)
        return self._arcs

    def _after(self, state: int, variant: str) -> int:
        known = self._next.get((state, variant))
        if known is not None:
            return known
        found = self._next[state, variant] = self._new()
        self._add(state, found, forward_id(variant))
        self._add(found, found, loop_id(variant))
        return found

    def _end(self, variant: str) -> int:
        """One state for all words that end with this phone."""
        known = self._ends.get(variant)
        if known is not None:
            return known
        found = self._ends[variant] = self._new()
        self._add(found, found, loop_id(variant))
        self._add_ways_on(found)
        return found

    def _add_ways_on(self, state: int) -> None:
        self._add(state, BETWEEN_WORDS, 0, cost=-math.log(1.0 - CHANCE_OF_SILENCE))
        self._add(state, IN_SILENCE, forward_id(SILENCE), cost=-math.log(CHANCE_OF_SILENCE))

    def _new(self) -> int:
        self._last_state += 1
        return self._last_state

    def _add(self, source: int, target: int, transition_id: int, output: int = 0, cost: float = 0.0) -> None:
        self._arcs.append(LexiconArc(source, target, transition_id, output, cost))
