"""One running bridge for each test: its real processes, the local carrier, a directory of three people."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from callers import PEOPLE, Bridge

from bridge.demo.stage import Stage


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    people = tmp_path / "people.yaml"
    people.write_text(PEOPLE, encoding="utf-8")
    stage = Stage(data_dir=tmp_path / "data", bridge_number="+12025550199", people_file=people, say_chars_per_s=200.0)
    try:
        stage.set_up()
        yield Bridge(stage)
    finally:
        stage.tear_down()
