"""Cuts a leg's frames into stretches of speech: pre-roll, hang-over, early end after 200 ms of silence, 20 s at most.

Everything here counts frames; audio stays mu-law and is kept only as pre-roll while the gate is shut.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

from transcription.g711 import FRAME_MS
from transcription.track import Frame
from transcription.vad import VoiceDetector

PRE_ROLL_MS: Final = 300
EARLY_END_MS: Final = 200
"""Silence after which the final result is asked: the recognizer's own endpoint comes five times later."""
SOFT_LIMIT_MS: Final = 15_000
SOFT_END_MS: Final = 60
HARD_LIMIT_MS: Final = 20_000
OPENING_FRAMES: Final = 3
"""Voiced frames in a row which open the gate: a click does not."""


@dataclass(slots=True)
class Opened:
    """Speech begins: `frames` are the pre-roll and the voiced frames; `voice_ms` is where the voice itself begins."""

    start_ms: int
    voice_ms: int
    frames: list[bytes]


@dataclass(slots=True)
class Ended:
    """Speech ended; `voice_end_ms` is the end of the last voiced frame."""

    voice_end_ms: int


class Segmenter:
    """`push(frame)` answers Opened, Ended, or None; while `is_open`, every pushed frame belongs to the segment."""

    def __init__(self) -> None:
        self._detector = VoiceDetector()
        self._pre_roll: deque[Frame] = deque(maxlen=PRE_ROLL_MS // FRAME_MS + OPENING_FRAMES)
        self._voiced_in_a_row = 0
        self._silent_ms = 0
        self._start_ms = 0
        self._voice_end_ms = 0
        self.is_open = False

    @property
    def voice_end_ms(self) -> int:
        return self._voice_end_ms

    def push(self, frame: Frame, *, hard_end_ms: float) -> Opened | Ended | None:
        """`hard_end_ms` is the stream time at which an open segment is cut whatever is being said."""
        voiced = self._detector.is_voice(frame.mulaw)
        if not self.is_open:
            return self._shut(frame, voiced)
        end_ms = frame.start_ms + FRAME_MS
        if voiced:
            self._silent_ms = 0
            self._voice_end_ms = end_ms
        else:
            self._silent_ms += FRAME_MS
        length_ms = end_ms - self._start_ms
        patience_ms = EARLY_END_MS if length_ms < SOFT_LIMIT_MS else SOFT_END_MS
        if self._silent_ms >= patience_ms or length_ms >= HARD_LIMIT_MS or end_ms >= hard_end_ms:
            return self.end()
        return None

    def _shut(self, frame: Frame, voiced: bool) -> Opened | None:
        self._pre_roll.append(frame)
        if not voiced:
            self._voiced_in_a_row = 0
            return None
        self._voiced_in_a_row += 1
        if self._voiced_in_a_row < OPENING_FRAMES:
            return None
        frames = [kept.mulaw for kept in self._pre_roll]
        start_ms = self._pre_roll[0].start_ms
        self._pre_roll.clear()
        self.is_open = True
        self._silent_ms = 0
        self._start_ms = start_ms
        self._voice_end_ms = frame.start_ms + FRAME_MS
        return Opened(start_ms, self._voice_end_ms - OPENING_FRAMES * FRAME_MS, frames)

    def end(self) -> Ended:
        """End the open segment here and now."""
        self.is_open = False
        self._voiced_in_a_row = 0
        return Ended(self._voice_end_ms)

    def wipe(self) -> None:
        """Forget all audio and any open segment (a closing gate, a discontinuity)."""
        self._pre_roll.clear()
        self._voiced_in_a_row = 0
        self.is_open = False
