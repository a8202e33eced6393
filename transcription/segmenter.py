"""Cuts a leg's frames into stretches of speech: pre-roll, hang-over, early end after 200 ms of silence, 20 s at most.

Everything here counts frames; audio stays mu-law and is kept only as pre-roll while the gate is shut.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

from transcription.g711 import FRAME_MS
from transcription.track import Frame
from transcription.vad import VoiceDetector
from transcription.voice_check import VoiceCheck

PRE_ROLL_MS: Final = 300
"""Kept before the first voiced frame: a soft beginning is no voice to the detector."""
DOUBT_MS: Final = 200
"""So long the check may take until it is sure of a voice; what was said meanwhile is kept."""
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
        self._check = VoiceCheck()
        self._kept: deque[tuple[Frame, bool]] = deque(maxlen=(PRE_ROLL_MS + DOUBT_MS) // FRAME_MS + OPENING_FRAMES)
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
        self._check.push(frame.mulaw, loud=self._detector.loud, noisy=self._detector.is_used_to_noise)
        self._voiced_in_a_row = self._voiced_in_a_row + 1 if voiced else 0
        if not self.is_open:
            return self._shut(frame, voiced)
        end_ms = frame.start_ms + FRAME_MS
        if voiced and self._check.stays:
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
        self._kept.append((frame, voiced))
        if self._voiced_in_a_row < OPENING_FRAMES or not self._check.opens:
            return None
        voice_ms = next(kept.start_ms for kept, was_voiced in self._kept if was_voiced)
        begun = [kept for kept, _ in self._kept if kept.start_ms >= voice_ms - PRE_ROLL_MS]
        self._kept.clear()
        self.is_open = True
        self._silent_ms = 0
        self._start_ms = begun[0].start_ms
        self._voice_end_ms = frame.start_ms + FRAME_MS
        return Opened(self._start_ms, voice_ms, [kept.mulaw for kept in begun])

    def end(self) -> Ended:
        """End the open segment here and now."""
        self.is_open = False
        return Ended(self._voice_end_ms)

    def wipe(self) -> None:
        """Forget all audio and any open segment (a closing gate, a discontinuity)."""
        self._check.wipe()
        self._kept.clear()
        self._voiced_in_a_row = 0
        self.is_open = False
