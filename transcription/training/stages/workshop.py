"""Where the files of one training lie, and what was asked for."""

import hashlib
from dataclasses import asdict, dataclass, field
from pathlib import Path

from transcription.training.progress import Progress
from transcription.training.pronouncing import lexicon as lexicons
from transcription.training.text import sentences
from transcription.training.voices.engines import Engine

_PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What decides on the outcome. `limit`: sentences of each set; `per_voice`: held-out sentences of each voice."""

    limit: int | None = None
    engines: tuple[Engine, ...] = tuple(Engine)
    threads: int = 1
    per_voice: int = 8

    def as_json(self) -> dict[str, object]:
        """With a digest of the word lists, so that a changed text is noticed."""
        return {**asdict(self), "engines": [str(engine) for engine in self.engines], "lists": _digest()}


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """`out`: the model directory. Everything else lies under `work`."""

    out: Path
    work: Path
    wishes: Wishes = field(default_factory=Wishes)
    processes: int = 2
    progress: Progress = field(default_factory=Progress)

    @property
    def text(self) -> Path:
        return self.work / "text"

    @property
    def held_out(self) -> Path:
        return self.work / "held-out"

    @property
    def labels(self) -> Path:
        return self.work / "labels"

    @property
    def priors(self) -> Path:
        return self.work / "seed-priors.npy"

    def speech(self, name: str) -> Path:
        return self.work / "speech" / name

    def features(self, name: str) -> Path:
        return self.work / "features" / f"{name}.npz"

    def network(self, name: str) -> Path:
        return self.work / "networks" / f"{name}.pt"

    def sentences(self) -> sentences.Sentences:
        """Those of the stage `text`."""
        return sentences.read(self.text)

    def lexicon(self) -> lexicons.Lexicon:
        """That of the stage `pronunciations`."""
        return lexicons.lexicon_of(self.sentences().vocabulary, lexicons.read(self.text / "pronunciations.txt"))

    def limited(self, rows: list[str]) -> list[str]:
        return rows if self.wishes.limit is None else rows[: self.wishes.limit]


def _digest() -> str:
    found = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("data/*.txt")):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()
