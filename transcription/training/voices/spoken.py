"""The list of what was spoken, beside the WAV files of a folder: spoken.jsonl."""

from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from transcription import wav

Segment = tuple[str, float]
"""An engine's phone and its end in seconds."""
_NAME = "spoken.jsonl"


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """`segments`: only of engines that tell them. An empty `text` is sound without words."""

    id: str
    text: str
    voice: str
    seconds: float
    segments: tuple[Segment, ...] = ()


def append_spoken(folder: Path, spoken: Spoken) -> None:
    with (folder / _NAME).open("ab") as file:
        file.write(msgspec.json.encode(spoken) + b"\n")


def read_spoken(folder: Path) -> list[Spoken]:
    """In the order in which they were written; none when the folder has no list. A line cut short is left out."""
    path = folder / _NAME
    if not path.exists():
        return []
    whole = path.read_bytes().rpartition(b"\n")[0]
    return [msgspec.json.decode(line, type=Spoken) for line in whole.splitlines()]


def samples_of(folder: Path, spoken_id: str) -> npt.NDArray[np.float64]:
    """In the range of int16."""
    return wav.read((folder / f"{spoken_id}.wav").read_bytes())[0].astype(np.float64)
