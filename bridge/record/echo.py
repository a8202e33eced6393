"""Whether words are the bridge's own voice, come back by somebody's loudspeaker."""

import re
from collections.abc import Sequence
from datetime import timedelta

from roles.incident import Incident
from roles.reach.announcements import spoken_between
from transcription.comparing import Kind, compare
from transcription.timeline import Timeline, commands as t
from transcription.timeline.events import SpokenWord

STILL_HEARD = timedelta(seconds=2)
"""After the end of an announcement."""
LEAST_WORDS = 3
"""Fewer ("Ana Ruiz", "two minutes") are an answer as likely as an echo."""
ECHO_SHARE = 0.6
_WORD = re.compile(r"[\w']+")


def is_echo(incident: Incident, call_sid: str, words: Sequence[SpokenWord]) -> bool:
    """Most of the words, in order, are those of an announcement that played then to this leg or to its room."""
    if len(words) < LEAST_WORDS:
        return False
    heard = [word.word for word in words]
    start, end = min(word.start for word in words) - STILL_HEARD, max(word.end for word in words)
    for text in spoken_between(incident.announcements, call_sid, start, end):
        parts = compare(_WORD.findall(text), heard)
        same = sum(len(part.words) for part in parts if part.kind is Kind.SAME)
        if same >= max(LEAST_WORDS, ECHO_SHARE * len(heard)):
            return True
    return False


def of_utterance(incident: Incident, timeline: Timeline, piece: t.HearPiece) -> bool:
    """Of the utterance with this piece: short pieces say little, and somebody may go on after the bridge's voice."""
    known = timeline.heard(piece.utterance_id)
    words = dict.fromkeys((*(known.words if known is not None else ()), *piece.words))
    return is_echo(incident, piece.call_sid, sorted(words, key=lambda word: (word.start, word.end)))
