"""What a restored database is told: its mail waits, and what was sent after its backup."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "2026_11_22_22_restored"
down_revision = "2026_11_22_21_log_review"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step on."""
    op.create_table(
        "mail_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("began_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("backup", sa.String(), nullable=False),
        sa.Column("despite", sa.String(), nullable=True),
        sa.Column("compared_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("released_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("released_by", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "sent_before",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("mail", sa.String(), nullable=False),
        sa.Column("sent_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("sent_before")
    op.drop_table("mail_hold")
