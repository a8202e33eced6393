"""Amounts as digits: percentages, decimals and versions, spans such as "five to ten minutes", counts, identifiers.

Whatever may mean something else stays as it was said: "one of them", "ten to nine", "twenty second", "fifty fifty".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from transcription.vocabulary.number_words import (
    NOUGHTS,
    cardinal,
    digits,
    identifier,
    is_number_like,
    run_end,
)
from transcription.vocabulary.spans import Span
from transcription.vocabulary.units import (
    AFTER_A_NUMBERED_ONE,
    DOUBTFUL_AFTER,
    DOUBTFUL_BEFORE,
    THINGS_WITH_A_NUMBER,
    is_counted,
)

FIRST_DIGITS: Final = 10
"""Numbers from here on are written as digits whatever they count."""
MOST_DIGITS: Final = 20
_LATEST_HOUR: Final = 24


@dataclass(frozen=True, slots=True)
class _Place:
    """A run of number words and what stands around it."""

    words: Sequence[str]
    start: int
    end: int

    @property
    def said(self) -> Sequence[str]:
        return self.words[self.start : self.end]

    @property
    def before(self) -> str:
        return self.words[self.start - 1] if self.start else ""

    def after(self, further: int = 0) -> str:
        at = self.end + further
        return self.words[at] if at < len(self.words) else ""

    def as_said(self, end: int = 0) -> Span:
        end = end or self.end
        return Span(self.start, end, " ".join(self.words[self.start : end]))

    def shown(self, text: str, kind: str) -> Span:
        return Span(self.start, self.end, text, kind)


def amount(words: Sequence[str], at: int) -> Span | None:
    """The amount that begins at `at`, written or left as said as a whole; None when no number word begins there."""
    end = run_end(words, at)
    if end == at:
        return None
    place = _Place(words, at, end)
    if place.after() in ("point", "dot") and run_end_at(words, end + 1) > end + 1:
        return _pointed(place)
    if place.before in DOUBTFUL_BEFORE:
        return place.as_said()
    number = cardinal(place.said)
    if number is None:
        return _side_by_side(place)
    if place.after() in ("percent", "per") and (share := _percent(place, str(number))) is not None:
        return share
    if _in_doubt(place):
        return place.as_said()
    if place.after() in ("to", "or", "and", "of", "till") and run_end_at(words, end + 1) > end + 1:
        return _two(place, number)
    return _one(place, number)


def run_end_at(words: Sequence[str], at: int) -> int:
    """`run_end`, also behind the last word."""
    return run_end(words, at) if at < len(words) else at


def _in_doubt(place: _Place) -> bool:
    if place.after() in DOUBTFUL_AFTER:
        return True
    if place.after() == "of" and is_number_like(place.after(1)):
        return True
    return (
        place.after() == "and"
        and place.after(1) in ("a", "three")
        and place.after(2) in ("half", "quarter", "quarters")
    )


def _percent(place: _Place, number: str) -> Span | None:
    for said in (("percent",), ("per", "cent")):
        if tuple(place.words[place.end : place.end + len(said)]) == said:
            return Span(place.start, place.end + len(said), f"{number} %", "percent")
    return None


def _one(place: _Place, number: int) -> Span:
    named = place.before in THINGS_WITH_A_NUMBER
    if number == 1:
        counted = place.said[0] != "one" or place.after() in ("minute", "hour", "day", "week", "percentage")
        sure = counted or (named and (not place.after() or place.after() in AFTER_A_NUMBERED_ONE))
    else:
        sure = number >= FIRST_DIGITS or named or is_counted(place.after())
    return place.shown(in_digits(number), "number") if sure else place.as_said()


def _two(place: _Place, first: int) -> Span:
    """ "five to ten minutes", "two or three nodes"; "ten to nine" and "one to two hundred" have two meanings."""
    joint = place.after()
    other = _Place(place.words, place.end + 1, run_end(place.words, place.end + 1))
    second = cardinal(other.said)
    if joint == "and":
        joined = place.before == "between"
    else:
        joined = joint in ("to", "or")
    if second is None or not joined or other.after() in ("point", "dot"):
        return place.as_said(other.end) if joint in ("to", "or", "of", "till") else _one(place, first)
    is_share = _percent(other, "") is not None
    counts = is_share or is_counted(other.after())
    by_the_clock = joint == "to" and first < 60 and second <= _LATEST_HOUR and not counts
    by_the_hundred = second >= 100 and first < 100 and first < (cardinal(other.said[:1]) or 1)
    if first >= second or by_the_clock or by_the_hundred or _in_doubt(other) or not (counts or second >= FIRST_DIGITS):
        return place.as_said(other.end)
    text = f"{in_digits(first)} {joint} {in_digits(second)}"
    if not is_share:
        return Span(place.start, other.end, text, "number")
    whole = _percent(other, text)
    return Span(place.start, whole.end, whole.shown, "percent") if whole else place.as_said(other.end)


def _side_by_side(place: _Place) -> Span:
    """Digits one by one are a number by themselves from three on; after "server" any of them name one."""
    said = digits(place.said)
    named = place.before in THINGS_WITH_A_NUMBER
    if named:
        text = None if is_counted(place.after()) else identifier(place.said)
    else:
        text = said if said is not None and len(said) >= 3 and not _counting(said) else None
    if text is None or len(text) > MOST_DIGITS or _in_doubt(place) or place.after() in ("percent", "per", "to"):
        return place.as_said()
    return place.shown(text, "number")


def _counting(said: str) -> bool:
    """ "one two three" is a test of the microphone, "three two one" a count-down."""
    steps = {int(after) - int(before) for before, after in pairwise(said)}
    return steps in ({1}, {-1})


def _pointed(place: _Place) -> Span:
    """ "two point five percent", "one point twelve point oh", "ten dot zero dot one dot five"."""
    parts, end, sign = [place.said], place.end, place.after()
    while end < len(place.words) and place.words[end] == sign:
        start = end + 1
        last = start
        while last < len(place.words) and place.words[last] in NOUGHTS:
            last += 1
        last = run_end_at(place.words, last) if last < len(place.words) else last
        if last == start:
            break
        parts.append(place.words[start:last])
        end = last
    whole = _Place(place.words, place.start, end)
    first = cardinal(parts[0])
    rest = [_fraction(part, sign) for part in parts[1:]]
    idiom = place.before in ("at", "some", "this", "that") and first == 1 and sign == "point"
    if first is None or idiom or place.before in DOUBTFUL_BEFORE or None in rest or whole.after() in ("point", "dot"):
        return whole.as_said()
    text = ".".join([str(first), *(part for part in rest if part is not None)])
    if len(text) > MOST_DIGITS:
        return whole.as_said()
    if len(parts) == 2 and (share := _percent(whole, text)) is not None:
        return share
    if _in_doubt(whole):
        return whole.as_said()
    return whole.shown(text, "number")


def _fraction(part: Sequence[str], sign: str) -> str | None:
    said = digits(part)
    if said is not None:
        return said
    scale = part[-1] if part[-1] in ("million", "billion") else ""
    if scale and sign == "point":
        above = digits(part[:-1])
        return f"{above} {scale}" if above else None
    number = cardinal(part)
    return str(number) if number is not None and 10 <= number < 1000 else None


def in_digits(number: int) -> str:
    """387, 12000, 2 million."""
    for scale, name in ((1_000_000_000, "billion"), (1_000_000, "million")):
        if number >= scale and number % scale == 0:
            return f"{number // scale} {name}"
    return str(number)
