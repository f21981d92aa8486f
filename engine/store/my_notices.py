"""What was told to somebody, as they read it in the app."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Integer, and_, bindparam, func, select, update

from engine.access import Viewer
from engine.notice_times import Sort
from engine.store.notices import NewNotice, add_notice
from engine.store.tables.cases import CASES
from engine.store.tables.clock import NOTICE, NoticeState
from engine.store.tables.meetings import MEETING, MEETING_TABLE
from engine.store.tables.people import PERSON
from engine.store.visibility import MEETING_VISIBLE, VISIBLE, seen_by
from engine.text import Language

TEST = "test"
"""The text of a mail that its reader asked for, to see whether it arrives."""


@dataclass(frozen=True, slots=True)
class MyNotice:
    """One message to the viewer; of its case and its meeting only what they may see now."""

    id: int
    public_id: str
    template: str
    sort: Sort
    channel: str
    state: NoticeState
    why: str | None
    made_at: datetime
    sent_at: datetime | None
    next_try_at: datetime | None
    read_at: datetime | None
    case: str | None
    number: str | None
    meeting: str | None
    meets_on: date | None


_MEETING = (
    select(MEETING.c.id, MEETING.c.public_id, MEETING.c.on_date)
    .join(MEETING_TABLE, MEETING_TABLE.c.id == MEETING.c.table_id)
    .where(MEETING_VISIBLE)
    .subquery()
)
_OF_CASE: dict[str, Any] = {
    "case": CASES.c.public_id.label("case_public_id"),
    "number": CASES.c.number,
    "meeting": _MEETING.c.public_id.label("meeting_public_id"),
    "meets_on": _MEETING.c.on_date,
}
_MINE = NOTICE.c.person_id == bindparam("viewer")
_SEEN = (
    select(
        *(
            _OF_CASE[field.name] if field.name in _OF_CASE else NOTICE.c[field.name]
            for field in fields(MyNotice)
        )
    )
    .select_from(NOTICE)
    .outerjoin(CASES, and_(CASES.c.id == NOTICE.c.case_id, VISIBLE))
    .outerjoin(_MEETING, _MEETING.c.id == NOTICE.c.meeting_id)
    .where(_MINE)
    .order_by(NOTICE.c.id.desc())
    .limit(bindparam("most"))
)
_LIST = _SEEN.where(NOTICE.c.id < bindparam("below", type_=Integer))
_TEST = _SEEN.where(NOTICE.c.template == TEST)
_UNREAD = and_(_MINE, NOTICE.c.read_at.is_(None))
_COUNT = select(func.count()).select_from(NOTICE).where(_UNREAD)
_READ = update(NOTICE).where(_UNREAD).values(read_at=bindparam("now"))
_READ_SOME = _READ.where(NOTICE.c.public_id.in_(bindparam("named", expanding=True)))
_LANGUAGE = select(PERSON.c.language).where(PERSON.c.id == bindparam("viewer"))

_LAST = 2**31 - 1


def notices_to(
    connection: Connection, viewer: Viewer, *, on: date, before: int | None, limit: int
) -> tuple[MyNotice, ...]:
    """The messages to the viewer, the newest first; only those with a key below ``before``."""
    wanted = {"below": before or _LAST, "most": limit, **seen_by(viewer, on)}
    return tuple(MyNotice(*row) for row in connection.execute(_LIST, wanted))


def count_unread(connection: Connection, viewer: Viewer) -> int:
    """How many of them the viewer did not mark as read."""
    found: int = connection.execute(_COUNT, {"viewer": viewer.person}).scalar_one()
    return found


def mark_read(
    connection: Connection, viewer: Viewer, *, named: Collection[str] | None, now: datetime
) -> int:
    """The viewer read these of their messages, or all; how many were not read before."""
    wanted = {"viewer": viewer.person, "now": now}
    if named is None:
        return connection.execute(_READ, wanted).rowcount
    return connection.execute(_READ_SOME, {**wanted, "named": list(named)}).rowcount


def last_test(connection: Connection, viewer: Viewer, *, on: date) -> MyNotice | None:
    """The newest mail that the viewer asked for as a test."""
    row = connection.execute(_TEST, {"most": 1, **seen_by(viewer, on)}).one_or_none()
    return None if row is None else MyNotice(*row)


def add_test(
    connection: Connection, viewer: Viewer, *, key: str, channel: str, now: datetime
) -> int | None:
    """A mail to the viewer, to leave at once and in quiet hours too."""
    language: Language = connection.execute(_LANGUAGE, {"viewer": viewer.person}).scalar_one()
    new = NewNotice(
        key=key,
        person_id=viewer.person,
        channel=channel,
        template=TEST,
        language=language,
        sort="urgent",
    )
    return add_notice(connection, new, now=now)
