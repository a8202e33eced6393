"""Is this frame a voice? A count of loud mu-law bytes first, webrtcvad only for what passed; the floor adapts.

An idle line costs a count a frame: nothing of it is turned into PCM16 before the count says that there is sound.
"""

from typing import Final

import webrtcvad

from transcription import g711

AMPLITUDES: Final = (132, 180, 250, 350, 500, 700, 1000, 1400)
"""Steps of the noise floor in PCM16 values; the lowest lies under quiet telephone speech, the highest under normal."""
FIRST_FLOOR: Final = 1
LOUD_SAMPLES: Final = 8
RAISE_AFTER_FRAMES: Final = 25
LOWER_AFTER_FRAMES: Final = 50
AGGRESSIVENESS: Final = 2

_QUIET: Final = tuple(g711.quieter_than(amplitude) for amplitude in AMPLITUDES)


class VoiceDetector:
    """One leg's two stages. Frames are 20 ms of mu-law at 8 kHz."""

    def __init__(self) -> None:
        self._vad = webrtcvad.Vad(AGGRESSIVENESS)
        self._floor = FIRST_FLOOR
        self._quiet = _QUIET[self._floor]
        self._noise_frames = 0
        self._still_frames = 0
        self.loud = False

    @property
    def floor_amplitude(self) -> int:
        return AMPLITUDES[self._floor]

    @property
    def is_used_to_noise(self) -> bool:
        """The floor has risen over what a quiet line has: a frame that is not loud may still be far from silent."""
        return self._floor > FIRST_FLOOR

    def is_voice(self, mulaw: bytes) -> bool:
        """Whether this frame passes both stages; teaches the noise floor as it goes. `loud`: it passed the first."""
        loud = len(mulaw.translate(None, self._quiet))
        self.loud = loud >= LOUD_SAMPLES
        if not self.loud:
            if loud:
                self._still_frames = 0
            else:
                self._still_frames += 1
                if self._still_frames >= LOWER_AFTER_FRAMES:
                    self._move_floor(-1)
            return False
        self._still_frames = 0
        if self._vad.is_speech(g711.decode(mulaw), g711.SAMPLE_RATE_HZ):
            self._noise_frames = 0
            return True
        self._noise_frames += 1
        if self._noise_frames >= RAISE_AFTER_FRAMES:
            self._move_floor(1)
        return False

    def _move_floor(self, step: int) -> None:
        self._floor = min(max(self._floor + step, 0), len(AMPLITUDES) - 1)
        self._quiet = _QUIET[self._floor]
        self._noise_frames = self._still_frames = 0
