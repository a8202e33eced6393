"""Calls before, during and after an incident: who dialed, how they were identified, wrong PINs, where they belong."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, select, update

from bridge.storage.database import Database
from bridge.storage.inserts import insert_if_new
from bridge.storage.phone_numbers import caller_number
from bridge.storage.tables import attempts, calls
from roles.people import IdentifiedBy

WRONG_PINS_A_CALL = 3
"""After this many the call is hung up."""
WRONG_PINS_AN_HOUR = 10
"""After this many on all calls together nobody is asked for a PIN; strangers still reach the lobby."""
MOST_RECENT = 20
_PIN = "pin"
_RING = "ring"
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call. `number` E.164, None when withheld or garbled; `state` is the caller's word for the step it is at."""

    call_sid: str
    account: str
    number: str | None
    withheld: bool
    person_id: str | None
    incident_id: str | None
    identified_by: IdentifiedBy
    wrong_pins: int
    state: str
    arrived_at: datetime
    ended_at: datetime | None
    status: str | None


class Calls:
    """Every method may be repeated by a repeated webhook. Raises DatabaseUnavailable; KeyError is never raised:
    news of a call that is not in the table changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def arrive(self, call_sid: str, account: str, caller_id: str | None, now: datetime, state: str = "arrived") -> Call:
        """The call, stored on its first webhook; `caller_id` is the carrier's `From` as it came."""
        number = caller_number(caller_id)
        row = {
            "call_sid": call_sid,
            "account": account,
            "number": number,
            "withheld": number is None,
            "identified_by": IdentifiedBy.NOBODY.value,
            "wrong_pins": 0,
            "state": state,
            "arrived_at": now,
        }

        def unit(connection: Connection) -> Call:
            insert_if_new(connection, calls, row)
            found = _calls(connection, select(calls).where(calls.c.call_sid == call_sid))
            return found[0]

        return self._database.write(unit)

    def get(self, call_sid: str) -> Call | None:
        found = self._select(select(calls).where(calls.c.call_sid == call_sid))
        return found[0] if found else None

    def identify(self, call_sid: str, person_id: str, identified_by: IdentifiedBy) -> bool:
        """Say who it is. False when the call is unknown."""
        return self._update(call_sid, {"person_id": person_id, "identified_by": identified_by.value})

    def assign(self, call_sid: str, incident_id: str) -> bool:
        """The incident this call belongs to. False when the call is unknown."""
        return self._update(call_sid, {"incident_id": incident_id})

    def set_state(self, call_sid: str, state: str) -> bool:
        """The step that the call is at. False when the call is unknown."""
        return self._update(call_sid, {"state": state})

    def end(self, call_sid: str, status: str, now: datetime) -> bool:
        """The carrier says that the call is over. False when it is unknown or had ended before."""
        statement = update(calls).where(calls.c.call_sid == call_sid, calls.c.ended_at.is_(None))
        statement = statement.values(status=status, ended_at=now)
        return self._database.write(lambda connection: connection.execute(statement).rowcount == 1)

    def wrong_pin(self, call_sid: str, now: datetime, key: str | None = None) -> int:
        """Count a wrong PIN; how many this call has now. The same `key` (of the menu URL) counts once."""
        counted = {"kind": _PIN, "subject": call_sid, "at": now, "key": None if key is None else f"{call_sid}/{key}"}

        def unit(connection: Connection) -> int:
            if insert_if_new(connection, attempts, counted):
                more = update(calls).where(calls.c.call_sid == call_sid).values(wrong_pins=calls.c.wrong_pins + 1)
                connection.execute(more)
            query = select(func.count()).where(attempts.c.kind == _PIN, attempts.c.subject == call_sid)
            return connection.scalar(query) or 0

        return self._database.write(unit)

    def wrong_pins_in_last_hour(self, now: datetime) -> int:
        """Of all calls together."""
        query = select(func.count()).where(attempts.c.kind == _PIN, attempts.c.at > now - _HOUR)
        return self._database.read(lambda connection: connection.scalar(query)) or 0

    def pins_are_asked(self, now: datetime) -> bool:
        """False after ten wrong PINs within an hour."""
        return self.wrong_pins_in_last_hour(now) < WRONG_PINS_AN_HOUR

    def dial_out_counted(self, key: str, per_hour: int, now: datetime) -> bool:
        """Count a call that the bridge makes, the same `key` once. False: the hour's share is used up."""
        counted = {"kind": _RING, "subject": key, "at": now, "key": f"ring/{key}"}

        def unit(connection: Connection) -> bool:
            if connection.scalar(select(attempts.c.id).where(attempts.c.key == counted["key"])) is not None:
                return True
            recent = select(func.count()).where(attempts.c.kind == _RING, attempts.c.at > now - _HOUR)
            if (connection.scalar(recent) or 0) >= per_hour:
                return False
            return insert_if_new(connection, attempts, counted)

        return self._database.write(unit)

    def live(self) -> list[Call]:
        """Calls that have not ended, oldest first."""
        return self._select(select(calls).where(calls.c.ended_at.is_(None)).order_by(calls.c.arrived_at))

    def of_incident(self, incident_id: str) -> list[Call]:
        """Every call of an incident, oldest first."""
        return self._select(select(calls).where(calls.c.incident_id == incident_id).order_by(calls.c.arrived_at))

    def recent_of(self, person_id: str, since: datetime) -> list[Call]:
        """This person's calls that reached an incident and still last or ended after `since`, the newest first."""
        recent = (calls.c.ended_at.is_(None)) | (calls.c.ended_at > since)
        query = select(calls).where(calls.c.person_id == person_id, calls.c.incident_id.is_not(None), recent)
        return self._select(query.order_by(calls.c.arrived_at.desc()).limit(MOST_RECENT))

    def _update(self, call_sid: str, values: dict[str, Any]) -> bool:
        statement = update(calls).where(calls.c.call_sid == call_sid).values(values)
        return self._database.write(lambda connection: connection.execute(statement).rowcount == 1)

    def _select(self, query: Select[Any]) -> list[Call]:
        return self._database.read(lambda connection: _calls(connection, query))


def _calls(connection: Connection, query: Select[Any]) -> list[Call]:
    rows = connection.execute(query).mappings()
    return [Call(**{**row, "identified_by": IdentifiedBy(row["identified_by"])}) for row in rows]
