"""`write`: the written form of spoken words. Deterministic, never raises, and leaves in doubt what is in doubt."""

from collections.abc import Sequence

from transcription.vocabulary.amounts import amount
from transcription.vocabulary.clock_times import time_of_day
from transcription.vocabulary.severities import severity
from transcription.vocabulary.spans import Span, Written
from transcription.vocabulary.terms import NO_TERMS, Vocabulary


def write(words: Sequence[str], vocabulary: Vocabulary = NO_TERMS, language: str = "") -> Written:
    """From left to right: the team's terms first, then severities, times of day and amounts, if these are English.

    `language` of these words; empty: the vocabulary's.
    """
    english = (language or vocabulary.language) == "en"
    said = tuple(words)
    spans: list[Span] = []
    at = 0
    while at < len(said):
        span = vocabulary.match(said, at)
        if span is None and english:
            span = severity(said, at) or time_of_day(said, at) or amount(said, at)
        spans.append(span or Span(at, at + 1, said[at]))
        at = spans[-1].end
    return Written(said, tuple(spans))
