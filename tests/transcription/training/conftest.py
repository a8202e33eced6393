"""A small text of the training, and the lexicon of everything that it can say.

Tests of the network are collected where torch is, which is where the model is trained.
"""

from importlib.util import find_spec

import pytest

from transcription.training.pronouncing import lexicon
from transcription.training.text.sentences import Sentences, make

collect_ignore = [] if find_spec("torch") else ["test_lattice_free_mmi.py"]


@pytest.fixture(scope="session")
def small_text() -> Sentences:
    return make(language_model_size=4000, first_size=600)


@pytest.fixture(scope="session")
def pronunciations() -> dict[str, list[tuple[str, ...]]]:
    return lexicon.read()
