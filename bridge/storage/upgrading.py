"""Creates or upgrades the schema under a lock, with Alembic."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bridge.storage.database import Database
from bridge.storage.failures import DatabaseTooNew, outages_named
from bridge.storage.schema import MIGRATIONS

_LOCK = 0x1C1DE47B
"""PostgreSQL's advisory lock of the upgrade; SQLite's lock is BEGIN IMMEDIATE."""


def upgrade_under_lock(database: Database) -> None:
    """Raises DatabaseTooNew, DatabaseUnavailable."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    head = scripts.get_current_head()
    with outages_named(), database.writing_engine.begin() as connection:
        if database.is_postgres:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        found = _revision(connection)
        known = {script.revision for script in scripts.walk_revisions()}
        if found is not None and found not in known:
            raise DatabaseTooNew(
                f"The database has schema {found}; this version of Incident Bridge knows it up to {head}. "
                "Start the newer version that made it, or set BRIDGE_DATABASE_URL to another database."
            )
        if found != head:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
