"""Put a notice in the outbox, and make the mail in which it leaves.

The rows are the truth. A mail is made when its first try comes; from then on it holds the same
rows under the same key at every try, whatever is added meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from engine.notice_times import DEFAULTS, Choice, after_quiet, leaves_at, next_digest
from engine.service.office import Office, local_day
from engine.store import Connection, digests, notice_settings, notices
from engine.store.digests import Overtaken
from engine.store.notices import NewNotice, NoticeSeen

TOLD_ALREADY = "the same person hears of it in another role"
DATE_MOVED = "due date moved"


def put(
    office: Office,
    connection: Connection,
    new: NewNotice,
    *,
    now: datetime,
    since: datetime | None = None,
    choice: Choice | None = None,
    superseded: str | None = None,
) -> int | None:
    """Put a message in the outbox, to leave as its reader chose; its key, or None if it is there.

    Args:
        since: when it became due, if that is not now: it belongs in the mail of that day.
        choice: how it leaves for whoever wants mail at all: somebody waits for it now.
        superseded: why no mail of it is needed.
    """
    wish = notice_settings.wish_of(connection, new.person_id, new.sort)
    wished = wish.choice or DEFAULTS[new.sort]
    choice = wished if choice is None or wished == "none" else choice
    at = leaves_at(
        choice,
        new.sort,
        since or now,
        now=now,
        quiet=wish.quiet,
        reminder_time=office.reminder_time,
    )
    chosen = replace(new, choice=choice)
    return notices.add_notice(connection, chosen, now=now, leaves_at=at, superseded=superseded)


def make_mail(
    office: Office, connection: Connection, notice: NoticeSeen, now: datetime
) -> int | None:
    """Make the mail in which a message that waits leaves; one of its notices, to be claimed.

    What is not needed any more is left out. None when nothing is left, or when its reader must
    not be mailed yet: in quiet hours, or because the mail of this day has left.
    """
    if notice.tries:
        return notice.id
    if notice.bundle is not None:
        left = _still_needed(connection, (notice.id,))
        return _unless_quiet(office, connection, notice, left, now)
    return _make_digest(office, connection, notice, now)


def not_in_quiet_hours(
    office: Office, connection: Connection, notice: NoticeSeen, moment: datetime
) -> datetime:
    """This moment, or the end of the quiet hours of whoever the message is for."""
    return after_quiet(
        moment,
        notice.choice,
        notice.sort,
        quiet=notice_settings.wish_of(connection, notice.person_id, notice.sort).quiet,
        reminder_time=office.reminder_time,
    )


def _make_digest(
    office: Office, connection: Connection, notice: NoticeSeen, now: datetime
) -> int | None:
    """One mail with everything that waits for this reader: never two on one day."""
    reader = digests.lock_reader(connection, notice.person_id)
    waiting = digests.waiting_for_digest(
        connection, notice.person_id, channel=notice.channel, now=now
    )
    left = _still_needed(connection, waiting)
    bundle = f"digest-{reader}-{local_day(now)}-{notice.channel}"
    if digests.is_made(connection, bundle):
        tomorrow = next_digest(now, office.reminder_time)
        until = not_in_quiet_hours(office, connection, notice, tomorrow)
        digests.postpone(connection, left, until=until)
        return None
    first = _unless_quiet(office, connection, notice, left, now)
    if first is not None:
        digests.put_together(connection, left, bundle=bundle)
    return first


def _still_needed(connection: Connection, notice_ids: Sequence[int]) -> Sequence[int]:
    """Those of them that are; the others say why they are not."""
    gone = digests.overtaken(connection, notice_ids)
    for each in gone:
        digests.supersede(connection, each.id, why=_why(each))
    ended = {each.id for each in gone}
    return [each for each in notice_ids if each not in ended]


def _why(found: Overtaken) -> str:
    return DATE_MOVED if found.deadline == "open" else f"deadline {found.deadline}"


def _unless_quiet(
    office: Office,
    connection: Connection,
    notice: NoticeSeen,
    left: Sequence[int],
    now: datetime,
) -> int | None:
    """The first of what is left; None when nothing is, or when it waits for a quiet reader."""
    if not left:
        return None
    until = not_in_quiet_hours(office, connection, notice, now)
    if until > now:
        digests.postpone(connection, left, until=until)
        return None
    return left[0]
