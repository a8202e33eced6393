"""Test calls: who tried their phone, and what reached the bridge."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "phone_checks",
        sa.Column("call_sid", sa.String(), nullable=False),
        sa.Column("person_id", sa.String()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("keys", sa.String(), nullable=False),
        sa.Column("sound_ms", sa.Integer(), nullable=False),
        sa.Column("loudness_dbfs", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("call_sid", name=op.f("pk_phone_checks")),
    )
    op.create_index(op.f("ix_phone_checks_person_id_at"), "phone_checks", ["person_id", "at"], unique=False)
