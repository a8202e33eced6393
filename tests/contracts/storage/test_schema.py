"""The schema: made once however many come at once, the same as the code's tables, never older code on newer tables."""

import multiprocessing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from bridge.storage.database import Database
from bridge.storage.failures import DatabaseTooNew
from bridge.storage.schema import MIGRATIONS, newest, upgrade
from bridge.storage.tables import metadata
from tests.postgres_server import PostgresServer


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: object) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/folder/that/is/new/bridge.db"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.url(server.new_database())


def _upgrade(url: str) -> None:
    database = Database(url)
    upgrade(database)
    database.close()


def test_the_migrations_make_exactly_the_tables_of_the_code(database: Database) -> None:
    with database.reading_engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    assert differences == []


def test_six_processes_that_start_at_once_make_one_schema(empty_url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_upgrade, args=(empty_url,)) for _ in range(6)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * 6
    database = Database(empty_url)
    with database.reading_engine.connect() as connection:
        assert set(metadata.tables) <= set(inspect(connection).get_table_names())
    database.close()


def test_upgrading_again_changes_nothing(database: Database) -> None:
    upgrade(database)
    versions = database.read(lambda connection: connection.execute(text("SELECT * FROM alembic_version")).all())
    assert len(versions) == 1


def test_the_newest_file_of_a_migration_is_the_last_of_the_chain() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == newest()


def test_a_database_newer_than_the_code_is_refused_with_what_to_do(database: Database) -> None:
    database.write(lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(DatabaseTooNew, match=r"schema 9999.*newer version.*BRIDGE_DATABASE_URL"):
        upgrade(database)
