"""What was said in a folder of recordings: reference.tsv beside the WAV files."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

_NAME = "reference.tsv"
_HEADER = ["file", "kind", "voice", "text"]
_NEVER_HEARD, _HEARD = "unseen", "seen"


class Reference(NamedTuple):
    """`never_heard`: no training had this voice. `text`: lower case, without punctuation."""

    file: str
    never_heard: bool
    voice: str
    text: str


class NoReferences(Exception):
    """The folder has no list of what was said in it; the text says what is expected."""


def write_references(folder: Path, references: Sequence[Reference]) -> None:
    with (folder / _NAME).open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter="\t", lineterminator="\n")
        rows.writerow(_HEADER)
        for each in references:
            rows.writerow([each.file, _NEVER_HEARD if each.never_heard else _HEARD, each.voice, each.text])


def read_references(folder: Path) -> list[Reference]:
    """Raises NoReferences."""
    path = folder / _NAME
    if not path.is_file():
        raise NoReferences(f"There is no {path}: a line for each recording, with tabs between {', '.join(_HEADER)}.")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    if rows and set(_HEADER) - set(rows[0]):
        raise NoReferences(f"{path} has not the columns {', '.join(_HEADER)}.")
    return [Reference(row["file"], row["kind"] == _NEVER_HEARD, row["voice"], row["text"]) for row in rows]
