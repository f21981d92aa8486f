"""A fresh second factor, for acts that ask for one: shown a moment ago, in this very session.

What the factor is, is the way in's to know; here it is kept that it was shown, for how long that
counts, and that nobody goes on guessing.

Source: SAFETY 3 (controls 6 and 11).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from engine.access import Viewer
from engine.errors import StepUpNeeded, TooMany
from engine.service.office import Office
from engine.service.sessions import hashed
from engine.store import Connection, access_log, sessions
from engine.store.access_log import LogEntry
from engine.store.tables.trail import Outcome
from engine.store.unit_of_work import reading, unit_of_work

FRESH = timedelta(minutes=5)
"""So long it counts. Source: SAFETY 3, control 6."""

MOST_WRONG = 5
"""So many wrong codes in that time, and no more is looked at (DEFAULT)."""

ACTION = "step_up"

SECOND_FACTOR = "second_factor"
"""Why a try came to nothing, in the log: no second factor was shown in time."""


def confirm(viewer: Viewer, office: Office, *, proves: Callable[[], bool]) -> str | None:
    """Keep that the second factor was shown; the new token of the session, or None: it was wrong.

    Every try is a row of the log. The old token opens nothing any more.

    Raises:
        TooMany: there were too many wrong ones. StepUpNeeded: the session is over.
    """
    now, token = office.clock.now(), secrets.token_urlsafe(32)
    with unit_of_work(office.store) as connection:
        tries = sessions.wrong_tries(connection, viewer.session, ACTION, since=now - FRESH)
        right = tries < MOST_WRONG and proves()
        if right:
            right = sessions.step_up(connection, viewer.session, token_hash=hashed(token), now=now)
        _log(connection, viewer, now, "done" if right else "denied")
    if tries >= MOST_WRONG:
        raise TooMany(int(FRESH.total_seconds()))
    return token if right else None


def fresh_until(viewer: Viewer, office: Office) -> datetime | None:
    """Until when the second factor counts that was shown in this session; None: it does not."""
    now = office.clock.now()
    with reading(office.store) as connection:
        return _until(connection, viewer, now)


def use_up(connection: Connection, viewer: Viewer, now: datetime) -> None:
    """Take the second factor for one act: it does not count for a next one.

    Raises:
        StepUpNeeded: none was shown in time.
    """
    must_be_fresh(connection, viewer, now)
    sessions.use_up(connection, viewer.session)


def must_be_fresh(connection: Connection, viewer: Viewer, now: datetime) -> None:
    """Ask for a fresh second factor, and leave it as it is.

    Raises:
        StepUpNeeded: none was shown in time.
    """
    if _until(connection, viewer, now) is None:
        raise StepUpNeeded


def _until(connection: Connection, viewer: Viewer, now: datetime) -> datetime | None:
    at = sessions.stepped_up_at(connection, viewer.session)
    return at + FRESH if at is not None and at <= now < at + FRESH else None


def _log(connection: Connection, viewer: Viewer, now: datetime, outcome: Outcome) -> None:
    access_log.log(connection, viewer, LogEntry(at=now, action=ACTION, outcome=outcome))
