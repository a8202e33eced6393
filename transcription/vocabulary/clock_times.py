"""Times of day: only with their zone, or with a.m. or p.m.; "nine twelve" alone may be anything."""

from collections.abc import Sequence

from transcription.vocabulary.number_words import NOUGHTS, below_hundred, digits, run_end
from transcription.vocabulary.spans import Span

_ZONES: dict[tuple[str, ...], str] = {
    ("utc",): "UTC",
    ("u", "t", "c"): "UTC",
    ("zulu",): "UTC",
    ("gmt",): "GMT",
    ("g", "m", "t"): "GMT",
}
_HALVES: dict[tuple[str, ...], str] = {
    ("pm",): "pm",
    ("p", "m"): "pm",
    ("p.m.",): "pm",
    ("am",): "am",
    ("a", "m"): "am",
    ("a.m.",): "am",
}
_BETWEEN = (("hours",), ("o'clock",))
_ZEROES = frozenset({"zero", *NOUGHTS})


def time_of_day(words: Sequence[str], at: int) -> Span | None:
    """A time with its zone ("nine twelve utc" is 09:12 UTC) or half of the day that begins at `at`."""
    first = at + 1 if words[at] in NOUGHTS and at + 1 < len(words) else at
    end = run_end(words, first)
    if end == first:
        return None
    said = clock(words[at:end])
    if said is None:
        return None
    hour, minute = said
    after = end + 1 if tuple(words[end : end + 1]) in _BETWEEN else end
    zone, zone_end = _marker(words, after, _ZONES)
    if zone:
        return Span(at, zone_end, f"{hour:02d}:{minute:02d} {zone}", "time")
    half, half_end = _marker(words, after, _HALVES)
    if not half or not 1 <= hour <= 12 or (half == "am" and tuple(words[half_end : half_end + 1]) == ("i",)):
        return None
    alone = end - at == 1
    return Span(at, half_end, f"{hour} {half}" if alone else f"{hour}:{minute:02d} {half}", "time")


def clock(words: Sequence[str]) -> tuple[int, int] | None:
    """Hour and minute, when the words have exactly one reading as a time of 24 hours."""
    found = {
        (hour, minute)
        for cut in range(1, len(words) + 1)
        if (hour := _hour(words[:cut])) is not None
        and hour < 24
        and (minute := _minute(words[cut:], hour, words[0])) is not None
    }
    one_by_one = digits(words)
    if one_by_one is not None and len(one_by_one) == 4 and int(one_by_one[:2]) < 24 and int(one_by_one[2:]) < 60:
        found.add((int(one_by_one[:2]), int(one_by_one[2:])))
    return found.pop() if len(found) == 1 else None


def _hour(words: Sequence[str]) -> int | None:
    if len(words) == 2 and words[0] in _ZEROES:
        one = digits(words[1:])
        return int(one) if one else None
    return None if words[0] in NOUGHTS else below_hundred(words)


def _minute(words: Sequence[str], hour: int, first: str) -> int | None:
    if not words:
        return 0
    if list(words) == ["hundred"]:
        return 0 if hour >= 10 or first in _ZEROES else None
    if len(words) == 2 and words[0] in _ZEROES:
        one = digits(words[1:])
        return int(one) if one else None
    minute = below_hundred(words)
    return minute if minute is not None and 10 <= minute < 60 else None


def _marker(words: Sequence[str], at: int, known: dict[tuple[str, ...], str]) -> tuple[str, int]:
    for said, written in known.items():
        if tuple(words[at : at + len(said)]) == said:
            return written, at + len(said)
    return "", at
