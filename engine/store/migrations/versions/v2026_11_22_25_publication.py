"""What is published to a member of the family."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "2026_11_22_25_publication"
down_revision = "2026_11_22_24_emergency"
branch_labels = None
depends_on = None

_STATES = (
    "published",
    "asked",
    "withheld",
    "refused",
    "allowed",
    "withdrawn",
    "objected",
    "upheld",
    "set_aside",
)


def upgrade() -> None:
    """Go one step on."""
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=True),
        sa.Column("item_kind", sa.String(), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("recorded_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("reason", sa.String(length=20_000), nullable=False),
        sa.Column("lapses_on", sa.Date(), nullable=True),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("second_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("second_reason", sa.String(length=20_000), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        _in("item_kind", ("record", "agreement", "child")),
        _in("state", _STATES),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["child_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["reader_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["second_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index(None, "publication", ["case_id"])
    op.create_index(None, "publication", ["reader_id"])
    op.create_index(None, "publication", ["item", "reader_id"])


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("publication")


def _in(column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} in ({listed})", name=column)
