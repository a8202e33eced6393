"""How much is suggested. What a dial leaves out keeps its confidence and comes back with a wider one."""

from enum import StrEnum


class Dial(StrEnum):
    """FEW: only what is as good as sure. NORMAL: what a scribe would most likely note. MANY: whatever may be one."""

    FEW = "few"
    NORMAL = "normal"
    MANY = "many"

    def shows(self, level: "Dial") -> bool:
        """Whether this dial shows an entry of that level."""
        return _ORDER.index(level) <= _ORDER.index(self)


_ORDER = (Dial.FEW, Dial.NORMAL, Dial.MANY)
SURE = 0.7
LEAST = 0.12


def level_of(chance: float, threshold: float) -> Dial | None:
    """The narrowest dial that shows an entry of this probability; None: no dial does."""
    if chance > SURE:
        return Dial.FEW
    if chance > threshold:
        return Dial.NORMAL
    return Dial.MANY if chance > LEAST else None
