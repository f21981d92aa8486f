"""Break-glass: grants with their review, and when a session last showed its second factor."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "2026_11_22_24_emergency"
down_revision = "2026_11_22_23_closed"
branch_labels = None
depends_on = None

_CATEGORIES = ("acute_danger", "missing_child", "medical_emergency", "other")


def upgrade() -> None:
    """Go one step on."""
    op.create_table(
        "step_up",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("shown_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"]),
        sa.PrimaryKeyConstraint("session_id"),
    )
    _emergency_grant()
    op.create_index(None, "emergency_grant", ["person_id", "granted_at"])
    op.create_index(None, "emergency_grant", ["child_id"])
    op.create_index(None, "emergency_grant", ["judgement", "due_on"])


def downgrade() -> None:
    """Go one step back."""
    op.execute("delete from work where why in ('emergency', 'emergency_late', 'emergency_nobody')")
    op.drop_table("emergency_grant")
    op.drop_table("step_up")


def _emergency_grant() -> None:
    op.create_table(
        "emergency_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("reason", sa.String(length=20_000), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("granted_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("ends_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("after_log", sa.Integer(), nullable=False),
        sa.Column("shielded_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("judgement", sa.String(), nullable=False),
        sa.Column("word", sa.String(length=20_000), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("judged_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("judged_by", sa.Integer(), nullable=True),
        _in("category", _CATEGORIES),
        _in("judgement", ("open", "explained", "follow_up")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["child_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"]),
        sa.ForeignKeyConstraint(["judged_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )


def _in(column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} in ({listed})", name=column)
