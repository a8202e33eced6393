"""Running bridges for tests, and a second one beside the first."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from callers import PEOPLE_WITH_BACKUP, Bridge
from running_bridge import running

from transcription.models import BUILT_IN_PATH


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    with running(tmp_path) as found:
        yield found


@pytest.fixture
def bridge_of_four(tmp_path: Path) -> Iterator[Bridge]:
    """Dev and Omar have Max as backup, Omar is required, a roll call is quick, and keys count as tones too.

    A second transcript is made by the model of the first one.
    """
    settings = {"BRIDGE_TONES": "true", "BRIDGE_REVIEW_MODEL": str(BUILT_IN_PATH)}
    with running(tmp_path, PEOPLE_WITH_BACKUP, **settings) as found:
        yield found


@pytest.fixture
def another_bridge(tmp_path: Path) -> Iterator[Bridge]:
    """A second installation beside the first."""
    with running(tmp_path / "another") as found:
        yield found
