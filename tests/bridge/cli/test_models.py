"""`incident-bridge models`: what is there, installing from a catalogue over HTTP, choosing, testing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bridge.speech_models.model_shop import NAME, Shop, ShopServer

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def shop() -> Iterator[Shop]:
    server = ShopServer(Shop())
    yield server.shop
    server.stop()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Run, shop: Shop) -> Run:
    monkeypatch.setenv("BRIDGE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("BRIDGE_MODEL_CATALOGUE_URL", shop.url)
    monkeypatch.delenv("BRIDGE_VOSK_MODEL", raising=False)
    return command


def test_a_model_is_found_installed_used_and_given_back(run: Run, shop: Shop, tmp_path: Path) -> None:
    shop.offer_the_built_in_model(tmp_path)
    shop.cut_after = [1_048_576]
    shop.offer("vosk-model-de-0.21", b"", lang="de", lang_text="German", size=1_900_000_000)
    _, out, _ = run("models", "list", "--available")
    assert out.splitlines()[0].split() == ["vosk-model-de-0.21", "1.9", "GB", "German", "small"]
    assert NAME in out
    assert NAME not in run("models", "list", "--language", "de")[1]
    code, _, err = run("models", "use", NAME)
    assert code == 1
    assert f"First: incident-bridge models install {NAME}" in err
    code, out, err = run("models", "install", NAME)
    assert code == 0, err
    assert f"models use {NAME}" in out
    assert "Testing with telephone sound" in err
    assert shop.ranges == ["", "bytes=1048576-"]
    code, out, _ = run("models", "use", NAME)
    assert code == 0
    assert f"From the next start on: Vosk model {NAME}" in out
    _, out, _ = run("models", "list")
    assert f"* Vosk model {NAME}" in out
    assert "chosen by `models use`" in out
    _, out, err = run("models", "use", NAME, BRIDGE_VOSK_MODEL="/other/model")
    assert "BRIDGE_VOSK_MODEL is set to /other/model and wins" in err
    assert "installed already" in run("models", "install", NAME)[1]
    assert run("models", "use", "built-in")[0] == 0
    assert "* built-in demonstration model" in run("models", "list")[1]


def test_a_folder_that_is_no_model_is_not_chosen(run: Run, tmp_path: Path) -> None:
    code, _, err = run("models", "use", str(tmp_path))
    assert code == 2
    assert "not the folder of a Vosk model" in err
    assert "* built-in" in run("models", "list")[1]


def test_what_cannot_be_installed_is_said_in_one_line(run: Run, shop: Shop) -> None:
    shop.offer(NAME, b"x", md5="0" * 32)
    for name, reason in ((NAME, "does not match its checksum"), ("vosk-model-fr", "has no model 'vosk-model-fr'")):
        code, _, err = run("models", "install", name)
        assert code == 1
        assert reason in err
        assert "Traceback" not in err
    code, _, err = run("models", "list", "--language", "xx")
    assert code == 1
    assert "Languages: en-us" in err


def test_both_rates_are_tested_and_a_file_is_heard_as_on_a_call(run: Run) -> None:
    speech = Path(__file__).parents[2] / "data" / "speech" / "page-the-team.wav"
    code, out, _ = run("models", "test", str(speech))
    assert code == 0
    assert out.count("heard: please page the database team") == 2
    assert " 8 kHz  loaded in" in out
    assert "16 kHz  loaded in" in out
    assert out.splitlines()[-1].endswith("s  please page the database team")
