"""How much there is of what, for whoever watches over the machine: numbers, nothing of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, exists, func, or_, select

from engine.store.tables.cases import CASES
from engine.store.tables.clock import NOTICE
from engine.store.tables.work import WORK

_OPEN = select(CASES.c.workflow, func.count()).where(~CASES.c.is_final).group_by(CASES.c.workflow)
_NOTICES = select(NOTICE.c.state, func.count()).group_by(NOTICE.c.state)
_FAILED, _UNSURE = NOTICE.c.state == "failed", NOTICE.c.state == "uncertain"
_RETRIED = NOTICE.c.next_try_at.is_not(None)
_ASKS = exists().where(
    WORK.c.person_id == NOTICE.c.person_id,
    WORK.c.state == "open",
    WORK.c.kind.in_(("unreachable", "given_up", "uncertain")),
    or_(WORK.c.about.is_(None), WORK.c.about == NOTICE.c.public_id),
)
_UNSETTLED = or_(_RETRIED, _ASKS)
_UNDELIVERED = select(func.min(NOTICE.c.made_at)).where(
    or_(
        NOTICE.c.state == "sending",
        and_(NOTICE.c.state.in_(("failed", "uncertain")), _UNSETTLED),
        and_(NOTICE.c.state == "open", NOTICE.c.next_try_at <= bindparam("now")),
    ),
)
_TROUBLE = select(
    func.count().filter(_FAILED, _UNSETTLED),
    func.count().filter(_FAILED, NOTICE.c.made_at >= bindparam("midnight")),
    func.count().filter(_UNSURE, _UNSETTLED),
    func.count().filter(_RETRIED),
).where(or_(_FAILED, _UNSURE))


@dataclass(frozen=True, slots=True)
class Trouble:
    """How many messages failed or are unsure: tried again (``retried``), or work for a person.

    Of those made today also what is nobody's work: ``failed_today``.
    """

    failed: int
    failed_today: int
    uncertain: int
    retried: int


def oldest_undelivered(connection: Connection, *, now: datetime) -> datetime | None:
    """When the oldest message was made that should have arrived by ``now``.

    It is still tried, or somebody must look after it.
    """
    found: datetime | None = connection.execute(_UNDELIVERED, {"now": now}).scalar_one()
    return found


def trouble(connection: Connection, *, midnight: datetime) -> Trouble:
    """The messages that did not arrive, or perhaps not; today began at ``midnight``."""
    return Trouble(*connection.execute(_TROUBLE, {"midnight": midnight}).one())


def open_cases(connection: Connection) -> Mapping[str, int]:
    """How many cases of each workflow are open."""
    return dict(connection.execute(_OPEN).all())


def notices_by_state(connection: Connection) -> Mapping[str, int]:
    """How many messages are in each state."""
    return dict(connection.execute(_NOTICES).all())
