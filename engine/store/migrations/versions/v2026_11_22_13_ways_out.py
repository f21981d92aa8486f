"""Calendar feeds and webhooks."""

from collections.abc import Callable

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "2026_11_22_13_ways_out"
down_revision = "2026_11_22_12_notices"
branch_labels = None
depends_on = None


def _feed() -> None:
    op.create_table(
        "feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("made_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("revoked_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index(None, "feed", ["person_id"])


def _hook() -> None:
    op.create_table(
        "hook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("previous_secret", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("disabled_why", sa.String(), nullable=True),
        sa.Column("made_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )


def _hook_call() -> None:
    op.create_table(
        "hook_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("hook_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("made_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("sent_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "state in ('open', 'sending', 'sent', 'failed', 'uncertain')", name="state"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["case_event.id"]),
        sa.ForeignKeyConstraint(["hook_id"], ["hook.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hook_id", "event_id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index(None, "hook_call", ["event_id"])
    op.create_index(None, "hook_call", ["state", "next_try_at"])


TABLES: dict[str, Callable[[], None]] = {"feed": _feed, "hook": _hook, "hook_call": _hook_call}


def upgrade() -> None:
    """Go one step on."""
    for create in TABLES.values():
        create()


def downgrade() -> None:
    """Go one step back."""
    for name in reversed(TABLES):
        op.drop_table(name)
