"""Meetings of tables: when each is, how far it got; every read through what the viewer may see."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlalchemy import (
    Connection,
    Integer,
    bindparam,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from engine.access import Viewer
from engine.errors import NotFound
from engine.store.rows import columns, new_id
from engine.store.tables.meetings import MEETING, MEETING_TABLE, MeetingState
from engine.store.visibility import MEETING_VISIBLE, seen_by


@dataclass(frozen=True, slots=True)
class MeetingHead:
    """A meeting: when, and how far it got."""

    id: int
    public_id: str
    table_id: int
    on_date: date
    starts: time | None
    place: str | None
    state: MeetingState
    version: int


@dataclass(frozen=True, slots=True)
class MeetingListed:
    """A meeting, and the table that meets."""

    head: MeetingHead
    table: str
    title: str
    region: str


AHEAD: tuple[MeetingState, ...] = ("concept", "fixed")
"""As long as a meeting is in one of these, a case may be planned for it."""

_COLUMNS = columns(MEETING, MeetingHead)
_HEAD = len(_COLUMNS)
_ADD = insert(MEETING).returning(*_COLUMNS)
_LISTED = select(
    *_COLUMNS,
    MEETING_TABLE.c.public_id.label("table"),
    MEETING_TABLE.c.title,
    MEETING_TABLE.c.region,
).join(MEETING_TABLE, MEETING_TABLE.c.id == MEETING.c.table_id)
_ONE = _LISTED.where(MEETING.c.public_id == bindparam("wanted"), MEETING_VISIBLE)
_FOR_OPERATOR = select(*_COLUMNS).where(MEETING.c.public_id == bindparam("wanted"))
_FROM = (
    _LISTED.where(
        MEETING_VISIBLE,
        or_(
            MEETING.c.on_date >= bindparam("from_on"),
            MEETING.c.state.in_(bindparam("always", expanding=True)),
        ),
        tuple_(MEETING.c.on_date, MEETING.c.id)
        > tuple_(bindparam("day", type_=MEETING.c.on_date.type), bindparam("id", type_=Integer)),
    )
    .order_by(MEETING.c.on_date, MEETING.c.id)
    .limit(bindparam("most"))
)
_AHEAD = (
    _LISTED.where(
        MEETING.c.table_id.in_(bindparam("ids", expanding=True)),
        MEETING.c.on_date >= bindparam("from_on"),
        MEETING.c.state.in_(AHEAD),
    )
    .order_by(MEETING.c.on_date, MEETING.c.id)
    .limit(bindparam("most"))
)
_ONE_AHEAD = _LISTED.where(
    MEETING.c.public_id == bindparam("wanted"),
    MEETING.c.table_id.in_(bindparam("ids", expanding=True)),
    MEETING.c.on_date >= bindparam("from_on"),
    MEETING.c.state.in_(AHEAD),
)
_DAYS = select(MEETING.c.public_id, MEETING.c.on_date).where(
    MEETING.c.public_id.in_(bindparam("ids", expanding=True))
)
_LAST_DAY = (
    select(MEETING.c.on_date)
    .where(MEETING.c.table_id == bindparam("wanted"), MEETING.c.state != "cancelled")
    .order_by(MEETING.c.on_date.desc())
    .limit(1)
)
_MOVE = (
    update(MEETING)
    .where(MEETING.c.id == bindparam("meeting_id"), MEETING.c.version == bindparam("seen"))
    .values(state=bindparam("to_state"), version=bindparam("seen") + literal(1))
)
_CHANGE = (
    update(MEETING)
    .where(MEETING.c.id == bindparam("meeting_id"))
    .values(starts=bindparam("from_time"), place=bindparam("at"))
)
_LOCK = select(*_COLUMNS).where(MEETING.c.id == bindparam("wanted")).with_for_update(key_share=True)


def add_meeting(
    connection: Connection,
    table_id: int,
    *,
    on_date: date,
    starts: time | None,
    place: str | None,
    now: datetime,
) -> MeetingHead:
    """Plan a meeting of a table."""
    row = {
        "public_id": new_id(),
        "table_id": table_id,
        "on_date": on_date,
        "starts": starts,
        "place": place,
        "state": "concept",
        "version": 1,
        "made_at": now,
    }
    return MeetingHead(*connection.execute(_ADD, row).one())


def get_meeting(
    connection: Connection, viewer: Viewer, public_id: str, *, on: date
) -> MeetingListed:
    """The meeting, if the viewer may see it on the day ``on``.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = connection.execute(_ONE, {"wanted": public_id, **seen_by(viewer, on)}).one_or_none()
    if row is None:
        raise NotFound("meeting")
    return MeetingListed(MeetingHead(*row[:_HEAD]), *row[_HEAD:])


