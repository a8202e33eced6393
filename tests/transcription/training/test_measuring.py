"""Word error rates by voice, on the speech of this repository and with the shipped model."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from bridge.demo.script import LINES, audio_path
from bridge.demo.voices.make_voices import VOICES
from transcription import wav
from transcription.models import BUILT_IN_PATH
from transcription.recognizer import Word, final_of
from transcription.training.measuring import behaviour, report
from transcription.training.measuring.references import NoReferences, Reference, read_references, write_references
from transcription.training.measuring.word_errors import Errors, Measured, measure, measure_all, odd_times
from transcription.vosk_recognizer import VoskModel

Speech = Callable[[str], wav.Samples]
SPEECH = Path(__file__).parents[2] / "data" / "speech"
SAID = (
    Reference("page-the-team.wav", False, "flite rms", "please page the database team"),
    Reference("still-seeing-errors.wav", False, "espeak en-us", "we are still seeing errors in the checkout service"),
    Reference("two-sentences.wav", True, "a stranger", "the database is failing over the error rate is coming down"),
)


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    """A folder as the training makes it, of the speech of the tests."""
    for each in SAID:
        (tmp_path / each.file).write_bytes((SPEECH / each.file).read_bytes())
    write_references(tmp_path, SAID)
    return tmp_path


def test_words_left_out_put_in_and_mistaken_are_errors() -> None:
    errors = Errors()
    errors.add("page the database team", "page database team")
    errors.add("roll back", "roll it back")
    errors.add("sev one", "sev two")
    assert (errors.words, errors.wrong) == (8, 3)
    assert errors.rate == pytest.approx(3 / 8)
    assert np.isnan(Errors().rate)


def test_references_survive_their_file(tmp_path: Path) -> None:
    write_references(tmp_path, SAID)
    assert read_references(tmp_path) == list(SAID)


def test_a_folder_without_references_is_refused_with_what_is_expected(tmp_path: Path) -> None:
    with pytest.raises(NoReferences, match=r"reference\.tsv.*file, kind, voice, text"):
        read_references(tmp_path)
    (tmp_path / "reference.tsv").write_text("file\twords\na.wav\tyes\n")
    with pytest.raises(NoReferences, match="columns"):
        read_references(tmp_path)


def test_the_shipped_model_hears_each_voice_of_the_demo(model: VoskModel) -> None:
    demo = [
        (Reference(line.id, False, " ".join(VOICES[line.speaker]), line.text), audio_path(line.id)) for line in LINES
    ]
    found = measure_all(model, demo)
    assert found.trained.keys() == {" ".join(voice) for voice in VOICES.values()}
    assert all(errors.rate <= 0.08 for errors in found.trained.values()), found.heard_wrongly
    assert found.all_trained.words == sum(len(line.text.split()) for line in LINES)
    assert found.odd_times == 0
    assert 0 < found.real_time_factor < 0.5


def test_voices_never_heard_are_counted_apart(model: VoskModel, recordings: Path) -> None:
    found = measure(model, recordings)
    assert found.trained.keys() == {"flite rms", "espeak en-us"}
    assert found.never_heard.keys() == {"a stranger"}
    assert found.all_trained.rate == 0.0


def test_the_report_names_voices_bars_and_what_was_heard_wrongly() -> None:
    measured = Measured(
        trained={"flite rms": Errors(100, 3)},
        never_heard={"rhvoice bdl": Errors(50, 8), "festival ked_diphone": Errors(50, 30)},
        busy_s=1.0,
        sound_s=10.0,
        heard_wrongly=[("a.wav", "roll back", "roll it back")],
    )
    bars = report.bars(measured, BUILT_IN_PATH)
    assert [bar.is_met for bar in bars] == [True, True, True, False]
    lines = report.report(measured, [behaviour.Finding("no words in a beep", False, "'oh'")], bars, every_error=True)
    text = "\n".join(lines)
    for wanted in (
        "  said  roll back\n  heard roll it back", "festival ked_diphone (never heard)", "60.0%", "rhvoice bdl): 16 %",
        "no words in a beep: NO ('oh')", "CPU time over length of the sound: 0.1 , at most 0.05 : NOT MET",
    ):  # fmt: skip
        assert wanted in text


def test_nothing_measured_meets_no_bar() -> None:
    assert [bar.is_met for bar in report.bars(Measured(), BUILT_IN_PATH)] == [False, False, True, False]


def test_the_shipped_model_stays_quiet_and_hears_a_stream(model: VoskModel, recordings: Path) -> None:
    findings = behaviour.check(model, recordings)
    assert [finding for finding in findings if not finding.is_well] == []
    assert len(findings) == 6


def test_times_of_words_that_go_back_are_odd() -> None:
    words = (Word("a", 0.0, 0.5, 1.0), Word("b", 0.3, 0.4, 1.0), Word("c", 0.6, 2.0, 1.0))
    assert odd_times(final_of(words), length_s=1.5) == 2
