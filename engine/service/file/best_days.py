"""On which day one talk counts for most of what the family is owed, as far as somebody sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engine import best_days as planner
from engine.access import Viewer
from engine.best_days import TalkOwed
from engine.calendar import Calendar
from engine.service.command import CaseInHand
from engine.service.file.families import looking_at_family
from engine.service.file.reviews import ReviewOpen, reviews_in
from engine.service.listing import Listing
from engine.service.office import Office
from engine.store import cases
from engine.store import families as homes
from engine.store.families import FamilySeen

AHEAD = timedelta(weeks=8)
"""How far ahead a day is looked for (DEFAULT)."""


@dataclass(frozen=True, slots=True)
class BestDayShown:
    """A day, up to ``until``, on which one talk counts for all of these."""

    day: date
    until: date
    meets: tuple[ReviewOpen, ...]


def best_days(viewer: Viewer, office: Office, family: str) -> tuple[BestDayShown, ...]:
    """The working days of the coming weeks on which one talk meets most, the first in front.

    Only what is owed in cases that the viewer may see; what stands still waits.

    Raises:
        NotFound: there is no such family, or it is not for this viewer.
    """
    with looking_at_family(viewer, office, family, "best_days") as work:
        found = homes.get_family(work.connection, viewer, family, on=work.today)
        reviews = [each for case in _cases(work, found) for each in reviews_in(case)]
        calendar = office.calendar(work.connection, found.region)
        return best_among(reviews, calendar, work.today)


def best_among(
    reviews: Sequence[ReviewOpen], calendar: Calendar, today: date
) -> tuple[BestDayShown, ...]:
    """The same of talks that are known to be owed."""
    known = {each.deadline: each for each in reviews}
    owed = [
        TalkOwed(each.deadline, each.opens_on, None if each.late else each.closes_on)
        for each in reviews
        if not each.stands_still
    ]
    return tuple(
        BestDayShown(found.day, found.until, tuple(known[key] for key in found.meets))
        for found in planner.best_days(owed, _working_days(calendar, today))
    )


def _working_days(calendar: Calendar, today: date) -> Iterator[date]:
    days = (today + timedelta(days=number) for number in range(AHEAD.days + 1))
    return (day for day in days if calendar.name_of(day) is None)


def _cases(work: Listing, family: FamilySeen) -> Iterator[CaseInHand]:
    """The open cases of the family that the viewer may see."""
    for each in homes.cases_seen(work.connection, work.viewer, family, on=work.today):
        if not each.is_final:
            head = cases.get_case(work.connection, work.viewer, each.public_id, on=work.today)
            workflow = work.office.version(work.connection, head.workflow_hash)
            yield CaseInHand(
                work.office, work.connection, work.viewer, head, workflow, work.now, work.now
            )
