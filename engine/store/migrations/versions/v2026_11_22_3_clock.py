"""What waits for the clock."""

from collections.abc import Callable

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "2026_11_22_3_clock"
down_revision = "2026_11_22_2_file"
branch_labels = None
depends_on = None


def _deadline() -> None:
    op.create_table(
        "deadline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=True),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("late_after", sa.Date(), nullable=False),
        sa.Column("window_opens", sa.Date(), nullable=True),
        sa.Column("owner_role", sa.String(), nullable=False),
        sa.Column("is_law", sa.Boolean(), nullable=False),
        sa.Column("review", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("explanation", sa.JSON(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("suspended_on", sa.Date(), nullable=True),
        sa.Column("suspended_until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("started_seq", sa.Integer(), nullable=False),
        sa.Column("ended_by_seq", sa.Integer(), nullable=True),
        sa.CheckConstraint("state in ('open', 'suspended', 'met', 'void')", name="state"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["child_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id", "key", "slot", "occurrence"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index(None, "deadline", ["case_id"])
    op.create_index(None, "deadline", ["state", "due_at"])
    op.create_index(None, "deadline", ["state", "suspended_until"])


def _reminder() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("fire_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("made_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("fired_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "state in ('planned', 'fired', 'suppressed', 'superseded')", name="state"
        ),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadline.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("deadline_id", "due_on", "step", "audience"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index(None, "reminder", ["state", "fire_at"])
    op.create_index(None, "reminder", ["deadline_id", "state"])


def _notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("reminder_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("made_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("sent_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.CheckConstraint("language in ('nl', 'en')", name="language"),
        sa.CheckConstraint(
            "state in ('open', 'sending', 'sent', 'failed', 'uncertain')", name="state"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["reminder_id"], ["reminder.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index(None, "notice", ["case_id"])
    op.create_index(None, "notice", ["person_id"])
    op.create_index(None, "notice", ["reminder_id"])
    op.create_index(None, "notice", ["state", "next_try_at"])


def _contact() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index(None, "contact", ["family_id"])


def _contact_person() -> None:
    op.create_table(
        "contact_person",
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("contact_id", "person_id"),
    )


def _contact_duty() -> None:
    op.create_table(
        "contact_duty",
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"]),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadline.id"]),
        sa.PrimaryKeyConstraint("contact_id", "deadline_id"),
    )
    op.create_index(None, "contact_duty", ["deadline_id"])


def _heartbeat() -> None:
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sqlmodel.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


TABLES: dict[str, Callable[[], None]] = {
    "deadline": _deadline,
    "reminder": _reminder,
    "notice": _notice,
    "contact": _contact,
    "contact_person": _contact_person,
    "contact_duty": _contact_duty,
    "heartbeat": _heartbeat,
}


def upgrade() -> None:
    """Go one step on."""
    for create in TABLES.values():
        create()


def downgrade() -> None:
    """Go one step back."""
    for name in reversed(TABLES):
        op.drop_table(name)
