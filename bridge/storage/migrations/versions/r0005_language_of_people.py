"""What somebody speaks, when it is not the bridge's own language."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("people", sa.Column("language", sa.String()))
