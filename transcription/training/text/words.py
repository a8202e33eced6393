"""The word lists, by kind; their order belongs to the seed, because words are drawn by place."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from transcription.training import data_files

DATA = Path(__file__).parent / "data"
LETTERS = tuple("abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True, kw_only=True)
class Words:
    """Lower case, as spoken. `acronyms`: how an engine has to be told to say them; `more`: only to be recognized."""

    names: tuple[str, ...]
    surnames: tuple[str, ...]
    nato: tuple[str, ...]
    nouns: tuple[str, ...]
    verbs: tuple[str, ...]
    adjectives: tuple[str, ...]
    adverbs: tuple[str, ...]
    more: tuple[str, ...]
    acronyms: dict[str, str]


@cache
def words() -> Words:
    def read(name: str) -> tuple[str, ...]:
        return tuple(data_files.words(DATA / f"{name}.txt"))

    return Words(
        names=read("names"),
        surnames=read("surnames"),
        nato=read("nato"),
        nouns=read("nouns"),
        verbs=read("verbs"),
        adjectives=read("adjectives"),
        adverbs=read("adverbs"),
        more=read("common") + read("more_words"),
        acronyms=data_files.pairs(DATA / "acronyms.txt"),
    )
