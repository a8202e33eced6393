"""`provision` and `doctor` against the local carrier: what they show, change and advise."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bridge.simulator.driver import LocalCarrier, NumberConfig

NUMBER = "+12025550199"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def carrier() -> Iterator[LocalCarrier]:
    found = LocalCarrier(
        account_sid="AC" + "1" * 32,
        auth_token="2" * 32,
        numbers={NUMBER: NumberConfig(voice_url="https://elsewhere.example/voice")},
    )
    found.start()
    yield found
    found.stop()


@pytest.fixture
def run(tmp_path: Path, carrier: LocalCarrier, monkeypatch: pytest.MonkeyPatch, command: Run) -> Run:
    """A command with settings that lead to the local carrier."""
    environment = {
        "BRIDGE_DATA_DIR": str(tmp_path),
        "BRIDGE_PUBLIC_URL": "http://127.0.0.1:9",
        "BRIDGE_PHONE_NUMBER": NUMBER,
        "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
        "TWILIO_AUTH_TOKEN": "2" * 32,
        "TWILIO_API_BASE_URL": carrier.base_url,
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return command


def line_of(out: str, check: str) -> str:
    return next(line for line in out.splitlines() if line[6:].startswith(check))


def test_provision_shows_what_it_changes_and_a_second_time_changes_nothing(run: Run) -> None:
    code, out, _ = run("provision", "--yes")
    assert code == 0
    assert "https://elsewhere.example/voice" in out
    assert "-> http://127.0.0.1:9/twilio/voice" in out
    assert "-> http://127.0.0.1:9/twilio/call-status" in out
    assert "-> http://127.0.0.1:9/twilio/fallback" in out
    code, out, _ = run("provision", "--yes")
    assert code == 0
    assert "Nothing to change" in out


def test_provision_asks_first_and_takes_no_for_an_answer(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.confirm", lambda _question: False)
    assert "Nothing was changed" in run("provision")[1]
    assert "-> http://127.0.0.1:9/twilio/voice" in run("provision")[1]


def test_provision_with_wrong_credentials_says_where_to_look(run: Run) -> None:
    code, _, err = run("provision", "--yes", TWILIO_AUTH_TOKEN="3" * 32)
    assert code == 1
    assert "incident-bridge doctor" in err
    assert "3" * 32 not in err


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
