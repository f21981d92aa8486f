"""Tables are made by whoever coordinates the region; nobody seats themselves."""

from datetime import date, timedelta

import pytest

from engine.errors import NotFound, StaleMeeting
from engine.fields import InvalidInput
from engine.library import UnknownRegion
from engine.service import orders
from engine.service.at_table import Changed
from engine.service.meeting_lists import TableRow, my_tables, table
from engine.service.table_orders import AddMember, ChangeTable, EndMember, MakeTable
from engine.service.tables import add_member, end_member
from tests.service.desks import professional
from tests.service.rooms import Room

NEW = {"region": "default", "title": "Tafel Epe", "municipalities": ("Epe",)}


def row(room: Room, by: str = "vera") -> TableRow:
    """Look at the table."""
    return table(room.desk.viewers[by], room.desk.office, room.table)


def seats(room: Room) -> list[tuple[str, str]]:
    """List who sits there, with the role."""
    return [(member.name, member.role) for member in row(room).members]


def test_a_coordinator_makes_a_table_and_sees_it_with_the_others(room: Room) -> None:
    made = room.done("cora", MakeTable, **NEW)

    rows = my_tables(room.desk.viewers["cora"], room.desk.office)

    assert [(each.title, each.municipalities) for each in rows] == [
        ("Tafel", []),
        ("Tafel Epe", ["Epe"]),
    ]
    assert made.id == rows[1].id
    assert rows[1].may_set_up
    assert [each.id for each in my_tables(room.desk.viewers["vera"], room.desk.office)] == [
        room.table
    ]


def test_others_make_no_table(room: Room) -> None:
    assert room.refused("vera", MakeTable, **NEW) == ["role"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"municipalities": ("Ede",)}, "municipalities"),
        ({"weekday": "sunday"}, "weekday"),
    ],
)
def test_what_is_wrong_with_a_table_is_named(
    room: Room, said: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        room.does("cora", MakeTable, **{**NEW, **said})

    assert [problem.field for problem in caught.value.problems] == [field]


def test_a_table_is_in_a_region_that_there_is(room: Room) -> None:
    with pytest.raises(UnknownRegion):
        room.does("cora", MakeTable, region="nowhere", title="x")


def test_a_table_gets_another_name_once(room: Room) -> None:
    said = {"title": "Beschermingstafel", "municipalities": (), "seen_version": 1}

    changed = room.done("vera", ChangeTable, **said)

    assert (row(room).title, row(room).municipalities) == ("Beschermingstafel", [])
    assert (changed.version, row(room).version) == (2, 2)
    with pytest.raises(StaleMeeting):
        room.does("sita", ChangeTable, **said)
    with pytest.raises(InvalidInput):
        room.does("sita", ChangeTable, **{**said, "title": "", "seen_version": 2})
    assert room.refused("carla", ChangeTable, **said) == ["role"]


def test_only_the_coordinator_says_whose_cases_come_to_a_table(room: Room) -> None:
    wide = {"title": "Tafel", "municipalities": ()}
    narrow = {"title": "Tafel", "municipalities": ("Epe", "Heerde")}

    assert room.refused("vera", ChangeTable, **narrow, seen_version=1) == ["role"]
    room.done("cora", ChangeTable, **narrow, seen_version=1)
    assert row(room).municipalities == ["Epe", "Heerde"]
    for who in ("vera", "sita"):
        assert room.refused(who, ChangeTable, **wide, seen_version=2) == ["role"]
    turned = {"title": "Noord", "municipalities": ("Heerde", "Epe"), "seen_version": 2}
    assert room.done("vera", ChangeTable, **turned).version == 3


def test_a_member_sits_there_from_a_day_to_a_day(room: Room) -> None:
    today = room.desk.office.today()
    nora = professional(room.desk.office, "nora", "chair")
    later = today + timedelta(days=3)

    made = room.done("sita", AddMember, person=nora.id, role="chair", from_on=later)
    assert ("nora", "chair") not in seats(room)
    room.desk.after(days=3)
    assert ("nora", "chair") in seats(room)

    room.done("sita", EndMember, member=made.made, until_on=later + timedelta(days=1))
    assert ("nora", "chair") in seats(room)
    assert room.refused("sita", EndMember, member=made.made) == ["ended"]
    room.desk.after(days=1)
    assert ("nora", "chair") not in seats(room)


def test_an_adviser_who_left_the_table_is_seated_no_more_and_keeps_their_cases(room: Room) -> None:
    case = room.case()
    carla = next(member for member in row(room).members if member.name == "carla")

    room.done("vera", EndMember, member=carla.id)
    other = room.case()

    as_carla = {"person": room.desk.who("carla"), "role": "council_adviser"}
    case.done("bram", orders.Leave, **as_carla)
    with pytest.raises(NotFound):
        other.does("bram", orders.Leave, **as_carla)
    with pytest.raises(NotFound):
        row(room, "carla")


def test_nobody_seats_themselves_or_somebody_who_does_not_work_as_that(room: Room) -> None:
    cora, anna = room.desk.who("cora"), room.desk.who("anna")

    assert room.refused("cora", AddMember, person=cora, role="chair") == ["own_role", "works_as"]
    assert room.refused("cora", AddMember, person=anna, role="chair") == ["works_as"]
    assert room.refused("carla", AddMember, person=anna, role="worker") == ["role"]


@pytest.mark.parametrize("role", ["nonsense", "coordinator", "parent_with_authority"])
def test_a_role_at_the_table_is_one_of_a_case(room: Room, role: str) -> None:
    with pytest.raises(InvalidInput):
        room.does("cora", AddMember, person=room.desk.who("anna"), role=role)


def test_a_member_is_a_professional_and_comes_on_a_day_ahead(room: Room) -> None:
    anna, past = room.desk.who("anna"), date(2026, 3, 1)

    with pytest.raises(NotFound):
        room.does("cora", AddMember, person=room.desk.els, role="worker")
    with pytest.raises(InvalidInput):
        room.does("cora", AddMember, person=anna, role="worker", from_on=past)
    with pytest.raises(NotFound):
        room.does("cora", EndMember, member="0" * 32)


def test_a_table_is_not_there_for_others(room: Room) -> None:
    bram, office = room.desk.viewers["bram"], room.desk.office
    order = AddMember(table=room.table, person=bram.id, role="chair")

    with pytest.raises(NotFound):
        add_member(bram, office, order)
    with pytest.raises(NotFound):
        end_member(bram, office, EndMember(table="0" * 32, member="x"))
    assert my_tables(bram, office) == ()


def test_a_repeat_under_the_same_key_seats_once(room: Room) -> None:
    order = AddMember(table=room.table, person=room.desk.who("anna"), role="worker", key="k")
    sita, office = room.desk.viewers["sita"], room.desk.office

    first, again = (add_member(sita, office, order) for _ in range(2))

    assert isinstance(first, Changed)
    assert first == again
    assert seats(room).count(("anna", "worker")) == 1
