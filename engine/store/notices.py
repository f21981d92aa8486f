"""The outbox: each message once, open until it is sent, given up on, or uncertain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Update, bindparam, func, select, update

from engine.access import Viewer
from engine.store.cases import CaseHead
from engine.store.rows import Values, columns, insert_or_nothing, new_id, values_of
from engine.store.tables.clock import NOTICE, NoticeState
from engine.store.tables.people import PERSON
from engine.text import Language


@dataclass(frozen=True, slots=True)
class NoticeSeen:
    """One message to one person by one channel; ``next_try_at`` is None when none follows.

    While it is being sent, ``next_try_at`` is the moment at which it was claimed.
    """

    id: int
    public_id: str
    key: str
    reminder_id: int | None
    case_id: int | None
    person_id: int
    channel: str
    template: str
    language: Language
    state: NoticeState
    tries: int
    next_try_at: datetime | None
    why: str | None
    made_at: datetime
    sent_at: datetime | None
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNotice:
    """A message to be; ``key`` is its identity, and the Message-ID comes from it."""

    key: str
    person_id: int
    channel: str
    template: str
    language: Language
    reminder_id: int | None = None
    case_id: int | None = None
    address: str | None = None


_COLUMNS = columns(NOTICE, NoticeSeen)
_ADD = insert_or_nothing(NOTICE, "key")
_TO_SEND = NOTICE.c.state.in_(("open", "failed", "uncertain"))
_WAITING = (
    _TO_SEND,
    NOTICE.c.next_try_at <= bindparam("now"),
)
_MINE = NOTICE.c.id == bindparam("notice_id")
_OPEN = (
    select(*_COLUMNS)
    .where(*_WAITING)
    .order_by(NOTICE.c.next_try_at, NOTICE.c.id)
    .limit(bindparam("most"))
)
_CLAIM = (
    update(NOTICE)
    .where(_MINE, *_WAITING)
    .values(state="sending", tries=NOTICE.c.tries + 1, next_try_at=bindparam("now"))
    .returning(*_COLUMNS)
)
_SENT = (
    update(NOTICE)
    .where(_MINE, NOTICE.c.state == "sending")
    .values(
        state="sent",
        sent_at=bindparam("now"),
        address=func.coalesce(bindparam("to_address"), NOTICE.c.address),
        next_try_at=None,
        why=None,
    )
)
_END = (
    update(NOTICE)
    .where(_MINE, NOTICE.c.state == "sending")
    .values(state=bindparam("to"), why=bindparam("because"), next_try_at=bindparam("again_at"))
)
_REOPEN = (
    update(NOTICE)
    .where(_MINE, NOTICE.c.state == "uncertain")
    .values(state="open", next_try_at=bindparam("now"))
)
_LEFT = (
    update(NOTICE)
    .where(NOTICE.c.state == "sending")
    .values(state="uncertain", why=bindparam("because"), next_try_at=bindparam("now"))
)
_ALL = select(*_COLUMNS).order_by(NOTICE.c.id)
_OF_CASE = _ALL.where(NOTICE.c.case_id == bindparam("wanted_case"))
_TO_PERSON = (
    select(*_COLUMNS)
    .where(NOTICE.c.person_id == bindparam("viewer"))
    .order_by(NOTICE.c.id.desc())
    .limit(bindparam("most"))
)
_TO_PERSON_BELOW = _TO_PERSON.where(NOTICE.c.id < bindparam("below"))
_UNCERTAIN = _ALL.where(NOTICE.c.state == "uncertain").limit(bindparam("most"))
_NEXT = select(func.min(NOTICE.c.next_try_at)).where(
    _TO_SEND, NOTICE.c.next_try_at > bindparam("moment")
)
_ADDRESS = select(PERSON.c.email).join(NOTICE, NOTICE.c.person_id == PERSON.c.id).where(_MINE)
_STUCK = select(func.count()).where(
    NOTICE.c.state == "sending", NOTICE.c.next_try_at <= bindparam("moment")
)
_COUNT = select(func.count()).where(*_WAITING)


def add_notice(connection: Connection, new: NewNotice, *, now: datetime) -> int | None:
    """Put a message in the outbox; its key, or None: it was there already."""
    row = {**values_of(new), "public_id": new_id(), "state": "open", "tries": 0}
    return _ADD(connection, {**row, "made_at": now, "next_try_at": now})


def open_notices(connection: Connection, *, now: datetime, limit: int) -> tuple[NoticeSeen, ...]:
    """For the tick: what waits to be sent, or to be tried again, by ``now``."""
    rows = connection.execute(_OPEN, {"now": now, "most": limit})
    return tuple(NoticeSeen(*row) for row in rows)


def claim(connection: Connection, notice_id: int, *, now: datetime) -> NoticeSeen | None:
    """Take a message to send it; None when another worker has it or it waits no longer."""
    row = connection.execute(_CLAIM, {"notice_id": notice_id, "now": now}).one_or_none()
    return None if row is None else NoticeSeen(*row)


def mark_sent(
    connection: Connection, notice_id: int, *, now: datetime, address: str | None = None
) -> bool:
    """The channel accepted it; False when it was not being sent."""
    sent = {"notice_id": notice_id, "now": now, "to_address": address}
    return _changed(connection, _SENT, sent)


def mark_failed(
    connection: Connection, notice_id: int, *, why: str, next_try_at: datetime | None
) -> bool:
    """The channel did not; without ``next_try_at`` it is given up on."""
    failed = {"notice_id": notice_id, "to": "failed", "because": why, "again_at": next_try_at}
    return _changed(connection, _END, failed)


def mark_uncertain(
    connection: Connection, notice_id: int, *, why: str, next_try_at: datetime | None = None
) -> bool:
    """It may have been accepted, or not; without ``next_try_at`` a person decides."""
    unsure = {"notice_id": notice_id, "to": "uncertain", "because": why, "again_at": next_try_at}
    return _changed(connection, _END, unsure)


def uncertain_notices(connection: Connection, *, limit: int) -> tuple[NoticeSeen, ...]:
    """Every message of which nobody knows whether it arrived, the oldest first."""
    rows = connection.execute(_UNCERTAIN, {"most": limit})
    return tuple(NoticeSeen(*row) for row in rows)


def reopen_uncertain(connection: Connection, notice_id: int, *, now: datetime) -> bool:
    """Send it again, under the same key; False when it is not uncertain."""
    return _changed(connection, _REOPEN, {"notice_id": notice_id, "now": now})


def sending_to_uncertain(connection: Connection, *, why: str, now: datetime) -> int:
    """At the start of the one process that sends: what an earlier one left half-way.

    It waits to be sent again from ``now`` on, under the same key.
    """
    return connection.execute(_LEFT, {"because": why, "now": now}).rowcount


def notices_of(connection: Connection, case: CaseHead) -> tuple[NoticeSeen, ...]:
    """Every message about the case, the oldest first."""
    rows = connection.execute(_OF_CASE, {"wanted_case": case.id})
    return tuple(NoticeSeen(*row) for row in rows)


def notices_to(
    connection: Connection, viewer: Viewer, *, before: int | None, limit: int
) -> tuple[NoticeSeen, ...]:
    """The messages to the viewer, the newest first; only those with a key below ``before``."""
    wanted = {"viewer": viewer.person, "most": limit}
    if before is None:
        rows = connection.execute(_TO_PERSON, wanted)
    else:
        rows = connection.execute(_TO_PERSON_BELOW, {**wanted, "below": before})
    return tuple(NoticeSeen(*row) for row in rows)


def address_of(connection: Connection, notice_id: int) -> str | None:
    """Where whoever it is for can be reached now."""
    found: str | None = connection.execute(_ADDRESS, {"notice_id": notice_id}).scalar_one()
    return found


def next_try_at(connection: Connection, *, after: datetime) -> datetime | None:
    """When the next message waits to be sent."""
    found: datetime | None = connection.execute(_NEXT, {"moment": after}).scalar_one()
    return found


def count_stuck(connection: Connection, *, since: datetime) -> int:
    """How many messages have been on their way since then, and no answer was noted."""
    found: int = connection.execute(_STUCK, {"moment": since}).scalar_one()
    return found


def count_open(connection: Connection, *, now: datetime) -> int:
    """How many messages wait to be sent by ``now``."""
    found: int = connection.execute(_COUNT, {"now": now}).scalar_one()
    return found


def _changed(connection: Connection, statement: Update, values: Values) -> bool:
    return connection.execute(statement, dict(values)).rowcount == 1
