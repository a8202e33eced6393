"""Spoken numbers: "twenty two" is 22, "half an hour" is 30 minutes."""

import re

_TEENS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = f"{_TEENS} seventeen eighteen nineteen"
_SMALL = {name: value for value, name in enumerate(_UNITS.split())} | {
    name: 10 * tens for tens, name in enumerate(_TENS.split(), start=2)
}
_SEVERAL = {"couple": 2, "dozen": 12}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
NUMBER_WORDS = frozenset({*_SMALL, *_SCALES, "dozen"})
_WORD = "|".join([*_SMALL, *_SCALES, "dozen"])
NUMBER = rf"(?:(?:an?|a couple of) (?={'|'.join(_SCALES)}|dozen)|)(?:(?:{_WORD}|\d+)(?: and(?= (?:{_WORD})\b))?\b ?)+"
_MINUTES = re.compile(
    rf"\b({NUMBER})(?:more )?min(?:ute)?s?\b|\b(half an hour|half hour|(?:three )?quarters? of an hour)\b|"
    rf"\b((?:an|the next|within the) hour)\b|\b({NUMBER})hours?\b|\b(a minute)\b"
)
_PARTS = {"half an hour": 30, "half hour": 30, "quarter of an hour": 15, "three quarters of an hour": 45}
_AFTER_ANNOUNCEMENT = re.compile(
    r"\b(?:next|again|back|more|update|report|check in|hear from (?:me|us)|speak|talk|i'll|word)\b"
)
_BEHIND = re.compile(r"^ ?(?:ago|late|old|long|behind|earlier|apart|of)\b")
_SINCE = re.compile(r"\b(?:last|past|for|took|lasted|since|up to|than|about) $")


def value(spoken: str) -> int | None:
    """The whole number that these words say; None when they say none or several."""
    total = current = 0
    last_small = 1000
    found = False
    for word in spoken.split():
        if word in ("and", "a", "an", "of"):
            continue
        found = True
        if word.isdigit():
            word_value = int(word)
            if current:
                return None
            current = word_value
        elif word in _SEVERAL:
            current = (current or 1) * _SEVERAL[word]
            last_small = 1000
        elif word in _SMALL:
            small = _SMALL[word]
            if current % 100 and not (last_small >= 20 and small < 10 and last_small % 10 == 0):
                return None
            current += small
            last_small = small
        elif word == "hundred":
            current = (current or 1) * 100
            last_small = 1000
        elif word in _SCALES:
            total += (current or 1) * _SCALES[word]
            current, last_small = 0, 1000
        else:
            return None
    return total + current if found else None


def minutes(words: str) -> int | None:
    """The last length of time that is named as one to come, in minutes."""
    found = None
    for match in _MINUTES.finditer(words):
        if _BEHIND.match(words[match.end() :]) or _SINCE.search(words[: match.start()]):
            continue
        many = _in_minutes(match)
        found = many if many is not None else found
    return found


def next_in(words: str) -> int | None:
    """The minutes to the next report, if one is announced."""
    found = None
    for match in _MINUTES.finditer(words):
        before = " ".join(words[: match.start()].split()[-9:])
        if _AFTER_ANNOUNCEMENT.search(before) and not _BEHIND.match(words[match.end() :]):
            found = _in_minutes(match)
    return found


def _in_minutes(match: re.Match[str]) -> int | None:
    number, part, hour, hours, one = match.groups()
    if part:
        return _PARTS.get(part, 15)
    if hour:
        return 60
    if one:
        return 1
    if hours:
        many = value(hours)
        return many * 60 if many is not None else None
    return value(number)
