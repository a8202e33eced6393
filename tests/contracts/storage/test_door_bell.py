"""The door-bell: another process's append is known at once, and an outage is not the end of it."""

import logging
import queue
import statistics
import time
from collections.abc import Iterator
from datetime import datetime

import pytest

from bridge.storage.database import Database
from bridge.storage.door_bell import DoorBell
from bridge.storage.event_log import EventLog, NewEvent
from bridge.storage.outbox import Outbox
from tests.postgres_server import PostgresServer

DEADLINE_S = 20


@pytest.fixture
def bell(database: Database) -> Iterator[DoorBell]:
    ringing = DoorBell(database)
    assert ringing.wait_until_listening(DEADLINE_S)
    yield ringing
    ringing.close()


@pytest.fixture
def elsewhere(database_url: str) -> Iterator[Database]:
    """The same database as another process has it: other connections."""
    other = Database(database_url)
    yield other
    other.close()


def append(database: Database, incident_id: str, now: datetime) -> None:
    log = EventLog(database)
    log.append(incident_id, log.head(incident_id), [NewEvent(at=now, actor="p", type="T", data={})])


def test_another_process_is_heard_within_a_tenth_of_a_second(
    bell: DoorBell, elsewhere: Database, now: datetime
) -> None:
    rung: queue.SimpleQueue[tuple[frozenset[str], float]] = queue.SimpleQueue()
    bell.subscribe(lambda ids: rung.put((ids, time.monotonic())))
    delays = []
    for number in range(10):
        append(elsewhere, f"i-{number}", now)
        written = time.monotonic()
        ids, heard = rung.get(timeout=DEADLINE_S)
        assert ids == frozenset({f"i-{number}"})
        delays.append(heard - written)
    assert statistics.median(delays) < 0.1


def test_one_can_wait_for_the_bell(bell: DoorBell, elsewhere: Database, now: datetime) -> None:
    append(elsewhere, "i-1", now)
    assert bell.wait(DEADLINE_S)
    assert not bell.wait(0)


def test_our_own_append_rings_too(bell: DoorBell, database: Database, now: datetime) -> None:
    append(database, "i-1", now)
    assert bell.wait(DEADLINE_S)


def test_what_is_no_event_does_not_ring_for_an_incident(bell: DoorBell, elsewhere: Database, now: datetime) -> None:
    rung: queue.SimpleQueue[frozenset[str]] = queue.SimpleQueue()
    bell.subscribe(rung.put)
    Outbox(elsewhere).claim_due(now, "w", limit=1, lease_s=1)
    append(elsewhere, "i-7", now)
    assert rung.get(timeout=DEADLINE_S) == frozenset({"i-7"})


@pytest.mark.postgres
def test_after_an_outage_everything_is_looked_at_again(
    postgres_server: PostgresServer, postgres_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    database = Database(postgres_url)
    bell = DoorBell(database)
    assert bell.wait_until_listening(DEADLINE_S)
    rung: queue.SimpleQueue[frozenset[str]] = queue.SimpleQueue()
    bell.subscribe(rung.put)
    with caplog.at_level(logging.WARNING):
        postgres_server.drop_connections(str(database.url.database))
        assert rung.get(timeout=DEADLINE_S) == frozenset()
    assert "lost the database" in caplog.text
    bell.close()
    database.close()
