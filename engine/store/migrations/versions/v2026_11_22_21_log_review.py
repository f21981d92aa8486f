"""Who watches the log: account roles, reviews with their signals, and the work that is due."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "2026_11_22_21_log_review"
down_revision = "2026_11_22_20_child_of_deadline"
branch_labels = None
depends_on = None

_KINDS_BEFORE = (
    "unreachable",
    "given_up",
    "uncertain",
    "left",
    "no_owner",
    "hook",
    "no_safe_contact",
    "tell_family",
    "to_complete",
)
_KINDS = (*_KINDS_BEFORE, "log_review")
_SIGNALS = ("kept_out", "after_end", "no_part", "surname", "tries", "many", "by_region")
_WORK = (
    "id, public_id, kind, key, open_key, region, case_id, person_id, role, about, why, state, "
    "made_at, closed_at, closed_by, word"
)


def upgrade() -> None:
    """Go one step on."""
    op.create_index(None, "access_log", ["record"])
    _account_role()
    _log_review()
    _log_signal()
    _work_of(_KINDS)


def downgrade() -> None:
    """Go one step back, without what this step alone knew."""
    op.execute("delete from work where kind = 'log_review'")
    _work_of(_KINDS_BEFORE)
    op.drop_table("log_signal")
    op.drop_table("log_review")
    op.drop_table("account_role")
    op.drop_index("ix_access_log_record", "access_log")


def _in(column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} in ({listed})", name=column)


def _account_role() -> None:
    op.create_table(
        "account_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sqlmodel.UTCDateTime(), nullable=False),
        _in("role", ("privacy_officer",)),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index(None, "account_role", ["person_id"])


def _log_review() -> None:
    op.create_table(
        "log_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("closed_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("word", sa.String(length=20_000), nullable=False),
        _in("state", ("open", "closed")),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
        sa.UniqueConstraint("region", "from_on"),
    )
    op.create_index(None, "log_review", ["state", "due_on"])


def _log_signal() -> None:
    op.create_table(
        "log_signal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("first_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("last_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("judgement", sa.String(), nullable=False),
        sa.Column("word", sa.String(length=20_000), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("judged_at", sqlmodel.UTCDateTime(), nullable=True),
        sa.Column("judged_by", sa.Integer(), nullable=True),
        _in("kind", _SIGNALS),
        _in("judgement", ("open", "explained", "follow_up")),
        sa.ForeignKeyConstraint(["review_id"], ["log_review.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["judged_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
        sa.UniqueConstraint("review_id", "place"),
    )


def _work_of(kinds: tuple[str, ...]) -> None:
    """The same rows under another check: SQLite changes none of a table that stands."""
    op.execute("create temporary table work_kept as select * from work")
    op.drop_table("work")
    _work(kinds)
    op.execute(f"insert into work ({_WORK}) select {_WORK} from work_kept")  # noqa: S608
    op.execute("drop table work_kept")
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "select setval(pg_get_serial_sequence('work', 'id'), max(id)) from work "
            "having max(id) is not null"
        )


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
