"""Work that a meeting leaves, and notices that hold what a calendar is to say."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "2026_11_22_17_invitations"
down_revision = "2026_11_22_16_clock"
branch_labels = None
depends_on = None

_KINDS_BEFORE = ("unreachable", "given_up", "uncertain", "left", "no_owner", "hook")
_KINDS = (*_KINDS_BEFORE, "no_safe_contact", "tell_family", "to_complete")
_SORTS_BEFORE = ("reminder", "late", "told", "urgent")
_SORTS = (*_SORTS_BEFORE, "invited")
_WORK = (
    "id, public_id, kind, key, open_key, region, case_id, person_id, role, about, why, state, "
    "made_at, closed_at, closed_by, word"
)
_NOTICE = (
    "id, public_id, key, reminder_id, case_id, person_id, channel, template, language, sort, "
    "choice, bundle, state, tries, unsure, next_try_at, why, made_at, sent_at, read_at, address"
)
_SETTING = "person_id, sort, choice, chosen_at"
_CHOICES = ("at_once", "digest", "none")
_STATES = ("open", "sending", "sent", "failed", "uncertain", "in_app", "superseded")


def upgrade() -> None:
    """Go one step on."""
    _set_apart("work", "notice", "notice_setting")
    _work(_KINDS)
    _notice(_SORTS, _entries())
    op.create_index(None, "notice", ["meeting_id"])
    _setting(_SORTS)
    _put_back("work", _WORK)
    _put_back("notice", _NOTICE, more=", said", values=", '{}'")
    _put_back("notice_setting", _SETTING)


def downgrade() -> None:
    """Go one step back, without what this step alone knew."""
    op.execute("delete from work where kind in ('no_safe_contact', 'tell_family', 'to_complete')")
    op.execute("delete from notice where sort = 'invited'")
    op.execute("delete from notice_setting where sort = 'invited'")
    _set_apart("work", "notice", "notice_setting")
    _work(_KINDS_BEFORE)
    _notice(_SORTS_BEFORE, [])
    _setting(_SORTS_BEFORE)
    _put_back("work", _WORK)
    _put_back("notice", _NOTICE)
    _put_back("notice_setting", _SETTING)


def _set_apart(*tables: str) -> None:
    """Set the rows apart: SQLite changes no check of a table that stands."""
    for table in tables:
        op.execute(f"create temporary table {table}_kept as select * from {table}")  # noqa: S608
        op.drop_table(table)


def _put_back(table: str, names: str, *, more: str = "", values: str = "") -> None:
    op.execute(
        f"insert into {table} ({names}{more}) select {names}{values} from {table}_kept"  # noqa: S608
    )
    op.execute(f"drop table {table}_kept")
    if op.get_context().dialect.name == "postgresql" and names.startswith("id,"):
        op.execute(
            f"select setval(pg_get_serial_sequence('{table}', 'id'), max(id)) from {table} "  # noqa: S608
            "having max(id) is not null"
        )


def _in(column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} in ({listed})", name=column)


def _work(kinds: tuple[str, ...]) -> None:
    op.create_table(
        "work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("open_key", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("closed_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("word", sa.String(length=20_000), nullable=False),
        _in("kind", kinds),
        _in("state", ("open", "done", "gone")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
        sa.UniqueConstraint("open_key"),
    )
    for column in ("state", "region", "case_id", "person_id"):
        op.create_index(None, "work", [column])


def _entries() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"]),
    ]


def _notice(sorts: tuple[str, ...], more: list[sa.schema.SchemaItem]) -> None:
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
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("bundle", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("made_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("sent_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("read_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        *more,
        sa.CheckConstraint("language in ('nl', 'en')", name="language"),
        _in("sort", sorts),
        _in("choice", _CHOICES),
        _in("state", _STATES),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["reminder_id"], ["reminder.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        sa.UniqueConstraint("public_id"),
    )
    for columns in (["case_id"], ["person_id"], ["reminder_id"], ["state", "next_try_at"]):
        op.create_index(None, "notice", columns)
    op.create_index(None, "notice", ["bundle"])
    op.create_index(None, "notice", ["person_id", "read_at"])


def _setting(sorts: tuple[str, ...]) -> None:
    op.create_table(
        "notice_setting",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("chosen_at", sqlmodel.UTCDateTime(), nullable=False),
        _in("sort", sorts),
        _in("choice", _CHOICES),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id", "sort"),
    )
