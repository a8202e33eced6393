"""What can go wrong with a database, in words for the person who runs it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError as PoolTimeout


class DatabaseUnavailable(Exception):
    """The database cannot be used now: disk full, locked, gone. `reason` is fit for a log line and for a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DatabaseTooNew(Exception):
    """The database was written by a newer version of the program; the text says what to do."""


_SQLITE_WORDS = {
    sqlite3.SQLITE_FULL: "the disk that holds the database is full",
    sqlite3.SQLITE_IOERR: "the disk that holds the database cannot be read or written",
    sqlite3.SQLITE_CANTOPEN: "the database file cannot be opened: look at its folder and the rights on it",
    sqlite3.SQLITE_READONLY: "the database file is read-only for this user",
    sqlite3.SQLITE_BUSY: "the database was locked by another process for too long",
    sqlite3.SQLITE_LOCKED: "the database was locked for too long",
    sqlite3.SQLITE_NOTADB: "the file is not a SQLite database",
    sqlite3.SQLITE_CORRUPT: "the database file is damaged; restore a backup",
}
_PRIMARY_CODE = 0xFF


def is_outage(error: BaseException) -> bool:
    """True when the database failed, false when it refused one statement for good reason (a unique key)."""
    if isinstance(error, PoolTimeout | InterfaceError | OperationalError):
        return True
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or getattr(error.orig, "sqlite_errorcode", 0) in _SQLITE_WORDS
    return False


def reason_of(error: BaseException) -> str:
    """One readable line. Never the statement or its parameters: those hold numbers and names."""
    if isinstance(error, PoolTimeout):
        return "no database connection became free in time"
    original = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(original, "sqlite_errorcode", None)
    if code is not None:
        words = _SQLITE_WORDS.get(code & _PRIMARY_CODE)
        if words is not None:
            return words
    lines = str(original).strip().splitlines()
    return f"the database does not answer: {lines[0]}" if lines else "the database does not answer"


@contextmanager
def outages_named() -> Iterator[None]:
    """Turns the driver's outages into DatabaseUnavailable and lets every other error pass."""
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        if not is_outage(error):
            raise
        raise DatabaseUnavailable(reason_of(error)) from None
