"""The one mail of a day: which notices leave in it, and which are not needed any more."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, func, or_, select, update

from engine.snapshot import DutyState
from engine.store.tables.clock import DEADLINE, NOTICE, REMINDER
from engine.store.tables.people import PERSON
from engine.store.tables.restored import SENT_BEFORE


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A notice of a reminder whose deadline is no longer what it reminds of."""

    id: int
    deadline: DutyState


_LOCK = (
    select(PERSON.c.public_id)
    .where(PERSON.c.id == bindparam("reader"))
    .with_for_update(key_share=True)
)
_IDS = NOTICE.c.id.in_(bindparam("ids", expanding=True))
_NOT_MADE = (NOTICE.c.state == "open", NOTICE.c.bundle.is_(None))
_WAIT = (
    select(NOTICE.c.id)
    .where(
        NOTICE.c.person_id == bindparam("reader"),
        NOTICE.c.next_try_at <= bindparam("now"),
        NOTICE.c.channel == bindparam("way"),
        *_NOT_MADE,
    )
    .order_by(NOTICE.c.id)
)
_OVERTAKEN = (
    select(NOTICE.c.id, DEADLINE.c.state)
    .select_from(NOTICE)
    .join(REMINDER, REMINDER.c.id == NOTICE.c.reminder_id)
    .join(DEADLINE, DEADLINE.c.id == REMINDER.c.deadline_id)
    .where(_IDS, or_(DEADLINE.c.state != "open", DEADLINE.c.due_on != REMINDER.c.due_on))
    .order_by(NOTICE.c.id)
)
_BUNDLE = update(NOTICE).where(_IDS, *_NOT_MADE).values(bundle=bindparam("mail"))
_POSTPONE = (
    update(NOTICE).where(_IDS, NOTICE.c.state == "open").values(next_try_at=bindparam("until"))
)
_SUPERSEDE = (
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("notice_id"), NOTICE.c.state == "open")
    .values(state="superseded", why=bindparam("because"), next_try_at=None)
)
_MADE = select(
    or_(
        exists().where(NOTICE.c.bundle == bindparam("mail")),
        exists().where(SENT_BEFORE.c.mail == bindparam("mail")),
    )
)
_TOLD = (
    select(func.count())
    .select_from(NOTICE)
    .join(REMINDER, REMINDER.c.id == NOTICE.c.reminder_id)
    .where(
        NOTICE.c.person_id == bindparam("reader"),
        NOTICE.c.state != "superseded",
        REMINDER.c.deadline_id == bindparam("of_deadline"),
        REMINDER.c.fire_at == bindparam("moment"),
    )
)


def lock_reader(connection: Connection, person_id: int) -> str:
    """Let nobody else make a mail to somebody until this ends; their public id."""
    found: str = connection.execute(_LOCK, {"reader": person_id}).scalar_one()
    return found


def waiting_for_digest(
    connection: Connection, person_id: int, *, channel: str, now: datetime
) -> tuple[int, ...]:
    """The notices to somebody that leave in the next mail of a day."""
    wanted = {"reader": person_id, "now": now, "way": channel}
    return tuple(connection.execute(_WAIT, wanted).scalars())


def overtaken(connection: Connection, notice_ids: Collection[int]) -> tuple[Overtaken, ...]:
    """Those of them that remind of what has ended, stands still, or has another date now."""
    rows = connection.execute(_OVERTAKEN, {"ids": list(notice_ids)})
    return tuple(Overtaken(*row) for row in rows)


def supersede(connection: Connection, notice_id: int, *, why: str) -> None:
    """It is not needed any more: no mail of it leaves."""
    connection.execute(_SUPERSEDE, {"notice_id": notice_id, "because": why})


def is_made(connection: Connection, bundle: str) -> bool:
    """Whether this mail was made before, also if that was before this was restored."""
    found: bool = connection.execute(_MADE, {"mail": bundle}).scalar_one()
    return found


def put_together(connection: Connection, notice_ids: Collection[int], *, bundle: str) -> None:
    """From now on these leave in this mail, at every try."""
    connection.execute(_BUNDLE, {"ids": list(notice_ids), "mail": bundle})


def postpone(connection: Connection, notice_ids: Collection[int], *, until: datetime) -> None:
    """These leave no sooner than then."""
    connection.execute(_POSTPONE, {"ids": list(notice_ids), "until": until})


def is_told(connection: Connection, person_id: int, *, deadline_id: int, moment: datetime) -> bool:
    """Whether somebody hears already of what is due at that moment for this deadline."""
    wanted = {"reader": person_id, "of_deadline": deadline_id, "moment": moment}
    found: int = connection.execute(_TOLD, wanted).scalar_one()
    return found > 0
