"""The word lists and sentences of the training, read from text files beside the code; # begins a comment line."""

from collections.abc import Iterator
from pathlib import Path

HELD_OUT_MARK = "!"
"""A sentence that starts with it is in no training text: it is kept for measuring."""


def lines(path: Path) -> list[str]:
    """The lines that say something, stripped."""
    return [line for line in _stripped(path) if line and not line.startswith("#")]


def words(path: Path) -> list[str]:
    """Words separated by any white space, in the order of the file."""
    return " ".join(lines(path)).split()


def pairs(path: Path) -> dict[str, str]:
    """`key: value` lines; the value may be empty."""
    found = {}
    for line in lines(path):
        key, colon, value = line.partition(":")
        if not colon:
            raise ValueError(f"{path.name}: {line!r} has no colon")
        found[key.strip()] = value.strip()
    return found


def weighted(path: Path) -> list[tuple[int, str]]:
    """`weight text` lines."""
    return [(int(weight), text) for weight, _, text in (line.partition(" ") for line in lines(path))]


def choices(path: Path) -> dict[str, tuple[str, ...]]:
    """`[name]` sections with the values between | or line ends; a value that stands twice is kept twice."""
    found: dict[str, tuple[str, ...]] = {}
    name = ""
    for line in lines(path):
        if line.startswith("["):
            name = line.strip("[]")
            found[name] = ()
        else:
            found[name] += tuple(value.strip() for value in line.split("|"))
    return found


def _stripped(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield line.strip()
