"""The spelling handed to speech engines, so that acronyms, letters and names of products are said right."""

import re
from functools import cache
from pathlib import Path

from transcription.training import data_files
from transcription.training.text.words import LETTERS, words

_RESPELLED = Path(__file__).parent / "data" / "respelled.txt"


@cache
def respelled() -> dict[str, str]:
    """What is written for a word that the engines would misread."""
    return words().acronyms | data_files.pairs(_RESPELLED)


def speakable(sentence: str) -> str:
    """A lone letter becomes a capital; "a" only beside another letter, where it is spelled."""
    found = sentence.split()
    spelled = []
    for place, word in enumerate(found):
        if word in LETTERS:
            beside = found[max(0, place - 1) : place] + found[place + 1 : place + 2]
            is_article = word == "a" and not any(len(each) == 1 for each in beside)
            spelled.append(word if is_article else word.upper())
        else:
            spelled.append(respelled().get(word, word))
    return re.sub(r"\bi('|\b)", r"I\1", " ".join(spelled))
