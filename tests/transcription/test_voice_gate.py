"""Voice activity: what opens it, what does not, what is kept before and after."""

from collections.abc import Callable

import numpy as np
import pytest

from transcription import g711
from transcription.segmenter import EARLY_END_MS, Ended, Opened, Segmenter
from transcription.track import Frame
from transcription.vad import AMPLITUDES, VoiceDetector
from transcription.wav import Samples

Speech = Callable[[str], Samples]
Silence = Callable[[float], Samples]


def frames(samples: Samples) -> list[Frame]:
    mulaw = g711.encode(samples)
    return [Frame(begin // 8, mulaw[begin : begin + 160]) for begin in range(0, len(mulaw) - 159, 160)]


def changes(segmenter: Segmenter, samples: Samples) -> list[tuple[int, Opened | Ended]]:
    found = []
    for frame in frames(samples):
        change = segmenter.push(frame, hard_end_ms=float("inf"))
        if change is not None:
            found.append((frame.start_ms + 20, change))
    return found


def test_a_quiet_line_never_reaches_the_second_stage(silence: Silence, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(mulaw: bytes) -> bytes:
        raise AssertionError("a quiet frame was decoded")

    monkeypatch.setattr(g711, "decode", refuse)
    detector = VoiceDetector()
    assert not any(detector.is_voice(frame.mulaw) for frame in frames(silence(3)))


def test_speech_opens_with_pre_roll_and_ends_200_ms_after_the_voice(speech: Speech, silence: Silence) -> None:
    samples = np.concatenate([silence(1), speech("page-the-team"), silence(1)])
    found = changes(Segmenter(), samples)
    opened, ended = found[0][1], found[-1][1]
    assert isinstance(opened, Opened)
    assert isinstance(ended, Ended)
    assert 280 <= opened.voice_ms - opened.start_ms <= 320
    assert 1300 <= opened.voice_ms <= 1600
    assert found[-1][0] - ended.voice_end_ms == EARLY_END_MS


def test_at_most_a_fifth_more_audio_than_speech_is_fed(speech: Speech, silence: Silence) -> None:
    samples = np.concatenate([silence(4), speech("still-seeing-errors"), silence(4)])
    found = changes(Segmenter(), samples)
    fed_ms = sum(at for at, change in found if isinstance(change, Ended)) - sum(
        change.start_ms for _, change in found if isinstance(change, Opened)
    )
    assert 2_200 < fed_ms < 2_300 + 300 + EARLY_END_MS + 200


def test_a_click_does_not_open(silence: Silence) -> None:
    samples = silence(2)
    samples[8000:8200] += 8000
    assert changes(Segmenter(), samples) == []


def test_the_noise_floor_rises_under_a_loud_hum_and_falls_again(silence: Silence) -> None:
    detector = VoiceDetector()
    hum = (700 * np.sin(2 * np.pi * 50 * np.arange(8000 * 6) / 8000)).astype(np.int16)
    for frame in frames(hum):
        detector.is_voice(frame.mulaw)
    risen = detector.floor_amplitude
    for frame in frames(silence(12)):
        detector.is_voice(frame.mulaw)
    assert risen > 500
    assert detector.floor_amplitude == AMPLITUDES[0]


def test_endless_speech_is_cut_at_twenty_seconds_at_the_latest(speech: Speech) -> None:
    voice = speech("two-sentences")[4000:30000]
    found = changes(Segmenter(), np.tile(voice, 20))
    opened = [change.start_ms for _, change in found if isinstance(change, Opened)]
    ended = [at for at, change in found if isinstance(change, Ended)]
    lengths = [end - start for start, end in zip(opened, ended, strict=False)]
    assert lengths
    assert max(lengths) <= 20_000


def test_wiping_leaves_no_audio_behind(speech: Speech) -> None:
    segmenter = Segmenter()
    changes(segmenter, speech("page-the-team")[:8000])
    segmenter.wipe()
    after = speech("two-sentences")[4000:8000]
    (opened,) = [change for _, change in changes(segmenter, after) if isinstance(change, Opened)]
    assert {frame.mulaw for frame in frames(after)} >= set(opened.frames)
