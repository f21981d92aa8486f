"""The outbox: each message once, open until it is sent, given up on, or uncertain."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, String, Update, bindparam, cast, func, select, update

from engine.notice_times import Choice, Sort
from engine.store.cases import CaseHead
from engine.store.mail_holds import LEFT_BEFORE, SentLine, sent_before
from engine.store.rows import Values, columns, insert_or_nothing, new_id, values_of
from engine.store.tables.clock import NOTICE, NoticeState
from engine.store.tables.people import PERSON
from engine.text import Language


@dataclass(frozen=True, slots=True)
class NoticeSeen:
    """One message to one person by one channel; ``next_try_at`` is None when none follows.

    While it is being sent, ``next_try_at`` is the moment at which it was claimed. ``bundle`` is
    the mail in which it leaves: those that leave together share it. ``unsure`` counts how often
    nobody knew whether that was accepted.
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
    sort: Sort
    choice: Choice
    bundle: str | None
    state: NoticeState
    tries: int
    unsure: int
    next_try_at: datetime | None
    why: str | None
    made_at: datetime
    sent_at: datetime | None
    read_at: datetime | None
    address: str | None
    said: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNotice:
    """A message to be; ``key`` is its identity, and the Message-ID comes from it.

    ``once_key`` is the key that an older program gave it: a journal of then knows it by that.
    """

    key: str
    person_id: int
    channel: str
    template: str
    language: Language
    sort: Sort = "told"
    choice: Choice = "at_once"
    reminder_id: int | None = None
    case_id: int | None = None
    address: str | None = None
    meeting_id: int | None = None
    said: Values = field(default_factory=dict)
    once_key: str | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a message is for, and where they can be reached now; empty if nowhere."""

    public_id: str
    address: str


_COLUMNS = columns(NOTICE, NoticeSeen)
_ADD = insert_or_nothing(NOTICE, "key")
_TO_SEND = NOTICE.c.state.in_(("open", "failed", "uncertain"))
_WAITING = (
    _TO_SEND,
    NOTICE.c.next_try_at <= bindparam("now"),
)
_MINE = NOTICE.c.id == bindparam("notice_id")
_MAIL = func.coalesce(NOTICE.c.bundle, cast(NOTICE.c.person_id, String))
"""The mail in which a notice leaves: one that is made, or the digest that is to be made."""

_NAMED = NOTICE.alias("named")
_OURS = NOTICE.c.bundle == (  # a notice without a bundle is in no mail: NULL equals nothing
    select(_NAMED.c.bundle).where(_NAMED.c.id == bindparam("notice_id")).scalar_subquery()
)
_FIRST_OF_EACH = (
    select(func.min(NOTICE.c.id).label("id"), func.min(NOTICE.c.next_try_at).label("at"))
    .where(*_WAITING, NOTICE.c.channel.not_in(bindparam("without", expanding=True)))
    .group_by(_MAIL)
    .order_by(func.min(NOTICE.c.next_try_at), func.min(NOTICE.c.id))
    .limit(bindparam("most"))
    .subquery()
)
_OPEN = (
    select(*_COLUMNS)
    .join(_FIRST_OF_EACH, _FIRST_OF_EACH.c.id == NOTICE.c.id)
    .order_by(_FIRST_OF_EACH.c.at, NOTICE.c.id)
)
_WAITS = select(*_COLUMNS).where(_MINE, *_WAITING)
_CLAIM = (
    update(NOTICE)
    .where(_OURS, *_WAITING)
    .values(state="sending", tries=NOTICE.c.tries + 1, next_try_at=bindparam("now"))
    .returning(*_COLUMNS)
)
_SENT = (
    update(NOTICE)
    .where(_OURS, NOTICE.c.state == "sending")
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
    .where(_OURS, NOTICE.c.state == "sending")
    .values(
        state=bindparam("to"),
        why=bindparam("because"),
        next_try_at=bindparam("again_at"),
        unsure=NOTICE.c.unsure + bindparam("more"),
    )
)
_REOPEN = (
    update(NOTICE)
    .where(_OURS, NOTICE.c.state == "uncertain")
    .values(state="open", next_try_at=bindparam("now"), unsure=0)
)
_LEFT = (
    update(NOTICE)
    .where(NOTICE.c.state == "sending")
    .values(state="uncertain", why=bindparam("because"), next_try_at=bindparam("now"))
)
_ALL = select(*_COLUMNS).order_by(NOTICE.c.id)
_OF_CASE = _ALL.where(NOTICE.c.case_id == bindparam("wanted_case"))
_UNCERTAIN = _ALL.where(NOTICE.c.state == "uncertain").limit(bindparam("most"))
_NEXT = select(func.min(NOTICE.c.next_try_at)).where(
    _TO_SEND, NOTICE.c.next_try_at > bindparam("moment")
)
_NAME = select(NOTICE.c.id).where(NOTICE.c.public_id == bindparam("wanted"))
_READER = (
    select(PERSON.c.public_id, func.coalesce(PERSON.c.email, ""))
    .join(NOTICE, NOTICE.c.person_id == PERSON.c.id)
    .where(_MINE)
)
_STUCK = select(func.count()).where(
    NOTICE.c.state == "sending", NOTICE.c.next_try_at <= bindparam("moment")
)
_COUNT = select(func.count()).where(*_WAITING)


def add_notice(
    connection: Connection,
    new: NewNotice,
    *,
    now: datetime,
    leaves_at: datetime | None = None,
    superseded: str | None = None,
) -> int | None:
    """Put a message in the outbox; its key, or None: it was there already.

    One that left before this was restored is sent, in the mail that the journal names.

    Args:
        leaves_at: when its mail may leave; now, unless it says otherwise.
        superseded: why it needs no mail of its own: another one tells the same.
    """
    state: NoticeState = "in_app" if new.choice == "none" else "open"
    waits = state == "open" and superseded is None
    row = {
        **values_of(new),
        "public_id": new_id(),
        "bundle": new.key if waits and new.choice == "at_once" else None,
        "state": "superseded" if superseded else state,
        "why": superseded,
        "tries": 0,
        "unsure": 0,
        "made_at": now,
        "next_try_at": (leaves_at or now) if waits else None,
    }
    del row["once_key"]
    if waits and (left := _sent_before(connection, new)):
        row |= {"state": "sent", "sent_at": left.sent_at, "bundle": left.mail}
        row |= {"why": LEFT_BEFORE, "next_try_at": None}
    return _ADD(connection, row)


def _sent_before(connection: Connection, new: NewNotice) -> SentLine | None:
    found = sent_before(connection, new.key)
    return found or (sent_before(connection, new.once_key) if new.once_key else None)


def open_notices(
    connection: Connection, *, now: datetime, limit: int, without: Collection[str] = ()
) -> tuple[NoticeSeen, ...]:
    """For the tick: one notice of each mail that waits to be sent, or tried again, by ``now``.

    ``without`` are the channels that take nothing at this moment.
    """
    wanted = {"now": now, "most": limit, "without": list(without)}
    return tuple(NoticeSeen(*row) for row in connection.execute(_OPEN, wanted))


def waiting_notice(connection: Connection, notice_id: int, *, now: datetime) -> NoticeSeen | None:
    """The message, if it waits to be sent by ``now``."""
    row = connection.execute(_WAITS, {"notice_id": notice_id, "now": now}).one_or_none()
    return None if row is None else NoticeSeen(*row)


def claim(connection: Connection, notice_id: int, *, now: datetime) -> tuple[NoticeSeen, ...]:
    """Take the mail in which a message leaves, to send it: everything that leaves in it.

    Nothing when another worker has it, when it waits no longer, or when its mail is not made.
    """
    rows = connection.execute(_CLAIM, {"notice_id": notice_id, "now": now})
    return tuple(sorted((NoticeSeen(*row) for row in rows), key=lambda each: each.id))


def mark_sent(
    connection: Connection, notice_id: int, *, now: datetime, address: str | None = None
) -> bool:
    """The channel accepted its mail; False when it was not being sent."""
    sent = {"notice_id": notice_id, "now": now, "to_address": address}
    return _changed(connection, _SENT, sent)


def mark_failed(
    connection: Connection, notice_id: int, *, why: str, next_try_at: datetime | None
) -> bool:
    """The channel did not; without ``next_try_at`` it is given up on."""
    failed = {"to": "failed", "because": why, "again_at": next_try_at, "more": 0}
    return _changed(connection, _END, {"notice_id": notice_id, **failed})


def mark_uncertain(
    connection: Connection, notice_id: int, *, why: str, next_try_at: datetime | None = None
) -> bool:
    """It may have been accepted, or not; without ``next_try_at`` a person decides."""
    unsure = {"to": "uncertain", "because": why, "again_at": next_try_at, "more": 1}
    return _changed(connection, _END, {"notice_id": notice_id, **unsure})


def uncertain_notices(connection: Connection, *, limit: int) -> tuple[NoticeSeen, ...]:
    """Every message of which nobody knows whether it arrived, the oldest first."""
    rows = connection.execute(_UNCERTAIN, {"most": limit})
    return tuple(NoticeSeen(*row) for row in rows)


def reopen_uncertain(connection: Connection, notice_id: int, *, now: datetime) -> bool:
    """Send its mail again, under the same key; False when it is not uncertain."""
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


def key_inside(connection: Connection, public_id: str) -> int:
    """The key of a message by the id that the outside knows."""
    found: int = connection.execute(_NAME, {"wanted": public_id}).scalar_one()
    return found


def reader_of(connection: Connection, notice_id: int) -> Reader:
    """Whom the message is for."""
    return Reader(*connection.execute(_READER, {"notice_id": notice_id}).one())


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
    return connection.execute(statement, dict(values)).rowcount > 0
