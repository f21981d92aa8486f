"""Which rules bind in a region from which day."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "2026_11_22_8_rule_settings"
down_revision = "2026_11_22_7_meetings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "rule_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("enforcement", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=20_000), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("decision", sa.String(length=20_000), nullable=False),
        sa.CheckConstraint("enforcement in ('shadow', 'on')", name="enforcement"),
        sa.CheckConstraint("state in ('asked', 'confirmed', 'refused')", name="state"),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index(None, "rule_setting", ["region", "rule", "from_on"])


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("rule_setting")
