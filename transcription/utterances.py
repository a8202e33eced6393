"""Pieces of one leg grouped into utterances: which segment belongs to which, and when an utterance is closed.

Pure bookkeeping in seconds since 1970. An utterance closes when its last segment is decoded and it is known that no
further piece comes: 1 s of silence, 20 s of length, a closing gate, or the end of the stream.
"""

from dataclasses import dataclass
from typing import Final

from transcription.heard import (
    Heard,
    HeardWord,
    PartialHeard,
    PartialWithdrawn,
    PieceHeard,
    PieceLost,
    UtteranceClosed,
    utc,
)
from transcription.recognizer import Final as FinalResult, Lost, Partial, Result

PAUSE_S: Final = 1.0
MAX_LENGTH_S: Final = 20.0
NO_NEW_PIECE_AFTER_S: Final = 15.0
"""A segment that begins later than this in an utterance begins the next one, so that it is not cut in the middle."""


@dataclass(slots=True)
class Segment:
    """One stretch of speech between the recognizer's Begin and its final result. Times: seconds since 1970."""

    segment_id: str
    utterance: "Utterance"
    start_s: float
    voice_start_s: float
    voice_end_s: float
    ended: bool = False
    partial: str = ""


@dataclass(slots=True)
class Utterance:
    """`pending` counts segments without a final result; `pieces` those that had words."""

    utterance_id: str
    start_s: float
    end_s: float
    pending: int = 0
    pieces: int = 0
    complete: bool = False


class Utterances:
    """The utterances of one stream; `name` (the stream's SID) makes ids unique and the same on every replay."""

    def __init__(self, leg_id: str, name: str) -> None:
        self._leg_id = leg_id
        self._name = name
        self._current: Utterance | None = None
        self._utterances = 0
        self._segments = 0
        self._in_flight: dict[str, Segment] = {}

    def begin(self, start_s: float, voice_start_s: float) -> tuple[Segment, list[Heard]]:
        """A new segment, in the current utterance or a new one."""
        heard: list[Heard] = []
        current = self._current
        if current is not None and (
            voice_start_s - current.end_s >= PAUSE_S or voice_start_s - current.start_s >= NO_NEW_PIECE_AFTER_S
        ):
            heard = self.complete()
            current = None
        if current is None:
            self._utterances += 1
            current = self._current = Utterance(f"{self._name}-{self._utterances}", voice_start_s, voice_start_s)
        self._segments += 1
        segment = Segment(f"{self._name}/{self._segments}", current, start_s, voice_start_s, voice_start_s)
        current.pending += 1
        self._in_flight[segment.segment_id] = segment
        return segment, heard

    def end(self, segment: Segment, voice_end_s: float) -> None:
        """The segment has all its audio."""
        segment.ended = True
        segment.voice_end_s = voice_end_s
        segment.utterance.end_s = max(segment.utterance.end_s, voice_end_s)

    def silent_until(self, epoch_s: float) -> list[Heard]:
        """Close the current utterance if it has been silent for a second at `epoch_s` (no segment is open then)."""
        current = self._current
        return self.complete() if current is not None and epoch_s - current.end_s >= PAUSE_S else []

    def complete(self) -> list[Heard]:
        """No further piece comes to the current utterance."""
        current, self._current = self._current, None
        if current is None:
            return []
        current.complete = True
        return self._closed(current)

    def cancel_after(self, epoch_s: float) -> tuple[list[Segment], list[Heard]]:
        """Forget every segment that is still open or has sound later than `epoch_s`, and their partials."""
        gone = [segment for segment in self._in_flight.values() if not segment.ended or segment.voice_end_s > epoch_s]
        heard: list[Heard] = []
        for segment in gone:
            del self._in_flight[segment.segment_id]
            heard += self._withdrawn(segment)
            segment.utterance.pending -= 1
            if segment.utterance is not self._current:
                heard += self._closed(segment.utterance)
        return gone, heard

    def decoded(self, segment_id: str, result: Result) -> list[Heard]:
        """Take a recognizer's result. Results of segments that are cancelled or finished are ignored."""
        segment = self._in_flight.get(segment_id)
        if segment is None:
            return []
        match result:
            case Partial(text):
                if not text or text == segment.partial:
                    return []
                segment.partial = text
                return [
                    PartialHeard(
                        leg_id=self._leg_id,
                        utterance_id=segment.utterance.utterance_id,
                        text=text,
                        start=utc(segment.voice_start_s),
                    )
                ]
            case FinalResult():
                heard = self._piece(segment, result) if result.words else self._withdrawn(segment)
            case Lost(reason):
                heard = self._withdrawn(segment)
                heard.append(
                    PieceLost(
                        leg_id=self._leg_id,
                        utterance_id=segment.utterance.utterance_id,
                        start=utc(segment.voice_start_s),
                        end=utc(max(segment.voice_start_s, segment.voice_end_s)),
                        reason=reason,
                    )
                )
        del self._in_flight[segment_id]
        segment.utterance.pending -= 1
        return heard + self._closed(segment.utterance)

    def _piece(self, segment: Segment, result: FinalResult) -> list[Heard]:
        utterance = segment.utterance
        words = tuple(
            HeardWord(
                word.word, utc(segment.start_s + word.start_s), utc(segment.start_s + word.end_s), word.confidence
            )
            for word in result.words
        )
        piece = PieceHeard(
            leg_id=self._leg_id,
            utterance_id=utterance.utterance_id,
            piece=utterance.pieces,
            start=words[0].start,
            end=words[-1].end,
            words=words,
            text=result.text,
            confidence=result.confidence,
        )
        utterance.pieces += 1
        return [piece]

    def _withdrawn(self, segment: Segment) -> list[Heard]:
        return [PartialWithdrawn(self._leg_id, segment.utterance.utterance_id)] if segment.partial else []

    def _closed(self, utterance: Utterance) -> list[Heard]:
        if not utterance.complete or utterance.pending or not utterance.pieces:
            return []
        return [
            UtteranceClosed(
                leg_id=self._leg_id,
                utterance_id=utterance.utterance_id,
                start=utc(utterance.start_s),
                end=utc(utterance.end_s),
            )
        ]
