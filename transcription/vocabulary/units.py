"""What a number may count, and the words beside it that put its meaning in doubt."""

from typing import Final


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


UNITS: Final = _set(
    "minute minutes hour hours day days week weeks month months year years millisecond milliseconds millis "
    "seconds megabyte megabytes gigabyte gigabytes terabyte terabytes kilobyte kilobytes gigs megs "
    "people percentage degrees"
)
"""No "second": "twenty second" may be the twenty-second."""

THINGS_WITH_A_NUMBER: Final = _set(
    "server host node machine port shard replica pod rack zone cluster instance worker partition ticket incident "
    "issue build version release step phase option line row seat level tier error code status queue"
)
"""After these a number is a name: "server three", "port eighty eighty"."""

_NOT_COUNTED: Final = _set(
    "is was has this its us as does yes always perhaps plus minus versus unless across less means seems looks goes "
    "gets makes needs wants keeps stays says lets thus ours yours theirs hers his whose was comes nines ones twos "
    "threes tens dozens hundreds thousands millions twenties thirds quarters fifths sixths eighths tenths halves "
    "hundredths thousandths sometimes towards besides afterwards"
)
DOUBTFUL_AFTER: Final = _set(
    "second first third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth hundredth thousandth thirds quarter quarters "
    "fifths sixths eighths tenths hundredths half halves past till nines hundreds thousands millions"
)
"""An ordinal, a fraction, a time of day: the number before it is left as it was said."""

DOUBTFUL_BEFORE: Final = _set("past half double triple quarter couple few several many")
AFTER_A_NUMBERED_ONE: Final = _set("is was has and are were or but went looks seems again now")


def is_counted(word: str) -> bool:
    """Whether a number before this word most likely counts it: a unit or a plural."""
    if word in UNITS:
        return True
    plural = len(word) > 3 and word.isalpha() and word.islower() and word.endswith("s") and not word.endswith("ss")
    return plural and word not in _NOT_COUNTED
