"""The one exception to append-only: rows whose words are erased, and whole incidents whose time is over."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, select, text, update

from bridge.storage.database import Database
from bridge.storage.tables import calls, events, incidents, outbox, streams

Change = Callable[[str, Mapping[str, Any]], Mapping[str, Any] | None]
"""Of an event's type and data: the new data, or None when it stays as it is."""


class Scrubbing:
    """Follow a scrub with the event that tells every process to fold anew."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rewrite(self, incident_id: str, change: Change) -> int:
        """Rewrite the rows of one incident in one transaction; how many were changed."""

        def unit(connection: Connection) -> int:
            _overwrite_freed_pages(connection)
            rows = connection.execute(
                select(events.c.seq, events.c.type, events.c.data).where(events.c.incident_id == incident_id)
            ).all()
            changed = 0
            for seq, name, data in rows:
                new = change(name, data)
                if new is not None and new != data:
                    where = (events.c.incident_id == incident_id) & (events.c.seq == seq)
                    connection.execute(update(events).where(where).values(data=new))
                    changed += 1
            return changed

        changed = self._database.write(unit)
        self._database.empty_write_ahead_log()
        return changed

    def forget_numbers(self, call_sids: list[str]) -> int:
        """The telephone numbers of these calls, and whose they were."""
        statement = update(calls).where(calls.c.call_sid.in_(call_sids)).values(number=None, person_id=None)

        def unit(connection: Connection) -> int:
            _overwrite_freed_pages(connection)
            return connection.execute(statement).rowcount

        return self._database.write(unit)

    def forget_incident(self, incident_id: str) -> None:
        """All rows of an incident that is over."""

        def unit(connection: Connection) -> None:
            _overwrite_freed_pages(connection)
            for table in (events, outbox, streams, calls):
                connection.execute(delete(table).where(table.c.incident_id == incident_id))
            connection.execute(delete(incidents).where(incidents.c.id == incident_id))

        self._database.write(unit)
        self._database.empty_write_ahead_log()


def _overwrite_freed_pages(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA secure_delete=ON"))
