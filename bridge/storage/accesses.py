"""Who looked at which recording or transcript, when; and what was erased or purged. For administrators."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from bridge.storage.database import Database
from bridge.storage.tables import accesses

ONE_VISIT = timedelta(minutes=10)
"""A player asks for a file in many ranges: the same person, thing and visit is one line."""


@dataclass(frozen=True, kw_only=True)
class Access:
    """`what`: recording, transcript, export, take, line, erase, purge. `person_id` None: the bridge, or by command."""

    at: datetime
    who: str
    person_id: str | None
    incident_id: str
    what: str
    subject: str


class Accesses:
    """Raises DatabaseUnavailable: what cannot be written down is not shown."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, access: Access) -> None:
        """One line, unless the same person had the same thing within ten minutes before."""
        row = vars(access)
        same = [accesses.c[name] == row[name] for name in ("who", "incident_id", "what", "subject")]

        def unit(connection: Connection) -> None:
            recent = select(accesses.c.id).where(*same, accesses.c.at > access.at - ONE_VISIT).limit(1)
            if connection.execute(recent).first() is None:
                connection.execute(insert(accesses).values(row))

        self._database.write(unit)

    def latest(self, incident_id: str | None = None, most: int = 500) -> list[Access]:
        """The newest first; of one incident, or of all."""
        query = select(*(accesses.c[name] for name in Access.__dataclass_fields__))
        if incident_id is not None:
            query = query.where(accesses.c.incident_id == incident_id)
        query = query.order_by(accesses.c.at.desc(), accesses.c.id.desc()).limit(most)
        rows = self._database.read(lambda connection: connection.execute(query).mappings().all())
        return [Access(**row) for row in rows]

    def forget_before(self, moment: datetime) -> int:
        """Drop older lines; how many."""
        statement = delete(accesses).where(accesses.c.at < moment)
        return self._database.write(lambda connection: connection.execute(statement).rowcount)
