"""Units of work: a failing one fails only its caller, an outage has a readable reason, what was acknowledged stays."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from bridge.storage.database import Database
from bridge.storage.event_log import EventLog
from bridge.storage.failures import DatabaseUnavailable
from bridge.storage.inserts import insert_if_new
from bridge.storage.tables import open_claims
from tests.postgres_server import PostgresServer


class Mistake(Exception):
    """What a unit of work may raise."""


def claim(key: str) -> object:
    return lambda connection: insert_if_new(connection, open_claims, {"key": key, "incident_id": "i-1"})


def claimed(database: Database) -> set[str]:
    return set(database.read(lambda connection: connection.scalars(select(open_claims.c.key)).all()))


def test_a_unit_that_fails_takes_back_its_own_work_and_nobody_elses(database: Database) -> None:
    together = threading.Barrier(24)

    def work(number: int) -> str:
        def unit(connection: Connection) -> str:
            insert_if_new(connection, open_claims, {"key": f"k{number}", "incident_id": "i-1"})
            if number % 3 == 0:
                raise Mistake(str(number))
            return f"k{number}"

        together.wait(30)
        try:
            return database.write(unit)
        except Mistake as mistake:
            return f"mistake {mistake}"

    with ThreadPoolExecutor(24) as pool:
        results = list(pool.map(work, range(24)))
    assert results == [f"mistake {n}" if n % 3 == 0 else f"k{n}" for n in range(24)]
    assert claimed(database) == {f"k{n}" for n in range(24) if n % 3}


def test_a_broken_statement_does_not_break_the_next_unit(database: Database) -> None:
    with pytest.raises(DatabaseUnavailable if not database.is_postgres else Exception):
        database.write(lambda connection: connection.execute(text("SELECT * FROM no_such_table")))
    database.write(claim("after"))
    assert claimed(database) == {"after"}


def test_a_closed_database_says_so(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    database.write(claim("before"))
    database.close()
    with pytest.raises(DatabaseUnavailable, match="closed"):
        database.write(claim("after"))


def test_writing_from_within_a_unit_is_a_mistake_not_a_deadlock(sqlite_database: Database) -> None:
    with pytest.raises(RuntimeError, match="connection it is given"):
        sqlite_database.write(lambda connection: sqlite_database.write(claim("inner")))


def test_reading_cannot_write_on_sqlite(sqlite_database: Database) -> None:
    with pytest.raises(Exception, match="read-only"):
        sqlite_database.read(claim("k"))
    assert claimed(sqlite_database) == set()


def test_sqlite_runs_with_wal_full_and_foreign_keys(sqlite_database: Database) -> None:
    def pragmas(connection: Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert sqlite_database.write(pragmas) == ["wal", 2, 1, 10000]


def test_a_full_disk_has_a_readable_reason_and_passes(sqlite_database: Database) -> None:
    def fill(connection: Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        for number in range(1000):
            row = {"key": f"{number}", "incident_id": "x" * 4000}
            insert_if_new(connection, open_claims, row)

    with pytest.raises(DatabaseUnavailable, match="disk that holds the database is full"):
        sqlite_database.write(fill)
    sqlite_database.write(lambda connection: connection.exec_driver_sql("PRAGMA max_page_count=1000000"))
    sqlite_database.write(claim("room again"))
    assert claimed(sqlite_database) == {"room again"}


def test_a_file_that_is_no_database_has_a_readable_reason(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear reader, " * 100, encoding="utf-8")
    database = Database(f"sqlite:///{path}")
    with pytest.raises(DatabaseUnavailable, match="not a SQLite database"):
        database.read(lambda connection: connection.scalar(text("SELECT 1")))
    database.close()


@pytest.mark.postgres
def test_a_postgresql_that_is_gone_has_a_readable_reason(tmp_path: Path) -> None:
    database = Database(f"postgresql://bridge:very-secret@/none?host={tmp_path}")
    with pytest.raises(DatabaseUnavailable, match="does not answer") as caught:
        database.write(claim("k"))
    assert "very-secret" not in str(caught.value)
    database.close()


@pytest.mark.postgres
def test_a_postgresql_that_dropped_every_connection_is_used_again(
    postgres_server: PostgresServer, postgres_url: str
) -> None:
    database = Database(postgres_url)
    database.write(claim("before"))
    postgres_server.drop_connections(str(database.url.database))
    database.write(claim("after"))
    assert claimed(database) == {"before", "after"}
    database.close()


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://host/db", "sqlite://", "sqlite:///:memory:", "postgres"])
def test_a_url_of_another_kind_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(ValueError, match="not a database URL"):
        Database(url)


WRITER = """
import sys
from datetime import UTC, datetime
from bridge.storage.database import Database
from bridge.storage.event_log import EventLog, NewEvent, NewOrder
from concurrent.futures import ThreadPoolExecutor

log = EventLog(Database(sys.argv[1]))
def write(incident):
    for number in range(1_000_000):
        event = NewEvent(at=datetime.now(UTC), actor="p", type="T", data={"n": number})
        (stored,) = log.append(f"i-{incident}", number, [event], [NewOrder(kind="k", payload={})])
        sys.stdout.write(f"{incident} {stored.seq}\\n")
        sys.stdout.flush()
with ThreadPoolExecutor(4) as pool:
    list(pool.map(write, range(4)))
"""


def test_what_was_acknowledged_before_a_kill_is_there_afterwards(database: Database, database_url: str) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, database_url], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    lines = [writer.stdout.readline() for _ in range(120)]
    os.kill(writer.pid, signal.SIGKILL)
    rest, _ = writer.communicate(timeout=30)
    lines += rest.splitlines()
    acknowledged: dict[str, int] = {}
    for line in lines:
        if len(line.split()) == 2:
            incident, seq = line.split()
            acknowledged[incident] = max(acknowledged.get(incident, 0), int(seq))
    assert sum(acknowledged.values()) >= 120
    log = EventLog(database)
    for incident, seq in acknowledged.items():
        stored = log.read(f"i-{incident}")
        assert len(stored) >= seq
        assert [event.data["n"] for event in stored] == list(range(len(stored)))
        orders = database.read(
            lambda connection, of=f"i-{incident}": connection.scalar(
                text("SELECT count(*) FROM outbox WHERE incident_id = :of"), {"of": of}
            )
        )
        assert orders == len(stored)
