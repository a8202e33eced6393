"""`provision` against the local carrier: what it shows and changes."""

from collections.abc import Callable

import pytest

Run = Callable[..., tuple[int, str, str]]


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
