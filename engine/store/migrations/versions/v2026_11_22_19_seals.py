"""Seals over the trails, and anchors of the seals; neither is ever changed."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from engine.store.migrations.append_only import protect, unprotect

revision = "2026_11_22_19_seals"
down_revision = "2026_11_22_18_meeting_mode"
branch_labels = None
depends_on = None

TABLES = ("seal", "anchor", "anchor_sent")


def upgrade() -> None:
    """Go one step on."""
    _seal()
    _anchor()
    for table in TABLES:
        protect(table)


def _seal() -> None:
    op.create_table(
        "seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(length=32), nullable=False),
        sa.Column("sealing", sa.Integer(), nullable=False),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("log_after", sa.BigInteger(), nullable=False),
        sa.Column("log_up_to", sa.BigInteger(), nullable=False),
        sa.Column("events_after", sa.BigInteger(), nullable=False),
        sa.Column("events_up_to", sa.BigInteger(), nullable=False),
        sa.Column("leaves", sa.LargeBinary(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("organisation", "sealing"),
    )
    op.create_index(None, "seal", ["sealing"])


def _anchor() -> None:
    op.create_table(
        "anchor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("first_sealing", sa.Integer(), nullable=False),
        sa.Column("last_sealing", sa.Integer(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "anchor_sent",
        sa.Column("anchor_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("sent_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["anchor_id"], ["anchor.id"]),
        sa.PrimaryKeyConstraint("anchor_id", "place"),
    )


def downgrade() -> None:
    """Go one step back."""
    for table in reversed(TABLES):
        unprotect(table)
        op.drop_table(table)
