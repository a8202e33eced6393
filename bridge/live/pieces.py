"""What a session heard, as the command that writes it into the log."""

from transcription import heard
from transcription.timeline import commands as t
from transcription.timeline.events import SpokenWord


def hear_piece(call_sid: str, person_id: str, piece: heard.PieceHeard, language: str = "") -> t.HearPiece:
    return t.HearPiece(
        utterance_id=piece.utterance_id,
        call_sid=call_sid,
        person_id=person_id,
        start=piece.start,
        end=piece.end,
        text=piece.text,
        words=tuple(
            SpokenWord(word=word.word, start=word.start, end=word.end, confidence=word.confidence)
            for word in piece.words
        ),
        confidence=piece.confidence,
        language=language,
    )
