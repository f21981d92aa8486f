"""When a notice leaves: at once, in the one mail of a day, or by no mail; and the quiet hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal, TypeAlias, get_args

from engine.calendar import AMSTERDAM
from engine.due import at_reminder_time

Sort: TypeAlias = Literal["reminder", "late", "told", "urgent", "invited"]
"""Before a date, after it, what a step tells somebody, what cannot wait, and when a table meets."""

Choice: TypeAlias = Literal["at_once", "digest", "none"]
"""A mail of its own, the one mail of the day, or no mail: it stands in the app only."""

SORTS: tuple[Sort, ...] = get_args(Sort)
CHOICES: tuple[Choice, ...] = get_args(Choice)

DEFAULTS: Mapping[Sort, Choice] = {
    "reminder": "digest",
    "late": "digest",
    "told": "digest",
    "urgent": "at_once",
    "invited": "at_once",
}
"""How somebody hears who chose nothing (DEFAULT)."""

URGENT_WORKFLOWS = frozenset({"crisis"})
"""Cases of which nothing waits for the mail of the day (DEFAULT)."""

_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From when until when, by the clocks of Amsterdam, no mail comes; without both: never.

    From ``18:00`` until ``08:00`` is a night. ``weekends``: none on Saturday and Sunday either.
    """

    from_time: time | None = None
    until_time: time | None = None
    weekends: bool = False

    def holds_at(self, local: time) -> bool:
        """Whether this time of day is among them; the last moment is not."""
        if self.from_time is None or self.until_time is None:
            return False
        if self.from_time <= self.until_time:
            return self.from_time <= local < self.until_time
        return local >= self.from_time or local < self.until_time


NEVER_QUIET = QuietHours()


def sort_of(workflow: str, kind: str, *, after: bool) -> Sort:
    """The sort of a reminder of a deadline of this kind; ``after``: it comes when it is late.

    >>> sort_of("placement", "hard", after=False), sort_of("placement", "hours", after=True)
    ('reminder', 'urgent')
    """
    if kind == "hours" or workflow in URGENT_WORKFLOWS:
        return "urgent"
    return "late" if after else "reminder"


def told_sort(workflow: str) -> Sort:
    """The sort of what a step of a case of this workflow tells somebody."""
    return "urgent" if workflow in URGENT_WORKFLOWS else "told"


def leaves_at(
    choice: Choice,
    sort: Sort,
    since: datetime,
    *,
    now: datetime,
    quiet: QuietHours,
    reminder_time: time,
) -> datetime | None:
    """When a notice that is due since ``since`` leaves, by what its reader chose; None: never.

    What is due by the mail of today leaves in it, however late the tick is; what is due after
    it waits for tomorrow's.
    """
    if choice == "none":
        return None
    wanted = digest_at(since, reminder_time) if choice == "digest" else since
    return after_quiet(max(wanted, now), choice, sort, quiet=quiet, reminder_time=reminder_time)


def digest_at(since: datetime, reminder_time: time) -> datetime:
    """The first moment from ``since`` on at which the mail of a day leaves."""
    day = since.astimezone(AMSTERDAM).date()
    today = at_reminder_time(day, reminder_time)
    return today if since <= today else at_reminder_time(day + _DAY, reminder_time)


def next_digest(now: datetime, reminder_time: time) -> datetime:
    """The mail of tomorrow: that of today has left."""
    return at_reminder_time(now.astimezone(AMSTERDAM).date() + _DAY, reminder_time)


def after_quiet(
    moment: datetime, choice: Choice, sort: Sort, *, quiet: QuietHours, reminder_time: time
) -> datetime:
    """This moment, or the end of the quiet hours in which it lies.

    What is urgent and goes at once knows none. After a weekend mail comes from
    ``reminder_time`` on.
    """
    if sort == "urgent" and choice == "at_once":
        return moment
    while (later := _later(moment, quiet, reminder_time)) is not None:
        moment = later
    return moment


def _later(moment: datetime, quiet: QuietHours, reminder_time: time) -> datetime | None:
    """The end of what makes this moment quiet; None when it is not."""
    local = moment.astimezone(AMSTERDAM)
    if quiet.weekends and local.weekday() >= _SATURDAY:
        return at_reminder_time(local.date() + _DAY * (7 - local.weekday()), reminder_time)
    if quiet.until_time is None or not quiet.holds_at(local.time()):
        return None
    ends = at_reminder_time(local.date(), quiet.until_time)
    return ends if ends > moment else at_reminder_time(local.date() + _DAY, quiet.until_time)
