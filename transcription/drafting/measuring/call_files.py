"""Files of utterances: one JSON object a line, with an optional header on the first."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson


class BadCall(ValueError):
    """A file that is not a call; names the file and the line."""


def read_call(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(physical line number, object); a header may stand on the first line, empty lines are skipped."""
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            if not raw.strip():
                continue
            try:
                row = orjson.loads(raw)
            except orjson.JSONDecodeError as error:
                raise BadCall(f"{path}, line {number}: this is not JSON ({error})") from None
            if not isinstance(row, dict):
                raise BadCall(f"{path}, line {number}: expected an object")
            if "text" not in row and number == 1:
                yield number, row
                continue
            _check(path, number, row)
            yield number, row


def _check(path: Path, number: int, row: Mapping[str, Any]) -> None:
    for name, kinds, words in (
        ("t", (int, float), "seconds as a number"),
        ("speaker", (str,), "a name"),
        ("text", (str,), "what was said"),
    ):
        if not isinstance(row.get(name), kinds) or isinstance(row.get(name), bool):
            raise BadCall(f'{path}, line {number}: "{name}" is missing or is not {words}')
