"""Noises of telephone lines, made by code with fixed seeds: hiss, rumble, a room of voices, a keyboard, hold music."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from bridge.demo import script
from transcription import wav

RATE_HZ = 8000
VOICES_OF_BABBLE = 8
KEYS_PER_S = 7.0
CHORDS_HZ = ((262, 330, 392), (220, 262, 330), (175, 220, 262), (196, 247, 294))
BEAT_S = 0.5

Sound = npt.NDArray[np.float64]


def white(seconds: float) -> Sound:
    return _unit(np.random.default_rng(11).normal(size=_samples(seconds)))


def pink(seconds: float) -> Sound:
    """Power falls with frequency: traffic, a fan, a car."""
    spectrum = np.fft.rfft(np.random.default_rng(12).normal(size=_samples(seconds)))
    hertz = np.fft.rfftfreq(_samples(seconds), 1 / RATE_HZ)
    spectrum *= np.sqrt(1 / np.maximum(hertz, 60)) * (hertz > 60)
    return _unit(np.fft.irfft(spectrum, _samples(seconds)))


def babble(seconds: float) -> Sound:
    """Eight of the demo's people who speak at the same time, in another room."""
    rng = np.random.default_rng(13)
    mixed = np.zeros(_samples(seconds))
    for _ in range(VOICES_OF_BABBLE):
        order = rng.permutation(len(script.LINES))
        said = np.concatenate([line(script.LINES[index].id) for index in order])
        voice = np.tile(said, len(mixed) // len(said) + 2)
        begin = int(rng.integers(len(said)))
        mixed += _unit(voice[begin : begin + len(mixed)])
    return _unit(mixed)


def keyboard(seconds: float) -> Sound:
    """Somebody types fast: each key a click of some milliseconds down, a weaker one up, now and then a pause."""
    rng = np.random.default_rng(14)
    sound = rng.normal(scale=0.004, size=_samples(seconds))
    at = 0.1
    while at < seconds - 0.3:
        for delay_s, loud in ((0.0, 1.0), (float(rng.uniform(0.06, 0.11)), 0.45)):
            _add(sound, at + delay_s, _click(rng) * loud * rng.uniform(0.5, 1.0))
        at += float(rng.exponential(1 / KEYS_PER_S)) + 0.03 + (0.8 if rng.random() < 0.04 else 0.0)
    return _unit(sound)


def music(seconds: float) -> Sound:
    """Music on hold: chords with overtones that swell with the beat, a melody, a soft drum."""
    rng = np.random.default_rng(15)
    sound = np.zeros(_samples(seconds))
    for beat in range(int(seconds / BEAT_S)):
        chord = CHORDS_HZ[beat // 4 % len(CHORDS_HZ)]
        melody = chord[int(rng.integers(3))] * (2 if rng.random() < 0.7 else 4)
        for hertz, loud in ((chord[0] / 2, 0.7), *((each, 0.5) for each in chord), (melody, 0.9)):
            _add(sound, beat * BEAT_S, _tone(float(hertz), BEAT_S * 1.6) * loud)
        drum = rng.normal(size=400) * np.exp(-np.arange(400) / 80)
        _add(sound, beat * BEAT_S, drum * (0.8 if beat % 2 else 0.3))
    return _unit(sound)


NOISES: dict[str, Callable[[float], Sound]] = {
    "white": white,
    "pink": pink,
    "babble": babble,
    "keyboard": keyboard,
    "music": music,
}


def line(line_id: str) -> Sound:
    """A line of the demo."""
    return wav.read(script.audio_path(line_id).read_bytes())[0].astype(np.float64)


def _samples(seconds: float) -> int:
    return int(seconds * RATE_HZ)


def _unit(sound: Sound) -> Sound:
    """The same with a root mean square of one."""
    return sound / np.sqrt(np.mean(sound**2))


def _add(sound: Sound, at_s: float, what: Sound) -> None:
    begin = _samples(at_s)
    room = sound[begin : begin + len(what)]
    room += what[: len(room)]


def _click(rng: np.random.Generator) -> Sound:
    samples = np.arange(int(0.03 * RATE_HZ))
    ringing = np.sin(2 * np.pi * rng.uniform(1800, 3300) * samples / RATE_HZ) * np.exp(-samples / rng.uniform(10, 25))
    thump = np.sin(2 * np.pi * rng.uniform(150, 350) * samples / RATE_HZ) * np.exp(-samples / 40) * 0.5
    crack = rng.normal(size=len(samples)) * np.exp(-samples / 12)
    return np.asarray(ringing + thump + crack)


def _tone(hertz: float, seconds: float) -> Sound:
    samples = np.arange(_samples(seconds))
    shape = np.minimum(samples / 160, 1.0) * np.exp(-samples / (0.35 * RATE_HZ))
    overtones = (np.sin(2 * np.pi * hertz * n * samples / RATE_HZ) / n for n in range(1, 6) if hertz * n < RATE_HZ / 2)
    return np.asarray(shape * sum(overtones, np.zeros(len(samples))))
