"""A small phrase-structure grammar of plain English: it gives the sequences of function words that templates lack."""

import random
import re
from collections.abc import Sequence
from functools import cache

from transcription.training import data_files
from transcription.training.text.inflection import forms_of
from transcription.training.text.words import DATA, words


@cache
def _phrases() -> dict[str, tuple[str, ...]]:
    return data_files.choices(DATA / "plain_english.txt")


class PlainEnglish:
    """Draws sentences, grammatical more often than true."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)  # noqa: S311
        self._words = words()

    def sentence(self) -> str:
        kind = self._rng.random()
        if kind < 0.42:
            return self._clause()
        if kind < 0.55:
            return self._clause() + " " + self._of("joining") + " " + self._clause()
        if kind < 0.63:
            return self._of("plural_subjects") + " " + self._of("saying") + " " + self._clause()
        if kind < 0.73:
            asked = self._of("requests") + " " + self._verb() + " " + self._noun_phrase()
            return asked + self._one(["", " " + self._of("times")])
        if kind < 0.82:
            return self._question()
        if kind < 0.9:
            there = self._of("existence") + " " + self._noun_phrase()
            return there + self._one(["", " " + self._of("prepositions") + " " + self._noun_phrase()])
        return self._of("prepositions") + " " + self._noun_phrase() + " " + self._clause()

    def _question(self) -> str:
        asked = self._of("questions") + " " + self._of("question_verbs") + " "
        asked += self._one([self._noun_phrase(), self._of("plural_subjects")]) + " "
        return asked + self._one([self._verb(), self._adjective(), self._of("times"), "like"])

    def _clause(self) -> str:
        kind = self._rng.random()
        if kind < 0.45:
            subject = self._of("plural_subjects")
            said = self._verb_phrase(plural=True)
            if subject == "i":
                said = re.sub(r"^are\b", "am", re.sub(r"^were\b", "was", said))
            else:
                said = re.sub(r"^am\b", "are", said)
            clause = subject + " " + said
        elif kind < 0.65:
            clause = self._of("singular_subjects") + " " + self._verb_phrase(plural=False)
        else:
            clause = self._noun_phrase() + " " + self._verb_phrase(plural=False)
        if self._rng.random() < 0.3:
            clause += " " + self._of("times")
        return clause

    def _verb_phrase(self, plural: bool) -> str:
        verb = self._verb()
        forms = forms_of(verb)
        what = self._object()
        kind = self._rng.random()
        if kind < 0.3:
            return self._of("modals") + " " + verb + what
        if kind < 0.45:
            return forms.past + what
        if kind < 0.58:
            return (verb if plural else forms.third) + what
        number = "plural" if plural else "singular"
        if kind < 0.72:
            return self._of(f"{number}_continuous") + " " + forms.ing + what
        if kind < 0.82:
            return self._of(f"{number}_perfect") + " " + forms.participle + what
        being = self._of(f"{number}_being")
        return (
            being
            + " "
            + self._one(
                [
                    self._adjective(),
                    self._rng.choice(self._words.adverbs) + " " + self._adjective(),
                    self._noun_phrase(),
                    forms.participle,
                    self._of("prepositions") + " " + self._noun_phrase(),
                    "too " + self._adjective() + " to " + self._verb(),
                ]
            )
        )

    def _object(self) -> str:
        return self._one(
            [
                " " + self._noun_phrase(),
                " " + self._noun_phrase(),
                "",
                " " + self._of("prepositions") + " " + self._noun_phrase(),
                " to " + self._verb() + " " + self._noun_phrase(),
                " " + self._of("particles"),
            ]
        )

    def _noun_phrase(self, nested: bool = False) -> str:
        kind = self._rng.random()
        if kind < 0.12:
            return self._rng.choice(self._words.names)
        if kind < 0.24:
            return self._of("objects")
        phrase = self._of("determiners") + " " + self._noun()
        if not nested and self._rng.random() < 0.2:
            phrase += " " + self._of("prepositions") + " " + self._noun_phrase(nested=True)
        return phrase

    def _noun(self) -> str:
        noun = self._rng.choice(self._words.nouns)
        if self._rng.random() < 0.15:
            return self._adjective() + " " + noun
        if self._rng.random() < 0.1:
            return noun + " " + self._rng.choice(self._words.nouns)
        return noun

    def _verb(self) -> str:
        return self._rng.choice(self._words.verbs)

    def _adjective(self) -> str:
        return self._rng.choice(self._words.adjectives)

    def _of(self, kind: str) -> str:
        return self._rng.choice(_phrases()[kind])

    def _one(self, values: Sequence[str]) -> str:
        return self._rng.choice(values)
