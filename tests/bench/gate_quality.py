"""What the voice gate loses and what it lets through: speech under noise at given levels, lines on which nobody speaks.

The truth is the clean voice before the noise is mixed in. Beside webrtcvad alone with the same pre-roll and hang-over.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import webrtcvad

from bridge.demo import script
from tests.bench.noises import NOISES, RATE_HZ, Sound, line
from transcription import g711
from transcription.segmenter import Ended, Opened, Segmenter
from transcription.track import Frame

SNR_DB = (20, 14, 8)
LINES = 36
IDLE_S = 600.0
LINE_RMS = 1_500.0
IDLE_RMS = (150.0, 600.0)
"""A noisy line, and one as loud as 8 dB under a voice."""
PAUSES_S = (1.5, 4.0)
AUDIBLE_RMS = 60.0
AUDIBLE_DB = -24.0
"""A frame so far under its line's level is silence between words."""
BREATH_FRAMES = 10
LINE_NOISE_RMS = 8.0
FRAME = g711.FRAME_BYTES

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Call:
    """One leg: `voice` as it was spoken, and which frames of it are speech."""

    voice: Sound
    audible: Mask

    @property
    def present(self) -> Mask:
        """Speech with the short breaths inside it."""
        filled = self.audible.copy()
        at = np.flatnonzero(filled)
        for before, after in pairwise(at):
            if after - before <= BREATH_FRAMES:
                filled[before:after] = True
        return filled


def spoken(lines: int) -> Call:
    """The demo's lines at one level with pauses between them."""
    rng = np.random.default_rng(3)
    parts: list[Sound] = [np.zeros(2 * RATE_HZ)]
    marks: list[Mask] = [np.zeros(2 * RATE_HZ // FRAME, dtype=bool)]
    for each in script.LINES[:lines]:
        said = line(each.id)
        said = np.concatenate([said, np.zeros(-len(said) % FRAME + int(rng.uniform(*PAUSES_S) * 50) * FRAME)])
        rms = np.sqrt(np.mean(said.reshape(-1, FRAME) ** 2, axis=1))
        loud = np.sqrt(np.mean(rms[rms > AUDIBLE_RMS] ** 2))
        parts.append(said * (LINE_RMS / loud))
        marks.append(rms > max(loud * 10 ** (AUDIBLE_DB / 20), AUDIBLE_RMS))
    return Call(np.concatenate(parts), np.concatenate(marks))


def gated(sound: Sound) -> Mask:
    """Which frames the product's gate lets through."""
    segmenter = Segmenter()
    frames = _frames(sound)
    fed = np.zeros(len(frames), dtype=bool)
    for number, mulaw in enumerate(frames):
        was_open = segmenter.is_open
        match segmenter.push(Frame(number * g711.FRAME_MS, mulaw), hard_end_ms=float("inf")):
            case Opened(frames=kept):
                fed[number + 1 - len(kept) : number + 1] = True
            case Ended() | None:
                fed[number] |= was_open
    return fed


def webrtc_alone(sound: Sound) -> Mask:
    """The baseline: every frame that webrtcvad takes for a voice, 300 ms before it and 200 ms after it."""
    vad = webrtcvad.Vad(2)
    voiced = [number for number, mulaw in enumerate(_frames(sound)) if vad.is_speech(g711.decode(mulaw), RATE_HZ)]
    fed = np.zeros(len(sound) // FRAME, dtype=bool)
    for number in voiced:
        fed[max(number - 15, 0) : number + 11] = True
    return fed


def measure(lines: int = LINES, idle_s: float = IDLE_S, snr_db: Sequence[int] = SNR_DB) -> dict[str, object]:
    """The worst of all noises, beside the worst of the baseline, and each by itself. Shares are 0 to 1.

    Speech over hold music is shown and has no bar: nobody is asked to talk over it.
    """
    call = spoken(lines)
    under: dict[str, Sound] = {"clean": np.zeros(len(call.voice))}
    for name, make in NOISES.items():
        noise = make(len(call.voice) / RATE_HZ)
        for snr in snr_db:
            under[f"{name}_{snr}_db"] = noise * LINE_RMS / 10 ** (snr / 20)
    idle = {f"{name}_{rms:.0f}": make(idle_s) * rms for name, make in NOISES.items() for rms in IDLE_RMS}
    spoken_over = {name: _judged(call, noise, gated) for name, noise in under.items()}
    baseline = {name: _judged(call, noise, webrtc_alone) for name, noise in under.items()}
    recognized = {name: round(float(gated(_on_a_line(noise)).mean()), 4) for name, noise in idle.items()}
    baseline_idle = {name: round(float(webrtc_alone(_on_a_line(noise)).mean()), 4) for name, noise in idle.items()}
    return {
        "speech_s": round(float(call.present.sum()) * 0.02, 1),
        "lost_share": _worst(spoken_over, "lost_share"),
        "baseline_lost_share": _worst(baseline, "lost_share"),
        "fed_s_per_speech_s": _worst(spoken_over, "fed_s_per_speech_s"),
        "baseline_fed_s_per_speech_s": _worst(baseline, "fed_s_per_speech_s"),
        "idle_recognized_share": max(recognized.values()),
        "baseline_idle_recognized_share": max(baseline_idle.values()),
        "spoken_over": spoken_over,
        "idle": recognized,
    }


def _worst(judged: Mapping[str, Mapping[str, float]], figure: str) -> float:
    return max(found[figure] for name, found in judged.items() if not name.startswith("music"))


def _judged(call: Call, noise: Sound, gate: Callable[[Sound], Mask]) -> dict[str, float]:
    fed = gate(_on_a_line(call.voice + noise))
    return {
        "lost_share": round(float((call.audible & ~fed).sum() / call.audible.sum()), 5),
        "fed_s_per_speech_s": round(float(fed.sum() / call.present.sum()), 3),
    }


def _on_a_line(sound: Sound) -> Sound:
    return sound + np.random.default_rng(4).normal(0, LINE_NOISE_RMS, len(sound))


def _frames(sound: Sound) -> list[bytes]:
    mulaw = g711.encode(np.clip(sound, -32_000, 32_000).astype(np.int16))
    return [mulaw[at : at + FRAME] for at in range(0, len(mulaw) - FRAME + 1, FRAME)]
