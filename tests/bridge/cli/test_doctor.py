"""`doctor` against the local carrier: what is well, what is missing, what to do."""

from collections.abc import Callable
from pathlib import Path

from bridge.files.sealing import Seal
from bridge.files.sound_files import SoundFiles
from bridge.settings import Settings

Run = Callable[..., tuple[int, str, str]]


def line_of(out: str, check: str) -> str:
    return next(line for line in out.splitlines() if line[6:].startswith(check))


def test_doctor_says_of_each_thing_whether_it_is_well_and_what_to_do(run: Run) -> None:
    code, out, _ = run("doctor")
    assert code == 1
    for check in ("settings", "database", "disk", "speech model"):
        assert line_of(out, check).startswith("ok"), out
    assert "start `incident-bridge serve`" in line_of(out, "public URL")
    assert "run `incident-bridge provision`" in line_of(out, "Twilio")
    run("provision", "--yes")
    assert line_of(run("doctor")[1], "Twilio").startswith("ok")


def test_doctor_says_what_is_wrong_with_the_model_and_the_credentials(run: Run) -> None:
    code, out, _ = run("doctor", BRIDGE_VOSK_MODEL="/nowhere/model", TWILIO_AUTH_TOKEN="3" * 32)
    assert code == 1
    assert "There is no speech model at /nowhere/model" in line_of(out, "speech model")
    assert line_of(out, "second transcript").startswith("ok")
    out = run("doctor", BRIDGE_REVIEW_MODEL="vosk-model-none", TWILIO_AUTH_TOKEN="3" * 32)[1]
    assert "models install vosk-model-none" in line_of(out, "second transcript")
    assert "check account, token and API key" in line_of(out, "Twilio")
    assert "3" * 32 not in out


def test_doctor_names_who_speaks_a_language_that_no_model_hears(run: Run, tmp_path: Path) -> None:
    assert line_of(run("doctor")[1], "languages").startswith("ok")
    people = tmp_path / "people.yaml"
    people.write_text("people: [{name: Cy Rao, pin: '123123', language: xx}]", encoding="utf-8")
    assert run("people", "import", str(people))[0] == 0
    said = line_of(run("doctor")[1], "languages")
    assert "Cy Rao speaks xx" in said
    assert "models list --available --language xx" in said


def test_doctor_says_when_the_key_does_not_open_what_was_kept_and_how_long_things_are_kept(
    run: Run, tmp_path: Path
) -> None:
    out = run("doctor")[1]
    assert line_of(out, "kept sound").startswith("ok")
    assert "note  kept sound: files are not encrypted" in out
    assert "keeps recordings for ever, transcripts for ever, logs for ever" in out
    key = "k" * 40
    seal = Seal(Settings.from_environ({"BRIDGE_FILE_KEY": key}).file_key)
    SoundFiles(tmp_path / "recordings", seal).write("i1/RE1.wav", [b"sound"])
    assert "set BRIDGE_FILE_KEY to the key with which RE1.wav was written" in line_of(run("doctor")[1], "kept sound")
    out = run("doctor", BRIDGE_FILE_KEY=key, BRIDGE_KEEP_RECORDINGS_DAYS="90")[1]
    assert line_of(out, "kept sound").startswith("ok")
    assert "note  kept sound: new files are encrypted" in out
    assert "keeps recordings 90 days" in out
