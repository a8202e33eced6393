"""Templates to sentences: every {slot} is drawn, and what is drawn may hold slots."""

import random
import re
from collections.abc import Callable
from functools import cache

from transcription.training import data_files
from transcription.training.text import spoken_numbers as said
from transcription.training.text.words import DATA, LETTERS, words

_SLOT = re.compile(r"\{(\w+)\}")
_DEEPEST = 12
"""Slots that are filled in one sentence at most."""


@cache
def _slots() -> dict[str, tuple[str, ...]]:
    return data_files.choices(DATA / "slots.txt")


class Grammar:
    """Draws sentences; the same seed and the same calls give the same sentences."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311
        self._numbers = said.SpokenNumbers(self.rng, random.Random(seed))  # noqa: S311
        self._drawn = self._drawn_slots()

    def expand(self, template: str) -> str:
        """Fill the slots from the left, one by one. Raises KeyError for a slot that does not exist."""
        for _ in range(_DEEPEST):
            if "{" not in template:
                break
            template = _SLOT.sub(lambda slot: self._fill(slot.group(1)), template, count=1)
        return " ".join(template.split())

    def _fill(self, name: str) -> str:
        draw = self._drawn.get(name)
        return draw() if draw else self.rng.choice(_slots()[name])

    def _drawn_slots(self) -> dict[str, Callable[[], str]]:
        """The slots whose values are not listed in slots.txt."""
        rng, numbers, known = self.rng, self._numbers, words()

        def number_of(*draws: Callable[[], int]) -> Callable[[], str]:
            return lambda: numbers.number(rng.choice([draw() for draw in draws]))

        def one_of(values: tuple[str, ...]) -> Callable[[], str]:
            return lambda: rng.choice(values)

        def several(values: tuple[str, ...], low: int, high: int) -> Callable[[], str]:
            return lambda: " ".join(rng.choice(values) for _ in range(rng.randint(low, high)))

        return {
            "n": number_of(lambda: rng.randint(2, 12), lambda: rng.randint(2, 60), lambda: rng.randint(10, 99)),
            "small": lambda: numbers.number(rng.randint(2, 9)),
            "big": number_of(
                lambda: rng.randint(100, 999),
                lambda: rng.randint(1, 20) * 100,
                lambda: rng.randint(1, 90) * 1000,
                lambda: rng.randint(1000, 9999),
                lambda: rng.randint(1, 9) * 1_000_000,
            ),
            "ids": lambda: numbers.digits(2, 4),
            "longids": lambda: numbers.digits(4, 7),
            "min": lambda: numbers.number(rng.choice([2, 3, 5, 10, 15, 20, 30, 45, rng.randint(2, 59)])),
            "pct": numbers.percent,
            "clock": numbers.clock,
            "day": one_of(said.DAYS),
            "month": one_of(said.MONTHS),
            "date": numbers.date,
            "ordinal": one_of(said.ORDINALS),
            "name": one_of(known.names),
            "fullname": lambda: rng.choice(known.names) + " " + rng.choice(known.surnames),
            "letters": several(LETTERS, 2, 4),
            "nato": several(known.nato, 2, 3),
            "noun": one_of(known.nouns),
            "adj": one_of(known.adjectives),
            "verb": one_of(known.verbs),
            "adv": one_of(known.adverbs),
        }
