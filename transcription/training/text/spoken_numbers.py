"""Numbers, dates and clock times as people say them."""

import random

from transcription.training import data_files
from transcription.training.text.words import DATA

_LISTS = data_files.choices(DATA / "numbers.txt")
ONES, TEENS, TENS = _LISTS["ones"], _LISTS["teens"], _LISTS["tens"]
DAYS, MONTHS, ORDINALS = _LISTS["days"], _LISTS["months"], _LISTS["ordinals"]
DAYS_OF_THE_MONTH = (*ORDINALS, *("twenty " + each for each in ORDINALS[:9]), "thirtieth", "thirty first")
_ROUND_MINUTES = (0, 5, 10, 15, 20, 30, 40, 45, 50)
_AFTER_THE_TIME = ("", "", " a m", " p m", " p m", " utc", " eastern", " pacific", " central time")


class SpokenNumbers:
    """Draws how a number is said. `rng` draws what is said, `joining` only whether "and" follows the hundreds."""

    def __init__(self, rng: random.Random, joining: random.Random) -> None:
        self._rng = rng
        self._joining = joining

    def number(self, value: int) -> str:
        """0 to 999 999 in full; millions without their rest."""
        if value < 10:
            return ONES[value]
        if value < 20:
            return TEENS[value - 10]
        if value < 100:
            return TENS[value // 10 - 2] + ("" if value % 10 == 0 else " " + ONES[value % 10])
        if value < 1000:
            rest = "" if value % 100 == 0 else self._joining.choice([" ", " and "]) + self.number(value % 100)
            return ONES[value // 100] + " hundred" + rest
        if value < 1_000_000:
            rest = "" if value % 1000 == 0 else " " + self.number(value % 1000)
            return self.number(value // 1000) + " thousand" + rest
        return self.number(value // 1_000_000) + " million"

    def digits(self, low: int, high: int) -> str:
        """So many digits, one by one."""
        count = self._rng.randint(low, high)
        return " ".join(self._rng.choice(ONES) for _ in range(count))

    def percent(self) -> str:
        rng = self._rng
        said = self.number(rng.choice([rng.randint(1, 100), rng.randint(1, 20) * 5]))
        if rng.random() < 0.2:
            said += " point " + rng.choice(ONES)
        return said + " percent"

    def clock(self) -> str:
        """Twelve hours mostly, sometimes twenty-four, sometimes with a zone."""
        rng = self._rng
        hour = rng.randint(1, 12)
        minute = rng.choice([*_ROUND_MINUTES, rng.randint(1, 59)])
        if minute == 0:
            said = self.number(hour) + rng.choice([" o'clock", "", " hundred"])
        elif minute < 10:
            said = self.number(hour) + " oh " + ONES[minute]
        else:
            said = self.number(hour) + " " + self.number(minute)
        if rng.random() < 0.2:
            hour = rng.randint(13, 23)
            said = self.number(hour) + " " + (self.number(minute) if minute >= 10 else "hundred")
        return said + rng.choice(_AFTER_THE_TIME)

    def date(self) -> str:
        return self._rng.choice(MONTHS) + " " + self._rng.choice(DAYS_OF_THE_MONTH)
