"""Media streams: which leg each belongs to, and the token that opens it once."""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select, update

from bridge.storage.database import Database
from bridge.storage.inserts import insert_all_if_new
from bridge.storage.tables import streams
from bridge.storage.tokens import token_hash


@dataclass(frozen=True, kw_only=True)
class Stream:
    """One stream by the name we gave it; `stream_sid` is the carrier's, known from its first message on."""

    name: str
    call_sid: str
    incident_id: str
    stream_sid: str | None
    created_at: datetime
    used_at: datetime | None
    ended_at: datetime | None


_COLUMNS = [streams.c[name] for name in Stream.__dataclass_fields__]


class Streams:
    """`token_key` derives each token from the stream's name, so that a repeated webhook renders the same document."""

    def __init__(self, database: Database, token_key: bytes) -> None:
        self._database = database
        self._token_key = token_key
        self._issued_last: frozenset[str] = frozenset()

    def token(self, name: str) -> str:
        """The token of the stream of this name; stands in the TwiML only."""
        digest = hmac.new(self._token_key, name.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def issue(self, name: str, call_sid: str, incident_id: str, now: datetime) -> str:
        """Register a stream before its name is sent; the token. Again for the same name changes nothing."""
        if name not in self._issued_last and self.get(name) is None:
            self.issue_all({name: call_sid}, incident_id, now)
        return self.token(name)

    def issue_all(self, names: Mapping[str, str], incident_id: str, now: datetime) -> None:
        """Register many in one commit; `names`: stream to call."""
        rows = [
            {
                "name": name,
                "call_sid": call_sid,
                "incident_id": incident_id,
                "token_hash": token_hash(self.token(name)),
                "created_at": now,
            }
            for name, call_sid in names.items()
        ]

        self._database.write(lambda connection: insert_all_if_new(connection, streams, rows))
        self._issued_last = frozenset(names)

    def use(self, token: str, stream_sid: str, now: datetime) -> Stream | None:
        """Consume the token: the stream for the first who shows it, None for everybody else and after the end."""
        return self.use_all([(token, stream_sid)], now)[0]

    def use_all(self, shown: Sequence[tuple[str, str]], now: datetime) -> list[Stream | None]:
        """The same for many (token, stream SID) in one commit; of a token that is shown twice the first counts."""

        def unit(connection: Connection) -> list[Stream | None]:
            return [_use(connection, token, stream_sid, now) for token, stream_sid in shown]

        return self._database.write(unit)

    def end(self, name: str, now: datetime) -> bool:
        """The stream is over. False when it is unknown or was over before."""
        statement = update(streams).where(streams.c.name == name, streams.c.ended_at.is_(None)).values(ended_at=now)
        return self._database.write(lambda connection: connection.execute(statement).rowcount == 1)

    def get(self, name: str) -> Stream | None:
        found = self._select(select(*_COLUMNS).where(streams.c.name == name))
        return found[0] if found else None

    def of_call(self, call_sid: str) -> list[Stream]:
        """Every stream of a call, oldest first."""
        return self._select(select(*_COLUMNS).where(streams.c.call_sid == call_sid).order_by(streams.c.created_at))

    def open_of_incident(self, incident_id: str) -> list[Stream]:
        """The streams of an incident that are not over, oldest first."""
        query = select(*_COLUMNS).where(streams.c.incident_id == incident_id, streams.c.ended_at.is_(None))
        return self._select(query.order_by(streams.c.created_at))

    def _select(self, query: Select[Any]) -> list[Stream]:
        rows = self._database.read(lambda connection: connection.execute(query).mappings().all())
        return [Stream(**row) for row in rows]


def _use(connection: Connection, token: str, stream_sid: str, now: datetime) -> Stream | None:
    statement = (
        update(streams)
        .where(streams.c.token_hash == token_hash(token), streams.c.used_at.is_(None), streams.c.ended_at.is_(None))
        .values(used_at=now, stream_sid=stream_sid)
        .returning(*_COLUMNS)
    )
    row = connection.execute(statement).mappings().first()
    return Stream(**row) if row is not None else None
