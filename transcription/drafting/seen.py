"""A line as the next lines remember it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Seen:
    """`addressed`: the name, role id or team it was spoken to; `signs`: what it looked like to the model."""

    speaker: str = ""
    addressed: str = ""
    question: bool = False
    signs: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
