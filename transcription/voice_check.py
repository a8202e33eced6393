"""The stronger look at what passed the detector: one voice in front, or a keyboard, hiss, a room of voices, hold music?

It may only close. A voice in front has a pitch, moves, and stands above what the line has in its background; how far
above depends on how much of a pitch the background has itself. Every 40 ms, only while there is sound; pure numpy.
"""

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from transcription import g711

HOP_FRAMES: Final = 2
WINDOW_BYTES: Final = 512
"""64 ms: two periods of the lowest voice, and less than a syllable."""
PITCH_LAGS: Final = (20, 134)
"""60 to 400 Hz."""
LOWEST_HZ, HIGHEST_HZ = 100.0, 3_600.0
PITCHED: Final = 0.15
PITCHED_AT_MOST: Final = 0.20
ABOVE_BACKGROUND: Final = 0.05
MARGIN_DB: Final = 7.5
STAY_MARGIN_DB: Final = 5.0
NO_PITCH, FULL_PITCH = 0.12, 0.20
"""From where to where the pitch of the background makes a voice's margin grow from nothing to all of it."""
STEADY_TO_OPEN: Final = 0.65
STEADY_TO_STAY: Final = 0.85
BACKGROUND_HOPS: Final = 200
SUPPOSED_HOPS: Final = 6
"""A line begins as if silent for a quarter of a second: who speaks at once is not taken for the background."""
BACKGROUND_SHARE: Final = 0.15
LEVEL_HOPS: Final = 3
OPENS_AFTER: Final = (2, 6)
"""Signs of a voice, of how many hops."""
STAYS_WITH: Final = (2, 6)
SILENT_POWER: Final = 10.0
SILENCE_DB: Final = 10.0
NOISY_DB: Final = 30.0
"""Above it, what the detector passes over is no silence but a line whose noise it has got used to."""
UNPITCHED: Final = 0.09

_TAPER: Final = np.hanning(WINDOW_BYTES)
_HERTZ: Final = np.fft.rfftfreq(WINDOW_BYTES, 1 / g711.SAMPLE_RATE_HZ)
_HEARD: Final = ((_HERTZ > LOWEST_HZ) & (_HERTZ < HIGHEST_HZ)).astype(np.float64)
_FINE: Final = slice(8, 230)
_ENVELOPE: Final = 15
_LINEAR: Final = g711.LINEAR.astype(np.float64)
_POWER: Final = _LINEAR**2

Floats = npt.NDArray[np.float64]


