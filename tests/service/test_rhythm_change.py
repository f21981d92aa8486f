"""Another rhythm of a table: first it says what becomes of the meetings ahead, then it is done."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from engine.clock import ManualClock
from engine.errors import NotFound, StaleMeeting
from engine.fields import InvalidInput
from engine.service.meeting_lists import my_meetings, table
from engine.service.rhythm_change import RhythmPreview, preview_rhythm
from engine.service.table_orders import ChangeMeeting, ChangeRhythm
from engine.store.store import Store
from tests.service.rooms import TUESDAY, Room, a_room

WEEK = timedelta(weeks=1)
THURSDAY = TUESDAY + timedelta(days=2)
NINE = time(9)


@pytest.fixture
def room(store: Store, clock: ManualClock) -> Room:
    """Lend a table that meets on Tuesdays at nine, as its region does."""
    return a_room(store, clock)


def thursdays(**said: Any) -> dict[str, Any]:
    """Ask for Thursdays at nine."""
    usual = {"weekday": "thursday", "starts": NINE, "slot_minutes": 75, "seen_version": 1}
    return {**usual, **said}


def look(room: Room, by: str = "sita", **said: Any) -> RhythmPreview:
    """Look what that would do."""
    order = ChangeRhythm(table=room.table, **thursdays(**said))
    return preview_rhythm(room.desk.viewers[by], room.desk.office, order)


def planned(room: Room) -> list[tuple[date, time | None, str]]:
    """Give the meetings that are listed, also those that do not take place."""
    rows = my_meetings(room.desk.viewers["sita"], room.desk.office).rows
    return [(each.on_date, each.starts, each.state) for each in rows]


def test_the_preview_says_of_each_meeting_what_becomes_of_it_and_saves_nothing(room: Room) -> None:
    room.scheduled(room.plans(TUESDAY))
    room.plans(TUESDAY + WEEK)
    room.brings(room.plans(TUESDAY + 2 * WEEK), "fixed")
    before = planned(room)

    found = look(room)

    assert [(each.fate, each.why, each.to) for each in found.meetings] == [
        ("stays", "cases", None), ("moves", None, THURSDAY + WEEK), ("stays", "fixed", None),
    ]  # fmt: skip
    assert not found.is_empty
    assert planned(room) == before


@pytest.mark.parametrize("by", ["vera", "sita", "cora"])
def test_the_chair_the_secretary_and_the_coordinator_change_it_and_empty_meetings_follow(
    room: Room, by: str
) -> None:
    room.scheduled(room.plans(TUESDAY))
    room.plans(TUESDAY + WEEK)

    done = room.done(by, ChangeRhythm, **thursdays(seal=look(room, by).seal))

    assert planned(room) == [
        (TUESDAY, NINE, "concept"),
        (TUESDAY + WEEK, NINE, "cancelled"),
        (THURSDAY + WEEK, NINE, "concept"),
    ]
    row = table(room.desk.viewers["sita"], room.desk.office, room.table)
    assert (row.weekday, row.slot_minutes, row.version) == ("thursday", 75, done.version)
    assert look(room, seen_version=2).is_empty


def test_another_time_holds_for_empty_meetings_on_the_same_day(room: Room) -> None:
    meeting = room.plans(TUESDAY)
    place = {"meeting": meeting, "starts": NINE, "place": "Zaal 2", "seen_version": 1}
    room.done("sita", ChangeMeeting, **place)

    room.done("sita", ChangeRhythm, **thursdays(weekday="tuesday", starts=time(13)))

    shown = room.shown(meeting).row
    assert (shown.on_date, shown.starts, shown.place) == (TUESDAY, time(13), "Zaal 2")
    assert shown.version == 3


def test_what_changed_since_the_preview_is_looked_at_again_and_nothing_is_saved(
    room: Room,
) -> None:
    meeting = room.plans(TUESDAY)
    seal = look(room).seal
    room.scheduled(meeting)

    with pytest.raises(StaleMeeting):
        room.does("sita", ChangeRhythm, **thursdays(seal=seal))
    with pytest.raises(StaleMeeting):
        room.does("sita", ChangeRhythm, **thursdays(seen_version=7))

    assert planned(room) == [(TUESDAY, NINE, "concept")]


def test_others_change_no_rhythm_and_strangers_find_no_table(room: Room) -> None:
    assert room.refused("carla", ChangeRhythm, **thursdays()) == ["role"]
    for ask in (lambda: look(room, "anna"), lambda: room.does("anna", ChangeRhythm, **thursdays())):
        with pytest.raises(NotFound):
            ask()


def test_a_day_or_minutes_that_are_none_are_named_together(room: Room) -> None:
    wrong = thursdays(weekday="sunday", slot_minutes=3)

    for ask in (lambda: look(room, **wrong), lambda: room.does("sita", ChangeRhythm, **wrong)):
        with pytest.raises(InvalidInput) as error:
            ask()
        assert [each.field for each in error.value.problems] == ["weekday", "slot_minutes"]


def test_both_the_look_and_the_change_are_rows_of_the_log(room: Room) -> None:
    look(room)
    room.done("sita", ChangeRhythm, **thursdays())

    assert [row.action for row in room.desk.log()[-2:]] == ["preview_rhythm", "ChangeRhythm"]
