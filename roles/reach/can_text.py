"""The text of a CAN report in its three parts, where the words condition, actions and needs were said."""

import re
from dataclasses import dataclass

_MARKS = (
    ("condition", re.compile(r"\bconditions?\b", re.IGNORECASE)),
    ("actions", re.compile(r"\bactions?\b", re.IGNORECASE)),
    ("needs", re.compile(r"\bneeds\b", re.IGNORECASE)),
)


@dataclass(frozen=True, kw_only=True)
class CanText:
    """`rest`: what was said before the first of the words, or everything when none was said."""

    rest: str = ""
    condition: str = ""
    actions: str = ""
    needs: str = ""


def split(text: str) -> CanText:
    """In the order of the report; each word counts where it is said first, after the one before it.

    "needs" alone marks nothing: it is a common word, and counts only after condition or actions.
    """
    found: list[tuple[str, int, int]] = []
    at = 0
    for name, pattern in _MARKS:
        mark = pattern.search(text, at)
        if mark is not None and (name != "needs" or found):
            found.append((name, mark.start(), mark.end()))
            at = mark.end()
    if not found:
        return CanText(rest=_clean(text))
    ends = [start for _, start, _ in found[1:]] + [len(text)]
    parts = {name: _clean(text[begin:end]) for (name, _, begin), end in zip(found, ends, strict=True)}
    return CanText(rest=_clean(text[: found[0][1]]), **parts)


def _clean(text: str) -> str:
    return text.strip(" \t\n,.:;")
