"""Which terms a model can ever put out, and how to say or map the others. What the model knows is asked outside."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Final

from transcription.vocabulary.terms import NUMBER, Term

LONGEST_SPLIT: Final = 24
MOST_PIECES: Final = 4
MOST_LETTERS: Final = 4
SHORTEST_PIECE: Final = 2

Known = Callable[[Collection[str]], Collection[str]]
"""Those of the words that the model can put out."""


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """`heard` are the spoken forms that can be put out; `unknown` the words that cannot; `hint` says what to do."""

    term: Term
    heard: tuple[str, ...]
    unknown: tuple[str, ...]
    hint: str = ""

    @property
    def is_heard(self) -> bool:
        return bool(self.heard)


def hearings(terms: Iterable[Term], known_of: Known) -> list[Hearing]:
    """Each term against the model; asks it twice, however many terms."""
    asked = list(terms)
    known = set(known_of({word for term in asked for form in term.spoken for word in _words(form)}))
    unheard = {
        word
        for term in asked
        if not any(known.issuperset(_words(form)) for form in term.spoken)
        for form in term.spoken
        for word in _words(form)
        if word not in known
    }
    pieces = {piece for word in unheard for piece in _pieces(word)}
    known |= set(known_of(pieces)) if pieces else set()
    return [_hearing(term, known) for term in asked]


def never_heard(found: Iterable[Hearing]) -> list[Hearing]:
    """Those that the model can never put out, but for names which another term writes, whole or word by word."""
    asked = list(found)
    mapped = {hearing.term.written.casefold() for hearing in asked if hearing.is_heard}
    return [
        hearing
        for hearing in asked
        if not hearing.is_heard
        and hearing.term.written.casefold() not in mapped
        and not (hearing.term.kind == "name" and mapped.issuperset(hearing.unknown))
    ]


def _hearing(term: Term, known: Collection[str]) -> Hearing:
    known = set(known)
    heard = tuple(form for form in term.spoken if known.issuperset(_words(form)))
    unknown = tuple(dict.fromkeys(word for form in term.spoken for word in _words(form) if word not in known))
    if heard:
        return Hearing(term=term, heard=heard, unknown=unknown)
    ways = [way for form in term.spoken if (way := _another_way(form, known, term.kind))]
    never = f"this model never writes {' or '.join(f'“{word}”' for word in unknown)}"
    if not ways:
        return Hearing(
            term=term, heard=(), unknown=unknown, hint=f"{never}; add what it writes instead when you say it"
        )
    return Hearing(term=term, heard=(), unknown=unknown, hint=f"{never}; try the spoken form “{ways[0]}”")


def _words(form: str) -> list[str]:
    return [word for word in form.split() if word != NUMBER]


def _another_way(form: str, known: Collection[str], kind: str) -> str:
    """The form with each unknown word cut into known ones, or spelled; empty when one cannot be."""
    said = []
    for word in form.split():
        way = [word] if word == NUMBER or word in known else _cut(word, known) or _spelled(word, known, kind)
        if not way:
            return ""
        said += way
    return " ".join(said)


def _pieces(word: str) -> set[str]:
    if len(word) > LONGEST_SPLIT:
        return set()
    return {word[start:end] for start in range(len(word)) for end in range(start + 1, len(word) + 1)}


def _cut(word: str, known: Collection[str]) -> list[str]:
    """The fewest known words that make it up."""
    if len(word) > LONGEST_SPLIT:
        return []
    best: dict[int, list[str]] = {0: []}
    for end in range(1, len(word) + 1):
        ways = [
            [*best[start], word[start:end]]
            for start in range(max(0, end - LONGEST_SPLIT), end - SHORTEST_PIECE + 1)
            if start in best and word[start:end] in known
        ]
        if ways:
            best[end] = min(ways, key=len)
    whole = best.get(len(word), [])
    return whole if len(whole) <= MOST_PIECES else []


def _spelled(word: str, known: Collection[str], kind: str) -> list[str]:
    """Letter by letter, as acronyms and other short words are said, but names are not."""
    letters = list(word)
    usual = kind == "acronym" or (kind != "name" and len(word) <= MOST_LETTERS)
    return letters if usual and all(each in known for each in letters) else []
