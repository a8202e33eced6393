"""The stronger look: which noises never open the gate, which voices always do, and that it forgets what it must."""

import numpy as np
import pytest

from tests.bench.noises import NOISES, line
from tests.transcription.leg_line import Silence, Speech
from tests.transcription.test_voice_gate import changes, frames
from transcription import g711
from transcription.segmenter import Opened, Segmenter
from transcription.voice_check import VoiceCheck
from transcription.wav import Samples

LINE_RMS = 1500.0


def noise(name: str, seconds: float, rms: float) -> Samples:
    return np.clip(NOISES[name](seconds) * rms, -32_000, 32_000).astype(np.int16)


def open_share(samples: Samples) -> float:
    """How much of the time the gate is open."""
    segmenter, open_frames, all_frames = Segmenter(), 0, frames(samples)
    for frame in all_frames:
        change = segmenter.push(frame, hard_end_ms=float("inf"))
        open_frames += len(change.frames) if isinstance(change, Opened) else int(segmenter.is_open)
    return open_frames / len(all_frames)


@pytest.mark.parametrize("rms", [150, 600])
@pytest.mark.parametrize("name", ["white", "pink", "keyboard", "music"])
def test_a_line_with_a_noise_is_recognized_a_twentieth_of_its_time_at_most(name: str, rms: float) -> None:
    assert open_share(noise(name, 60, rms)) <= 0.05


@pytest.mark.parametrize("rms", [300, 600])
def test_a_room_of_voices_stays_the_background_for_as_long_as_it_talks(rms: float) -> None:
    """Ten minutes: the detector gets used to the noise, which must not make it silence for the check."""
    assert open_share(noise("babble", 600, rms)) <= 0.05


def test_a_recorded_keyboard_does_not_open(speech: Speech) -> None:
    assert open_share(np.tile(speech("keyboard"), 5)) == 0.0


def test_music_that_starts_on_a_quiet_line_is_left_after_some_seconds(silence: Silence) -> None:
    sound = np.concatenate([silence(12), noise("music", 40, 500)])
    segmenter = Segmenter()
    for frame in frames(sound)[: 32 * 50]:
        segmenter.push(frame, hard_end_ms=float("inf"))
    last = [segmenter.push(frame, hard_end_ms=float("inf")) for frame in frames(sound)[32 * 50 :]]
    assert not any(last)


@pytest.mark.parametrize("name", ["white", "pink", "babble", "keyboard", "music"])
def test_a_voice_over_a_noise_opens_before_it_begins_and_closes_after_it(
    name: str, speech: Speech, silence: Silence
) -> None:
    """8 dB between them; the noise has been there for a while."""
    said = speech("page-the-team").astype(np.float64)
    said *= LINE_RMS / np.sqrt(np.mean(said[np.abs(said) > 200] ** 2))
    voice = np.concatenate([np.zeros(6 * 8000), said, np.zeros(2 * 8000)])
    mixed = voice + NOISES[name](len(voice) / 8000)[: len(voice)] * LINE_RMS / 10 ** (8 / 20)
    found = changes(Segmenter(), np.clip(mixed, -32_000, 32_000).astype(np.int16))
    begun = [change.start_ms for _, change in found if isinstance(change, Opened) and change.start_ms > 5_000]
    assert begun
    assert min(begun) <= 6_000 + 600


def test_a_voice_says_nothing_about_the_next_after_a_wipe(speech: Speech) -> None:
    check = VoiceCheck()
    for frame in frames(speech("two-sentences")[4000:]):
        check.push(frame.mulaw, loud=True)
        if check.opens:
            break
    assert check.opens
    check.wipe()
    assert not check.opens
    assert not check.stays
    for _ in range(3):
        check.push(g711.SILENT_FRAME, loud=False)
    assert not check.opens


@pytest.mark.parametrize("begin_s", [0.3, 0.5, 0.8])
@pytest.mark.parametrize("line_id", ["l02", "l03", "l11", "l14"])
def test_whoever_speaks_in_the_first_moment_of_a_stream_is_heard(line_id: str, begin_s: float) -> None:
    """The gate opens in the middle of a sentence: there is no background to compare with yet."""
    voice = line(line_id)[int(begin_s * 8000) :].astype(np.int16)
    found = changes(Segmenter(), np.concatenate([voice, np.zeros(8000, dtype=np.int16)]))
    assert isinstance(found[0][1], Opened)
    assert found[0][1].start_ms <= 300
