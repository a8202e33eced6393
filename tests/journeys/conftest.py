"""Running bridges for tests, and a second one beside the first."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from callers import Bridge
from running_bridge import running, running_for_four


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    with running(tmp_path) as found:
        yield found


@pytest.fixture
def bridge_of_four(tmp_path: Path) -> Iterator[Bridge]:
    with running_for_four(tmp_path) as found:
        yield found


@pytest.fixture
def another_bridge(tmp_path: Path) -> Iterator[Bridge]:
    """A second installation beside the first."""
    with running(tmp_path / "another") as found:
        yield found
