"""The calendar of a region as it stands today, and who changed it when.

Everybody may read which days are off. Who changed that and why is for those with a part in the
region.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.access import Viewer
from engine.calendar_edition import (
    NATIONAL,
    DayListed,
    DaysChanged,
    EditionDays,
    days_changed,
    days_listed,
)
from engine.reason import Reason
from engine.service.at_table import looking_at
from engine.service.calendars import region_known
from engine.service.enforcement import may_set, roles_in
from engine.service.office import Office
from engine.span import add_months
from engine.store import calendars
from engine.store.calendars import EditionSeen

MONTHS = 24
"""How far ahead the days off are listed."""


@dataclass(frozen=True, slots=True)
class EditionSaid:
    """Who made an edition, and why."""

    maker: str
    reason: str


@dataclass(frozen=True, slots=True)
class EditionShown:
    """One edition: the days that came off by it and those that count again.

    ``done`` is False while open dates still move by it; ``said`` is None for whoever has no part
    in the region.
    """

    number: int
    of_country: bool
    made_at: datetime
    off: DaysChanged
    on: DaysChanged
    done: bool
    said: EditionSaid | None


@dataclass(frozen=True, slots=True)
class CalendarHere:
    """The days off of a region from today on, its editions, and whether the viewer may change it.

    ``version`` is the number of its newest edition; the file of the region is the first.
    """

    region: str
    version: int
    days: tuple[DayListed, ...]
    editions: tuple[EditionShown, ...]
    may_change: Reason

    @property
    def moving(self) -> bool:
        """Whether open dates still move."""
        return any(not each.done for each in self.editions)


def calendar_here(viewer: Viewer, office: Office, region: str) -> CalendarHere:
    """The calendar of the region for the coming two years.

    Raises:
        UnknownRegion: there is no such region.
    """
    region_known(office, region)
    with looking_at(viewer, office, region, "read_calendar") as work:
        roles, today = roles_in(work, region), work.today
        calendar = office.calendar(work.connection, region)
        made = calendars.editions_of(work.connection, region)
        return CalendarHere(
            region=region,
            version=calendars.number_of(calendars.newest(work.connection, region), region),
            days=days_listed(calendar, first=today, until=add_months(today, MONTHS)),
            editions=tuple(_shown(made, named=bool(roles))),
            may_change=may_set(roles),
        )


def _shown(made: Sequence[EditionSeen], *, named: bool) -> Iterator[EditionShown]:
    """The editions, newest first, each beside the one before it."""
    for index, each in enumerate(made):
        before = next((old for old in made[index + 1 :] if old.region == each.region), None)
        old = before.edition.days if before else EditionDays()
        off, on = days_changed(old, each.edition.days)
        yield EditionShown(
            number=each.number,
            of_country=each.region == NATIONAL,
            made_at=each.made_at,
            off=off,
            on=on,
            done=each.done_at is not None,
            said=EditionSaid(each.maker, each.reason) if named else None,
        )
