"""The coming days of a table's rhythm, who is busy at tables, and changing a meeting."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from engine.calendar_edition import AddedDay
from engine.clock import ManualClock
from engine.errors import NotFound, StaleMeeting
from engine.fields import InvalidInput
from engine.service.calendar_orders import ChangeCalendar
from engine.service.calendars import change_calendar
from engine.service.meeting_lists import table
from engine.service.rhythm import days_ahead, is_busy_at_tables
from engine.service.table_orders import ChangeMeeting, EndMember, MakeTable
from engine.store.store import Store
from engine.text import Text
from tests.service.rooms import TUESDAY, Room, a_room

FIRST = date(2026, 3, 3)


@pytest.fixture
def room(store: Store, clock: ManualClock) -> Room:
    """Lend a table with its members, and the Jansens."""
    return a_room(store, clock)


def test_the_days_ahead_say_what_is_taken_and_what_is_a_day_off(room: Room) -> None:
    meeting, sita = room.plans(TUESDAY), room.desk.viewers["sita"]
    off = AddedDay(
        date=FIRST, kind="closing", name=Text(nl="Studiedag", en="Training day"), source=""
    )
    order = ChangeCalendar(region="default", add=(off,), remove=(), reason="x", seen_version=1)
    change_calendar(room.desk.viewers["cora"], room.desk.office, order)

    days = days_ahead(sita, room.desk.office, room.table, weeks=3)

    assert [(day.on, day.off and day.off.en, day.meeting) for day in days] == [
        (FIRST, "Training day", None),
        (TUESDAY, None, meeting),
        (TUESDAY + timedelta(weeks=1), None, None),
    ]
    assert [day.is_free for day in days] == [False, False, True]


def test_a_meeting_that_does_not_take_place_leaves_its_day_free(room: Room) -> None:
    meeting, sita = room.plans(TUESDAY), room.desk.viewers["sita"]

    room.brings(meeting, "cancelled")

    days = days_ahead(sita, room.desk.office, room.table, weeks=2)
    assert [day.is_free for day in days] == [True, True]


def test_a_table_without_a_fixed_day_has_no_days_ahead(room: Room) -> None:
    office, region = room.desk.office, room.desk.office.library.regions["default"]
    regions = {**office.library.regions, "default": region.model_copy(update={"table": None})}
    bare = replace(office, library=replace(office.library, regions=regions))

    assert days_ahead(room.desk.viewers["sita"], bare, room.table) == ()


def test_the_days_of_a_table_are_for_who_sees_it(room: Room) -> None:
    with pytest.raises(NotFound):
        days_ahead(room.desk.viewers["anna"], room.desk.office, room.table)


def test_busy_at_tables_is_who_sits_at_one_or_sets_them_up(room: Room) -> None:
    def busy() -> list[str]:
        people = ("sita", "carla", "cora", "anna", "bram")
        viewers, office = room.desk.viewers, room.desk.office
        return [name for name in people if is_busy_at_tables(viewers[name], office)]

    assert busy() == ["sita", "carla", "cora"]
    member = room.desk.who("carla")
    room.done("cora", MakeTable, region="default", title="Tweede")
    seats = table(room.desk.viewers["sita"], room.desk.office, room.table).members
    seat = next(each.id for each in seats if each.person == member)
    room.done("sita", EndMember, member=seat)
    assert busy() == ["sita", "cora"]


def test_the_time_and_the_place_of_a_meeting_change_but_never_its_day(room: Room) -> None:
    meeting = room.plans(TUESDAY)

    done = room.done(
        "sita", ChangeMeeting, meeting=meeting, starts=time(10), place=" Zaal 2 ", seen_version=1
    )

    row = room.shown(meeting).row
    assert (row.on_date, row.starts, row.place, row.version) == (TUESDAY, time(10), "Zaal 2", 2)
    assert done.version == 2
    room.done("sita", ChangeMeeting, meeting=meeting, starts=None, place="", seen_version=2)
    assert (room.shown(meeting).row.starts, room.shown(meeting).row.place) == (None, None)


def test_a_meeting_is_changed_by_who_runs_it_as_long_as_it_is_not_over(room: Room) -> None:
    meeting = room.plans(TUESDAY)
    said = {"meeting": meeting, "starts": None, "place": "", "seen_version": 1}

    assert room.refused("carla", ChangeMeeting, **said) == ["role"]
    with pytest.raises(StaleMeeting):
        room.does("sita", ChangeMeeting, **{**said, "seen_version": 7})
    with pytest.raises(InvalidInput):
        room.does("sita", ChangeMeeting, **{**said, "place": "x" * 100_000})
    room.brings(meeting, "cancelled")
    assert room.refused("sita", ChangeMeeting, **{**said, "seen_version": 2}) == ["state"]
