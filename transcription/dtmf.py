"""Key tones (DTMF, ITU-T Q.23) in telephone audio, told from speech by length, twist, frequency and purity.

Windows of 20 ms move on by 5 ms. A key is told once, after four windows in a row agree on it; it is told again only
after a pause. Source of the limits: ITU-T Q.24.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from transcription import g711

WINDOW: Final = 160
HOP: Final = 40
LOW_HZ: Final = (697.0, 770.0, 852.0, 941.0)
HIGH_HZ: Final = (1209.0, 1336.0, 1477.0, 1633.0)
KEYS: Final = ("123A", "456B", "789C", "*0#D")
AGREEING_WINDOWS: Final = 4
"""20 ms and three hops: a tone of 40 ms is always told, one of 23 ms never."""
PAUSE_WINDOWS: Final = 4
LEAST_RMS: Final = 120.0
"""Of 16-bit samples, about -49 dBFS: a key held at arm's length is far above it."""
QUICK_SHARE: Final = 0.4
"""A tone at the edge of the allowed frequencies keeps at least this much at the nominal ones."""
LEAST_SHARE: Final = 0.75
"""Of the window's energy that the two tones make up."""
HIGH_OVER_LOW_DB: Final = 4.0
LOW_OVER_HIGH_DB: Final = 8.0
MOST_OFF: Final = 0.025
"""Between the 1.5 % that must be taken and the 3.5 % that must not."""
OTHERS_BELOW: Final = 0.15
"""Power of the next tone of a group, as a share of the strongest."""
HARMONIC_BELOW: Final = 0.1
_PROBES: Final = (0.986, 1.0, 1.014)

_Floats = npt.NDArray[np.float64]
_Complex = npt.NDArray[np.complex128]


def _waves(frequencies_hz: "list[float]") -> _Complex:
    time_s = np.arange(WINDOW) / g711.SAMPLE_RATE_HZ
    found: _Complex = np.exp(-2j * np.pi * np.outer(frequencies_hz, time_s))
    return found


_TONES_HZ = np.array(LOW_HZ + HIGH_HZ)
_BANK = _waves([tone * probe for tone in LOW_HZ + HIGH_HZ for probe in _PROBES] + [2 * f for f in LOW_HZ + HIGH_HZ])
_QUICK = _waves(list(LOW_HZ + HIGH_HZ))
_NOTHING = np.zeros(8, dtype=np.complex128)
_EXPECTED = np.exp(-2j * np.pi * _TONES_HZ * HOP / g711.SAMPLE_RATE_HZ)


@dataclass(frozen=True, slots=True)
class Tone:
    """A key (0-9, *, #) and when its tone began, on the stream's clock."""

    key: str
    start_ms: int


class DtmfDetector:
    """One leg. Feed it frames of mu-law in order; a gap in time forgets what came before."""

    def __init__(self) -> None:
        self._samples: _Floats = np.zeros(0)
        self._first_ms = 0.0
        self._run = 0
        self._pause = PAUSE_WINDOWS
        self._key = ""
        self._told = ""
        self._last: _Complex | None = None
        self._turn = np.zeros(8, dtype=np.complex128)

    def feed(self, mulaw: bytes, start_ms: int) -> list[Tone]:
        """Frames of any length; the keys that became certain with them."""
        expected_ms = self._first_ms + len(self._samples) * 1000 / g711.SAMPLE_RATE_HZ
        if len(self._samples) and abs(start_ms - expected_ms) > 1:
            self.forget()
        if not len(self._samples):
            self._first_ms = float(start_ms)
        samples = np.frombuffer(g711.decode(mulaw), dtype="<i2").astype(np.float64)
        self._samples = np.concatenate((self._samples, samples))
        if len(self._samples) < WINDOW:
            return []
        windows = np.lib.stride_tricks.sliding_window_view(self._samples, WINDOW)[::HOP]
        found: list[Tone] = []
        for window, may_be_tone in zip(windows, _candidates(windows), strict=True):
            key = self._look(window, may_be_tone)
            if key:
                found.append(Tone(key, round(self._first_ms - (AGREEING_WINDOWS - 1) * HOP / 8)))
            self._first_ms += HOP * 1000 / g711.SAMPLE_RATE_HZ
        self._samples = self._samples[len(windows) * HOP :]
        return found

    def forget(self) -> None:
        """Time jumped, or the leg may not be heard."""
        self.__init__()  # type: ignore[misc]

    def _look(self, window: _Floats, may_be_tone: bool) -> str:
        """The key that this window makes certain, or nothing."""
        key, spectrum = _key_of(window) if may_be_tone else ("", _NOTHING)
        if not key:
            self._run, self._last, self._key = 0, None, ""
            self._pause += 1
            if self._pause >= PAUSE_WINDOWS:
                self._told = ""
            return ""
        if key != self._key:
            self._run, self._key = 0, key
            self._turn = np.zeros(8, dtype=np.complex128)
        elif self._last is not None:
            self._turn = self._turn + spectrum * np.conj(self._last)
        self._last = spectrum
        self._run += 1
        self._pause = 0
        if self._run < AGREEING_WINDOWS or self._told == key or not self._on_frequency(key):
            return ""
        self._told = key
        return key if key in "0123456789*#" else ""

    def _on_frequency(self, key: str) -> bool:
        """From how far the phase turned between windows: the tone's own frequency."""
        low = next(row for row, keys in enumerate(KEYS) if key in keys)
        for tone in (low, 4 + KEYS[low].index(key)):
            off_hz = np.angle(self._turn[tone] * _EXPECTED[tone]) * g711.SAMPLE_RATE_HZ / (2 * np.pi * HOP)
            if abs(off_hz) > MOST_OFF * _TONES_HZ[tone]:
                return False
        return True


def _candidates(windows: _Floats) -> npt.NDArray[np.bool_]:
    """Loud windows of which a good part lies near the eight frequencies; nearly all of speech ends here."""
    energy = np.einsum("ij,ij->i", windows, windows)
    power = np.abs(windows @ _QUICK.T) ** 2
    share = (power[:, :4].max(axis=1) + power[:, 4:].max(axis=1)) * 2 / WINDOW
    found: npt.NDArray[np.bool_] = (energy >= LEAST_RMS**2 * WINDOW) & (share >= QUICK_SHARE * energy)
    return found


def _key_of(window: _Floats) -> tuple[str, _Complex]:
    """The key whose two tones make up this window, and the spectrum at the eight frequencies."""
    energy = float(window @ window)
    found: _Complex = _BANK @ window
    probes = np.abs(found[:24].reshape(8, 3)) ** 2
    power = probes.max(axis=1)
    spectrum: _Complex = found[:24].reshape(8, 3)[:, 1]
    low, high = int(power[:4].argmax()), 4 + int(power[4:].argmax())
    twist_db = 10 * np.log10(power[high] / power[low])
    others = np.sort(power[:4])[-2] > OTHERS_BELOW * power[low] or np.sort(power[4:])[-2] > OTHERS_BELOW * power[high]
    share = (power[low] + power[high]) * 2 / WINDOW / energy
    harmonics = np.abs(found[24:]) ** 2
    pure = harmonics[low] < HARMONIC_BELOW * power[low] and harmonics[high] < HARMONIC_BELOW * power[high]
    if others or not pure or share < LEAST_SHARE or not -LOW_OVER_HIGH_DB <= twist_db <= HIGH_OVER_LOW_DB:
        return "", spectrum
    return KEYS[low][high - 4], spectrum
