"""Twilio's side of the webhooks over a fresh database for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from switchboard import Switchboard


@pytest.fixture
def twilio(tmp_path: Path) -> Iterator[Switchboard]:
    found = Switchboard(tmp_path)
    yield found
    found.node.close()
