"""Let a reminder go out, and send what waits: the work that any runner wakes.

Each exists exactly once in the database. A mail goes out at least once, and a repeat holds the
same notices under the same key, so the same Message-ID. No transaction is open while a channel
sends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

import structlog

from engine.meeting_entry import Said, entries_of
from engine.notice_key import reminder_key
from engine.notice_times import Choice, sort_of
from engine.ports import Channel, Message, NotSent, Sent, Uncertain, Unreached
from engine.service.hook_calls import rescue_calls
from engine.service.office import Office, local_day
from engine.service.outgoing import TOLD_ALREADY, make_mail, not_in_quiet_hours, put
from engine.service.recipients import recipients
from engine.service.undelivered import Undelivered, ask_somebody
from engine.store import (
    Connection,
    cases,
    deadlines,
    digests,
    mail_holds,
    notice_keys,
    notices,
    reminders,
)
from engine.store.deadlines import DeadlineSeen
from engine.store.lost_notices import drop_lost
from engine.store.notices import NewNotice, NoticeSeen, Reader
from engine.store.participation import HolderSeen
from engine.store.reminders import ReminderSeen
from engine.store.unit_of_work import unit_of_work

Channels: TypeAlias = Mapping[str, Channel]
Fired: TypeAlias = Literal["fired", "suppressed", "superseded"]
Delivered: TypeAlias = Literal["sent", "failed", "uncertain"]
Answer: TypeAlias = Sent | NotSent | Uncertain | Unreached
Mail: TypeAlias = tuple[NoticeSeen, ...]
"""The notices that leave together."""

CHANNEL = "email"
DIGEST = "digest"
"""The text of the one mail of a day."""

MOST_TRIES = 100
LONGEST_WAIT_M = 60
MOST_UNSURE = 5
"""So often a mail of which nobody knows is repeated; then a person decides. Source: SAFETY P13."""

BROKEN_IN_A_ROW = 3
"""After so many connections that failed one after another, a channel is left for this tick."""

_LATER_ONE = "a later one of this deadline is due too"
_NOBODY = "nobody to tell"
_NO_ADDRESS = "no address"
_CUT_SHORT = "the program stopped while this was being sent"

_log = structlog.get_logger(__name__)


def fire_reminder(office: Office, reminder_id: int) -> Fired | None:
    """Let a due reminder go out: a message to each person who holds the role at this moment.

    With nobody in the role the coordinator is told, and the reminder says so; with no
    coordinator either it is suppressed. When a later one of the same deadline is due too, only
    that one goes out: after an outage nobody is mailed twice about one thing.

    Returns:
        What became of it; None when it was no longer planned: another tick was first.
    """
    with unit_of_work(office.store) as connection:
        return fire_in(office, connection, reminder_id)


def fire_in(
    office: Office, connection: Connection, reminder_id: int, *, choice: Choice | None = None
) -> Fired | None:
    """The same inside the caller's transaction; ``choice`` overrides how its readers hear."""
    now = office.clock.now()
    reminder = reminders.reminder_for_clock(connection, reminder_id)
    if reminder.state != "planned":
        return None  # another tick was first
    deadline = deadlines.deadline_for_clock(connection, reminder.deadline_id)
    stale = _overtaken(connection, reminder, deadline, now)
    if stale:
        changed = reminders.supersede(connection, reminder.id, why=stale)
        return "superseded" if changed else None
    heard = recipients(connection, reminder, deadline, now)
    if not heard.people:
        changed = reminders.suppress(connection, reminder.id, why=_NOBODY)
        return "suppressed" if changed else None
    if not reminders.fire(connection, reminder.id, now=now, why=heard.why):
        return None
    made = _put_notices(office, connection, reminder, deadline, heard.people, choice)
    office.announce(connection, made)
    return "fired"


class Sender:
    """Sends what waits during one tick; a channel that cannot be reached is left for the next.

    So a mail server that is away, or hangs, costs a tick a few waits and not one for each mail.
    """

    def __init__(self, office: Office, channels: Channels) -> None:
        self._office, self._channels = office, channels
        self._broken = Counter[str]()

    def waits(self, connection: Connection, now: datetime, limit: int) -> Sequence[NoticeSeen]:
        """One notice of each mail that waits, by a channel that can be reached; held: none."""
        if mail_holds.hold_of(connection):
            return ()
        away = [name for name in self._broken if self._is_away(name)]
        return notices.open_notices(connection, now=now, limit=limit, without=away)

    def send(self, notice: NoticeSeen) -> Delivered | None:
        """Send the mail in which it leaves: claimed, sent and marked, each apart.

        Returns:
            What became of it; None when it did not wait, or another worker has it.
        """
        claimed = None if self._is_away(notice.channel) else _claim(self._office, notice.id)
        if claimed is None:
            return None
        answer = _send(self._channels, *claimed)
        was_broken = isinstance(answer, Unreached | Uncertain)
        self._broken[notice.channel] = self._broken[notice.channel] + 1 if was_broken else 0
        return _mark(self._office, *claimed, answer)

    def _is_away(self, channel: str) -> bool:
        return self._broken[channel] >= BROKEN_IN_A_ROW


