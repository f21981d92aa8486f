"""How somebody wants to hear of things: by sort, and never in their quiet hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, delete, insert, select

from engine.access import Viewer
from engine.notice_times import NEVER_QUIET, Choice, QuietHours, Sort
from engine.store.people import lock_person
from engine.store.tables.notice_settings import NOTICE_SETTING, QUIET_HOURS
from engine.store.tables.people import PERSON


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody chose for one sort, or None; and their quiet hours."""

    choice: Choice | None
    quiet: QuietHours


_QUIET = (QUIET_HOURS.c.from_time, QUIET_HOURS.c.until_time, QUIET_HOURS.c.weekends)
_WISH = (
    select(NOTICE_SETTING.c.choice, *_QUIET)
    .select_from(PERSON)
    .outerjoin(
        NOTICE_SETTING,
        and_(
            NOTICE_SETTING.c.person_id == PERSON.c.id,
            NOTICE_SETTING.c.sort == bindparam("of_sort"),
        ),
    )
    .outerjoin(QUIET_HOURS, QUIET_HOURS.c.person_id == PERSON.c.id)
    .where(PERSON.c.id == bindparam("reader"))
)
_MINE = select(NOTICE_SETTING.c.sort, NOTICE_SETTING.c.choice).where(
    NOTICE_SETTING.c.person_id == bindparam("reader")
)
_MY_QUIET = select(*_QUIET).where(QUIET_HOURS.c.person_id == bindparam("reader"))
_FORGET = tuple(
    delete(table).where(table.c.person_id == bindparam("reader"))
    for table in (NOTICE_SETTING, QUIET_HOURS)
)


def wish_of(connection: Connection, person_id: int, sort: Sort) -> Wish:
    """How somebody wants to hear of this sort."""
    row = connection.execute(_WISH, {"reader": person_id, "of_sort": sort}).one()
    quiet = QuietHours(row.from_time, row.until_time, weekends=bool(row.weekends))
    return Wish(row.choice, quiet)


def choices_of(connection: Connection, viewer: Viewer) -> Mapping[Sort, Choice]:
    """What the viewer chose, by sort; a sort of which they chose nothing is not there."""
    return dict(connection.execute(_MINE, {"reader": viewer.person}).all())


def quiet_hours_of(connection: Connection, viewer: Viewer) -> QuietHours:
    """When the viewer wants no mail."""
    row = connection.execute(_MY_QUIET, {"reader": viewer.person}).one_or_none()
    return NEVER_QUIET if row is None else QuietHours(*row)


def lock(connection: Connection, viewer: Viewer) -> None:
    """Let the viewer do one such thing at a time: until the transaction ends."""
    lock_person(connection, viewer.person)


def choose(
    connection: Connection,
    viewer: Viewer,
    *,
    choices: Mapping[Sort, Choice],
    quiet: QuietHours,
    now: datetime,
) -> None:
    """Keep what the viewer wants, in the place of what they wanted; two at once take turns."""
    mine = {"reader": viewer.person}
    lock(connection, viewer)
    for forget in _FORGET:
        connection.execute(forget, mine)
    whose = {"person_id": viewer.person, "chosen_at": now}
    connection.execute(
        insert(NOTICE_SETTING),
        [{**whose, "sort": sort, "choice": choice} for sort, choice in choices.items()],
    )
    hours = {"from_time": quiet.from_time, "until_time": quiet.until_time}
    connection.execute(insert(QUIET_HOURS), {**whose, **hours, "weekends": quiet.weekends})
