"""The real recognizer with the built-in model, and the test of a model before it is trusted."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from transcription import models
from transcription.models import BUILT_IN_PATH, ModelError
from transcription.vosk_recognizer import VoskModel, VoskRecognizer, asked_words, check_model, known_words
from transcription.wav import Samples

Speech = Callable[[str], Samples]


def test_it_understands_speech_with_times_and_confidence(model: VoskModel, speech: Speech) -> None:
    recognizer = model.recognizer()
    data = speech("page-the-team").tobytes()
    for begin in range(0, len(data), 2560):
        recognizer.accept(data[begin : begin + 2560])
    assert recognizer.partial().text.startswith("please page")
    final = recognizer.final()
    assert final.text == "please page the database team"
    assert " ".join(word.word for word in final.words) == final.text
    assert 0.3 < final.words[0].start_s < final.words[-1].end_s < 2.9
    assert 0.8 < final.confidence <= 1.0


def test_words_before_an_endpoint_of_its_own_are_kept(model: VoskModel, speech: Speech) -> None:
    recognizer = model.recognizer()
    for stem in ("page-the-team", "still-seeing-errors"):
        recognizer.accept(speech(stem).tobytes() + b"\x00" * 32_000)
    assert recognizer.final().text == (
        "please page the database team we are still seeing errors in the checkout service"
    )


def test_the_last_partial_is_kept_when_the_final_is_empty(model: VoskModel) -> None:
    class EmptyHanded:
        def AcceptWaveform(self, data: bytes) -> int:  # noqa: N802
            return 0

        def PartialResult(self) -> str:  # noqa: N802
            return '{"partial": "page the [unk] team"}'

        def FinalResult(self) -> str:  # noqa: N802
            return '{"text": ""}'

    recognizer: VoskRecognizer = model.recognizer()
    recognizer._recognizer = EmptyHanded()
    recognizer.accept(b"\x00\x00" * 24_000)
    recognizer.partial()
    final = recognizer.final()
    assert final.text == "page the team"
    assert final.confidence == 0.0
    assert [(word.start_s, word.end_s) for word in final.words] == [(0.0, 1.0), (1.0, 2.0), (2.0, 3.0)]


def test_silence_has_no_words(model: VoskModel) -> None:
    recognizer = model.recognizer()
    recognizer.accept(b"\x00\x00" * 8000)
    assert recognizer.final().words == ()


def test_it_tells_which_words_a_model_can_put_out(model: VoskModel) -> None:
    assert model.knows("database")
    assert not model.knows("zzyzxq")


def test_a_models_list_of_words_says_the_same_as_the_model(model: VoskModel) -> None:
    words = ["database", "zzyzxq", "checkout", "", "the", "kubectl", "d", "it's"]
    known = {word for word in words if model.knows(word)}
    assert known_words(BUILT_IN_PATH, [*words, "[unk]"]) == known == {"database", "checkout", "the", "d", "it's"}
    assert asked_words(BUILT_IN_PATH, words) == known


def test_a_model_that_cannot_be_asked_is_named_and_the_caller_lives(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be asked for its words"):
        known_words(tmp_path, ["database"])


def test_the_built_in_model_passes_its_test() -> None:
    check_model(BUILT_IN_PATH)


def test_a_path_that_does_not_exist_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no speech model at .*nothing-here"):
        check_model(tmp_path / "nothing-here")


def test_a_folder_that_is_no_model_is_refused_before_vosk_sees_it(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not the folder of a Vosk model"):
        check_model(tmp_path)


def test_a_broken_model_is_refused_and_the_caller_lives(tmp_path: Path) -> None:
    copy = tmp_path / "model"
    shutil.copytree(BUILT_IN_PATH, copy)
    (copy / "am" / "final.mdl").write_bytes(b"\x00" * 1000)
    with pytest.raises(ModelError, match="cannot decode 8 kHz"):
        check_model(copy)


def test_a_model_that_cannot_take_8_khz_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "model"
    shutil.copytree(BUILT_IN_PATH, copy)
    settings = (copy / "conf" / "mfcc.conf").read_text()
    wide = settings.replace("frequency=8000", "frequency=16000").replace("high-freq=3700", "high-freq=7600")
    (copy / "conf" / "mfcc.conf").write_text(wide)
    with pytest.raises(ModelError, match="expected 16000, got 8000"):
        check_model(copy)


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("vosk-model-small-en-us-0.15", "en"),
        ("vosk-model-en-us-0.22-lgraph", "en"),
        ("vosk-model-small-nl-0.22", "nl"),
        ("vosk-model-de-0.21", "de"),
        ("vosk-model-small-pl-0.22", "pl"),
        ("our-own-model", "en"),
    ],
)
def test_a_models_name_tells_its_language(tmp_path: Path, name: str, language: str) -> None:
    assert models.resolve(str(tmp_path / name)).language == language


def test_the_built_in_model_is_english() -> None:
    assert models.resolve(None).language == "en"


def test_a_setting_is_resolved_to_a_model(tmp_path: Path) -> None:
    assert models.resolve(None).is_demonstration
    assert models.resolve("").path == BUILT_IN_PATH
    assert models.resolve(str(tmp_path)).path == tmp_path
    assert not models.resolve(str(tmp_path)).is_demonstration
    assert models.resolve("vosk-model-small-en-us-0.15", tmp_path).path == tmp_path / "vosk-model-small-en-us-0.15"
