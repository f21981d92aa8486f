"""What was proved of a version when it was published."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_9_proof"
down_revision = "2026_11_22_8_rule_settings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step on."""
    op.create_table(
        "version_proof",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("proof", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["workflow_version.id"]),
        sa.PrimaryKeyConstraint("version_id"),
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("version_proof")