class VoiceCheck:
    """One leg's background and what stands before it. `opens`: begin to recognize; `stays`: go on."""

    def __init__(self) -> None:
        self.opens = False
        self.stays = False
        self._sound = b""
        self._loud = False
        self._frames = 0
        self._hops = SUPPOSED_HOPS
        self._levels_db = np.full(BACKGROUND_HOPS, SILENCE_DB)
        self._pitches = np.full(BACKGROUND_HOPS, UNPITCHED)
        self._last_pitch = UNPITCHED
        self._forget_signs()

    def push(self, mulaw: bytes, *, loud: bool, noisy: bool = False) -> None:
        """The next 20 ms; `loud`: the detector let it pass; `noisy`: what the detector passes over is no silence."""
        if loud or noisy or self._sound:
            self._sound = self._sound[-WINDOW_BYTES:] + mulaw
            self._loud |= loud
        self._frames += 1
        if self._frames < HOP_FRAMES:
            return
        self._frames = 0
        if self._sound:
            self._look(noisy)
        elif self._any_sign:
            self._take(0.0)
        else:
            self._remember(SILENCE_DB, UNPITCHED)

    def wipe(self) -> None:
        """Forget all sound and all that was made of it; how loud the background is remains known."""
        self._sound = b""
        self._loud = False
        self._frames = 0
        self._forget_signs()

    def _forget_signs(self) -> None:
        self.opens = self.stays = self._any_sign = False
        self._shapes: list[Floats | None] = [None, None]
        self._powers = [0.0] * LEVEL_HOPS
        self._may_open = [False] * OPENS_AFTER[1]
        self._may_stay = [False] * STAYS_WITH[1]

    def _look(self, noisy: bool) -> None:
        codes = np.frombuffer(self._sound[-WINDOW_BYTES:], dtype=np.uint8)
        power = float(_POWER[codes[-HOP_FRAMES * g711.FRAME_BYTES :]].mean())
        if not self._loud:
            self._sound = self._sound if noisy else b""
            self._shapes = [self._shapes[1], None]
            self._take(power, unheard=True)
        elif len(codes) < WINDOW_BYTES:
            self._take(power, unheard=True)
        else:
            spectrum = np.abs(np.fft.rfft(_LINEAR[codes] * _TAPER))
            shape = _fine_shape(spectrum)
            before = self._shapes[0]
            self._shapes = [self._shapes[1], shape]
            self._take(power, _pitch(spectrum), float(shape @ before) if before is not None else 0.0)
        self._loud = False

    def _take(self, power: float, pitch: float = UNPITCHED, steadiness: float = 0.0, *, unheard: bool = False) -> None:
        """`unheard`: nothing was measured, as the detector passed over it or it is too short; says nothing of pitch."""
        self._powers = [*self._powers[1:], power]
        level_db = 10.0 * math.log10(sum(self._powers) / LEVEL_HOPS + SILENT_POWER)
        if not unheard:
            self._last_pitch = pitch
        self._remember(level_db, self._last_pitch if unheard and level_db > NOISY_DB else pitch)
        may_open = may_stay = False
        if pitch >= PITCHED:
            background_db, background_pitch = self._background()
            growth = min(max((background_pitch - NO_PITCH) / (FULL_PITCH - NO_PITCH), 0.0), 1.0)
            pitched = pitch >= min(background_pitch + ABOVE_BACKGROUND, PITCHED_AT_MOST)
            above_db = level_db - background_db
            may_open = pitched and above_db >= MARGIN_DB * growth and steadiness < STEADY_TO_OPEN
            may_stay = pitched and above_db >= STAY_MARGIN_DB * growth and steadiness < STEADY_TO_STAY
        self._may_open = [*self._may_open[1:], may_open]
        self._may_stay = [*self._may_stay[1:], may_stay]
        self.opens = sum(self._may_open) >= OPENS_AFTER[0]
        self.stays = sum(self._may_stay) >= STAYS_WITH[0]
        self._any_sign = power > 0.0 or True in self._may_open or True in self._may_stay

    def _remember(self, level_db: float, pitch: float) -> None:
        at = self._hops % BACKGROUND_HOPS
        self._hops += 1
        self._levels_db[at] = level_db
        self._pitches[at] = pitch

    def _background(self) -> tuple[float, float]:
        """Level (dB) and pitch of what the line has behind the voices: its quietest part of the last eight seconds."""
        known = min(self._hops, BACKGROUND_HOPS)
        levels = self._levels_db[:known]
        quiet_db = float(np.partition(levels, int(BACKGROUND_SHARE * known))[int(BACKGROUND_SHARE * known)])
        return quiet_db, float(self._pitches[:known][levels <= quiet_db + 3.0].mean())


def _pitch(spectrum: Floats) -> float:
    """How much of the sound repeats with the period of a voice: 0 to 1; its loudest parts are held back."""
    repeats = np.fft.irfft(spectrum * _HEARD)
    lags = repeats[PITCH_LAGS[0] : PITCH_LAGS[1]]
    best = int(lags.argmax())
    if not 0 < best < len(lags) - 1:
        return 0.0
    return float(lags[best] / (repeats[0] + 1e-9))


def _fine_shape(spectrum: Floats) -> Floats:
    """The peaks of a spectrum without its envelope, of length one: held notes keep it, a voice changes it."""
    roots = np.sqrt(spectrum[_FINE])
    sums = np.concatenate(([0.0], np.cumsum(roots)))
    half = _ENVELOPE // 2
    peaks: Floats = roots[half : len(roots) - half] - (sums[_ENVELOPE:] - sums[:-_ENVELOPE]) / _ENVELOPE
    return peaks / (float(np.linalg.norm(peaks)) + 1e-9)
