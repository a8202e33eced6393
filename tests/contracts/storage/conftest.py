"""Fixtures of the storage's contract: one moment, one incident."""

from datetime import UTC, datetime

import pytest

from bridge.storage.database import Database
from bridge.storage.event_log import EventLog


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 3, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def event_log(database: Database) -> EventLog:
    return EventLog(database)
