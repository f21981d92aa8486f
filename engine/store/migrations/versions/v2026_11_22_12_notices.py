"""How somebody wants to hear of things."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "2026_11_22_12_notices"
down_revision = "2026_11_22_11_absence"
branch_labels = None
depends_on = None

_STATES_BEFORE = "state in ('open', 'sending', 'sent', 'failed', 'uncertain')"
_STATES = "state in ('open', 'sending', 'sent', 'failed', 'uncertain', 'in_app', 'superseded')"
_SORTS = "sort in ('reminder', 'late', 'told', 'urgent')"
_CHOICES = "choice in ('at_once', 'digest', 'none')"
_KEPT = (
    "id, public_id, key, reminder_id, case_id, person_id, channel, template, language, state, "
    "tries, next_try_at, why, made_at, sent_at, address"
)
_SORT = "case when reminder_id is null then 'told' else 'reminder' end"


def upgrade() -> None:
    """Go one step on; what was in the outbox leaves in a mail of its own, as it was made."""
    _choices()
    _quiet()
    _keep()
    _notice(_with_choices(), sa.CheckConstraint(_STATES, name="state"))
    op.create_index(None, "notice", ["bundle"])
    op.create_index(None, "notice", ["person_id", "read_at"])
    _put_back("sort, choice, bundle, unsure", f"{_SORT}, 'at_once', key, 0")


def downgrade() -> None:
    """Go one step back; what needs no mail is what this step alone knew."""
    op.execute("delete from notice where state in ('in_app', 'superseded')")
    _keep()
    _notice([], sa.CheckConstraint(_STATES_BEFORE, name="state"))
    _put_back()
    op.drop_table("quiet_hours")
    op.drop_table("notice_setting")


def _choices() -> None:
    op.create_table(
        "notice_setting",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("chosen_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.CheckConstraint(_SORTS, name="sort"),
        sa.CheckConstraint(_CHOICES, name="choice"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id", "sort"),
    )


def _quiet() -> None:
    op.create_table(
        "quiet_hours",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_time", sa.Time(), nullable=True),
        sa.Column("until_time", sa.Time(), nullable=True),
        sa.Column("weekends", sa.Boolean(), nullable=False),
        sa.Column("chosen_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id"),
    )


def _keep() -> None:
    """Set the rows apart: SQLite changes no check of a table that stands."""
    op.execute("create temporary table notice_kept as select * from notice")
    op.drop_table("notice")


def _put_back(more: str = "", values: str = "") -> None:
    names, found = [", ".join(filter(None, [_KEPT, each])) for each in (more, values)]
    op.execute(f"insert into notice ({names}) select {found} from notice_kept")  # noqa: S608
    op.execute("drop table notice_kept")
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "select setval(pg_get_serial_sequence('notice', 'id'), max(id)) from notice "
            "having max(id) is not null"
        )


def _with_choices() -> list[sa.Column[object] | sa.CheckConstraint]:
    return [
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("bundle", sa.String(), nullable=True),
        sa.Column("unsure", sa.Integer(), nullable=False),
        sa.Column("read_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.CheckConstraint(_SORTS, name="sort"),
        sa.CheckConstraint(_CHOICES, name="choice"),
    ]


def _notice(more: list[sa.Column[object] | sa.CheckConstraint], states: sa.CheckConstraint) -> None:
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
        *more,
        sa.CheckConstraint("language in ('nl', 'en')", name="language"),
        states,
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["reminder_id"], ["reminder.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        sa.UniqueConstraint("public_id"),
    )
    for columns in (["case_id"], ["person_id"], ["reminder_id"], ["state", "next_try_at"]):
        op.create_index(None, "notice", columns)
