"""When it happened, as it was said: "two minutes ago", "at nine twelve", "since quarter past three"."""

import re

from transcription.drafting.numbers import NUMBER, value

_HOURS = "one two three four five six seven eight nine ten eleven twelve"
_HOUR = "|".join(_HOURS.split())
_TEEN = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_BELOW_TEN = "one|two|three|four|five|six|seven|eight|nine"
_MINUTE = rf"oh (?:{_BELOW_TEN})|{_TEEN}|(?:twenty|thirty|forty|fifty)(?: (?:{_BELOW_TEN}))?"
_LONG_HOUR = rf"{_HOUR}|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?: (?:one|two|three))?"
_AGO = re.compile(rf"\b(?:({NUMBER})min(?:ute)?s?|(a minute|half an hour|an hour|a quarter of an hour)) ago\b")
_NOT_A_TIME = (
    r"(?! (?:percent|minutes?|hundred|thousand|million|seconds?|hours?|of|times|point|degrees|people|and a)\b)"
)
_AT = re.compile(rf"\b(?:at|since|from|about|around) ({_LONG_HOUR}) ({_MINUTE}|o'clock|hundred hours)\b{_NOT_A_TIME}")
_PAST = re.compile(
    rf"\b(?:at|since|from|about|around)(?: about| around)? (half|a quarter|quarter|{_MINUTE}|{_BELOW_TEN}) (past|"
    rf"to) ({_HOUR})\b"
)
_PARTS = {"a minute": 1, "half an hour": 30, "an hour": 60, "a quarter of an hour": 15}


def minutes_ago(words: str) -> int | None:
    """How many minutes before it was said it happened; None if that is not said."""
    match = _AGO.search(words)
    if match is None:
        return None
    return _PARTS[match.group(2)] if match.group(2) else value(match.group(1))


def clock(words: str) -> str | None:
    """The time of day as it was said, like 9:12; whether morning or evening, and where, is not said with it."""
    exact = _AT.search(words)
    if exact is not None:
        hour, minute = value(exact.group(1)), exact.group(2)
        after = 0 if minute in ("o'clock", "hundred hours") else value(minute.removeprefix("oh "))
        return None if hour is None or after is None else f"{hour}:{after:02}"
    about = _PAST.search(words)
    if about is None:
        return None
    part, side, spoken = about.groups()
    hour = value(spoken)
    after = {"half": 30, "a quarter": 15, "quarter": 15}.get(part) or value(part.removeprefix("oh "))
    if hour is None or after is None:
        return None
    return f"{hour}:{after:02}" if side == "past" else f"{hour - 1 or 12}:{60 - after:02}"
