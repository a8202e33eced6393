"""Number words and the strict readings of a run of them: one number, digits one by one, numbers side by side."""

from collections.abc import Sequence
from typing import Final

_SMALL: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"

SMALL: Final = {word: value for value, word in enumerate(_SMALL.split())}
TENS: Final = {word: 10 * value for value, word in enumerate(_TENS.split(), start=2)}
SCALES: Final = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
MULTIPLIERS: Final = frozenset({"hundred", *SCALES})
NUMBER_WORDS: Final = frozenset({*SMALL, *TENS, *MULTIPLIERS})
NOUGHTS: Final = frozenset({"oh", "o"})
"""How a zero is said between digits."""


def is_number_like(word: str) -> bool:
    """A number word, or something that is written with digits already."""
    return word in NUMBER_WORDS or any(character.isdigit() for character in word)


def below_hundred(words: Sequence[str]) -> int | None:
    """0 to 99: "seven", "seventeen", "seventy", "seventy seven"."""
    match list(words):
        case [word] if word in SMALL:
            return SMALL[word]
        case [word] if word in TENS:
            return TENS[word]
        case [tens, unit] if tens in TENS and 1 <= SMALL.get(unit, 0) <= 9:
            return TENS[tens] + SMALL[unit]
        case _:
            return None


def _below_thousand(words: Sequence[str]) -> int | None:
    if "hundred" not in words:
        return below_hundred(words)
    at = list(words).index("hundred")
    hundreds = 1 if list(words[:at]) == ["a"] else below_hundred(words[:at])
    rest = list(words[at + 1 :])
    if rest[:1] == ["and"]:
        rest = rest[1:] or ["and"]
    below = below_hundred(rest) if rest else 0
    if hundreds is None or not 1 <= hundreds <= 9 or below is None or (rest and below == 0):
        return None
    return hundreds * 100 + below


def cardinal(words: Sequence[str]) -> int | None:
    """The one number that these words say by the rules ("two thousand and five"); None for everything else."""
    total, rest = 0, list(words)
    for scale in sorted(SCALES, key=SCALES.__getitem__, reverse=True):
        if scale not in rest:
            continue
        at = rest.index(scale)
        many = 1 if rest[:at] == ["a"] and not total else _below_thousand(rest[:at])
        if not many:
            return None
        total += many * SCALES[scale]
        rest = rest[at + 1 :]
    if not total:
        return _hundreds_of_teens(rest) if _below_thousand(rest) is None else _below_thousand(rest)
    if not rest:
        return total
    if rest[0] == "and":
        rest = rest[1:]
        last = below_hundred(rest)
    else:
        last = _below_thousand(rest)
    return total + last if last else None


def _hundreds_of_teens(words: Sequence[str]) -> int | None:
    """ "fourteen hundred" is 1400; "twenty hundred" nobody says."""
    if len(words) < 2 or words[-1] != "hundred":
        return None
    hundreds = below_hundred(words[:-1])
    return hundreds * 100 if hundreds and hundreds > 10 and hundreds % 10 else None


def digits(words: Sequence[str]) -> str | None:
    """Digits said one by one: "three oh seven" is 307."""
    found = ""
    for word in words:
        value = 0 if word in NOUGHTS else SMALL.get(word, 10)
        if value > 9:
            return None
        found += str(value)
    return found or None


def pairs(words: Sequence[str]) -> str | None:
    """Digits and numbers below a hundred, set side by side: "three eighty seven" is 387, "eighty eighty" 8080."""
    found, at = "", 0
    while at < len(words):
        if words[at] in NOUGHTS:
            found, at = found + "0", at + 1
            continue
        two = below_hundred(words[at : at + 2]) if at + 1 < len(words) and words[at] in TENS else None
        one = below_hundred(words[at : at + 1])
        if two is not None:
            found, at = found + str(two), at + 2
        elif one is not None:
            found, at = found + str(one), at + 1
        else:
            return None
    return found or None


def identifier(words: Sequence[str]) -> str | None:
    """What these words are after "server" or "port": digits, one number, or numbers side by side."""
    said = digits(words)
    if said is not None:
        return said
    number = cardinal(words)
    return str(number) if number is not None else pairs(words)


def run_end(words: Sequence[str], at: int) -> int:
    """Where the number words that begin at `at` end; `at` itself when none begins. "a" and "and" count inside only."""
    if words[at] not in NUMBER_WORDS and not (
        words[at] == "a" and at + 1 < len(words) and words[at + 1] in MULTIPLIERS
    ):
        return at
    end = at + 1
    while end < len(words):
        follows = words[end + 1] if end + 1 < len(words) else ""
        joins_hundreds = words[end] == "and" and words[end - 1] in MULTIPLIERS and follows in {*SMALL, *TENS}
        joins_digits = words[end] in NOUGHTS and (follows in NUMBER_WORDS or follows in NOUGHTS)
        if words[end] not in NUMBER_WORDS and not joins_hundreds and not joins_digits:
            break
        end += 1
    return end
