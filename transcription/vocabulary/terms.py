"""The team's own words: what is said, how it is written, and where one begins in a line."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from transcription.vocabulary.number_words import cardinal, digits, identifier, run_end
from transcription.vocabulary.spans import Span
from transcription.vocabulary.units import is_counted

KINDS: Final = ("service", "host", "acronym", "name", "other")
NUMBER: Final = "#"


@dataclass(frozen=True, slots=True)
class Term:
    """`spoken` are forms as the recognizer writes them; `#` in them and in `written` stands for a number."""

    written: str
    spoken: tuple[str, ...]
    kind: str = "other"


@dataclass(frozen=True)
class Vocabulary:
    """Terms in order of their importance: of two with the same spoken form the first counts.

    `language` of what is said: numbers are written as digits in English ("en") alone.
    """

    terms: tuple[Term, ...] = ()
    language: str = "en"
    _by_first: dict[str, list[tuple[tuple[str, ...], Term]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for term in self.terms:
            for form in term.spoken:
                words = tuple(form.split())
                if words:
                    self._by_first.setdefault(words[0], []).append((words, term))
        for known in self._by_first.values():
            known.sort(key=lambda found: (-len(found[0]), found[0].count(NUMBER)))

    def match(self, words: Sequence[str], at: int) -> Span | None:
        """The longest term that begins at `at`."""
        for form, term in self._by_first.get(words[at], ()):
            found = _numbers(form, words, at)
            if found is None:
                continue
            end, numbers = found
            shown = term.written
            for number in numbers:
                shown = shown.replace(NUMBER, number, 1)
            return Span(at, end, shown, term.kind)
        return None


NO_TERMS: Final = Vocabulary()


def _numbers(form: Sequence[str], words: Sequence[str], at: int) -> tuple[int, list[str]] | None:
    """Where the form ends in the words, and the numbers that its signs stand for; None when it is not said there."""
    numbers: list[str] = []
    for index, wanted in enumerate(form):
        if at >= len(words):
            return None
        if wanted != NUMBER:
            if words[at] != wanted:
                return None
            at += 1
            continue
        end = run_end(words, at)
        number = identifier(words[at:end]) if end > at else None
        after = words[end] if end < len(words) else ""
        if number is None or (index == len(form) - 1 and _counts_what_follows(words[at:end], after)):
            return None
        numbers.append(number)
        at = end
    return at, numbers


def _counts_what_follows(said: Sequence[str], after: str) -> bool:
    """Whether the number may belong to the next word: "on prod server three disks failed", "server one of two"."""
    if list(said) == ["one"] and after in ("of", "more", "thing", "by"):
        return True
    one_by_one = digits(said)
    is_plain_number = cardinal(said) is not None or (one_by_one is not None and len(one_by_one) < 2)
    return after in ("percent", "per", "point", "dot") or (is_plain_number and is_counted(after))
