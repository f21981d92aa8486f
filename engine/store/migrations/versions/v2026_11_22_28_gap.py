"""What a restore took away from the trails, and who signed that; neither is ever changed."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from engine.store.migrations.append_only import protect, unprotect

revision = "2026_11_22_28_gap"
down_revision = "2026_11_22_27_rights"
branch_labels = None
depends_on = None

TABLES = ("gap", "gap_signature")


def upgrade() -> None:
    """Go one step on."""
    op.create_table(
        "gap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("restored_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("since", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("backup", sa.String(), nullable=False),
        sa.Column("last_sealing", sa.Integer(), nullable=False),
        sa.Column("last_anchor", sa.Integer(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("next_sealing", sa.Integer(), nullable=False),
        sa.Column("next_anchor", sa.Integer(), nullable=False),
        sa.Column("seen_outside", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "gap_signature",
        sa.Column("gap_id", sa.Integer(), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("signed_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["gap_id"], ["gap.id"]),
        sa.PrimaryKeyConstraint("gap_id", "signature"),
    )
    for table in TABLES:
        protect(table)


def downgrade() -> None:
    """Go one step back."""
    for table in reversed(TABLES):
        unprotect(table)
        op.drop_table(table)
