"""Who is signed in."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "2026_11_22_6_sessions"
down_revision = "2026_11_22_5_registered_by"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step on."""
    op.create_table(
        "session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("through", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("started_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("seen_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.CheckConstraint("through in ('page', 'api')", name="through"),
        sa.CheckConstraint("language in ('nl', 'en')", name="language"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index(None, "session", ["started_at"])


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("session")
