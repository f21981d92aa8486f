"""Mail that waits after a restore, and what the journal says left before that."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from engine.store.rows import insert_or_nothing, values_of
from engine.store.tables.clock import NOTICE, NoticeState
from engine.store.tables.restored import MAIL_HOLD, SENT_BEFORE

LEFT_BEFORE = "it stands in the journal of what was sent"
"""Why a message is sent that this database did not send."""

AT_ONCE = 500
"""So many keys are asked for in one statement, at most."""


@dataclass(frozen=True, slots=True)
class HoldSeen:
    """Since when nothing goes out, and when somebody compared what waits with the journal."""

    began_at: datetime
    compared_at: datetime | None


@dataclass(frozen=True, slots=True)
class SentLine:
    """One message that left: its key, the mail in which it did, and when."""

    key: str
    mail: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class NoticeKnown:
    """What the database thinks of a message that stands in the journal."""

    key: str
    public_id: str
    state: NoticeState


_HELD = MAIL_HOLD.c.released_at.is_(None)
_HOLD = (
    select(MAIL_HOLD.c.began_at, MAIL_HOLD.c.compared_at)
    .where(_HELD)
    .order_by(MAIL_HOLD.c.id.desc())  # a backup may hold the hold of an earlier restore
    .limit(1)
)
_COMPARED = update(MAIL_HOLD).where(_HELD).values(compared_at=bindparam("now"))
_RELEASE = (
    update(MAIL_HOLD)
    .where(_HELD)
    .values(released_at=bindparam("now"), released_by=bindparam("by"), reason=bindparam("why"))
)
_WAITING = NOTICE.c.state.in_(("open", "sending", "failed", "uncertain"))
_COUNT = select(func.count()).where(_WAITING)
_KNOWN = select(NOTICE.c.key, NOTICE.c.public_id, NOTICE.c.state).where(
    NOTICE.c.key.in_(bindparam("keys", expanding=True))
)
_MARK = (
    update(NOTICE)
    .where(NOTICE.c.key == bindparam("of_key"), _WAITING)
    .values(
        state="sent",
        sent_at=bindparam("left_at"),
        bundle=bindparam("in_mail"),
        next_try_at=None,
        why=bindparam("because"),
    )
)
_KEEP = insert_or_nothing(SENT_BEFORE, "key")
_BEFORE = select(SENT_BEFORE.c.key, SENT_BEFORE.c.mail, SENT_BEFORE.c.sent_at).where(
    SENT_BEFORE.c.key == bindparam("wanted")
)


def hold_mail(
    connection: Connection, *, backup: str, now: datetime, despite: str | None = None
) -> None:
    """Let nothing go out from now on, until somebody compared and released it."""
    row = {"began_at": now, "backup": backup, "despite": despite}
    connection.execute(insert(MAIL_HOLD), row)


def hold_of(connection: Connection) -> HoldSeen | None:
    """Why nothing goes out; None when it does."""
    row = connection.execute(_HOLD).one_or_none()
    return None if row is None else HoldSeen(*row)


def note_compared(connection: Connection, *, now: datetime) -> None:
    """Somebody looked at what waits beside what was sent."""
    connection.execute(_COMPARED, {"now": now})


def release(connection: Connection, *, by: str, why: str, now: datetime) -> bool:
    """Let mail go out again; False when it was not held."""
    said = {"by": by, "why": why, "now": now}
    return connection.execute(_RELEASE, said).rowcount > 0


def count_waiting(connection: Connection) -> int:
    """How many messages have not left, as far as the database knows."""
    found: int = connection.execute(_COUNT).scalar_one()
    return found


def known_of(connection: Connection, keys: Sequence[str]) -> Mapping[str, NoticeKnown]:
    """What the database has under these keys."""
    found: dict[str, NoticeKnown] = {}
    for start in range(0, len(keys), AT_ONCE):
        rows = connection.execute(_KNOWN, {"keys": keys[start : start + AT_ONCE]})
        found |= {row.key: NoticeKnown(*row) for row in rows}
    return found


def mark_left(connection: Connection, lines: Collection[SentLine]) -> int:
    """These left before: they are sent, in the mail that the journal names; how many waited."""
    return sum(
        connection.execute(
            _MARK,
            {
                "of_key": line.key,
                "left_at": line.sent_at,
                "in_mail": line.mail,
                "because": LEFT_BEFORE,
            },
        ).rowcount
        for line in lines
    )


def keep_lines(connection: Connection, lines: Collection[SentLine]) -> None:
    """Remember these for when the database makes them again; what is kept stays."""
    for line in lines:
        _KEEP(connection, values_of(line))


def sent_before(connection: Connection, key: str) -> SentLine | None:
    """That a message with this key left before this was restored; None if it did not."""
    row = connection.execute(_BEFORE, {"wanted": key}).one_or_none()
    return None if row is None else SentLine(*row)
