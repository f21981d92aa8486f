"""What was proved of a version when it was published."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_9_proof"
down_revision = "2026_11_22_8_rule_settings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step on."""
    op.add_column("workflow_version", sa.Column("proof", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Go one step back."""
    with op.batch_alter_table("workflow_version") as batch:
        batch.drop_column("proof")
