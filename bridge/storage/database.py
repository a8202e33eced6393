"""The one way to the database: units of work that write, and units that read, alike on SQLite and PostgreSQL."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bridge.storage.engines import parse_url, postgres_engine, sqlite_engine
from bridge.storage.failures import DatabaseTooNew, DatabaseUnavailable, outages_named
from bridge.storage.group_commit import GroupCommitWriter

T = TypeVar("T")

TRIES = 5
_RUN_AGAIN = {"40001", "40P01"}
"""PostgreSQL's serialization failure and deadlock: the same unit may succeed when run again."""


class Database:
    """Thread-safe; make one a process, after any fork. A unit gets a connection inside a transaction, must not
    keep it, and may be run more than once. Raises ValueError for a URL that is neither SQLite file nor PostgreSQL."""

    def __init__(self, url: str) -> None:
        self.url = parse_url(url)
        self.is_postgres = self.url.get_backend_name() == "postgresql"
        self._writer: GroupCommitWriter | None = None
        if self.is_postgres:
            self._writing = self._reading = postgres_engine(self.url)
            return
        try:
            Path(str(self.url.database)).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUnavailable(f"the folder of the database cannot be made: {error.strerror}") from None
        self._writing = sqlite_engine(self.url, writing=True)
        self._reading = sqlite_engine(self.url, writing=False)
        self._writer = GroupCommitWriter(self._writing)

    def write(self, unit: Callable[[Connection], T]) -> T:
        """Commit the unit's work, durable on return. Raises DatabaseUnavailable, and whatever the unit raises."""
        if self._writer is not None:
            return self._writer.write(unit)
        with outages_named():
            for remaining in reversed(range(TRIES)):
                try:
                    with self._writing.begin() as connection:
                        return unit(connection)
                except DBAPIError as error:
                    if remaining == 0 or getattr(error.orig, "sqlstate", None) not in _RUN_AGAIN:
                        raise
        raise AssertionError("unreachable")

    def read(self, unit: Callable[[Connection], T]) -> T:
        """A consistent look. On SQLite it cannot write. Raises DatabaseUnavailable."""
        with outages_named(), self._reading.connect() as connection:
            return unit(connection)

    def close(self) -> None:
        """Finish what waits to be written and let the connections go."""
        if self._writer is not None:
            self._writer.close()
        self._writing.dispose()
        self._reading.dispose()

    def empty_write_ahead_log(self) -> None:
        """SQLite keeps old pages in its log until it is emptied; elsewhere nothing is to be done."""
        if not self.is_postgres:
            with outages_named(), self._writing.connect() as connection:
                driver = connection.connection.driver_connection
                assert driver is not None  # noqa: S101
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @property
    def writing_engine(self) -> Engine:
        """For the migrations alone, which need a transaction of their own."""
        return self._writing

    @property
    def reading_engine(self) -> Engine:
        """For the door-bell alone, which keeps a connection."""
        return self._reading


__all__ = ["Database", "DatabaseTooNew", "DatabaseUnavailable"]
