"""Who sits at no table any more keeps for four weeks what the seat gave; as chair or secretary."""

from datetime import timedelta
from typing import Any

import pytest

from engine.errors import NotFound
from engine.service import orders
from engine.service.file.participants import participants
from engine.service.meeting_lists import table
from engine.service.my_cases import my_cases
from engine.service.table_orders import AddMember, EndMember, MakeTable
from tests.service.builders import CaseAtDesk
from tests.service.rooms import Room

WEEKS = timedelta(days=28)


@pytest.fixture
def case(room: Room) -> CaseAtDesk:
    """Open a case that the table accepted: its members take part."""
    return room.case()


def leaves(room: Room, name: str = "vera", at: str | None = None, **said: Any) -> None:
    """Let whoever coordinates the region end the seat of somebody."""
    at = at or room.table
    members = table(room.desk.viewers["cora"], room.desk.office, at).members
    seat = next(each.id for each in members if each.name == name)
    room.done("cora", EndMember, table=at, member=seat, **said)


def sits(room: Room, at: str | None = None) -> None:
    """Seat Vera as chair, here or at another table."""
    to = {"table": at or room.table, "person": room.desk.who("vera"), "role": "chair"}
    room.done("cora", AddMember, **to)


def another(room: Room) -> str:
    """Make a second table."""
    return room.done("cora", MakeTable, region="default", title="Noord").id


def sees(case: CaseAtDesk, name: str = "vera") -> bool:
    """Whether they read the case, in their list and when they open it."""
    viewer, office = case.desk.viewers[name], case.desk.office
    listed = bool(my_cases(viewer, office).rows)
    try:
        participants(viewer, office, case.id)
    except NotFound:
        assert not listed
        return False
    assert listed
    return True


@pytest.mark.parametrize("name", ["vera", "sita"])
def test_who_left_the_table_reads_its_cases_four_weeks_and_no_longer(
    room: Room, case: CaseAtDesk, name: str
) -> None:
    leaves(room, name)

    room.desk.after(days=WEEKS.days - 1)
    assert sees(case, name)
    room.desk.after(days=1)
    assert not sees(case, name)
    assert sees(case, "sita" if name == "vera" else "vera")


def test_from_the_day_on_which_the_seat_ends_the_weeks_are_counted(
    room: Room, case: CaseAtDesk
) -> None:
    leaves(room, until_on=room.desk.office.today() + timedelta(days=10))

    room.desk.after(days=10 + WEEKS.days - 1)
    assert sees(case)
    room.desk.after(days=1)
    assert not sees(case)


def test_a_case_that_comes_while_the_seat_still_holds_ends_with_the_others(room: Room) -> None:
    leaves(room, until_on=room.desk.office.today() + timedelta(days=10))
    room.desk.after(days=2)
    case = room.case()

    room.desk.after(days=8 + WEEKS.days - 1)
    assert sees(case)
    room.desk.after(days=1)
    assert not sees(case)


def test_the_last_seat_counts_in_whichever_order_the_seats_end(
    room: Room, case: CaseAtDesk
) -> None:
    other = another(room)
    sits(room, other)
    leaves(room, at=other, until_on=room.desk.office.today() + timedelta(days=5))
    leaves(room)

    room.desk.after(days=5 + WEEKS.days - 1)
    assert sees(case)
    room.desk.after(days=1)
    assert not sees(case)


def test_whoever_sits_at_another_table_in_that_role_keeps_their_cases(
    room: Room, case: CaseAtDesk
) -> None:
    sits(room, another(room))
    leaves(room)

    room.desk.after(days=WEEKS.days)
    assert sees(case)


def test_whoever_gets_a_seat_within_those_weeks_keeps_their_cases(
    room: Room, case: CaseAtDesk
) -> None:
    leaves(room)
    room.desk.after(days=WEEKS.days - 1)
    sits(room)

    room.desk.after(days=1)
    assert sees(case)


def test_a_seat_that_comes_later_gives_nothing_back(room: Room, case: CaseAtDesk) -> None:
    leaves(room)
    room.desk.after(days=WEEKS.days)
    sits(room)

    assert not sees(case)


@pytest.mark.parametrize("days", [3, WEEKS.days])
def test_an_end_that_somebody_recorded_stays_whatever_the_seat_does(
    room: Room, case: CaseAtDesk, days: int
) -> None:
    end = case.desk.office.today() + timedelta(days=days)
    mine = {"person": room.desk.who("vera"), "role": "chair", "until_on": end}
    case.done("vera", orders.Leave, **mine)
    room.desk.after(minutes=1)
    leaves(room)
    sits(room)

    room.desk.after(days=days)
    assert not sees(case)


def test_an_adviser_keeps_the_cases_that_a_seat_gave(room: Room, case: CaseAtDesk) -> None:
    leaves(room, "carla")

    room.desk.after(days=WEEKS.days)
    assert sees(case, "carla")


def test_a_part_that_a_person_gave_is_not_of_the_seat(room: Room) -> None:
    case = room.desk.opens(workflow="talk")
    given = {"person": room.desk.who("vera"), "role": "chair", "ground": "the chair is ill"}
    case.done("bram", orders.Join, **given)
    leaves(room)

    room.desk.after(days=WEEKS.days)
    assert sees(case)
