"""Roles that owe something soon and that nobody holds any more, or yet; for the clock only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, String, and_, bindparam, cast, exists, func, or_, select, update

from engine.store.participation import CLOSED, COUNTS, HERE, KEPT_OUT
from engine.store.rows import holds
from engine.store.tables.cases import CASES
from engine.store.tables.clock import DEADLINE
from engine.store.tables.people import PARTICIPATION, PERSON
from engine.store.tables.work import WORK
from engine.store.work import NO_ADDRESS


@dataclass(frozen=True, slots=True)
class Unowned:
    """A role that a case needs soon and that nobody holds; ``left`` held it and has gone."""

    id: int
    case_id: int
    region: str
    role: str
    left: int | None

    @property
    def key(self) -> str:
        """What makes it one thing to do: a case and a role."""
        return f"unowned-{self.case_id}-{self.role}"


_SOON = and_(
    DEADLINE.c.state == "open",
    DEADLINE.c.due_at <= bindparam("until", type_=DEADLINE.c.due_at.type),
)
_OF_ROLE = PARTICIPATION.c.role == DEADLINE.c.owner_role
_HELD = exists().where(HERE, _OF_ROLE, COUNTS).correlate(CASES, DEADLINE)
_WHO_LEFT = (
    select(func.max(PARTICIPATION.c.person_id))
    .where(HERE, _OF_ROLE, holds(PARTICIPATION), CLOSED, ~KEPT_OUT)
    .correlate(CASES, DEADLINE)
    .scalar_subquery()
)
_IS_WORK = (
    exists()
    .where(
        WORK.c.open_key
        == "unowned-" + cast(DEADLINE.c.case_id, String) + "-" + DEADLINE.c.owner_role
    )
    .correlate(DEADLINE)
)
_UNOWNED = (
    select(func.min(DEADLINE.c.id), CASES.c.id, CASES.c.region, DEADLINE.c.owner_role, _WHO_LEFT)
    .join(CASES, CASES.c.id == DEADLINE.c.case_id)
    .where(_SOON, CASES.c.is_final.is_(False), ~_IS_WORK, ~_HELD)
    .group_by(CASES.c.id, CASES.c.region, CASES.c.family_id, DEADLINE.c.owner_role)
    .order_by(func.min(DEADLINE.c.due_at), CASES.c.id)
    .limit(bindparam("most"))
)
_OWES_STILL = (
    exists()
    .where(
        CASES.c.id == WORK.c.case_id,
        DEADLINE.c.case_id == CASES.c.id,
        DEADLINE.c.owner_role == WORK.c.about,
        _SOON,
        CASES.c.is_final.is_(False),
        ~_HELD,
    )
    .correlate(WORK)
)
_HAS_ADDRESS = (
    exists()
    .where(PERSON.c.id == WORK.c.person_id, func.coalesce(PERSON.c.email, "") != "")
    .correlate(WORK)
)
_GONE = (
    update(WORK)
    .where(
        WORK.c.state == "open",
        or_(
            and_(WORK.c.kind.in_(("left", "no_owner")), ~_OWES_STILL),
            and_(WORK.c.kind == "unreachable", WORK.c.why == NO_ADDRESS, _HAS_ADDRESS),
        ),
    )
    .values(state="gone", open_key=None, closed_at=bindparam("at_now"))
)


def unowned(
    connection: Connection, *, until: datetime, on: date, now: datetime, limit: int
) -> tuple[Unowned, ...]:
    """Roles that nobody holds in an open case with a deadline of theirs due by ``until``.

    Late ones too, and the first due in front; what is work already is not among them.
    """
    wanted = {"until": until, "on": on, "now": now, "most": limit}
    return tuple(Unowned(*row) for row in connection.execute(_UNOWNED, wanted))


def close_what_is_gone(connection: Connection, *, until: datetime, on: date, now: datetime) -> int:
    """Close by itself what nobody needs to do any more; how much that was."""
    wanted = {"until": until, "on": on, "now": now, "at_now": now}
    return connection.execute(_GONE, wanted).rowcount
