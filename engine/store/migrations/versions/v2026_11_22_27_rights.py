"""What somebody asked of their own data, what was given, corrections and own statements."""

from collections.abc import Iterator

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "2026_11_22_27_rights"
down_revision = "2026_11_22_26_retention"
branch_labels = None
depends_on = None

_LONG = 20_000


def upgrade() -> None:
    """Go one step on."""
    _data_request()
    _beside_request()
    _about()
    _statement()
    _correction()


def downgrade() -> None:
    """Go one step back."""
    for table in (
        "record_correction",
        "statement",
        "data_request_about",
        "data_request_item",
        "data_request_text",
        "data_request",
    ):
        op.drop_table(table)


_PERSONS = ("person_id", "asker_id", "made_by", "judged_by", "confirmed_by", "closed_by")


def _who_and_when() -> Iterator[sa.Column[object]]:
    for what in ("judged", "confirmed", "closed"):
        yield sa.Column(f"{what}_at", sqlmodel.UTCDateTime(), nullable=True)
        yield sa.Column(f"{what}_by", sa.Integer(), nullable=True)


def _data_request() -> None:
    op.create_table(
        "data_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        *_who_and_when(),
        sa.CheckConstraint("kind in ('access', 'correction')", name="kind"),
        sa.CheckConstraint(
            "state in ('open', 'judged', 'confirmed', 'to_refuse', 'given', 'corrected', "
            "'refused', 'withdrawn')",
            name="state",
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"]),
        *(sa.ForeignKeyConstraint([column], ["person.id"]) for column in _PERSONS),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index(None, "data_request", ["case_id"])
    op.create_index(None, "data_request", ["person_id"])


def _beside_request() -> None:
    op.create_table(
        "data_request_text",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["request_id"], ["data_request.id"]),
        sa.PrimaryKeyConstraint("request_id"),
    )
    op.create_table(
        "data_request_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("ground", sa.String(), nullable=True),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("judged_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["data_request.id"]),
        sa.ForeignKeyConstraint(["judged_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request_id", "key"),
    )


def _about() -> None:
    op.create_table(
        "data_request_about",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["request_id"], ["data_request.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["child_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(None, "data_request_about", ["request_id"])
    op.create_index(None, "data_request_about", ["case_id"])


def _statement() -> None:
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=_LONG), nullable=False),
        sa.Column("recorded_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"]),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index(None, "statement", ["case_id"])
    op.create_index(None, "statement", ["record_id"])


def _correction() -> None:
    op.create_table(
        "record_correction",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=_LONG), nullable=False),
        sa.Column("recorded_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"]),
        sa.ForeignKeyConstraint(["corrects_id"], ["record.id"]),
        sa.ForeignKeyConstraint(["request_id"], ["data_request.id"]),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index(None, "record_correction", ["corrects_id"])
