"""How long what is kept, and what was destroyed."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from engine.store.migrations.closed_sets import narrow, widen

revision = "2026_11_22_26_retention"
down_revision = "2026_11_22_25_publication"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step on."""
    _legal_hold()
    _destruction()
    _destruction_item()
    widen("account_role", "role", "archivist")
    widen("work", "kind", "destruction")


def downgrade() -> None:
    """Go one step back, without what this step alone knew."""
    narrow("work", "kind", "destruction")
    narrow("account_role", "role", "archivist")
    for table in ("destruction_item", "destruction", "legal_hold"):
        op.drop_table(table)


def _in(column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} in ({listed})", name=column)


def _legal_hold() -> None:
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20_000), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("set_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("lift_asked_by", sa.Integer(), nullable=True),
        sa.Column("lift_asked_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("lift_reason", sa.String(length=20_000), nullable=False),
        sa.Column("lifted_by", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["lift_asked_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["lifted_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index(None, "legal_hold", ["case_id"])


def _destruction() -> None:
    op.create_table(
        "destruction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("table_version", sa.String(), nullable=False),
        sa.Column("table_hash", sa.String(length=64), nullable=False),
        sa.Column("backups_kept", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("done_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("list_hash", sa.String(length=64), nullable=False),
        _in("state", ("proposed", "confirmed", "done", "withdrawn")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index(None, "destruction", ["region"])
    op.create_index(None, "destruction", ["state"])


def _destruction_item() -> None:
    op.create_table(
        "destruction_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("destruction_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("family_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("bases", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("ended_at", sqlmodel.UTCDateTime(), nullable=True),
        _in("state", ("waiting", "done", "skipped")),
        sa.CheckConstraint("(case_id is null) <> (family_id is null)", name="one_thing"),
        sa.ForeignKeyConstraint(["destruction_id"], ["destruction.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("destruction_id", "place"),
    )
    op.create_index(None, "destruction_item", ["case_id", "state"])
    op.create_index(None, "destruction_item", ["family_id", "state"])
    op.create_index(None, "destruction_item", ["state", "id"])
    for column in ("case_id", "family_id"):
        op.create_index(
            f"destruction_item_{column}_done",
            "destruction_item",
            [column],
            unique=True,
            sqlite_where=sa.text("state = 'done'"),
            postgresql_where=sa.text("state = 'done'"),
        )
