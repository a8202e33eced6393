"""Transcript and draft timeline of one incident: decide, evolve."""

from transcription.timeline.deciding import decide
from transcription.timeline.folding import evolve
from transcription.timeline.readings import SecondReading
from transcription.timeline.refusing import TimelineRefused
from transcription.timeline.state import Entry, EntryState, Timeline, Utterance

__all__ = ["Entry", "EntryState", "SecondReading", "Timeline", "TimelineRefused", "Utterance", "decide", "evolve"]
