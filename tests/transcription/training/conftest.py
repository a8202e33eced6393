"""A small text of the training, and the lexicon of everything that it can say."""

import pytest

from transcription.training.pronouncing import lexicon
from transcription.training.text.sentences import Sentences, make


@pytest.fixture(scope="session")
def small_text() -> Sentences:
    return make(language_model_size=4000, first_size=600)


@pytest.fixture(scope="session")
def pronunciations() -> dict[str, list[tuple[str, ...]]]:
    return lexicon.read()
