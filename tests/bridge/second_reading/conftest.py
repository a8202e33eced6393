"""The console's office with a call that is over and was kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_office import Office

from tests.bridge.second_reading.ended_call import ended_call


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = Office(tmp_path)
    ended_call(found)
    yield found
    found.node.close()
