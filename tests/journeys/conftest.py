"""Running bridges for tests: their real processes, the local carrier, a directory of three people."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from callers import PEOPLE, PEOPLE_WITH_BACKUP, Bridge

from bridge.demo.stage import Stage


@contextmanager
def running(folder: Path, directory: str = PEOPLE, **settings: str) -> Iterator[Bridge]:
    folder.mkdir(parents=True, exist_ok=True)
    people = folder / "people.yaml"
    people.write_text(directory, encoding="utf-8")
    stage = Stage(
        data_dir=folder / "data",
        bridge_number="+12025550199",
        people_file=people,
        say_chars_per_s=200.0,
        settings_extra=settings,
    )
    try:
        stage.set_up()
        yield Bridge(stage)
    finally:
        stage.tear_down()


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    with running(tmp_path) as found:
        yield found


@pytest.fixture
def bridge_of_four(tmp_path: Path) -> Iterator[Bridge]:
    """Dev and Omar have Max as backup, Omar is required, a roll call is quick, and keys count as tones too."""
    with running(tmp_path, PEOPLE_WITH_BACKUP, BRIDGE_TONES="true") as found:
        yield found


@pytest.fixture
def another_bridge(tmp_path: Path) -> Iterator[Bridge]:
    """A second installation beside the first."""
    with running(tmp_path / "another") as found:
        yield found
