"""The stages in their order, and going through them: what was done before is not done again."""

import importlib.util
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from transcription.training import needs
from transcription.training.stages.workshop import Workshop

PYTHON_PACKAGES = {"torch": "torch", "kaldi_native_fbank": "kaldi-native-fbank", "scipy": "scipy"}
"""Modules and the packages that have them."""
HOW_TO_INSTALL = "`make speech-model` installs what is pinned; by hand: pip install -e '.[train-speech]'"


@dataclass(frozen=True)
class Stage:
    """`minutes`: on two cores, without a limit. `where`: module of `stages` and function; imported when it runs."""

    name: str
    about: str
    minutes: float
    where: str
    is_language: bool = False

    def run(self, shop: Workshop) -> None:
        module, _, function = self.where.partition(":")
        found = getattr(import_module(f"transcription.training.stages.{module}"), function)
        cast(Callable[[Workshop], None], found)(shop)


STAGES = (
    Stage("text", "sentences from word lists and templates", 1, "language:text", is_language=True),
    Stage("pronunciations", "how each word is said", 0.5, "language:pronunciations", is_language=True),
    Stage("speech", "12 hours of speech by free voices", 15, "sound:speech"),
    Stage("silence", "sound without words", 0.5, "sound:silence"),
    Stage("features", "rooms, noises and telephones; features", 4, "sound:features"),
    Stage("seed", "a first network on exact times", 2, "networks:seed"),
    Stage("align", "when each phone was said", 2, "networks:align_first"),
    Stage("cross-entropy", "the network, by cross entropy", 8, "networks:ce"),
    Stage("mmi", "the network, by lattice-free MMI", 20, "networks:mmi_first"),
    Stage("align-second", "the same for the second set of speech", 1, "networks:align_second"),
    Stage("mmi-second", "lattice-free MMI over both sets", 15, "networks:mmi_second"),
    Stage("network", "the network as Kaldi's file", 0.1, "networks:network"),
    Stage("graph", "language model and decoding graph", 0.5, "language:graph", is_language=True),
    Stage("held-out", "speech that no training had", 0.5, "sound:held_out"),
    Stage("measure", "word error rates by voice", 1, "figures:measure"),
)


class Unfinished(Exception):
    """The work folder belongs to another training; the text says what to do."""


def run(shop: Workshop, stages: Sequence[Stage] = STAGES, again_from: str | None = None) -> None:
    """All stages that are not done. Raises MissingNeed, Unfinished."""
    marks = shop.work / "done"
    _agree(shop)
    marks.mkdir(parents=True, exist_ok=True)
    redo = False
    for number, stage in enumerate(stages, start=1):
        mark = marks / stage.name
        redo = redo or stage.name == again_from or not mark.exists()
        if not redo:
            shop.progress.note(f"[{number}/{len(stages)}] {stage.name}: done before")
            continue
        mark.unlink(missing_ok=True)
        shop.progress.note(f"[{number}/{len(stages)}] {stage.name}: {stage.about} (about {stage.minutes:g} min)")
        began = time.monotonic()
        stage.run(shop)
        mark.touch()
        shop.progress.note(f"  {stage.name} took {(time.monotonic() - began) / 60:.1f} min")


def check_python_packages() -> None:
    """Raises MissingNeed that names those that are not installed."""
    missing = [package for module, package in PYTHON_PACKAGES.items() if importlib.util.find_spec(module) is None]
    if missing:
        raise needs.MissingNeed(f"Python packages are not installed: {', '.join(missing)}. {HOW_TO_INSTALL}")


def _agree(shop: Workshop) -> None:
    """What was made under other wishes must not be mixed with what is made now."""
    path = shop.work / "wishes.json"
    wishes = shop.wishes.as_json()
    if not path.exists():
        shop.work.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(wishes, indent=1) + "\n", encoding="utf-8")
        return
    before = json.loads(path.read_text("utf-8"))
    changed = sorted(name for name in {*wishes, *before} if wishes.get(name) != before.get(name))
    if changed:
        raise Unfinished(
            f"{shop.work} belongs to a training with other settings ({', '.join(changed)}). "
            "Delete it, or name another folder with --work."
        )
