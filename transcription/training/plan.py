"""The stages in their order, and going through them: what was done before is not done again."""

import importlib.util
import json
import shutil
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from typing import cast

from transcription.training.kaldi_files import openfst
from transcription.training.needs import MissingNeed
from transcription.training.progress import Progress
from transcription.training.stages.workshop import Workshop
from transcription.training.voices.engines import Engine

SOUND_PACKAGES = {"scipy": "scipy"}
LEARNING_PACKAGES = {"torch": "torch", "kaldi_native_fbank": "kaldi-native-fbank", "scipy": "scipy"}
"""Modules and the packages that have them."""
HOW_TO_INSTALL = "`make speech-model` installs what is pinned; by hand: pip install -e '.[train-speech]'"


class Need(Enum):
    """What a stage needs besides this project."""

    OPENFST = "OpenFst's programs"
    SOUND = "what writes sound"
    VOICES = "the speech engines and their voices"
    LEARNING = "torch and features"


@dataclass(frozen=True)
class Stage:
    """`minutes`: on two cores, without a limit. `where`: module of `stages` and function; imported when it runs."""

    name: str
    about: str
    minutes: float
    where: str
    need: Need | None = None
    kept: tuple[str, ...] = ()
    """Folders with which a stage that was stopped goes on where it was."""

    def forget(self, shop: Workshop) -> None:
        """So that the stage begins from nothing."""
        for folder in self.kept:
            shutil.rmtree(shop.work / folder, ignore_errors=True)

    def run(self, shop: Workshop) -> None:
        module, _, function = self.where.partition(":")
        found = getattr(import_module(f"transcription.training.stages.{module}"), function)
        cast(Callable[[Workshop], None], found)(shop)


STAGES = (
    Stage("text", "sentences from word lists and templates", 1, "language:text"),
    Stage("pronunciations", "how each word is said", 0.5, "language:pronunciations"),
    Stage(
        "speech",
        "12 hours of speech by free voices",
        15,
        "sound:speech",
        Need.VOICES,
        ("speech/first", "speech/second"),
    ),
    Stage("silence", "sound without words", 0.5, "sound:silence", Need.SOUND, ("speech/silence",)),
    Stage("features", "rooms, noises and telephones; features", 4, "features:features", Need.LEARNING, ("features",)),
    Stage("seed", "a first network on exact times", 2, "networks:seed", Need.LEARNING),
    Stage("align", "when each phone was said", 2, "networks:align_first", Need.LEARNING),
    Stage("cross-entropy", "the network, by cross entropy", 8, "networks:ce", Need.LEARNING),
    Stage("mmi", "the network, by lattice-free MMI", 20, "networks:mmi_first", Need.LEARNING),
    Stage("align-second", "the same for the second set of speech", 1, "networks:align_second", Need.LEARNING),
    Stage("mmi-second", "lattice-free MMI over both sets", 15, "networks:mmi_second", Need.LEARNING),
    Stage("network", "the network as Kaldi's file", 0.1, "networks:network", Need.LEARNING),
    Stage("graph", "language model and decoding graph", 0.5, "language:graph", Need.OPENFST),
    Stage("held-out", "speech that no training had", 0.5, "sound:held_out", Need.VOICES),
    Stage("measure", "word error rates by voice", 1, "figures:measure"),
)


class Unfinished(Exception):
    """The work folder belongs to another training; the text says what to do."""


def run(shop: Workshop, stages: Sequence[Stage] = STAGES, again_from: str | None = None) -> None:
    """From the first stage that is not done, or from `again_from`. Raises MissingNeed, Unfinished."""
    marks = shop.work / "done"
    _agree(shop)
    marks.mkdir(parents=True, exist_ok=True)
    first = next(
        (place for place, stage in enumerate(stages) if stage.name == again_from or not (marks / stage.name).exists()),
        len(stages),
    )
    for stage in stages[first:]:
        if (marks / stage.name).exists():
            stage.forget(shop)
            (marks / stage.name).unlink()
    for number, stage in enumerate(stages, start=1):
        if number <= first:
            shop.progress.note(f"[{number}/{len(stages)}] {stage.name}: done before")
            continue
        shop.progress.note(f"[{number}/{len(stages)}] {stage.name}: {stage.about} (about {stage.minutes:g} min)")
        began = time.monotonic()
        stage.run(shop)
        (marks / stage.name).touch()
        shop.progress.note(f"  {stage.name} took {(time.monotonic() - began) / 60:.1f} min")


def check(stages: Sequence[Stage], engines: Collection[Engine], progress: Progress) -> None:
    """Look for everything that these stages need. Raises MissingNeed with what to install."""
    found = {stage.need for stage in stages}
    if Need.OPENFST in found:
        openfst.check()
    if Need.LEARNING in found:
        check_python_packages(LEARNING_PACKAGES)
    if found & {Need.SOUND, Need.VOICES}:
        check_python_packages(SOUND_PACKAGES)
    if Need.VOICES in found:
        progress.note("Looking for the voices ...")
        import_module("transcription.training.stages.sound").check_voices(engines)


def check_python_packages(packages: Mapping[str, str]) -> None:
    """Raises MissingNeed that names those that are not installed."""
    missing = [package for module, package in packages.items() if importlib.util.find_spec(module) is None]
    if missing:
        raise MissingNeed(f"Python packages are not installed: {', '.join(missing)}. {HOW_TO_INSTALL}")


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
