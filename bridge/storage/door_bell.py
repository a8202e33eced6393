"""Tells this process that another one wrote to the log: NOTIFY on PostgreSQL, a poll of data_version on SQLite."""

import logging
import threading
from collections.abc import Callable
from importlib import import_module

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from bridge.storage.database import Database
from bridge.storage.failures import DatabaseUnavailable
from bridge.storage.tables import events

log = logging.getLogger(__name__)

POLL_S = 0.05
AGAIN_AFTER_S = 1.0
NOTIFIED = "bridge.storage.notified"
"""Only where there is a PostgreSQL is its driver loaded."""

Ringing = Callable[[frozenset[str]], None]
"""Gets the ids of the incidents whose log grew; the empty set says "look at all you hold" (something was missed)."""


class DoorBell:
    """Rings within 100 ms of another process's append, and of our own too. A thread calls the subscribers, which must
    be quick and must not raise. Lives as long as the process; it survives an outage of the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._subscribers: list[Ringing] = []
        self._rung = threading.Event()
        self._listening = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="door-bell", daemon=True)
        self._thread.start()

    def subscribe(self, callback: Ringing) -> None:
        """Call back at every ring, on the bell's thread."""
        self._subscribers = [*self._subscribers, callback]

    def wait(self, timeout_s: float) -> bool:
        """Wait for a ring since the last wait; false when none came in time. For one waiter."""
        rang = self._rung.wait(timeout_s)
        self._rung.clear()
        return rang

    def wait_until_listening(self, timeout_s: float) -> bool:
        """True once nothing written from now on can be missed."""
        return self._listening.wait(timeout_s)

    def close(self) -> None:
        """End the thread, within half a second."""
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                if self._database.is_postgres:
                    self._listen()
                else:
                    self._poll()
            except (DatabaseUnavailable, SQLAlchemyError) as error:
                log.warning("the door-bell lost the database (%s); it tries again", type(error).__name__)
            self._listening.clear()
            if not self._closing.wait(AGAIN_AFTER_S):
                self._ring(frozenset())

    def _listen(self) -> None:
        import_module(NOTIFIED).listen(self._database.url, self._listening, self._closing, self._ring)

    def _poll(self) -> None:
        with self._database.reading_engine.connect() as connection:
            version, last = _data_version(connection), _last_row(connection)
            self._listening.set()
            while not self._closing.wait(POLL_S):
                seen = _data_version(connection)
                if seen == version:
                    continue
                version, newest = seen, _last_row(connection)
                if newest < last:
                    self._ring(frozenset())
                elif newest > last:
                    self._ring(_incidents_after(connection, last))
                last = newest

    def _ring(self, incident_ids: frozenset[str]) -> None:
        self._rung.set()
        for callback in self._subscribers:
            callback(incident_ids)


# Each look is a transaction of its own: a connection that kept one open would see the same state for ever.


def _data_version(connection: Connection) -> int:
    with connection.begin():
        return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())


def _last_row(connection: Connection) -> int:
    with connection.begin():
        return connection.scalar(select(func.max(text("rowid"))).select_from(events)) or 0


def _incidents_after(connection: Connection, row: int) -> frozenset[str]:
    with connection.begin():
        found = select(events.c.incident_id).distinct().where(text("rowid > :row"))
        return frozenset(connection.scalars(found, {"row": row}))
