"""The model that comes with the package; part of the code, read once."""

from functools import cache
from importlib.resources import files

from transcription.drafting.model import Model, from_bytes

NAME = "drafting-model.npz"


@cache
def shipped_model() -> Model:
    """Raises FileNotFoundError when the package was built without its data, ValueError for another version."""
    return from_bytes(shipped_bytes())


def shipped_bytes() -> bytes:
    return files("transcription.drafting").joinpath(NAME).read_bytes()
