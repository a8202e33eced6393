"""What tests of every room share: fresh databases, migrated, on SQLite and on a real PostgreSQL."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bridge.storage.database import Database
from bridge.storage.schema import upgrade
from tests.postgres_server import PostgresMissing, PostgresServer

# A busy machine is slow at drawing values; that is no fault of a test.
settings.register_profile(
    "any machine",
    suppress_health_check=[HealthCheck.too_slow],
    deadline=None,
    # The same examples on every run there; new ones are looked for at home.
    derandomize=os.environ.get("CI") == "true",
)
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Skips when PostgreSQL is not installed, except under CI=true, where nothing may be skipped."""
    try:
        server = PostgresServer()
    except PostgresMissing as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """The name of a migrated, empty database to copy."""
    name = postgres_server.new_database()
    _migrate(postgres_server.url(name))
    return name


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """A migrated database of this test's own."""
    path = tmp_path / "bridge.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, postgres_template: str) -> str:
    """A migrated database of this test's own."""
    return postgres_server.url(postgres_server.new_database(postgres_template))


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    database = Database(sqlite_url)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each test that asks for this runs once on each database."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Each test that asks for this runs once on each database."""
    opened = Database(database_url)
    yield opened
    opened.close()


def _migrate(url: str) -> None:
    database = Database(url)
    upgrade(database)
    database.close()
