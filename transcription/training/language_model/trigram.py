"""A small back-off trigram: interpolated absolute discounting, pruned by count.

The method: Ney, Essen, Kneser, "On structuring probabilistic dependences in stochastic language modelling" (1994).
The probabilities of all words, the end of the sentence and the unknown word sum to one after every history.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

BEGIN = "<s>"
END = "</s>"
_LEAST = 1e-6
"""A back-off weight's numerator and denominator are at least this."""

Pair = tuple[str, str]
Probabilities = dict[str, float]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """`discount`: taken off each count. `floor`: weight of the uniform distribution among single words."""

    least_pairs: int = 2
    least_triples: int = 4
    discount: float = 0.8
    floor: float = 0.08
    unknown: float = 1e-4


@dataclass(frozen=True, kw_only=True)
class Trigram:
    """Probabilities by history; what a history does not list, its back-off weight times the shorter history's gives."""

    words: Probabilities
    after_word: dict[str, Probabilities]
    after_pair: dict[Pair, Probabilities]
    back_off_word: dict[str, float]
    back_off_pair: dict[Pair, float]
    unknown: float

    def probability(self, word: str, history: Sequence[str] = ()) -> float:
        """Of a word (or END) after the last two words of `history`."""
        if len(history) >= 2:
            pair = (history[-2], history[-1])
            if pair in self.after_pair:
                listed = self.after_pair[pair].get(word)
                return self.back_off_pair[pair] * self._after(history[-1], word) if listed is None else listed
        return self._after(history[-1], word) if history else self.words.get(word, self.unknown)

    def _after(self, last: str, word: str) -> float:
        if last not in self.after_word:
            return self.words.get(word, self.unknown)
        listed = self.after_word[last].get(word)
        return self.back_off_word[last] * self.words.get(word, self.unknown) if listed is None else listed


class _Counts:
    """How often one, two and three words follow each other, and how many different words follow a history."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.single: Counter[str] = Counter()
        self.pairs: Counter[Pair] = Counter()
        self.triples: Counter[tuple[str, str, str]] = Counter()
        for sentence in sentences:
            words = [BEGIN, *sentence.split(), END]
            self.single.update(words[1:])
            self.pairs.update(pairwise(words))
            self.triples.update(zip(words, words[1:], words[2:], strict=False))


def train(sentences: Iterable[str], vocabulary: Iterable[str], settings: Settings | None = None) -> Trigram:
    """The model of these sentences; words outside the vocabulary are an error (KeyError)."""
    chosen = settings or Settings()
    counts = _Counts(sentences)
    words = _single(counts, sorted(vocabulary), chosen)
    after_word = _after_word(counts, words, chosen)
    back_off_word = {
        last: _weight(listed.values(), (words[word] for word in listed)) for last, listed in after_word.items()
    }
    shorter = Trigram(
        words=words, after_word=after_word, back_off_word=back_off_word, after_pair={}, back_off_pair={},
        unknown=chosen.unknown,
    )  # fmt: skip
    after_pair = _after_pair(counts, shorter, chosen)
    back_off_pair = {
        pair: _weight(listed.values(), (shorter.probability(word, pair[1:]) for word in listed))
        for pair, listed in after_pair.items()
    }
    return Trigram(
        words=words, after_word=after_word, back_off_word=back_off_word, after_pair=after_pair,
        back_off_pair=back_off_pair, unknown=chosen.unknown,
    )  # fmt: skip


def _single(counts: _Counts, vocabulary: list[str], settings: Settings) -> Probabilities:
    """Half by how many different words come before (Kneser-Ney), half by count, with a uniform floor."""
    histories = Counter(word for _, word in counts.pairs)
    all_histories, all_words = sum(histories.values()), sum(counts.single.values())
    found = {}
    for word in [*vocabulary, END]:
        mixed = 0.5 * (histories[word] / all_histories) + 0.5 * (counts.single[word] / all_words)
        found[word] = (1 - settings.floor) * mixed + settings.floor / (len(vocabulary) + 1)
    return {word: probability * (1 - settings.unknown) for word, probability in found.items()}


def _after_word(counts: _Counts, words: Probabilities, settings: Settings) -> dict[str, Probabilities]:
    total: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for (last, _), count in counts.pairs.items():
        total[last] += count
        kinds[last] += 1
    found: dict[str, Probabilities] = {}
    for (last, word), count in counts.pairs.items():
        if count < settings.least_pairs and last != BEGIN:
            continue
        rest = settings.discount * kinds[last] / total[last]
        found.setdefault(last, {})[word] = max(count - settings.discount, 0) / total[last] + rest * words[word]
    return found


def _after_pair(counts: _Counts, shorter: Trigram, settings: Settings) -> dict[Pair, Probabilities]:
    """Only where the shorter history lists the word too, so that back-off leads to a state that exists."""
    total: Counter[Pair] = Counter()
    kinds: Counter[Pair] = Counter()
    for (before, last, _), count in counts.triples.items():
        total[before, last] += count
        kinds[before, last] += 1
    found: dict[Pair, Probabilities] = {}
    for (before, last, word), count in counts.triples.items():
        if count < settings.least_triples or word not in shorter.after_word.get(last, ()):
            continue
        pair = (before, last)
        rest = settings.discount * kinds[pair] / total[pair]
        own = max(count - settings.discount, 0) / total[pair]
        found.setdefault(pair, {})[word] = own + rest * shorter.probability(word, (last,))
    return found


def _weight(listed: Iterable[float], shorter: Iterable[float]) -> float:
    """What the listed words leave over, as a share of what the shorter history gives to the others."""
    return max(_LEAST, 1 - sum(listed)) / max(_LEAST, 1 - sum(shorter))
