"""The append-only log: `(incident_id, seq)` decides who was first; the orders go in with the events."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from bridge.storage.database import Database
from bridge.storage.inserts import insert_all_if_new
from bridge.storage.tables import events, outbox

CHANNEL = "incident_bridge"
"""PostgreSQL's NOTIFY channel; the payload is the incident id."""


class LostRace(Exception):
    """Another writer appended first: read on and decide again."""


@dataclass(frozen=True, kw_only=True)
class NewEvent:
    """A fact to append. `at` aware; `actor` a person id, "bridge" or "carrier"; `data` JSON."""

    at: datetime
    actor: str
    type: str
    data: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class StoredEvent:
    """A fact of the log. `seq` counts from 1 without a gap within its incident."""

    incident_id: str
    seq: int
    at: datetime
    actor: str
    type: str
    data: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class NewOrder:
    """A side effect to perform. Due at once unless `not_before`; a `key` that was used before orders nothing again."""

    kind: str
    payload: Mapping[str, Any]
    not_before: datetime | None = None
    key: str | None = None


class EventLog:
    """Thread-safe, any number of processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(
        self,
        incident_id: str,
        after_seq: int,
        new: Sequence[NewEvent],
        orders: Sequence[NewOrder] = (),
        also: Callable[[Connection], object] | None = None,
    ) -> list[StoredEvent]:
        """Events, orders and `also` in one transaction, durable on return: all of it or nothing.

        `new` must hold at least one event. Raises LostRace when the log has gone beyond `after_seq`, ValueError when
        it has not come so far, DatabaseUnavailable, and whatever `also` raises.
        """
        if not new:
            raise ValueError("nothing to append")
        stored = [
            StoredEvent(
                incident_id=incident_id,
                seq=after_seq + index,
                at=fact.at,
                actor=fact.actor,
                type=fact.type,
                data=fact.data,
            )
            for index, fact in enumerate(new, start=1)
        ]

        def unit(connection: Connection) -> None:
            _insert_events(connection, incident_id, after_seq, stored)
            insert_all_if_new(connection, outbox, [_row_of(order, stored[-1]) for order in orders])
            if also is not None:
                also(connection)
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_notify(:channel, :id)"), {"channel": CHANNEL, "id": incident_id})

        self._database.write(unit)
        return stored

    def read(self, incident_id: str, after_seq: int = 0, leave_out: frozenset[str] = frozenset()) -> list[StoredEvent]:
        """The events after `after_seq` in order, without the types to leave out. Raises DatabaseUnavailable."""
        query = (
            select(events).where(events.c.incident_id == incident_id, events.c.seq > after_seq).order_by(events.c.seq)
        )
        if leave_out:
            query = query.where(events.c.type.not_in(sorted(leave_out)))
        rows = self._database.read(lambda connection: connection.execute(query).mappings().all())
        return [StoredEvent(**row) for row in rows]

    def head(self, incident_id: str) -> int:
        """The last seq, 0 when there is none. Raises DatabaseUnavailable."""
        return self._database.read(lambda connection: _head(connection, incident_id))


def _head(connection: Connection, incident_id: str) -> int:
    found: int | None = connection.scalar(select(func.max(events.c.seq)).where(events.c.incident_id == incident_id))
    return found or 0


def _insert_events(connection: Connection, incident_id: str, after_seq: int, stored: Sequence[StoredEvent]) -> None:
    head = _head(connection, incident_id)
    if head > after_seq:
        raise LostRace(f"incident {incident_id} is at {head}, not at {after_seq}")
    if head < after_seq:
        raise ValueError(f"incident {incident_id} is at {head}; {after_seq} was never stored")
    try:
        connection.execute(insert(events), [vars(event) for event in stored])
    except IntegrityError:
        raise LostRace(f"incident {incident_id}: another writer wrote {after_seq + 1} first") from None


def _row_of(order: NewOrder, last: StoredEvent) -> dict[str, Any]:
    return {
        "incident_id": last.incident_id,
        "seq": last.seq,
        "kind": order.kind,
        "payload": order.payload,
        "key": order.key,
        "state": "waiting",
        "attempts": 0,
        "not_before": order.not_before or last.at,
        "created_at": last.at,
    }
