"""What the health of the clock needs."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "2026_11_22_16_clock"
down_revision = "2026_11_22_15_batch"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step on."""
    op.create_table(
        "clock_guard",
        sa.Column("boot", sa.String(), nullable=False),
        sa.Column("began", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("jumped_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("ahead_s", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("boot"),
    )
    op.create_index("ix_cases_workflow_state", "cases", ["workflow", "state"])


def downgrade() -> None:
    """Go one step back."""
    op.drop_index("ix_cases_workflow_state", "cases")
    op.drop_table("clock_guard")
