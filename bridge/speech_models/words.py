"""Which words a model can ever write."""

import threading
from collections.abc import Collection
from pathlib import Path

from transcription.vosk_recognizer import known_words


class ModelWords:
    """Asks the model once for each word; from any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._asked: dict[str, bool] = {}
        self._asking = threading.Lock()

    def known(self, words: Collection[str]) -> frozenset[str]:
        """Those of the words that the model can put out. Raises ModelError."""
        with self._asking:
            new = set(words) - self._asked.keys()
            if new:
                found = known_words(self._path, new)
                self._asked |= {word: word in found for word in new}
            return frozenset(word for word in words if self._asked[word])
