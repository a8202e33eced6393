"""Numbers as people say them, for the round trip back to digits."""

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety"
SMALL, TENS = _SMALL.split(), _TENS.split()


def spelled(number: int, with_and: bool = False) -> str:
    """0 to 999,999 in words; `with_and`: "two hundred and five"."""
    if number < 20:
        return SMALL[number]
    if number < 100:
        return TENS[number // 10] + (f" {SMALL[number % 10]}" if number % 10 else "")
    joint = " and " if with_and else " "
    if number < 1000:
        rest = f"{joint}{spelled(number % 100)}" if number % 100 else ""
        return f"{SMALL[number // 100]} hundred{rest}"
    rest = number % 1000
    if not rest:
        return f"{spelled(number // 1000, with_and)} thousand"
    return f"{spelled(number // 1000, with_and)} thousand{joint if rest < 100 else ' '}{spelled(rest, with_and)}"
