"""The demo's script, people and audio fit together, and the demonstration model hears them."""

import re
import wave
from itertools import pairwise
from pathlib import Path

import jiwer
import numpy as np
import pytest
import vosk
import yaml

from bridge.demo.script import (
    BRIDGE_NUMBER,
    LINES,
    MISSING_NAME,
    NOISE_ID,
    PEOPLE,
    AnswerRing,
    Await,
    Console,
    Dial,
    HangUp,
    KeyPin,
    Noise,
    Press,
    Say,
    audio_path,
    people_path,
)
from bridge.demo.story import STORY
from bridge.demo.voices.word_errors import MODEL, mu_law_samples, transcript
from transcription import g711

ENTRY_TYPES = {
    "role", "severity", "status", "finding", "decision", "task", "action", "need", "impact", "message", "callout",
    "resolution",
}  # fmt: skip
AUDIO_IDS = [*(line.id for line in LINES), NOISE_ID]
KEYS = {person.key for person in PEOPLE}


@pytest.fixture(scope="module")
def model() -> vosk.Model:
    vosk.SetLogLevel(-1)
    return vosk.Model(str(MODEL))


@pytest.fixture(scope="module")
def directory() -> dict:
    return yaml.safe_load(people_path().read_text(encoding="utf-8"))


def test_every_word_of_the_script_is_in_the_models_vocabulary():
    known = {row.split()[0] for row in (MODEL / "graph" / "words.txt").read_text(encoding="utf-8").splitlines()}
    spoken = {word for line in LINES for word in line.text.split()}
    assert spoken - known == set()
    assert all(re.fullmatch(r"[a-z']+( [a-z']+)*", line.text) for line in LINES)


@pytest.mark.parametrize("audio_id", AUDIO_IDS)
def test_audio_is_mu_law_at_8_khz_in_mono_with_little_silence_around_it(audio_id: str):
    samples = mu_law_samples(audio_path(audio_id))
    level = np.abs(np.frombuffer(g711.decode(samples), dtype="<i2").astype(int))
    loud = np.flatnonzero(level > 100)
    assert 1.0 < len(samples) / g711.SAMPLE_RATE_HZ < 7.5
    assert loud[0] < 0.25 * g711.SAMPLE_RATE_HZ
    assert len(samples) - loud[-1] < 0.25 * g711.SAMPLE_RATE_HZ


def test_all_audio_together_is_smaller_than_1600_kilobytes():
    assert sum(audio_path(audio_id).stat().st_size for audio_id in AUDIO_IDS) < 1_600_000


def test_there_is_no_audio_that_nobody_plays():
    assert {path.stem for path in audio_path(NOISE_ID).parent.glob("*.wav")} == set(AUDIO_IDS)


def test_audio_of_an_unknown_line_is_an_error():
    with pytest.raises(KeyError):
        audio_path("../people")


def test_a_file_that_is_not_mu_law_is_refused(tmp_path: Path):
    path = tmp_path / "pcm.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(b"\0\0" * 800)
    with pytest.raises(ValueError, match=r"pcm\.wav is not mu-law"):
        mu_law_samples(path)


@pytest.mark.parametrize("line_id", ["l03", "l25"])
def test_vosk_hears_a_short_line_word_by_word(model: vosk.Model, line_id: str):
    [said] = [line.text for line in LINES if line.id == line_id]
    assert transcript(model, audio_path(line_id)) == said


def test_vosk_mishears_at_most_six_words_in_a_hundred_and_no_key_word(model: vosk.Model):
    heard = [transcript(model, audio_path(line.id)) for line in LINES]
    assert jiwer.wer([line.text for line in LINES], heard) <= 0.06
    key_words = {"sev", "note", "minutes", "objections", MISSING_NAME.split()[0].lower(), *KEYS}
    for line, text in zip(LINES, heard, strict=True):
        assert key_words & set(line.text.split()) <= set(text.split()), line.id


def test_the_models_ear_is_not_fooled_by_the_keyboard(model: vosk.Model):
    assert transcript(model, audio_path(NOISE_ID)) == ""


def test_the_story_says_every_line_once_in_the_order_of_the_script():
    assert [step.line_id for step in STORY if isinstance(step, Say)] == [line.id for line in LINES]


def test_no_two_lines_of_one_speaker_follow_each_other_so_that_each_is_an_utterance_of_its_own():
    assert all(before.speaker != after.speaker for before, after in pairwise(LINES))


def test_every_step_and_line_names_a_caller_of_the_demo():
    who = {
        step.who for step in STORY if isinstance(step, Dial | KeyPin | Press | Noise | Console | HangUp | AnswerRing)
    }
    about = {step.target for step in STORY if isinstance(step, Console)}
    about |= {step.who for step in STORY if isinstance(step, Await)}
    assert who == KEYS
    assert about - KEYS <= {"", MISSING_NAME}
    assert {line.speaker for line in LINES} == KEYS


def test_expected_drafts_are_types_of_the_guide():
    assert {draft for line in LINES for draft in line.drafts} <= ENTRY_TYPES


def test_the_callers_dial_from_invented_numbers_that_are_all_different():
    numbers = [BRIDGE_NUMBER, *(person.number for person in PEOPLE)]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"\+120255501\d\d", number) for number in numbers)


def test_three_callers_are_known_by_number_one_by_pin_only_and_one_not_at_all(directory: dict):
    by_name = {person["name"]: person for person in directory["people"]}
    listed = {phone for person in directory["people"] for phone in person.get("phones", [])}
    known_by_number = {
        person.key for person in PEOPLE if person.number in by_name.get(person.name, {}).get("phones", [])
    }
    known_by_pin = {
        person.key
        for person in PEOPLE
        if person.pin and by_name[person.name]["pin"] == person.pin and "phones" not in by_name[person.name]
    }
    strangers = {person.key for person in PEOPLE if person.name not in by_name}
    assert (known_by_number, known_by_pin, strangers) == ({"david", "maria", "robert"}, {"kevin"}, {"grace"})
    assert all((person.number in listed) == (person.key in known_by_number) for person in PEOPLE)


def test_the_plan_requires_somebody_of_the_directory_who_never_dials(directory: dict):
    required = [entry["person"] for entry in directory["plan"]["required"]]
    names = {person["name"] for person in directory["people"]}
    assert set(required) <= names
    assert set(required) - {person.name for person in PEOPLE} == {MISSING_NAME}
