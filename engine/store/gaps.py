"""What restores took away from the trails, and where their numbers go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from engine.gap import Gap
from engine.store.rows import insert_or_nothing, values_of
from engine.store.tables.restored import GAP, GAP_SIGNATURE

_ADD = insert(GAP).returning(GAP.c.id)
_ALL = (
    select(GAP, GAP_SIGNATURE.c.signature)
    .outerjoin(GAP_SIGNATURE, GAP_SIGNATURE.c.gap_id == GAP.c.id)
    .order_by(GAP.c.id, GAP_SIGNATURE.c.signed_at)
)
_NEXT = select(
    func.coalesce(func.max(GAP.c.next_sealing), 0).label("sealing"),
    func.coalesce(func.max(GAP.c.next_anchor), 0).label("anchor"),
)
_SIGN = insert_or_nothing(GAP_SIGNATURE, "gap_id", "signature")


@dataclass(frozen=True, slots=True)
class GapSeen:
    """A gap by the id of its row, once for each signature; unsigned ones come once too."""

    id: int
    gap: Gap


def add_gap(connection: Connection, new: Gap) -> int:
    """Keep it, with its signature if it has one; the id of its row."""
    row = values_of(new)
    signature = row.pop("signature")
    made: int = connection.execute(_ADD, row).scalar_one()
    if signature:
        sign_gap(connection, made, signature, now=new.restored_at)
    return made


def sign_gap(connection: Connection, gap: int, signature: str, *, now: datetime) -> None:
    """Keep the signature of a gap; one that is there already stays."""
    _SIGN(connection, {"gap_id": gap, "signature": signature, "signed_at": now})


def gaps(connection: Connection) -> tuple[GapSeen, ...]:
    """Every gap, the oldest first."""
    return tuple(GapSeen(row.id, _gap(row)) for row in connection.execute(_ALL))


def next_sealing(connection: Connection) -> int:
    """From which number on sealings may be made; 0 when nothing was restored."""
    return int(connection.execute(_NEXT).one().sealing)


def next_anchor(connection: Connection) -> int:
    """From which number on anchors may be made; 0 when nothing was restored."""
    return int(connection.execute(_NEXT).one().anchor)


def _gap(row: Row[Any]) -> Gap:
    return Gap(
        restored_at=row.restored_at,
        since=row.since,
        backup=row.backup,
        last_sealing=row.last_sealing,
        last_anchor=row.last_anchor,
        prev=row.prev,
        next_sealing=row.next_sealing,
        next_anchor=row.next_anchor,
        seen_outside=row.seen_outside,
        signature=row.signature or "",
    )
