"""The list of incidents, kept in the events' own transaction; and the claim of "the one opened by a call"."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, delete, select

from bridge.storage.database import Database
from bridge.storage.inserts import insert_if_new, insert_or_update
from bridge.storage.tables import incidents, open_claims
from roles.incident import Incident

OPENED_BY_A_CALL = "opened-by-a-call"
"""The claim's usual key: at most one incident holds it, however many people dial in the same second."""


class AlreadyClaimed(Exception):
    """Another incident holds the claim; join that one."""

    def __init__(self, incident_id: str) -> None:
        super().__init__(f"incident {incident_id} holds this claim")
        self.incident_id = incident_id


@dataclass(frozen=True, kw_only=True)
class IncidentRow:
    """A line of the list; the log has the rest."""

    id: str
    state: Literal["open", "ended"]
    severity: int | None
    title: str
    room: str
    opened_at: datetime
    ended_at: datetime | None
    last_seq: int


class Incidents:
    """Reads are for lists; writes happen through `projection`, inside `EventLog.append`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def projection(self, incident_id: str, after: Incident, last_seq: int) -> Callable[[Connection], None]:
        """The unit of work that brings the list to the state `after` event `last_seq`; an end releases the claims."""

        def unit(connection: Connection) -> None:
            if after.opened_at is None:
                return
            row = {
                "id": incident_id,
                "state": "open" if after.open else "ended",
                "severity": after.severity,
                "title": after.title,
                "room": after.room,
                "opened_at": after.opened_at,
                "ended_at": after.ended_at,
                "last_seq": last_seq,
            }
            insert_or_update(connection, incidents, row)
            if not after.open:
                release(connection, incident_id)

        return unit

    def get(self, incident_id: str) -> IncidentRow | None:
        return self._first(select(incidents).where(incidents.c.id == incident_id))

    def latest(self) -> IncidentRow | None:
        """The one opened last, open or ended."""
        return self._first(select(incidents).order_by(incidents.c.opened_at.desc(), incidents.c.id.desc()).limit(1))

    def open(self) -> list[IncidentRow]:
        """The open ones, newest first."""
        return self._all(incidents.c.state == "open")

    def open_since(self, moment: datetime) -> list[IncidentRow]:
        """The open ones and those that ended after `moment`, newest first."""
        return self._all((incidents.c.state == "open") | (incidents.c.ended_at > moment))

    def all(self) -> list[IncidentRow]:
        """Every one, newest first."""
        return self._all(None)

    def claim(self, key: str, incident_id: str) -> str:
        """Claim in a transaction of its own; the id of the incident that holds it, ours or the winner's.

        A winner that died before its first event leaves the claim behind: whoever is told its id may open it.
        """

        def unit(connection: Connection) -> str:
            try:
                claim(connection, key, incident_id)
            except AlreadyClaimed as lost:
                return lost.incident_id
            return incident_id

        return self._database.write(unit)

    def claimed_by(self, key: str) -> str | None:
        """The id of the incident that holds the claim."""
        return self._database.read(lambda connection: _holder(connection, key))

    def _first(self, query: Select[Any]) -> IncidentRow | None:
        found = self._rows(query)
        return found[0] if found else None

    def _all(self, condition: ColumnElement[bool] | None) -> list[IncidentRow]:
        query = select(incidents).order_by(incidents.c.opened_at.desc(), incidents.c.id.desc())
        return self._rows(query if condition is None else query.where(condition))

    def _rows(self, query: Select[Any]) -> list[IncidentRow]:
        rows = self._database.read(lambda connection: connection.execute(query).mappings().all())
        return [IncidentRow(**row) for row in rows]


def claim(connection: Connection, key: str, incident_id: str) -> None:
    """For `also` of the incident's first append. Again by the holder is harmless. Raises AlreadyClaimed."""
    if insert_if_new(connection, open_claims, {"key": key, "incident_id": incident_id}):
        return
    holder = _holder(connection, key)
    if holder is not None and holder != incident_id:
        raise AlreadyClaimed(holder)


def release(connection: Connection, incident_id: str) -> None:
    """Give up every claim of an incident that ended."""
    connection.execute(delete(open_claims).where(open_claims.c.incident_id == incident_id))


def _holder(connection: Connection, key: str) -> str | None:
    return connection.scalar(select(open_claims.c.incident_id).where(open_claims.c.key == key))