def deliver_notice(office: Office, channels: Channels, notice_id: int) -> Delivered | None:
    """Send the mail in which this message leaves; what became of it, or None as ``Sender``."""
    claimed = _claim(office, notice_id)
    return None if claimed is None else _mark(office, *claimed, _send(channels, *claimed))


def rescue(office: Office) -> int:
    """Take up what an earlier run left half-way: it is sent again, under the same key.

    Only for the one process that owns the database, while it sends nothing.
    """
    with unit_of_work(office.store) as connection:
        now = office.clock.now()
        calls = rescue_calls(connection, now=now)
        return calls + notices.sending_to_uncertain(connection, why=_CUT_SHORT, now=now)


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


def _put_notices(
    office: Office,
    connection: Connection,
    reminder: ReminderSeen,
    deadline: DeadlineSeen,
    people: Sequence[HolderSeen],
    choice: Choice | None,
) -> list[int]:
    """A message to each; who hears in two roles gets one mail, and the rows say so."""
    now, moment = office.clock.now(), reminder.fire_at
    workflow = cases.case_for_clock(connection, reminder.case_id).workflow
    sort = sort_of(workflow, deadline.kind, after=moment >= deadline.due_at)
    about = notice_keys.reminded(connection, reminder.id)
    made = list[int | None]()
    for person in people:
        new = NewNotice(
            key=reminder_key(about, person=person.public_id, channel=CHANNEL),
            person_id=person.id,
            channel=CHANNEL,
            template="reminder",
            language=person.language,
            sort=sort,
            reminder_id=reminder.id,
            case_id=reminder.case_id,
            once_key=f"reminder-{reminder.public_id}-{person.public_id}-{CHANNEL}",
        )
        told = digests.is_told(connection, person.id, deadline_id=deadline.id, moment=moment)
        superseded = TOLD_ALREADY if told else None
        made.append(
            put(
                office,
                connection,
                new,
                now=now,
                since=moment,
                choice=choice,
                superseded=superseded,
            )
        )
    return [notice for notice in made if notice is not None]


def _claim(office: Office, notice_id: int) -> tuple[Mail, Reader] | None:
    """The mail in which a message leaves, now ours to send; and its reader of this moment."""
    with unit_of_work(office.store) as connection:
        if mail_holds.hold_of(connection):
            return None
        now = office.clock.now()
        notice = notices.waiting_notice(connection, notice_id, now=now)
        if notice and drop_lost(connection, notice.person_id, on=local_day(now)):
            notice = notices.waiting_notice(connection, notice_id, now=now)
        first = None if notice is None else make_mail(office, connection, notice, now)
        mail = () if first is None else notices.claim(connection, first, now=now)
        return (mail, notices.reader_of(connection, mail[0].id)) if mail else None


def _send(channels: Channels, mail: Mail, to: Reader) -> Answer:
    """Hand it to its channel; one that breaks its word and raises may have sent it or not."""
    first = mail[0]
    channel = channels.get(first.channel)
    if not to.address:
        return NotSent(_NO_ADDRESS, permanent=True)
    if channel is None:
        return NotSent(f"there is no channel {first.channel}")
    try:
        return channel.send(_message(mail, to.address))
    except Exception as error:
        name = type(error).__name__
        _log.error("channel_raised", notice=first.public_id, channel=first.channel, error=name)
        return Uncertain(f"the channel raised {name}")


def _message(mail: Mail, address: str) -> Message:
    """A count, and what a calendar is to say; from the key of the mail comes its Message-ID."""
    first = mail[0]
    alone = first.choice == "at_once"
    template = first.template if alone else DIGEST
    entries = entries_of((Said(**each.said), each.made_at) for each in mail if each.said)
    key = first.bundle or first.key
    keys = tuple(each.key for each in mail)
    return Message(key, address, template, first.language, {"count": len(mail)}, entries, keys)


def _mark(office: Office, mail: Mail, to: Reader, answer: Answer) -> Delivered | None:
    """Note what came of it, for all that left in it; None when it was taken from us meanwhile."""
    now, first = office.clock.now(), mail[0]
    with unit_of_work(office.store) as connection:
        if isinstance(answer, Sent):
            done = notices.mark_sent(connection, first.id, now=now, address=to.address)
            return "sent" if done else None
        again = _again(office, connection, first, answer, now)
        unsure = isinstance(answer, Uncertain)
        mark = notices.mark_uncertain if unsure else notices.mark_failed
        if not mark(connection, first.id, why=answer.why, next_try_at=again):
            return None
        if again is None:
            ask_somebody(connection, mail, _undelivered(answer), to=to, now=now)
        return "uncertain" if unsure else "failed"


def _again(
    office: Office, connection: Connection, notice: NoticeSeen, answer: Answer, now: datetime
) -> datetime | None:
    """When to try again; None when a repeat would not help, or enough was tried."""
    if isinstance(answer, NotSent) and answer.permanent:
        return None
    if isinstance(answer, Uncertain) and notice.unsure >= MOST_UNSURE:
        return None
    again = next_try(notice.tries, now)
    return again and not_in_quiet_hours(office, connection, notice, again)


def _undelivered(answer: Answer) -> Undelivered:
    if isinstance(answer, Uncertain):
        return "uncertain"
    return "unreachable" if isinstance(answer, NotSent) and answer.permanent else "given_up"
