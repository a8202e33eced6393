"""Two versions of a line, word by word: what is the same, what is gone, what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class Kind(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Part:
    """Words in a row of the same kind. SAME has the words of the second version."""

    kind: Kind
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.words)


def compare(before: Sequence[str], after: Sequence[str]) -> tuple[Part, ...]:
    """In reading order, gone before new; capitals make no difference. Never raises."""
    matcher = SequenceMatcher(None, [w.casefold() for w in before], [w.casefold() for w in after], autojunk=False)
    found: list[Part] = []
    for tag, from_1, to_1, from_2, to_2 in matcher.get_opcodes():
        if tag == "equal":
            found.append(Part(Kind.SAME, tuple(after[from_2:to_2])))
            continue
        if from_1 < to_1:
            found.append(Part(Kind.GONE, tuple(before[from_1:to_1])))
        if from_2 < to_2:
            found.append(Part(Kind.NEW, tuple(after[from_2:to_2])))
    return tuple(found)
