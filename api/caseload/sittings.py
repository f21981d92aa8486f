"""The tables of the demo: a meeting is planned when a case needs one, held, and completed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from api.caseload.cast import Cast
from engine.access import Viewer
from engine.service import attendance, meetings
from engine.service.at_table import Changed, TableOutcome
from engine.service.office import Office
from engine.service.table_orders import (
    ItemPlace,
    MarkAtMeeting,
    MoveMeeting,
    OrderAgenda,
    PlanMeeting,
)
from engine.service.tables import FirstTable, set_up_table
from engine.store import agenda
from engine.store import meetings as kept
from engine.store.meeting_tables import NewTable, TableSeen
from engine.store.unit_of_work import reading

TABLES: Mapping[str, tuple[str, str]] = {
    "default": ("Beschermingstafel Voorbeeldstad", "tuesday"),
    "oldebroek": ("Beschermingstafel Oldebroek", "monday"),
}
"""By region: what its table is called, and on which day it meets."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
MEMBERS: Mapping[str, str] = {
    "anna": "chair",
    "joost": "secretary",
    "meryem": "council_adviser",
}
CHAIR, SECRETARY = "anna", "joost"
STARTS, SLOT = time(9), timedelta(minutes=75)
AT_MOST = 4
"""Cases on one agenda: more does not fit in a morning."""

AHEAD = timedelta(days=8)
"""Invitations go out five working days before a meeting."""

FIXED_BEFORE = timedelta(days=4)


@dataclass(slots=True)
class Sitting:
    """One meeting of a table, and the cases that its secretary has planned for it."""

    id: str
    on: date
    version: int
    state: str
    cases: set[str] = field(default_factory=set)


class Sittings:
    """All meetings of all tables of the demo."""

    def __init__(self, office: Office, cast: Cast, regions: tuple[str, ...]) -> None:
        self._office, self._cast = office, cast
        self._tables = {
            region: self._set_up(region, *TABLES[region])
            for region in dict.fromkeys(regions)
            if region in TABLES
        }
        self._planned: dict[tuple[str, date], Sitting] = {}

    def seats(self, region: str, role: str) -> tuple[str, ...]:
        """Who sits at the table of this region in this role."""
        if region not in self._tables:
            return ()
        return tuple(key for key, held in MEMBERS.items() if held == role)

    def choose(self, region: str, case: str) -> Sitting | None:
        """The next meeting with room, planned if need be; None where there is no table."""
        table = self._tables.get(region)
        if table is None or table.weekday is None:
            return None
        for day in self._days(region, table.weekday):
            found = self._planned.get((region, day)) or self._plan(region, table, day)
            if found is None:
                return None
            if found.state in ("concept", "fixed") and len(found.cases) < AT_MOST:
                found.cases.add(case)
                return found
        return None

    def open(self, sitting: Sitting) -> bool:
        """Open the meeting, if nobody did, and mark its members; whether it is in session."""
        if sitting.state in ("concept", "fixed") and self._move(sitting, "in_session", CHAIR):
            for key in MEMBERS:
                here = MarkAtMeeting(
                    meeting=sitting.id, person=self._cast.people[key].id, how="in_room"
                )
                attendance.mark_at_meeting(self._viewer(SECRETARY), self._office, here)
        return sitting.state == "in_session"

    def wrap_up(self, today: date) -> None:
        """At the end of a day: complete the meetings of today, fix the agendas of the next ones."""
        for sitting in self._planned.values():
            if sitting.state == "in_session":
                self._move(sitting, "to_complete", CHAIR)
                self._move(sitting, "held", CHAIR)
            elif sitting.state == "concept" and sitting.on <= today + FIXED_BEFORE:
                self._put_in_order(sitting)
                self._move(sitting, "fixed", SECRETARY)

    def _days(self, region: str, weekday: str) -> Iterator[date]:
        """The days of the table's rhythm, but for days off, from the first that is possible."""
        calendar = self._office.library.calendars[region]
        day = self._office.today() + AHEAD
        day += timedelta(days=(WEEKDAYS.index(weekday) - day.weekday()) % 7)
        while True:
            if not calendar.name_of(day):
                yield day
            day += timedelta(weeks=1)

    def _plan(self, region: str, table: TableSeen, day: date) -> Sitting | None:
        order = PlanMeeting(table=table.public_id, on=day, starts=STARTS, place="Kamer 2")
        made = meetings.plan_meeting(self._viewer(SECRETARY), self._office, order)
        if not isinstance(made, Changed):
            return None
        self._planned[region, day] = Sitting(made.id, day, made.version, made.state)
        return self._planned[region, day]

    def _put_in_order(self, sitting: Sitting) -> None:
        """Give every case its time."""
        with reading(self._office.store) as connection:
            head = kept.meeting_for_operator(connection, sitting.id)
            listed = agenda.items_of(connection, head)
        live = [each.item for each in listed if each.item.state in agenda.LIVE]
        starts = datetime.combine(sitting.on, STARTS)
        places = tuple(
            ItemPlace(
                item=item.public_id,
                starts=(starts + nth * SLOT).time(),
                minutes=int(SLOT.total_seconds() // 60),
            )
            for nth, item in enumerate(live)
        )
        order = OrderAgenda(meeting=sitting.id, items=places, seen_version=sitting.version)
        self._noted(sitting, meetings.order_agenda(self._viewer(SECRETARY), self._office, order))

    def _move(self, sitting: Sitting, to: str, by: str) -> bool:
        order = MoveMeeting(meeting=sitting.id, to=to, seen_version=sitting.version)
        done = meetings.move_meeting(self._viewer(by), self._office, order)
        return self._noted(sitting, done)

    def _noted(self, sitting: Sitting, done: TableOutcome) -> bool:
        if isinstance(done, Changed):
            sitting.version, sitting.state = done.version, done.state
        return isinstance(done, Changed)

    def _viewer(self, key: str) -> Viewer:
        return self._cast.people[key]

    def _set_up(self, region: str, title: str, weekday: str) -> TableSeen:
        table = NewTable(region=region, title=title, weekday=weekday, starts=STARTS)
        members = tuple((self._viewer(key), role) for key, role in MEMBERS.items())
        return set_up_table(self._office, FirstTable(table=table, members=members))
