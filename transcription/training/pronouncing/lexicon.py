"""The lexicon: each word of the vocabulary with the ways to say it."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from transcription.training import data_files
from transcription.training.pronouncing.phones import FILLER, INDEX

PRONUNCIATIONS = Path(__file__).parent / "data" / "pronunciations.txt"
UNKNOWN_WORD = "[unk]"
COST_OF_ANOTHER_WAY = 0.7
"""Negative natural logarithm, of every way but the first."""


class Pronunciation(NamedTuple):
    phones: tuple[str, ...]
    cost: float


Lexicon = dict[str, list[Pronunciation]]


class NoPronunciation(Exception):
    """Words that nobody has said how to say; the text names them."""


def read(path: Path = PRONUNCIATIONS) -> dict[str, list[tuple[str, ...]]]:
    """`word phone phone ...` lines. Raises ValueError for a phone that does not exist."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in data_files.lines(path):
        word, *phones = line.split()
        strange = [phone for phone in phones if phone not in INDEX]
        if strange or not phones:
            raise ValueError(f"{path.name}: {line!r} has no phones that are known")
        ways = found.setdefault(word, [])
        if tuple(phones) not in ways:
            ways.append(tuple(phones))
    return found


def lines_of(ways: Mapping[str, Iterable[tuple[str, ...]]]) -> list[str]:
    """As `read` reads them."""
    return [f"{word} {' '.join(phones)}" for word, each in ways.items() for phones in each]


def lexicon_of(vocabulary: Iterable[str], known: Mapping[str, list[tuple[str, ...]]]) -> Lexicon:
    """The vocabulary and `[unk]`, which is said as the filler. Raises NoPronunciation."""
    wanted = list(vocabulary)
    missing = [word for word in wanted if word not in known]
    if missing:
        raise NoPronunciation(f"No pronunciation of: {' '.join(missing)}. Add them to {PRONUNCIATIONS.name}.")
    lexicon = {
        word: [Pronunciation(phones, COST_OF_ANOTHER_WAY if place else 0.0) for place, phones in enumerate(known[word])]
        for word in wanted
    }
    lexicon[UNKNOWN_WORD] = [Pronunciation((FILLER,), 0.0)]
    return lexicon
