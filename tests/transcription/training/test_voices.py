"""Who says what and how the engines are told; what rooms, noises and lines do to it; sound without words."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st

from transcription import wav
from transcription.training.needs import MissingNeed
from transcription.training.progress import Progress
from transcription.training.voices import casting, speaking
from transcription.training.voices.augmentation import augment, mu_law_round_trip
from transcription.training.voices.casting import MEASURED, NEVER_HEARD, WEIGHTS
from transcription.training.voices.engines import PLAIN, PROGRAMS, Engine, Manner, Voice, any_manner, order
from transcription.training.voices.noises import KINDS, noise
from transcription.training.voices.sounds_without_words import make_sounds, sound
from transcription.training.voices.spoken import Spoken, append_spoken, read_spoken, samples_of

Speech = Callable[[str], wav.Samples]
SENTENCES = [f"sentence {number}" for number in range(400)]


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All engines, each an empty program that says nothing."""
    for name in PROGRAMS.values():
        path = tmp_path / name
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_every_voice_of_the_training_speaks_and_none_that_is_kept_for_measuring() -> None:
    sayings = casting.cast(SENTENCES, first_id=0)
    assert {saying.voice for saying in sayings} == set(WEIGHTS)
    assert set(WEIGHTS).isdisjoint(NEVER_HEARD)
    assert [saying.id for saying in sayings[:2]] == ["00000", "00001"]
    assert sayings == casting.cast(SENTENCES, first_id=0)
    assert sayings != casting.cast(SENTENCES, first_id=20_000)


def test_engines_may_be_left_out() -> None:
    sayings = casting.cast(SENTENCES, first_id=0, engines=[Engine.FLITE])
    assert {saying.voice.engine for saying in sayings} == {Engine.FLITE}
    held_out = casting.cast_held_out(SENTENCES, 3, engines=[Engine.RHVOICE])
    assert {str(voice): len(texts) for voice, texts in held_out} == {
        "rhvoice clb": 3, "rhvoice slt": 3, "rhvoice bdl": 6,
    }  # fmt: skip


@given(seed=st.integers(0, 10**6))
def test_a_manner_is_within_what_the_engine_can_do(seed: int) -> None:
    for voice in WEIGHTS:
        manner = any_manner(voice, seed)
        assert manner == any_manner(voice, seed)
        assert 0.82 <= manner.stretch <= 1.2
        assert (manner.pitch is None) == (voice.engine in (Engine.FLITE, Engine.FESTIVAL))


def test_engines_are_told_text_voice_and_manner(programs: Path) -> None:
    into = Path("said.wav")
    flite = order(Voice(Engine.FLITE, "rms"), "page them", Manner(1.25), into)
    assert flite.arguments[1:] == (
        "-voice", "rms", "-psdur", "--setf", "duration_stretch=1.250", "-t", "page them", "said.wav",
    )  # fmt: skip
    pico = order(Voice(Engine.PICO, "en-US"), "page them", Manner(0.8, 90), into)
    assert pico.arguments[-1] == '<speed level="125"><pitch level="90">page them</pitch></speed>'
    espeak = order(Voice(Engine.ESPEAK, "en-us"), "page them", Manner(1.0, 40, "f3"), into)
    assert espeak.arguments[1:] == ("-v", "en-us+f3", "-w", "said.wav", "-s", "165", "-p", "40", "page them")
    festival = order(Voice(Engine.FESTIVAL, "ked_diphone"), "page them", PLAIN, into)
    assert (festival.arguments[1:3], festival.given) == (("-eval", "(voice_ked_diphone)"), "page them")
    rhvoice = order(Voice(Engine.RHVOICE, "bdl"), "page them", PLAIN, into)
    assert (rhvoice.arguments[1:], rhvoice.given) == (("-p", "bdl", "-o", "said.wav"), "page them")


def test_voices_that_say_nothing_are_named_with_their_packages(programs: Path) -> None:
    with pytest.raises(MissingNeed) as missing:
        speaking.check_voices(MEASURED)
    for wanted in ("flite kal16", "festival ked_diphone", "festvox-kdlpc16k", "libttspico-utils", "--engines"):
        assert wanted in str(missing.value)


@pytest.mark.skipif(shutil.which("flite") is None, reason="flite is not installed")
def test_flite_says_a_sentence_and_tells_its_phones() -> None:
    samples, segments = speaking.say(Voice(Engine.FLITE, "rms"), "page the database team")
    assert np.abs(samples).max() == pytest.approx(speaking.PEAK)
    assert 1.0 < len(samples) / 8000 < 3.0
    ends_s = [end_s for _, end_s in segments]
    assert ends_s == sorted(ends_s)
    assert ends_s[-1] == pytest.approx(len(samples) / 8000, abs=0.1)


@given(seed=st.integers(0, 2**32))
def test_augmented_speech_is_deterministic_and_fits_into_16_bits(seed: int) -> None:
    clean = 4000 * np.sin(np.arange(8000) * 0.3)
    babble = [np.random.default_rng(1).normal(0, 1000, 5000)]
    first = augment(clean, np.random.default_rng(seed), babble)
    again = augment(clean, np.random.default_rng(seed), babble)
    assert np.array_equal(first.samples, again.samples)
    assert np.array_equal(first.samples, np.round(first.samples))
    assert np.abs(first.samples).max() <= 32_768
    assert 0.88 <= first.speed <= 1.12
    assert first.before_s + 1.0 / first.speed <= len(first.samples) / 8000 <= 3.2


@given(value=st.integers(-32_768, 32_767))
def test_mu_law_keeps_a_sample_within_its_step(value: int) -> None:
    once = mu_law_round_trip(np.array([float(value)]))
    assert abs(once[0] - value) <= 4 + abs(value) / 16
    assert np.array_equal(mu_law_round_trip(once), once)


def test_every_kind_of_noise_is_as_long_as_asked() -> None:
    rng = np.random.default_rng(1)
    for kind in KINDS:
        assert len(noise(rng, kind, 8000, [np.ones(300)])) == 8000
    assert np.abs(noise(rng, "babble", 800)).max() > 0
    low, high = np.split(np.abs(np.fft.rfft(noise(rng, "brown", 8000)))[:4000], 2)
    assert low.mean() > 2 * high.mean()


def test_sounds_without_words_fit_into_16_bits_and_are_not_all_silent(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    sounds = [sound(rng) for _ in range(60)]
    assert all(0.6 <= len(each) / 8000 <= 4.0 for each in sounds)
    assert 0 < sum(not each.any() for each in sounds) < 40
    make_sounds(tmp_path, 3, Progress())
    made = read_spoken(tmp_path)
    assert [each.text for each in made] == ["", "", ""]
    assert len(samples_of(tmp_path, made[0].id)) == pytest.approx(made[0].seconds * 8000)
    make_sounds(tmp_path, 5, Progress())
    assert [each.id for each in read_spoken(tmp_path)] == [f"{90_000 + number}" for number in range(5)]


def test_a_list_that_was_cut_short_keeps_its_whole_lines(tmp_path: Path) -> None:
    spoken = Spoken(id="00001", text="page them", voice="flite rms", seconds=1.5, segments=(("pau", 0.2), ("p", 0.3)))
    append_spoken(tmp_path, spoken)
    with (tmp_path / "spoken.jsonl").open("ab") as file:
        file.write(b'{"id":"00002","te')
    assert read_spoken(tmp_path) == [spoken]
    assert read_spoken(tmp_path / "empty") == []
