"""A real Chromium at the console of a running bridge, with the demo's people and voices on the call."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from bridge.demo import script
from bridge.demo.player import Player
from bridge.demo.stage import Stage

expect.set_options(timeout=15_000)
"""A machine that runs three journeys at a time draws late."""


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Skips when Chromium is not installed, except under CI=true, where nothing may be skipped."""
    path = _chromium()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is not installed: apt-get install chromium")
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def player(tmp_path: Path) -> Iterator[Player]:
    stage = Stage(
        data_dir=tmp_path / "data",
        bridge_number=script.BRIDGE_NUMBER,
        people_file=script.people_path(),
        say_chars_per_s=200.0,
    )
    try:
        stage.set_up()
        yield Player(stage, tell=lambda _text: None, pause_s=0.0)
    finally:
        stage.tear_down()


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Where screenshots go: a scratch folder, or the one that `make screenshots` names."""
    folder = Path(os.environ.get("BRIDGE_SCREENSHOTS") or tmp_path / "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
