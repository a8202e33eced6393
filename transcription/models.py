"""Which Vosk model is meant: the built-in one, a path, or the name of one that was fetched before."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

BUILT_IN_PATH: Final = Path(__file__).parent / "vosk-model-incident-en"
BUILT_IN_DESCRIPTION: Final = (
    "built-in demonstration model (US English, trained on synthetic voices only; "
    "use an official Vosk model for real calls)"
)


ENGLISH: Final = "en"
_LANGUAGE_IN_NAME = re.compile(r"vosk-model-(?:small-|big-)?([a-z]{2,3})(?=[-.]|$)")


class ModelError(Exception):
    """The model cannot be used; the text says why in words for the person who set the path."""


@dataclass(frozen=True)
class SpeechModel:
    """Where a model lies and what to tell a person about it. Nothing here says that the path exists."""

    path: Path
    description: str
    is_demonstration: bool

    @property
    def language(self) -> str:
        """ISO 639 code, as the names of vosk's models have it; a name that says nothing is taken for English."""
        return self.named_language or ENGLISH

    @property
    def named_language(self) -> str:
        """The same; empty where the name says nothing."""
        found = None if self.is_demonstration else _LANGUAGE_IN_NAME.match(self.path.name)
        return ENGLISH if self.is_demonstration else found.group(1) if found else ""

    @property
    def name(self) -> str:
        """As a page names it, within a line."""
        return "built-in demonstration model" if self.is_demonstration else self.description


def resolve(setting: str | None, cache: Path | None = None) -> SpeechModel:
    """The model of a BRIDGE_VOSK_MODEL value: empty, a path, or a bare name in `cache` (default: vosk's own)."""
    if not setting:
        return SpeechModel(BUILT_IN_PATH, BUILT_IN_DESCRIPTION, is_demonstration=True)
    path = Path(setting).expanduser()
    if len(path.parts) == 1 and setting.startswith("vosk-model"):
        path = (cache or Path.home() / ".cache" / "vosk") / setting
    if path == BUILT_IN_PATH:
        return SpeechModel(path, BUILT_IN_DESCRIPTION, is_demonstration=True)
    return SpeechModel(path, f"Vosk model {path.name}", is_demonstration=False)
