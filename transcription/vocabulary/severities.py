"""Severities: "sev one" is SEV-1; nothing else is."""

from collections.abc import Sequence

from transcription.vocabulary.amounts import run_end_at
from transcription.vocabulary.number_words import SMALL
from transcription.vocabulary.spans import Span

LOWEST = 5


def severity(words: Sequence[str], at: int) -> Span | None:
    """The severity that begins at `at`: the word and one number from 1 to 5, which nothing goes on."""
    if words[at] not in ("sev", "severity") or run_end_at(words, at + 1) != at + 2:
        return None
    level = SMALL.get(words[at + 1], 0)
    after = words[at + 2] if at + 2 < len(words) else ""
    if not 1 <= level <= LOWEST or after in ("point", "dot", "percent", "per"):
        return None
    return Span(at, at + 2, f"SEV-{level}", "severity")
