"""Deadlines without an owner become work with a name on it, and go when somebody is found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from engine.service.office import Office, local_day
from engine.store import Connection, heartbeat, unowned, work
from engine.store.unit_of_work import unit_of_work
from engine.store.unowned import Unowned
from engine.store.work import NewWork

AHEAD = timedelta(days=14)
"""How long before a deadline somebody must own it."""

EVERY = timedelta(hours=1)
LOOKED = "work"
"""The name under which the look at owners leaves its heartbeat."""


def found_unowned(connection: Connection, now: datetime, limit: int) -> Sequence[Unowned]:
    """What nobody owns and is due soon or late; looked for once an hour at most."""
    if not _is_time(connection, now):
        return ()
    return unowned.unowned(connection, until=now + AHEAD, on=local_day(now), now=now, limit=limit)


def name_work(office: Office, found: Unowned) -> Literal["named"] | None:
    """Make work of it; None when it was made meanwhile."""
    now = office.clock.now()
    new = NewWork(
        kind="no_owner" if found.left is None else "left",
        key=found.key,
        why="no_owner" if found.left is None else "account_closed",
        region=found.region,
        case_id=found.case_id,
        person_id=found.left,
        about=found.role,
    )
    with unit_of_work(office.store) as connection:
        return None if work.add_work(connection, new, now=now) is None else "named"


def close_what_is_gone(connection: Connection, now: datetime) -> int:
    """Close what somebody owns by now, and note that owners were looked at."""
    if _is_time(connection, now):
        unowned.close_what_is_gone(connection, until=now + AHEAD, on=local_day(now), now=now)
        heartbeat.stamp(connection, LOOKED, now=now)
    return 0


def _is_time(connection: Connection, now: datetime) -> bool:
    """An hour after the last look; at once when the clock was set back."""
    last = heartbeat.last(connection, LOOKED)
    return last is None or not last <= now < last + EVERY
