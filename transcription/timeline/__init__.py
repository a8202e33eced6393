"""Transcript and draft timeline of one incident: decide, evolve."""

from transcription.timeline.deciding import TimelineRefused, decide
from transcription.timeline.folding import evolve
from transcription.timeline.state import Entry, EntryState, Timeline, Utterance

__all__ = ["Entry", "EntryState", "Timeline", "TimelineRefused", "Utterance", "decide", "evolve"]
