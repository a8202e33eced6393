"""Test calls: whom the bridge takes the caller for, whether keys and sound arrived, and who has tested when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from bridge.storage.database import Database
from bridge.storage.inserts import insert_if_new
from bridge.storage.tables import phone_checks

PHONE_CHECK = "phone-check"
"""Stands for the incident where a test call needs one: the state of its call, the owner of its stream."""
SILENCE_DBFS = -60
"""At or below this nothing was said; a muted microphone is quieter still."""
QUIET_DBFS = -42


def sound_file(folder: Path, call_sid: str) -> Path:
    """Where the sound of a test call is until its end. Raises ValueError for what is no CallSid."""
    if not call_sid.isalnum():
        raise ValueError("not a CallSid")
    return folder / f"{call_sid}.wav"


class Keys(StrEnum):
    NOT_YET = "not_yet"
    NONE = "none"
    ARRIVE = "arrive"
    PIN = "pin"
    NOT_THEIR_PIN = "not_their_pin"


@dataclass(frozen=True, kw_only=True)
class PhoneCheck:
    """One test call. `sound_ms` 0: none came yet; `loudness_dbfs` of its louder parts; `words`: until its end."""

    call_sid: str
    person_id: str | None
    at: datetime
    keys: Keys
    sound_ms: int
    loudness_dbfs: int
    words: str

    @property
    def heard(self) -> bool:
        return self.sound_ms > 0 and self.loudness_dbfs > SILENCE_DBFS

    @property
    def keys_arrive(self) -> bool:
        return self.keys in (Keys.ARRIVE, Keys.PIN, Keys.NOT_THEIR_PIN)

    @property
    def passed(self) -> bool:
        """A person of the directory, whose voice and keys reach the bridge."""
        return self.person_id is not None and self.heard and self.keys_arrive and self.keys is not Keys.NOT_THEIR_PIN

    @property
    def summary(self) -> str:
        sound = "no sound" if not self.heard else "quiet" if self.loudness_dbfs <= QUIET_DBFS else "sound"
        keys = {Keys.PIN: "keys and PIN", Keys.NOT_THEIR_PIN: "keys, a wrong PIN", Keys.ARRIVE: "keys"}
        return f"{sound}, {keys.get(self.keys, 'no keys')}"


class PhoneChecks:
    """Every method may be repeated; news of a call that is not here changes nothing. Raises DatabaseUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, call_sid: str, person_id: str | None, now: datetime) -> None:
        row = {
            "call_sid": call_sid,
            "person_id": person_id,
            "at": now,
            "keys": Keys.NOT_YET.value,
            "sound_ms": 0,
            "loudness_dbfs": SILENCE_DBFS,
            "words": "",
        }
        self._database.write(lambda connection: insert_if_new(connection, phone_checks, row))

    def keyed(self, call_sid: str, keys: Keys, person_id: str | None) -> None:
        """What the keys showed; the first answer stands, however often it is delivered."""
        statement = update(phone_checks).where(
            phone_checks.c.call_sid == call_sid, phone_checks.c["keys"] == Keys.NOT_YET.value
        )
        self._write(statement.values(keys=keys.value, person_id=person_id))

    def sounded(self, call_sid: str, sound_ms: int, loudness_dbfs: int) -> None:
        statement = update(phone_checks).where(phone_checks.c.call_sid == call_sid)
        self._write(statement.values(sound_ms=sound_ms, loudness_dbfs=loudness_dbfs))

    def understood(self, call_sid: str, words: str) -> None:
        """What the recognizer wrote."""
        self._write(update(phone_checks).where(phone_checks.c.call_sid == call_sid).values(words=words))

    def forget_words(self, call_sid: str) -> None:
        self._write(update(phone_checks).where(phone_checks.c.call_sid == call_sid).values(words=""))

    def get(self, call_sid: str) -> PhoneCheck | None:
        query = select(phone_checks).where(phone_checks.c.call_sid == call_sid)
        row = self._database.read(lambda connection: connection.execute(query).mappings().first())
        return _check(row) if row is not None else None

    def newest(self) -> dict[str, PhoneCheck]:
        """The last test call of each person, by person id."""
        query = select(phone_checks).where(phone_checks.c.person_id.is_not(None)).order_by(phone_checks.c.at)
        rows = self._database.read(lambda connection: connection.execute(query).mappings().all())
        return {row["person_id"]: _check(row) for row in rows}

    def _write(self, statement: Any) -> None:
        self._database.write(lambda connection: connection.execute(statement).rowcount)


def _check(row: Any) -> PhoneCheck:
    return PhoneCheck(**{**row, "keys": Keys(row["keys"])})
