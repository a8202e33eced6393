"""Which installed model hears which language, beside the one that the bridge uses."""

from collections.abc import Mapping
from pathlib import Path

from bridge.settings import Settings
from bridge.speech_models.chosen import chosen_model, installed
from transcription.models import SpeechModel


def models_by_language(settings: Settings) -> Mapping[str, SpeechModel]:
    """For each language the bridge's own model, else the smallest that is installed: it keeps up with a talker."""
    found: dict[str, tuple[int, SpeechModel]] = {}
    for model in installed(settings):
        if model.named_language:
            size = size_bytes(model.path)
            known = found.get(model.named_language)
            if known is None or size < known[0]:
                found[model.named_language] = size, model
    own = chosen_model(settings)
    return {**{language: model for language, (_, model) in found.items()}, own.language: own}


def size_bytes(model: Path) -> int:
    """On disk, which is about what it takes of memory."""
    return sum(path.stat().st_size for path in model.rglob("*") if path.is_file())
