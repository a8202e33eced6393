"""INSERT ... ON CONFLICT, which both databases have and SQLAlchemy spells once for each."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_if_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert unless any unique key of the row stands already; true when it was inserted."""
    key = next(iter(table.primary_key))
    if connection.dialect.name == "postgresql":
        on_postgres = postgresql.insert(table).values(row).on_conflict_do_nothing().returning(key)
        return connection.execute(on_postgres).first() is not None
    return (
        connection.execute(sqlite.insert(table).values(row).on_conflict_do_nothing().returning(key)).first() is not None
    )


def insert_all_if_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """The same for many rows of the same columns, in one statement."""
    if rows:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        connection.execute(dialect.insert(table).on_conflict_do_nothing(), list(rows))


def insert_or_update(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Insert, or overwrite the row of the same primary key."""
    keys = [column.name for column in table.primary_key]
    rest = {name: value for name, value in row.items() if name not in keys}
    if connection.dialect.name == "postgresql":
        on_postgres = postgresql.insert(table).values(row)
        connection.execute(on_postgres.on_conflict_do_update(index_elements=keys, set_=rest))
    else:
        on_sqlite = sqlite.insert(table).values(row)
        connection.execute(on_sqlite.on_conflict_do_update(index_elements=keys, set_=rest))
