"""The console's office with a call that was recorded and is over."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_office import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = Office(tmp_path)
    yield found
    found.node.close()
