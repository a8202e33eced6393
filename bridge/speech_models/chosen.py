"""Which speech model this bridge uses: the environment's, else the one chosen by command, else the built-in one."""

import os
import tempfile
from pathlib import Path

from bridge.settings import Settings
from transcription.models import BUILT_IN_PATH, SpeechModel, resolve

CHOICE_FILE = "speech-model"
BUILT_IN = "built-in"
VOSK_CACHE = Path.home() / ".cache" / "vosk"
"""Where vosk itself keeps what it fetched."""


def models_dir(settings: Settings) -> Path:
    """Where `models install` puts them."""
    return settings.data_dir.absolute() / "models"


def chosen_model(settings: Settings) -> SpeechModel:
    """BRIDGE_VOSK_MODEL wins, then `models use`, then the built-in model. Nothing here says that it exists."""
    return found_model(settings, settings.vosk_model or choice(settings))


def found_model(settings: Settings, setting: str) -> SpeechModel:
    """A path, or the name of an installed model, or one that vosk fetched; empty or "built-in": the built-in one."""
    if setting in ("", BUILT_IN, str(BUILT_IN_PATH)):
        return resolve(None)
    here = models_dir(settings) / setting
    if is_name(setting) and here.is_dir():
        return resolve(str(here))
    return resolve(setting, VOSK_CACHE)


def is_name(setting: str) -> bool:
    """Whether it is the name of a model and no path."""
    return setting.startswith("vosk-model") and Path(setting).name == setting


def choice(settings: Settings) -> str:
    """What `models use` was told; empty for nothing."""
    try:
        return (settings.data_dir / CHOICE_FILE).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def choose(settings: Settings, setting: str) -> None:
    """Keep the choice for the next start; empty or "built-in" takes it back. Raises OSError."""
    path = settings.data_dir / CHOICE_FILE
    if setting in ("", BUILT_IN):
        path.unlink(missing_ok=True)
        return
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    descriptor, aside = tempfile.mkstemp(dir=settings.data_dir, prefix=f".{CHOICE_FILE}-")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(setting + "\n")
    Path(aside).replace(path)


def installed(settings: Settings) -> list[SpeechModel]:
    """The built-in model, those that were installed here, those that vosk fetched."""
    here, fetched = models_dir(settings), VOSK_CACHE
    paths = {
        path.name: path
        for folder in (fetched, here)
        if folder.is_dir()
        for path in sorted(folder.glob("vosk-model*"))
        if path.is_dir()
    }
    return [resolve(None), *(resolve(str(path)) for _, path in sorted(paths.items()))]
