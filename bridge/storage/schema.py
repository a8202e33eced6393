"""Whether the schema is that of this version; if not, it is brought up to it. Every command asks first."""

from importlib import import_module
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bridge.storage.database import Database
from bridge.storage.failures import DatabaseTooNew

__all__ = ["DatabaseTooNew", "upgrade"]

MIGRATIONS = Path(__file__).parent / "migrations"
UPGRADING = "bridge.storage.upgrading"
"""Alembic is loaded only when there is something to upgrade: a call may wait for the process that is starting."""


def upgrade(database: Database) -> None:
    """Bring the schema to this version. Raises DatabaseTooNew, DatabaseUnavailable."""
    if database.read(_revision) != newest():
        import_module(UPGRADING).upgrade_under_lock(database)


def newest() -> str:
    """The revision of the last migration, as its file is named."""
    return max(path.name[1:5] for path in MIGRATIONS.glob("versions/r[0-9]*.py"))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found
