"""One utterance as the drafting reads it, and the words in it."""

import re
from dataclasses import dataclass

_NOT_A_WORD = re.compile(r"[^a-z0-9' ]+")


@dataclass(frozen=True, kw_only=True)
class Line:
    """`speaker` is a name; `roles` are role ids held while it was said, as far as they are known."""

    utterance_id: str
    speaker_id: str
    speaker: str
    text: str
    roles: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """Lower case, one space between words, no punctuation but the apostrophe."""
        return plain(self.text)


def plain(text: str) -> str:
    lowered = text.lower().replace("’", "'").replace("-", " ")
    return " ".join(_NOT_A_WORD.sub(" ", lowered).split())
