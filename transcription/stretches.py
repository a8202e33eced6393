"""Stretches of speech in sound that nobody wrote down: the voice gate of a live leg, run over it afterwards.

What belongs together is as in a live utterance: pauses under a second, 20 s at most, nothing new begun after 15 s.
"""

from dataclasses import dataclass
from typing import Final

from transcription import g711
from transcription.segmenter import Ended, Opened, Segmenter
from transcription.track import Frame
from transcription.utterances import MAX_LENGTH_S, NO_NEW_PIECE_AFTER_S, PAUSE_S

LEAST_SPEECH_MS: Final = 500
"""Less is a cough or the rest of a word that stands in a line already."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the first voice to the last, in milliseconds since 1970; `speech_ms` of it are voice."""

    start_ms: int
    end_ms: int
    speech_ms: int


class StretchFinder:
    """Hears the frames of one leg in order of time; `take` what was found so far."""

    def __init__(self) -> None:
        self._segmenter = Segmenter()
        self._opened: Opened | None = None
        self._current: Stretch | None = None
        self._found: list[Stretch] = []

    def hear(self, start_ms: int, mulaw: bytes) -> None:
        """20 ms that follow what was heard before."""
        opened = self._opened
        hard_end_ms = float("inf")
        if opened is not None:
            begun_ms = self._current.start_ms if self._joins(opened.voice_ms) and self._current else opened.voice_ms
            hard_end_ms = begun_ms + MAX_LENGTH_S * 1000
        match self._segmenter.push(Frame(start_ms, mulaw), hard_end_ms=hard_end_ms):
            case Opened() as opened:
                self._opened = opened
            case Ended(voice_end_ms):
                self._ended(voice_end_ms)

    def cut(self) -> None:
        """What comes now does not follow what came before."""
        if self._opened is not None:
            self._ended(self._segmenter.end().voice_end_ms)
        self._segmenter.wipe()
        self._close()

    def take(self) -> list[Stretch]:
        """Those that are complete, in order of time; those with too little speech are left out."""
        found, self._found = self._found, []
        return [stretch for stretch in found if stretch.speech_ms >= LEAST_SPEECH_MS]

    def _joins(self, voice_ms: int) -> bool:
        current = self._current
        return (
            current is not None
            and voice_ms - current.end_ms < PAUSE_S * 1000
            and voice_ms - current.start_ms < NO_NEW_PIECE_AFTER_S * 1000
        )

    def _ended(self, voice_end_ms: int) -> None:
        opened, self._opened = self._opened, None
        if opened is None:
            return
        if not self._joins(opened.voice_ms):
            self._close()
        start_ms = self._current.start_ms if self._current else opened.voice_ms
        speech_ms = self._current.speech_ms if self._current else 0
        self._current = Stretch(start_ms, voice_end_ms, speech_ms + voice_end_ms - opened.voice_ms)

    def _close(self) -> None:
        if self._current is not None:
            self._found.append(self._current)
            self._current = None


def frames_of(start_ms: int, mulaw: bytes) -> list[tuple[int, bytes]]:
    """The whole frames of a run of sound, each with its time."""
    last = len(mulaw) - g711.FRAME_BYTES + 1
    return [
        (start_ms + at // (g711.SAMPLE_RATE_HZ // 1000), mulaw[at : at + g711.FRAME_BYTES])
        for at in range(0, last, g711.FRAME_BYTES)
    ]
