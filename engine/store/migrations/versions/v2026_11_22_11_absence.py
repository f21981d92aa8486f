"""Who is away and who deputises; work that a named person must do."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "2026_11_22_11_absence"
down_revision = "2026_11_22_10_calendar"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _absence()
    _fallback()
    _work()


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("work")
    op.drop_table("fallback")
    op.drop_table("absence")


def _absence() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index(None, "absence", ["person_id"])
    op.create_index(None, "absence", ["deputy_id"])


def _fallback() -> None:
    op.create_table(
        "fallback",
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("region"),
    )


def _work() -> None:
    op.create_table(
        "work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("open_key", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("closed_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("word", sa.String(length=20_000), nullable=False),
        sa.CheckConstraint(
            "kind in ('unreachable', 'given_up', 'uncertain', 'left', 'no_owner', 'hook')",
            name="kind",
        ),
        sa.CheckConstraint("state in ('open', 'done', 'gone')", name="state"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
        sa.UniqueConstraint("open_key"),
    )
    op.create_index(None, "work", ["state"])
    op.create_index(None, "work", ["region"])
    op.create_index(None, "work", ["case_id"])
    op.create_index(None, "work", ["person_id"])
