"""Who registered a family: they see it before there is any case."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_5_registered_by"
down_revision = "2026_11_22_4_trail"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step on."""
    op.create_table(
        "registration",
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("family_id"),
    )
    op.create_index(None, "registration", ["person_id"])


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("registration")
