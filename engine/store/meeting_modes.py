"""Which sessions live longer because a meeting is in session."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.store.meetings import MeetingHead
from engine.store.rows import holds
from engine.store.tables.meetings import MEETING, TABLE_MEMBER
from engine.store.tables.sessions import MEETING_MODE, SESSION

_THIS = select(SESSION.c.id).where(
    SESSION.c.public_id == bindparam("wanted"), SESSION.c.ended_at.is_(None)
)
_RUNNING = (
    select(MEETING.c.public_id)
    .join(MEETING_MODE, MEETING_MODE.c.meeting_id == MEETING.c.id)
    .where(
        MEETING_MODE.c.session_id == bindparam("session_id"),
        MEETING_MODE.c.ended_at.is_(None),
        MEETING.c.state == "in_session",
        MEETING.c.on_date == bindparam("on"),
    )
)
_RUNS = _RUNNING.join(SESSION, SESSION.c.id == MEETING_MODE.c.session_id).where(
    MEETING.c.table_id.in_(
        select(TABLE_MEMBER.c.table_id).where(
            TABLE_MEMBER.c.person_id == SESSION.c.person_id,
            TABLE_MEMBER.c.role.in_(bindparam("roles", expanding=True)),
            holds(TABLE_MEMBER),
        )
    )
)
_END = (
    update(MEETING_MODE).where(MEETING_MODE.c.ended_at.is_(None)).values(ended_at=bindparam("now"))
)
_END_OF_SESSION = _END.where(MEETING_MODE.c.session_id == bindparam("wanted"))
_END_OF_MEETING = _END.where(MEETING_MODE.c.meeting_id == bindparam("wanted"))


def session_named(connection: Connection, public_id: str) -> int | None:
    """The key of a session that was not ended."""
    found: int | None = connection.execute(_THIS, {"wanted": public_id}).scalar_one_or_none()
    return found


def begin_mode(
    connection: Connection, session_id: int, meeting: MeetingHead, *, now: datetime
) -> None:
    """Let the session live longer for this meeting."""
    row = {"session_id": session_id, "meeting_id": meeting.id, "began_at": now}
    connection.execute(insert(MEETING_MODE), row)


def meetings_of_mode(connection: Connection, session_id: int, *, on: date) -> tuple[str, ...]:
    """The meetings of this day, in session now, for which the session lives longer."""
    return tuple(connection.execute(_RUNNING, {"session_id": session_id, "on": on}).scalars())


def is_in_mode(
    connection: Connection, session_id: int, *, roles: Collection[str], on: date, now: datetime
) -> bool:
    """Whether it lives longer, and whose it is still sits at that table in one of these roles."""
    wanted = {"session_id": session_id, "roles": sorted(roles), "on": on, "now": now}
    return connection.execute(_RUNS, wanted).first() is not None


def end_mode_of_session(connection: Connection, session_id: int, *, now: datetime) -> bool:
    """Let the session live as any other; whether it lived longer."""
    return connection.execute(_END_OF_SESSION, {"wanted": session_id, "now": now}).rowcount > 0


def end_mode_at_meeting(connection: Connection, meeting: MeetingHead, *, now: datetime) -> int:
    """Let every session live as any other that lived longer for this meeting; how many."""
    return connection.execute(_END_OF_MEETING, {"wanted": meeting.id, "now": now}).rowcount
