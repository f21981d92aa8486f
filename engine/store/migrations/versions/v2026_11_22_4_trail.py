"""What happened and who looked, never to be changed."""

from collections.abc import Callable

import sqlalchemy as sa
import sqlmodel
from alembic import op

from engine.store.migrations.append_only import protect, unprotect

revision = "2026_11_22_4_trail"
down_revision = "2026_11_22_3_clock"
branch_labels = None
depends_on = None


def _case_event() -> None:
    op.create_table(
        "case_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("recorded_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("occurred_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of", sa.Integer(), nullable=True),
        sa.Column("workflow_hash", sa.String(length=64), nullable=False),
        sa.Column("transition", sa.String(), nullable=True),
        sa.Column("act", sa.String(), nullable=True),
        sa.Column("entered", sa.String(), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("details_hash", sa.String(length=64), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["on_behalf_of"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id", "seq"),
    )


def _case_event_detail() -> None:
    op.create_table(
        "case_event_detail",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["case_event.id"]),
        sa.PrimaryKeyConstraint("event_id"),
    )


def _access_log() -> None:
    op.create_table(
        "access_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("access_point", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("record", sa.String(), nullable=True),
        sa.Column("field_class", sa.String(), nullable=True),
        sa.Column("ground", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("reason_keys", sa.JSON(), nullable=False),
        sa.CheckConstraint("outcome in ('done', 'refused', 'denied', 'failed')", name="outcome"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["on_behalf_of"], ["person.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(None, "access_log", ["at"])
    op.create_index(None, "access_log", ["case_id"])
    op.create_index(None, "access_log", ["person_id"])


def _stored_answer() -> None:
    op.create_table(
        "stored_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("body_hash", sa.String(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("made_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id", "key"),
    )
    op.create_index(None, "stored_answer", ["made_at"])


TABLES: dict[str, Callable[[], None]] = {
    "case_event": _case_event,
    "case_event_detail": _case_event_detail,
    "access_log": _access_log,
    "stored_answer": _stored_answer,
}


def upgrade() -> None:
    """Go one step on."""
    for create in TABLES.values():
        create()
    protect("case_event")
    protect("access_log")


def downgrade() -> None:
    """Go one step back."""
    unprotect("access_log")
    unprotect("case_event")
    for name in reversed(TABLES):
        op.drop_table(name)
