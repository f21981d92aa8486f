"""Let a reminder go out, and send what waits: the work that any runner wakes.

Each exists exactly once in the database. A message goes out at least once, and a repeat has the
same key, so the same Message-ID. No transaction is open while a channel sends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

import structlog

from engine.ports import Channel, Message, NotSent, Sent, Uncertain
from engine.service.office import Office, local_day
from engine.store import Connection, cases, deadlines, notices, participation, reminders
from engine.store.deadlines import DeadlineSeen
from engine.store.notices import NewNotice, NoticeSeen
from engine.store.participation import HolderSeen
from engine.store.reminders import ReminderSeen
from engine.store.unit_of_work import unit_of_work

Channels: TypeAlias = Mapping[str, Channel]
Fired: TypeAlias = Literal["fired", "suppressed", "superseded"]
Delivered: TypeAlias = Literal["sent", "failed", "uncertain"]
Answer: TypeAlias = Sent | NotSent | Uncertain

CHANNEL = "email"
DEPUTY = "coordinator"
"""Who is told when nobody holds the role that should be (DEFAULT)."""

MOST_TRIES = 100
LONGEST_WAIT_M = 60

_LATER_ONE = "a later one of this deadline is due too"
_NOBODY = "nobody to tell"
_NO_ADDRESS = "no address"
_CUT_SHORT = "the program stopped while this was being sent"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Heard:
    """Who is told, and why it is somebody else than the reminder's audience."""

    people: Sequence[HolderSeen]
    why: str | None = None


def fire_reminder(office: Office, reminder_id: int) -> Fired | None:
    """Let a due reminder go out: a message to each person who holds the role at this moment.

    With nobody in the role the coordinator is told, and the reminder says so; with no
    coordinator either it is suppressed. When a later one of the same deadline is due too, only
    that one goes out: after an outage nobody is mailed twice about one thing.

    Returns:
        What became of it; None when it was no longer planned: another tick was first.
    """
    now = office.clock.now()
    with unit_of_work(office.store) as connection:
        reminder = reminders.reminder_for_clock(connection, reminder_id)
        deadline = deadlines.deadline_for_clock(connection, reminder.deadline_id)
        stale = _overtaken(connection, reminder, deadline, now)
        if stale:
            changed = reminders.supersede(connection, reminder.id, why=stale)
            return "superseded" if changed else None
        heard = _recipients(connection, reminder, deadline, now)
        if not heard.people:
            changed = reminders.suppress(connection, reminder.id, why=_NOBODY)
            return "suppressed" if changed else None
        if not reminders.fire(connection, reminder.id, now=now, why=heard.why):
            return None
        made = [_add_notice(connection, reminder, person, now) for person in heard.people]
        office.announce(connection, [notice for notice in made if notice is not None])
        return "fired"


def deliver_notice(office: Office, channels: Channels, notice_id: int) -> Delivered | None:
    """Send a message that waits: claimed, sent and marked, each apart.

    Returns:
        What became of it; None when it did not wait, or another worker has it.
    """
    claimed = _claim(office, notice_id)
    if claimed is None:
        return None
    notice, address = claimed
    answer = _send(channels, notice, address) if address else NotSent(_NO_ADDRESS, permanent=True)
    return _mark(office, notice, address, answer)


def rescue(office: Office) -> int:
    """Take up what an earlier run left half-way: it is sent again, under the same key.

    Only for the one process that owns the database, while it sends nothing.
    """
    with unit_of_work(office.store) as connection:
        return notices.sending_to_uncertain(connection, why=_CUT_SHORT, now=office.clock.now())


def next_try(tries: int, now: datetime) -> datetime | None:
    """When to try again after so many tries: 1, 2, 4 … minutes, at most an hour; then never.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> [f"{next_try(tries, noon):%H:%M}" for tries in (1, 2, 3, 6, 7, 99)]
    ['12:01', '12:02', '12:04', '12:32', '13:00', '13:00']
    >>> next_try(100, noon) is None
    True
    """
    if tries >= MOST_TRIES:
        return None
    return now + timedelta(minutes=min(2 ** (tries - 1), LONGEST_WAIT_M))


def _overtaken(
    connection: Connection, reminder: ReminderSeen, deadline: DeadlineSeen, now: datetime
) -> str | None:
    """Why it should not go out any more, if so."""
    if deadline.state != "open":
        return f"deadline {deadline.state}"
    if reminders.later_is_due(connection, reminder, now=now):
        return _LATER_ONE
    return None


def _recipients(
    connection: Connection, reminder: ReminderSeen, deadline: DeadlineSeen, now: datetime
) -> _Heard:
    role = deadline.owner_role if reminder.audience == "owner" else reminder.audience
    case = cases.case_for_clock(connection, reminder.case_id)
    holders = participation.holders(connection, case, now=now, on=local_day(now))
    if role in holders:
        return _Heard(holders[role])
    return _Heard(holders.get(DEPUTY, ()), f"nobody holds {role}: the {DEPUTY} was told")


def _add_notice(
    connection: Connection, reminder: ReminderSeen, person: HolderSeen, now: datetime
) -> int | None:
    new = NewNotice(
        key=f"reminder-{reminder.public_id}-{person.public_id}-{CHANNEL}",
        person_id=person.id,
        channel=CHANNEL,
        template="reminder",
        language=person.language,
        reminder_id=reminder.id,
        case_id=reminder.case_id,
    )
    return notices.add_notice(connection, new, now=now)


def _claim(office: Office, notice_id: int) -> tuple[NoticeSeen, str] | None:
    """The message, now ours to send, and where to: the address of this moment, or none."""
    with unit_of_work(office.store) as connection:
        notice = notices.claim(connection, notice_id, now=office.clock.now())
        if notice is None:
            return None
        return notice, notices.address_of(connection, notice.id) or ""


def _send(channels: Channels, notice: NoticeSeen, address: str) -> Answer:
    """Hand it to its channel; one that breaks its word and raises may have sent it or not."""
    channel = channels.get(notice.channel)
    if channel is None:
        return NotSent(f"there is no channel {notice.channel}")
    message = Message(notice.key, address, notice.template, notice.language, {"count": 1})
    try:
        return channel.send(message)
    except Exception as error:
        name = type(error).__name__
        _log.error("channel_raised", notice=notice.public_id, channel=notice.channel, error=name)
        return Uncertain(f"the channel raised {name}")


def _mark(office: Office, notice: NoticeSeen, address: str, answer: Answer) -> Delivered | None:
    """Note what came of it; None when it was taken from us meanwhile."""
    now = office.clock.now()
    with unit_of_work(office.store) as connection:
        if isinstance(answer, Sent):
            done = notices.mark_sent(connection, notice.id, now=now, address=address)
            return "sent" if done else None
        again = next_try(notice.tries, now)
        if isinstance(answer, Uncertain):
            done = notices.mark_uncertain(connection, notice.id, why=answer.why, next_try_at=again)
            return "uncertain" if done else None
        again = None if answer.permanent else again
        done = notices.mark_failed(connection, notice.id, why=answer.why, next_try_at=again)
        return "failed" if done else None