def meeting_for_operator(connection: Connection, public_id: str) -> MeetingHead:
    """The meeting of this public id, for whoever runs the program at its own machine.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(_FOR_OPERATOR, {"wanted": public_id}).one_or_none()
    if row is None:
        raise NotFound("meeting")
    return MeetingHead(*row)


def list_meetings(
    connection: Connection,
    viewer: Viewer,
    *,
    from_on: date,
    on: date,
    limit: int,
    after: tuple[date, int] | None = None,
    always: Sequence[MeetingState] = (),
) -> tuple[MeetingListed, ...]:
    """The meetings from ``from_on`` on that the viewer may see, the first in front.

    Those that are ``always`` listed, because of their state, are so however old they are.
    ``after`` is the day and the key of the last meeting of the page before.
    """
    day, meeting_id = after or (date.min, 0)
    wanted = {
        "from_on": from_on,
        "always": list(always),
        "day": day,
        "id": meeting_id,
        "most": limit,
    }
    rows = connection.execute(_FROM, {**wanted, **seen_by(viewer, on)})
    return tuple(MeetingListed(MeetingHead(*row[:_HEAD]), *row[_HEAD:]) for row in rows)


def meetings_ahead(
    connection: Connection, table_ids: list[int], *, from_on: date, limit: int
) -> tuple[MeetingListed, ...]:
    """The meetings of these tables at which a case may still be planned; nobody looks."""
    wanted = {"ids": table_ids, "from_on": from_on, "most": limit}
    rows = connection.execute(_AHEAD, wanted)
    return tuple(MeetingListed(MeetingHead(*row[:_HEAD]), *row[_HEAD:]) for row in rows)


def meeting_ahead(
    connection: Connection, public_id: str, table_ids: list[int], *, from_on: date
) -> MeetingHead | None:
    """One of them, or None: it is not of these tables, it is past, or it has begun."""
    wanted = {"wanted": public_id, "ids": table_ids, "from_on": from_on}
    row = connection.execute(_ONE_AHEAD, wanted).one_or_none()
    return None if row is None else MeetingHead(*row[:_HEAD])


def days_of(connection: Connection, public_ids: Collection[str]) -> Mapping[str, str]:
    """The day of each of these meetings, as ``2026-03-10``: for what was filled in before."""
    if not public_ids:
        return {}
    rows = connection.execute(_DAYS, {"ids": sorted(public_ids)})
    return {public_id: day.isoformat() for public_id, day in rows}


def last_day(connection: Connection, table_id: int) -> date | None:
    """The last day for which the table has a meeting."""
    found: date | None = connection.execute(_LAST_DAY, {"wanted": table_id}).scalar_one_or_none()
    return found


def lock_meeting(connection: Connection, meeting: MeetingHead) -> MeetingHead:
    """The meeting as it is now; nobody else changes it until the transaction ends.

    After the lock of a family, never before it, so that two commands never wait for each other.
    """
    return MeetingHead(*connection.execute(_LOCK, {"wanted": meeting.id}).one())


def move_meeting(
    connection: Connection, meeting: MeetingHead, *, to_state: MeetingState | None = None
) -> MeetingHead | None:
    """Bring the meeting on, or only count a change; None: somebody was first."""
    state = to_state or meeting.state
    moved = {"meeting_id": meeting.id, "seen": meeting.version, "to_state": state}
    if connection.execute(_MOVE, moved).rowcount != 1:
        return None
    return replace(meeting, state=state, version=meeting.version + 1)


def change_meeting(
    connection: Connection, meeting: MeetingHead, *, starts: time | None, place: str | None
) -> MeetingHead:
    """Write down when the meeting in hand begins on its day, and where it is."""
    changed = {"meeting_id": meeting.id, "from_time": starts, "at": place}
    connection.execute(_CHANGE, changed)
    return replace(meeting, starts=starts, place=place)
