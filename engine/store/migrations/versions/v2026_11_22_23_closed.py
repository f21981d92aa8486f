"""When a case was closed, and which class its state is of."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "2026_11_22_23_closed"
down_revision = "2026_11_22_22_restored"
branch_labels = None
depends_on = None

_CLASSES = "state_class in ('draft', 'open', 'closed')"
_BEFORE = (
    "id, public_id, number, family_id, version_id, workflow, region, municipality, state, "
    "is_final, version, opened_on, opened_at"
)
_CASES = sa.table(
    "cases",
    sa.column("id", sa.Integer()),
    sa.column("version_id", sa.Integer()),
    sa.column("state", sa.String()),
    sa.column("is_final", sa.Boolean()),
    sa.column("opened_on", sa.Date()),
    sa.column("state_class", sa.String()),
    sa.column("closed_on", sa.Date()),
)
_EVENT = sa.table(
    "case_event",
    sa.column("case_id", sa.Integer()),
    sa.column("entered", sa.String()),
    sa.column("recorded_at", sqlmodel.UTCDateTime()),
)
_VERSION = sa.table(
    "workflow_version", sa.column("id", sa.Integer()), sa.column("definition", sa.JSON())
)


def upgrade() -> None:
    """Go one step on."""
    if _on_sqlite():
        _cases_again(f"{_BEFORE}, state_class", f"{_BEFORE}, 'open'", _columns())
    else:
        for column in _columns():
            op.add_column("cases", column)
        op.execute("update cases set state_class = 'open'")
        op.alter_column("cases", "state_class", nullable=False)
        op.create_check_constraint("state_class", "cases", _CLASSES)
    for case_id, values in (*_drafts(), *_closed()):
        op.execute(_CASES.update().where(_CASES.c.id == case_id).values(**values))


def downgrade() -> None:
    """Go one step back."""
    if _on_sqlite():
        _cases_again(_BEFORE, _BEFORE, ())
    else:
        op.drop_column("cases", "closed_on")
        op.drop_column("cases", "state_class")  # and its check with it


def _on_sqlite() -> bool:
    return bool(op.get_context().dialect.name == "sqlite")


def _columns() -> tuple[sa.Column[Any], ...]:
    nullable = not _on_sqlite()  # there is no value for the rows that stand until it is given
    return (
        sa.Column("state_class", sa.String(), nullable=nullable),
        sa.Column("closed_on", sa.Date(), nullable=True),
    )


def _drafts() -> Iterator[tuple[int, dict[str, Any]]]:
    """The cases in a state that their definition calls a draft."""
    found = sa.select(_CASES.c.id, _CASES.c.state, _VERSION.c.definition).join(
        _VERSION, _VERSION.c.id == _CASES.c.version_id
    )
    for case_id, state, definition in op.get_bind().execute(found).all():
        if definition.get("states", {}).get(state, {}).get("draft"):
            yield case_id, {"state_class": "draft"}


def _closed() -> Iterator[tuple[int, dict[str, Any]]]:
    """The closed cases, with the day on which it was recorded that they are."""
    entered = (
        sa.select(sa.func.max(_EVENT.c.recorded_at, type_=sqlmodel.UTCDateTime()))
        .where(_EVENT.c.case_id == _CASES.c.id, _EVENT.c.entered == _CASES.c.state)
        .scalar_subquery()
    )
    found = sa.select(_CASES.c.id, _CASES.c.opened_on, entered).where(_CASES.c.is_final)
    for case_id, opened_on, at in op.get_bind().execute(found).all():
        yield case_id, {"state_class": "closed", "closed_on": _day(at) or opened_on}


def _day(at: datetime | None) -> date | None:
    return None if at is None else at.astimezone(ZoneInfo("Europe/Amsterdam")).date()


def _cases_again(into: str, taken: str, more: tuple[sa.Column[Any], ...]) -> None:
    """The same rows in a table of other columns: SQLite adds none but at the end of its words.

    What refers to a case does so again when all stand, before the commit.
    """
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("create temporary table cases_kept as select * from cases")
    op.drop_table("cases")
    _cases(more)
    op.execute(f"insert into cases ({into}) select {taken} from cases_kept")  # noqa: S608
    op.execute("drop table cases_kept")


def _cases(more: tuple[sa.Column[Any], ...]) -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("workflow", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        *more,
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sqlmodel.UTCDateTime(), nullable=False),
        *([sa.CheckConstraint(_CLASSES, name="state_class")] if more else []),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"]),
        sa.ForeignKeyConstraint(["version_id"], ["workflow_version.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("public_id"),
    )
    for columns in (["family_id"], ["region"], ["version_id"], ["workflow", "state"]):
        op.create_index(None, "cases", columns)
