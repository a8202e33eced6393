"""Spoken numbers: "twenty two" is 22, "half an hour" is 30 minutes."""

import re

_TEENS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = f"{_TEENS} seventeen eighteen nineteen"
_SMALL = {name: value for value, name in enumerate(_UNITS.split())} | {
    name: 10 * tens for tens, name in enumerate(_TENS.split(), start=2)
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_WORD = "|".join([*_SMALL, *_SCALES])
NUMBER = rf"(?:(?:an?|a couple of) (?={'|'.join(_SCALES)})|)(?:(?:{_WORD}|\d+)(?: and(?= (?:{_WORD})\b))?\b ?)+"
_MINUTES = re.compile(rf"\b({NUMBER})(?:more )?min(?:ute)?s?\b|\b(half an hour)\b|\b(an hour)\b|\b({NUMBER})hours?\b")


def value(spoken: str) -> int | None:
    """The whole number that these words say; None when they say none or several."""
    total = current = 0
    last_small = 1000
    found = False
    for word in spoken.split():
        if word in ("and", "a", "an"):
            continue
        found = True
        if word.isdigit():
            word_value = int(word)
            if current:
                return None
            current = word_value
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
    """The last length of time that is named, in minutes."""
    found = None
    for match in _MINUTES.finditer(words):
        number, half, hour, hours = match.groups()
        if half:
            found = 30
        elif hour:
            found = 60
        elif hours:
            many = value(hours)
            found = many * 60 if many is not None else found
        else:
            found = value(number) if value(number) is not None else found
    return found
