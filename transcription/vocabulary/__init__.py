"""The written form of spoken words: the team's terms, numbers, times, percentages, severities; reversible."""

from transcription.vocabulary.spans import Span, Written
from transcription.vocabulary.terms import NO_TERMS, Term, Vocabulary
from transcription.vocabulary.writing import write

__all__ = ["NO_TERMS", "Span", "Term", "Vocabulary", "Written", "write"]
