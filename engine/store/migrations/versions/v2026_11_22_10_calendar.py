"""What a region's calendar says, and who changed it."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "2026_11_22_10_calendar"
down_revision = "2026_11_22_9_proof"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "calendar_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=20_000), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("done_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
        sa.UniqueConstraint("region", "number"),
    )
    op.create_index(None, "calendar_edition", ["done_at"])


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("calendar_edition")
