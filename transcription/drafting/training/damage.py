"""What a recognizer does to words: some are lost, some change places, some are heard as a word that sounds alike."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from transcription.drafting.measuring.annotated import Call

DAMAGED = 0.10


def damaged(call: Call, words: Sequence[str], seed: int, rate: float = DAMAGED) -> Call:
    """The call with `rate` of its words dropped, swapped with the next or misheard as one of `words`."""
    dice = random.Random(f"{seed}:{call.name}")  # noqa: S311 - repeatable damage, no secret
    alike = _alike(tuple(words))
    return replace(
        call, lines=tuple(replace(said, text=_heard(said.text, alike, words, dice, rate)) for said in call.lines)
    )


def vocabulary(calls: Sequence[Call]) -> list[str]:
    return sorted({word for call in calls for said in call.lines for word in said.text.split()})


def _heard(text: str, alike: Mapping[str, list[str]], words: Sequence[str], dice: random.Random, rate: float) -> str:
    out: list[str] = []
    left = text.split()
    at = 0
    while at < len(left):
        word = left[at]
        at += 1
        if dice.random() >= rate:
            out.append(word)
            continue
        how = dice.randrange(3)
        if how == 1 and at < len(left):
            out += [left[at], word]
            at += 1
        elif how == 2:
            near = [other for other in alike.get(_sound(word), ()) if other != word]
            out.append(dice.choice(near or list(words)))
    return " ".join(out)


def _sound(word: str) -> str:
    """First letter and consonants, as far as a telephone carries them."""
    same = str.maketrans("bdgvzqjy", "ptkfskci")
    bare = word.translate(same)
    return bare[:1] + "".join(letter for letter in bare[1:] if letter not in "aeiou'hw")[:3]


@cache
def _alike(words: tuple[str, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(_sound(word), []).append(word)
    return found
