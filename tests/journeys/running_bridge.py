"""A running bridge for a test: its real processes, the local carrier, a directory of three people."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from callers import PEOPLE, Bridge

from bridge.demo.stage import Stage
from transcription.models import BUILT_IN_PATH

WITH_EVERYTHING = {"BRIDGE_TONES": "true", "BRIDGE_REVIEW_MODEL": str(BUILT_IN_PATH)}
"""Keys count as tones too; a second transcript is made by the model of the first one."""


@contextmanager
def running(folder: Path, directory: str = PEOPLE, database_url: str = "", **settings: str) -> Iterator[Bridge]:
    """`settings`: variables of the environment beside those that every test sets; without `database_url` on SQLite."""
    folder.mkdir(parents=True, exist_ok=True)
    people = folder / "people.yaml"
    people.write_text(directory, encoding="utf-8")
    stage = Stage(
        data_dir=folder / "data",
        bridge_number="+12025550199",
        people_file=people,
        say_chars_per_s=200.0,
        database_url=database_url,
        settings_extra=settings,
    )
    try:
        stage.set_up()
        yield Bridge(stage)
    finally:
        stage.tear_down()
