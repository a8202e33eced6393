"""Alembic's entry: runs the steps on the connection and inside the transaction that it is given."""

from alembic import context

from bridge.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
context.run_migrations()
