"""What somebody's seats at tables give them in cases, and when that ends; of rows of both only.

A part that a seat gave has a ground of its own, so that it is known from one that a person gave.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, and_, bindparam, exists, select, update

from engine.lasting import BY_SEAT, after_seat
from engine.store.lasting import on_rows
from engine.store.meeting_tables import MemberSeen
from engine.store.tables.meetings import TABLE_MEMBER
from engine.store.tables.people import PARTICIPATION

GROUND = "sits at the table"
"""On what ground whoever is seated takes part."""

_OF_SEAT = and_(
    PARTICIPATION.c.person_id == bindparam("who"),
    PARTICIPATION.c.role == bindparam("as_role"),
    PARTICIPATION.c.ground == GROUND,
    on_rows(PARTICIPATION, BY_SEAT),
)
_THEIR_SEAT = (
    TABLE_MEMBER.c.person_id == bindparam("who"),
    TABLE_MEMBER.c.role == bindparam("as_role"),
)
_ENDS = select(TABLE_MEMBER.c.until_on, TABLE_MEMBER.c.ended_at).where(*_THEIR_SEAT)
_WITH_A_SEAT = (
    exists()
    .where(*_THEIR_SEAT, TABLE_MEMBER.c.ended_at == PARTICIPATION.c.ended_at)
    .correlate_except(TABLE_MEMBER)
)
_END = (
    update(PARTICIPATION)
    .where(_OF_SEAT, PARTICIPATION.c.until_on.is_(None))
    .values(until_on=bindparam("until"), ended_at=bindparam("at"))
)
_GO_ON = (
    update(PARTICIPATION)
    .where(_OF_SEAT, PARTICIPATION.c.until_on == bindparam("until"), _WITH_A_SEAT)
    .values(until_on=None, ended_at=None)
)


def end_what_they_gave(connection: Connection, member: MemberSeen) -> None:
    """Let end what their seats in this role gave, weeks after the last; if each has an end.

    What had an end before keeps that. Call it once the end of the seat itself is stored, and for
    what a seat gives while its end is ahead.
    """
    ends = connection.execute(_ENDS, _of(member)).all()
    known = [day for day, _ in ends if day is not None]
    if len(known) == len(ends):
        told = max(at for _, at in ends)
        until = after_seat(max(known))
        connection.execute(_END, {**_of(member), "until": until, "at": told})


def let_go_on(connection: Connection, member: MemberSeen, *, today: date) -> None:
    """Take back the ends that came with their last seat, if those are still ahead.

    For whoever sits at a table in that role again. An end that somebody recorded stays.
    """
    ends = connection.execute(_ENDS, _of(member)).all()
    until = after_seat(max((day for day, _ in ends if day is not None), default=date.min))
    if until > today:
        connection.execute(_GO_ON, {**_of(member), "until": until})


def _of(member: MemberSeen) -> dict[str, object]:
    return {"who": member.person_id, "as_role": member.role}
