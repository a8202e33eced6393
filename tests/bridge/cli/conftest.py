"""Runs one command of the command line in this process, with an environment of its own or that of a local carrier."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bridge.cli import main
from bridge.simulator.driver import LocalCarrier, NumberConfig

NUMBER = "+12025550199"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Exit code, standard output, standard error of `command(*arguments, **environment)`."""

    def run(*arguments: str, **environment: str) -> tuple[int, str, str]:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["incident-bridge", *arguments])
            for name, value in environment.items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as ended:
                main()
        said = capsys.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), said.out, said.err

    return run


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
