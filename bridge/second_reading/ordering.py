"""Which model makes a second transcript: the one that was named, else the setting's."""

from pathlib import Path

from bridge.settings import Settings
from bridge.speech_models.chosen import BUILT_IN, found_model, is_name
from roles.refusals import Refused


def review_model(settings: Settings, name: str = "") -> str:
    """Its name, folder or "built-in", as the worker will find it. Raises Refused."""
    wanted = name or settings.review_model
    if not wanted:
        raise Refused(
            "No model for a second transcript is set. Install a larger one (incident-bridge models list --available) "
            "and set BRIDGE_REVIEW_MODEL to its name."
        )
    if wanted != BUILT_IN and not is_name(wanted):
        wanted = str(Path(wanted).expanduser().absolute())
    if not found_model(settings, wanted).path.is_dir():
        install = f"First: incident-bridge models install {wanted}" if is_name(wanted) else "Look at the path."
        raise Refused(f"There is no speech model {wanted} on this machine. {install}")
    return wanted


def review_language(settings: Settings, model: str) -> str:
    """What the model knows; empty for one whose name does not tell."""
    return found_model(settings, model).named_language
