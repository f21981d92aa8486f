"""Views that somebody saved."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "2026_11_22_14_views"
down_revision = "2026_11_22_13_ways_out"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.String(length=500), nullable=False),
        sa.Column("made_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id", "name"),
        sa.UniqueConstraint("public_id"),
    )


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("saved_view")
