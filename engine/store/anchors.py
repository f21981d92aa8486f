"""Anchors: which seals were signed together, and where they are kept outside the database."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, func, select

from engine.anchor import Anchor
from engine.store.horizon import NO_ROW
from engine.store.rows import insert_or_nothing, values_of
from engine.store.tables.seal import ANCHOR, ANCHOR_SENT, SEAL
from engine.store.tables.trail import ACCESS_LOG, CASE_EVENT

_LAST = select(ANCHOR).order_by(ANCHOR.c.number.desc()).limit(1)
_AFTER = (
    select(ANCHOR)
    .where(ANCHOR.c.number > bindparam("after"))
    .order_by(ANCHOR.c.number)
    .limit(bindparam("at_most"))
)
_NOT_SENT = (
    select(ANCHOR)
    .outerjoin(
        ANCHOR_SENT,
        and_(ANCHOR_SENT.c.anchor_id == ANCHOR.c.id, ANCHOR_SENT.c.place == bindparam("to")),
    )
    .where(ANCHOR_SENT.c.anchor_id.is_(None))
    .order_by(ANCHOR.c.number)
    .limit(bindparam("at_most"))
)
_ADD = insert_or_nothing(ANCHOR, "number")
_SENT = insert_or_nothing(ANCHOR_SENT, "anchor_id", "place")
_KEPT = (
    select(ANCHOR.c.number, ANCHOR.c.last_sealing)
    .join(ANCHOR_SENT, ANCHOR_SENT.c.anchor_id == ANCHOR.c.id)
    .where(ANCHOR_SENT.c.place == bindparam("to"))
    .order_by(ANCHOR.c.number.desc())
    .limit(1)
)
# Each of these reads the first or last entries of an index: they are asked at every look of a
# machine, and seals are never taken away.
_OLDEST_SEAL = (
    select(SEAL.c.sealed_at)
    .where(SEAL.c.sealing > bindparam("kept"))
    .order_by(SEAL.c.sealing)
    .limit(1)
)
_NEWEST = select(SEAL).order_by(SEAL.c.sealing.desc()).limit(1).subquery()
_OLDEST_ROW = select(
    select(ACCESS_LOG.c.at)
    .where(ACCESS_LOG.c.id > func.coalesce(select(_NEWEST.c.log_up_to).scalar_subquery(), NO_ROW))
    .order_by(ACCESS_LOG.c.id)
    .limit(1)
    .scalar_subquery()
    .label("log"),
    select(CASE_EVENT.c.recorded_at)
    .where(
        CASE_EVENT.c.id > func.coalesce(select(_NEWEST.c.events_up_to).scalar_subquery(), NO_ROW)
    )
    .order_by(CASE_EVENT.c.id)
    .limit(1)
    .scalar_subquery()
    .label("events"),
)
_IDS = select(ANCHOR.c.id).where(ANCHOR.c.number == bindparam("wanted"))


def last_anchor(connection: Connection) -> Anchor | None:
    """The newest anchor, if there is one."""
    row = connection.execute(_LAST).one_or_none()
    return None if row is None else _anchor(row)


def add_anchor(connection: Connection, anchor: Anchor) -> bool:
    """Keep it; not if another process made one of this number meanwhile."""
    return _ADD(connection, values_of(anchor)) is not None


def anchors_after(connection: Connection, number: int, *, at_most: int) -> tuple[Anchor, ...]:
    """The anchors after this one, in order."""
    rows = connection.execute(_AFTER, {"after": number, "at_most": at_most})
    return tuple(map(_anchor, rows))


def not_sent(connection: Connection, place: str, *, at_most: int) -> tuple[Anchor, ...]:
    """The anchors that are not kept in this place yet, the oldest first."""
    rows = connection.execute(_NOT_SENT, {"to": place, "at_most": at_most})
    return tuple(map(_anchor, rows))


def mark_sent(connection: Connection, anchor: Anchor, place: str, *, now: datetime) -> None:
    """Note that the place has it."""
    wanted = connection.execute(_IDS, {"wanted": anchor.number}).scalar_one()
    _SENT(connection, {"anchor_id": wanted, "place": place, "sent_at": now})


def last_sent(connection: Connection, place: str) -> int:
    """The newest anchor that this place has; 0 when it has none."""
    row = connection.execute(_KEPT, {"to": place}).one_or_none()
    return 0 if row is None else int(row.number)


def oldest_not_kept(connection: Connection, places: Collection[str]) -> datetime | None:
    """Since when something waits to be kept in all of these places; None when all is.

    A row that is not sealed counts from when it was written.
    """
    found = [connection.execute(_KEPT, {"to": place}).one_or_none() for place in places]
    kept = min((0 if row is None else row.last_sealing for row in found), default=0)
    seal = connection.execute(_OLDEST_SEAL, {"kept": kept}).scalar_one_or_none()
    row = oldest_unsealed(connection)
    return min((each for each in (seal, row) if each is not None), default=None)


def oldest_unsealed(connection: Connection) -> datetime | None:
    """Since when a row waits to be sealed; None when none does.

    One that holds no moment does not count: the next sealing notes it as it is.
    """
    try:
        row = connection.execute(_OLDEST_ROW).one()
    except (ValueError, TypeError):
        return None
    return min((each for each in (row.log, row.events) if each is not None), default=None)


def _anchor(row: Row[Any]) -> Anchor:
    return Anchor(
        number=row.number,
        made_at=row.made_at,
        first_sealing=row.first_sealing,
        last_sealing=row.last_sealing,
        prev=row.prev,
        hash=row.hash,
        signature=row.signature,
    )
