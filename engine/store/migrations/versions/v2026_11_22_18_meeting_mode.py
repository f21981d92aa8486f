"""The longer sign-in of whoever runs a meeting."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "2026_11_22_18_meeting_mode"
down_revision = "2026_11_22_17_invitations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step on."""
    op.create_table(
        "meeting_mode",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"]),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(None, "meeting_mode", ["session_id"])
    op.create_index(None, "meeting_mode", ["meeting_id"])


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("meeting_mode")
