"""Running bridges for tests, and a second one beside the first."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from callers import PEOPLE_WITH_BACKUP, Bridge
from running_bridge import WITH_EVERYTHING, running


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    with running(tmp_path) as found:
        yield found


@pytest.fixture
def bridge_of_four(tmp_path: Path) -> Iterator[Bridge]:
    """Dev and Omar have Max as backup, Omar is required, a roll call is quick, and keys count as tones too.

    A second transcript is made by the model of the first one.
    """
    with running(tmp_path, PEOPLE_WITH_BACKUP, **WITH_EVERYTHING) as found:
        yield found


@pytest.fixture
def another_bridge(tmp_path: Path) -> Iterator[Bridge]:
    """A second installation beside the first."""
    with running(tmp_path / "another") as found:
        yield found
