"""Engines with the settings that durability rests on, one kind for SQLite and one for PostgreSQL."""

import sqlite3
import time
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

BUSY_TIMEOUT_MS = 10_000
WAL_DEADLINE_S = 10.0


def parse_url(url: str) -> URL:
    """SQLAlchemy's URL with our driver. Raises ValueError for anything but SQLite files and PostgreSQL."""
    try:
        parsed = make_url(url)
    except Exception:  # noqa: BLE001 - the library's error text would show the password
        raise ValueError("not a database URL: use sqlite:///PATH or postgresql://USER@HOST/NAME") from None
    backend = parsed.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise ValueError("not a database URL: use sqlite:///PATH (a file) or postgresql://USER@HOST/NAME")
    return parsed.set(drivername="sqlite+pysqlite")


def sqlite_engine(url: URL, *, writing: bool) -> Engine:
    """WAL, FULL, foreign keys; a writing engine begins IMMEDIATE, so that it never has to upgrade a read lock."""
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=1 if writing else 8,
        max_overflow=0 if writing else 56,
        pool_timeout=BUSY_TIMEOUT_MS / 1000,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False},
    )
    begin = "BEGIN IMMEDIATE" if writing else "BEGIN"

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: object) -> None:
        # The driver would begin by itself, late and not IMMEDIATE; None hands that to us.
        connection.isolation_level = None
        _set_wal(connection)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        if not writing:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def postgres_engine(url: URL) -> Engine:
    """READ COMMITTED: unique keys decide who was first."""
    return create_engine(
        url,
        hide_parameters=True,
        pool_size=8,
        max_overflow=24,
        pool_timeout=BUSY_TIMEOUT_MS / 1000,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 5, "application_name": "incident-bridge"},
    )


def _set_wal(connection: sqlite3.Connection) -> None:
    """Changing the mode may answer "locked" at once, whatever the busy time-out, while another process does it too."""
    deadline = time.monotonic() + WAL_DEADLINE_S
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
