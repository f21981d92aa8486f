"""The review of the log comes due by itself: a month ends, and somebody must look what stood out.

It is work with a name on it from that day; when it is late the coordinator is told as well.

Source: SAFETY 3 (control 5: reviewing is a term of its own and can be late). That it is every
month, within 30 days, and from which numbers on something stands out are DEFAULT.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.service.date_asking import begins
from engine.service.office import Office, local_day
from engine.span import add_months
from engine.store import Connection, account_roles, heartbeat, log_reviews, work
from engine.store.local_days import LocalDay
from engine.store.log_reviews import NewReview
from engine.store.log_signals import Bounds, Period, signals_in
from engine.store.unit_of_work import unit_of_work
from engine.store.work import NewWork

WITHIN = timedelta(days=30)
"""How long after the month its review may take (DEFAULT)."""

BOUNDS = Bounds(tries=5, cases_a_day=20, times_usual=3)
"""From 5 tries in a month; from more than 20 cases in a day and 3 times the usual (DEFAULT)."""

COMPARED = timedelta(days=60)
"""How far back one's own usual day is looked for."""

ROLE = "privacy_officer"
TOLD_WHEN_LATE = "coordinator"
LOOKED = "log_review"
EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """A month of a region that nobody was asked to review yet."""

    id: int
    new: NewReview


@dataclass(frozen=True, slots=True)
class ReviewLate:
    """A review that is open after its day."""

    id: int
    public_id: str
    region: str


def reviews_due(connection: Connection, now: datetime, limit: int) -> Sequence[ReviewDue]:
    """Every month that has ended and has no review, the oldest first; asked once an hour."""
    if not _is_time(connection, now):
        return ()
    today, made = local_day(now), log_reviews.reviewed_until(connection)
    months = [
        NewReview(region=each.region, from_on=first, until_on=after, due_on=after + WITHIN)
        for each in log_reviews.regions_with_a_log(connection)
        for first, after in _ended(made.get(each.region) or _month_of(each.since), today)
    ]
    months.sort(key=lambda each: (each.from_on, each.region))
    return [ReviewDue(number, each) for number, each in enumerate(months)][:limit]


def make_review(office: Office, due: ReviewDue) -> None:
    """Look what stood out, and make the review and the work of it; once, whoever comes first."""
    now, new = office.clock.now(), due.new
    with unit_of_work(office.store) as connection:
        found = signals_in(connection, period_of(new), BOUNDS)
        public_id = log_reviews.add_review(connection, new, found, now=now)
        if public_id is not None:
            made = NewWork(
                kind="log_review",
                key=f"log-review-{public_id}",
                why="due",
                region=new.region,
                about=public_id,
                role=ROLE,
            )
            work.add_work(connection, made, now=now)


def reviews_late(connection: Connection, now: datetime, limit: int) -> Sequence[ReviewLate]:
    """Every open review after its day of which the coordinator does not know yet."""
    found = log_reviews.late_reviews(connection, on=local_day(now), limit=limit)
    return [ReviewLate(*each) for each in found]


def tell_late(office: Office, late: ReviewLate) -> None:
    """Make it work of the coordinator that a review is late, and whether anybody is to do it."""
    now = office.clock.now()
    with unit_of_work(office.store) as connection:
        watched = account_roles.is_watched(connection, late.region, on=local_day(now), now=now)
        made = NewWork(
            kind="log_review",
            key=f"log-review-late-{late.public_id}",
            why="late" if watched else "nobody",
            region=late.region,
            about=late.public_id,
            role=TOLD_WHEN_LATE,
        )
        work.add_work(connection, made, now=now)


def note_looked(connection: Connection, now: datetime) -> int:
    """Note that the months were looked at."""
    if _is_time(connection, now):
        heartbeat.stamp(connection, LOOKED, now=now)
    return 0


def period_of(new: NewReview) -> Period:
    """The days of the review, and those before to compare with."""
    return Period(
        region=new.region,
        days=tuple(_days(new.from_on, new.until_on)),
        before=tuple(_days(new.from_on - COMPARED, new.from_on)),
    )


def _days(first: date, after: date) -> Iterator[LocalDay]:
    for nth in range((after - first).days):
        day = first + timedelta(days=nth)
        yield LocalDay(day, begins(day), begins(day + timedelta(days=1)), day - COMPARED)


def _month_of(moment: datetime) -> date:
    return local_day(moment).replace(day=1)


def _ended(first: date, today: date) -> Iterator[tuple[date, date]]:
    """Each month from ``first`` on that is over."""
    after = add_months(first, 1)
    while after <= today:
        yield first, after
        first, after = after, add_months(after, 1)


def _is_time(connection: Connection, now: datetime) -> bool:
    """An hour after the last look; at once when the clock was set back."""
    last = heartbeat.last(connection, LOOKED)
    return last is None or not last <= now < last + EVERY
