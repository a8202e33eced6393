"""How many customers, users, sites or cases a line names."""

import re

from transcription.drafting.lexicon import CLASSES, word_set
from transcription.drafting.numbers import NUMBER, value

_SAID = re.compile(rf"\b({NUMBER})(?:point ({NUMBER}))?(million|thousand)?")
_NOT_A_COUNT = re.compile(
    r"^(?:min(?:ute)?s?|hours?|o'clock|percent|seconds?|past|am|pm|a m|p m|times|days?|weeks?|months?|years?|"
    r"point|dollars|"
    r"euros|pounds|rand|degrees|in \w+$|to (?:nine|ten|one|two|three)|in (?:two|three|four|five|six|ten|"
    r"a hundred)|out of)\b"
)
_CLOCK_BEFORE = re.compile(
    r"\b(?:at|past|since|till|until|sev|severity|by|before|after|quarter to|half|number|line|version) $"
)
REACH_WORDS = 5


def affected(words: str) -> int | None:
    """The number before people, places or cases, else the only number of the line; None if it is not clear."""
    candidates: list[tuple[int, bool]] = []
    for match in _SAID.finditer(words):
        number = _number(match)
        behind = words[match.end() :].lstrip()
        if number is None or _NOT_A_COUNT.match(behind) or _CLOCK_BEFORE.search(words[: match.start()]):
            continue
        reach = behind.split()[:REACH_WORDS]
        of_people = any({"PEOPLE", "CASES"} & set(CLASSES.get(word, ())) or word in _MORE for word in reach)
        if number > 1 or (of_people and reach and _counts_people(reach[0])):
            candidates.append((number, of_people))
    sure = [number for number, of_people in candidates if of_people]
    if sure:
        return sure[0]
    return candidates[0][0] if len(candidates) == 1 else None


_MORE = word_set(
    """
    waiting affected agencies participants teachers developers handsets barangays clinics booked doctors
    nurses machines gentleman lady fella guy church airline hospital newsagents guests contacts fetches
    villages towns
    """
)


def _counts_people(word: str) -> bool:
    return bool({"PEOPLE", "CASES"} & set(CLASSES.get(word, ()))) or word in _MORE


def _number(match: re.Match[str]) -> int | None:
    whole, tenths, scale = match.groups()
    if tenths is None:
        return value(whole)
    last = tenths.split()[-1]
    parts = [value(whole), value(" ".join(tenths.split()[:-1]) if last in ("million", "thousand") else tenths)]
    factor = {"million": 1_000_000, "thousand": 1000}.get(scale or last)
    if factor is None or parts[0] is None or parts[1] is None or not 0 <= parts[1] <= 9:
        return None
    return parts[0] * factor + parts[1] * factor // 10
