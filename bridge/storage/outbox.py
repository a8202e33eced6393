"""The outbox: side effects that wait, claimed by one performer at a time under a lease."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select, update

from bridge.storage.database import Database
from bridge.storage.tables import outbox


@dataclass(frozen=True, kw_only=True)
class OutboxRow:
    """An order as stored. `attempts` counts claims, this one too. `state`: waiting, claimed, done, failed, expired."""

    id: int
    incident_id: str
    seq: int
    kind: str
    payload: Mapping[str, Any]
    state: str
    attempts: int
    not_before: datetime
    claimed_by: str | None
    claimed_until: datetime | None
    last_error: str | None
    created_at: datetime


_COLUMNS = [outbox.c[name] for name in OutboxRow.__dataclass_fields__]
_NOT_CLAIMED = {"claimed_by": None, "claimed_until": None}


class Outbox:
    """Each way to report takes the `owner` of the claim, if the caller knows it: then a claim whose lease ran out
    and was taken over is left alone. Each returns whether a row changed, or how many. Raises DatabaseUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim_due(
        self,
        now: datetime,
        owner: str,
        limit: int,
        lease_s: float,
        incident_ids: Collection[str] | None = None,
        older_than_s: float = 0,
        leave: Collection[str] = (),
        only: Collection[str] = (),
    ) -> list[OutboxRow]:
        """At most `limit` rows that are due (or whose lease ran out), oldest first, now `owner`'s for `lease_s`.

        `incident_ids` narrows to these; `older_than_s` leaves the young ones to the process that committed them;
        `leave` names kinds that are not for a claim, `only` those that are.
        """
        due = _due(now, incident_ids, older_than_s)
        if leave:
            due = due.where(outbox.c.kind.not_in(sorted(leave)))
        if only:
            due = due.where(outbox.c.kind.in_(sorted(only)))
        if not self._database.read(lambda connection: connection.execute(due.limit(1)).first()):
            return []

        def unit(connection: Connection) -> list[OutboxRow]:
            ids = connection.scalars(due.limit(limit).with_for_update(skip_locked=True)).all()
            claimed = (
                update(outbox)
                .where(outbox.c.id.in_(ids))
                .values(
                    state="claimed",
                    attempts=outbox.c.attempts + 1,
                    claimed_by=owner,
                    claimed_until=now + timedelta(seconds=lease_s),
                )
                .returning(*_COLUMNS)
            )
            return [OutboxRow(**row) for row in connection.execute(claimed).mappings()]

        return sorted(self._database.write(unit), key=lambda row: row.id)

    def kinds_due(self, now: datetime, older_than_s: float = 0) -> frozenset[str]:
        """Which kinds a claim would find."""
        query = _due(now, None, older_than_s).with_only_columns(outbox.c.kind).order_by(None).distinct()
        return frozenset(self._database.read(lambda connection: connection.scalars(query).all()))

    def done(self, order_ids: Collection[int], owner: str | None = None) -> int:
        """They were performed; how many of them are so now, in one commit."""
        statement = update(outbox).where(outbox.c.id.in_(order_ids), outbox.c.state == "claimed")
        if owner is not None:
            statement = statement.where(outbox.c.claimed_by == owner)
        statement = statement.values(state="done", last_error=None, **_NOT_CLAIMED)
        return self._database.write(lambda connection: connection.execute(statement).rowcount)

    def retry(self, order_id: int, not_before: datetime, error: str, owner: str | None = None) -> bool:
        """It did not work; try again, not before this."""
        return self._report(order_id, owner, {"state": "waiting", "not_before": not_before, "last_error": error})

    def fail(self, order_id: int, error: str, owner: str | None = None) -> bool:
        """It will never work."""
        return self._report(order_id, owner, {"state": "failed", "last_error": error})

    def expire(self, order_id: int, reason: str, owner: str | None = None) -> bool:
        """Its time is over."""
        return self._report(order_id, owner, {"state": "expired", "last_error": reason})

    def release(self, order_id: int, owner: str | None = None) -> bool:
        """Give a claim back untried (the process ends); due at once, the attempt does not count."""
        return self._report(order_id, owner, {"state": "waiting", "attempts": outbox.c.attempts - 1})

    def long_work(self, kinds: Collection[str]) -> list[OutboxRow]:
        """Orders of these kinds that are not done, oldest first: nobody claims them, several may look at them."""
        open_ones = outbox.c.kind.in_(sorted(kinds)), outbox.c.state == "waiting"
        return self._rows(select(*_COLUMNS).where(*open_ones).order_by(outbox.c.id))

    def finished(self, order_id: int) -> bool:
        """Long work is over, however it ended."""
        statement = update(outbox).where(outbox.c.id == order_id, outbox.c.state == "waiting").values(state="done")
        return self._database.write(lambda connection: connection.execute(statement).rowcount == 1)

    def get(self, order_id: int) -> OutboxRow | None:
        found = self._rows(select(*_COLUMNS).where(outbox.c.id == order_id))
        return found[0] if found else None

    def of_incident(self, incident_id: str) -> list[OutboxRow]:
        """Every order of an incident, oldest first."""
        return self._rows(select(*_COLUMNS).where(outbox.c.incident_id == incident_id).order_by(outbox.c.id))

    def _report(self, order_id: int, owner: str | None, values: Mapping[str, Any]) -> bool:
        statement = update(outbox).where(outbox.c.id == order_id, outbox.c.state == "claimed")
        if owner is not None:
            statement = statement.where(outbox.c.claimed_by == owner)
        statement = statement.values(**values, **_NOT_CLAIMED)
        return self._database.write(lambda connection: connection.execute(statement).rowcount == 1)

    def _rows(self, query: Select[Any]) -> list[OutboxRow]:
        rows = self._database.read(lambda connection: connection.execute(query).mappings().all())
        return [OutboxRow(**row) for row in rows]


def _due(now: datetime, incident_ids: Collection[str] | None, older_than_s: float) -> Select[tuple[int]]:
    waiting = and_(outbox.c.state == "waiting", outbox.c.not_before <= now)
    abandoned = and_(outbox.c.state == "claimed", outbox.c.claimed_until < now)
    query = select(outbox.c.id).where(or_(waiting, abandoned)).order_by(outbox.c.id)
    if incident_ids is not None:
        query = query.where(outbox.c.incident_id.in_(incident_ids))
    if older_than_s:
        query = query.where(outbox.c.created_at <= now - timedelta(seconds=older_than_s))
    return query
