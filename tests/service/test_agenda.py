"""A case comes to the table: planned by a step, off the agenda by an outcome, carried over."""

from datetime import date

import pytest

from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.service import orders
from engine.service.file.participants import participants
from engine.service.meeting_lists import meetings_ahead
from engine.service.table_orders import MakeTable, PlanMeeting
from tests.service.builders import CaseAtDesk
from tests.service.desks import takes_part
from tests.service.rooms import TUESDAY, Room

NEXT = date(2026, 3, 17)


def items(room: Room, meeting: str) -> list[tuple[str, str, bool]]:
    """List the cases on an agenda with how each stands, as the secretary sees it."""
    shown = room.shown(meeting, "sita").items
    return [(item.case, item.state, item.carried_over) for item in shown]


def parts(case: CaseAtDesk) -> set[tuple[str, str]]:
    """List who takes part in the case, by name and role; not those of the whole region."""
    found = participants(case.desk.viewers["bram"], case.desk.office, case.id)
    return {(str(row.name), row.role) for row in found if row.scope != "region"}


def test_a_step_puts_the_case_on_the_agenda_and_counts_back_from_its_day(room: Room) -> None:
    meeting = room.plans()

    case = room.scheduled(meeting)

    assert items(room, meeting) == [(case.id, "planned", False)]
    assert case.owed["papers"].due_on == date(2026, 3, 5)  # three working days before
    assert case.events[-1].kind == "advanced"
    assert case.is_chained


def test_the_members_of_the_table_take_part_once_a_step_seats_them(room: Room) -> None:
    case = room.desk.opens(workflow="talk")
    before = parts(case)

    case.step("accept")

    seated = {("vera", "chair"), ("sita", "secretary"), ("carla", "council_adviser")}
    assert before == {("bram", "regisseur")}
    assert parts(case) == before | seated


def test_whoever_sits_at_the_table_and_does_not_take_part_sees_no_item(room: Room) -> None:
    meeting = room.plans()
    case = room.scheduled(meeting)
    takes_part(room.desk, room.desk.viewers["carla"], case_id=case.head.id, access="excluded")

    assert items(room, meeting) == [(case.id, "planned", False)]
    assert room.shown(meeting, "carla").items == ()


@pytest.mark.parametrize("other", ["nonsense", "past", "of another table", "begun"])
def test_only_a_meeting_that_is_still_to_come_can_be_chosen(room: Room, other: str) -> None:
    case = room.case()
    meeting = {"nonsense": "nonsense", "past": room.plans(date(2026, 3, 2))}.get(other)
    if other == "begun":
        meeting = room.plans(date(2026, 3, 2))
        room.brings(meeting, "in_session")
    if other == "past":
        room.desk.after(days=1)
    if other == "of another table":
        meeting = the_table_of_another_municipality(room)

    with pytest.raises(InvalidInput) as caught:
        case.tries("schedule", by="sita", meeting=meeting)

    assert [(each.field, each.code) for each in caught.value.problems] == [("meeting", "unknown")]


def the_table_of_another_municipality(room: Room) -> str:
    """Plan a meeting of a table that serves Epe only."""
    made = room.done("cora", MakeTable, region="default", title="Epe", municipalities=("Epe",))
    return room.done("cora", PlanMeeting, table=made.id, on=TUESDAY).id


def test_putting_off_carries_over_and_the_next_item_says_so(room: Room) -> None:
    first, second = room.plans(), room.plans(NEXT)
    case = room.scheduled(first)

    case.step("adjourn", by="vera")
    case.step("schedule", by="sita", meeting=second)

    assert items(room, first) == [(case.id, "carried_over", False)]
    assert items(room, second) == [(case.id, "planned", True)]


def test_an_outcome_before_the_meeting_takes_the_case_off_the_agenda(room: Room) -> None:
    meeting = room.plans()
    case = room.scheduled(meeting)

    case.step("withdraw", by="rik")

    assert items(room, meeting) == [(case.id, "removed", False)]


def test_a_case_returns_to_the_table_with_its_agreements(room: Room) -> None:
    first, second = room.plans(), room.plans(NEXT)
    case = room.scheduled(first)
    room.opens(first)
    case.done("vera", orders.MarkAtItem, person=room.desk.who("rik"), how="in_room")
    case.step("start_meeting", by="vera")
    case.done("vera", orders.Agree, text="elke week bellen", due_on=date(2026, 4, 1))
    case.step("decide", by="vera")
    assert items(room, first) == [(case.id, "discussed", False)]

    case.step("return_to_table", by="bram", meeting=second)

    (item,) = room.shown(second).items
    assert (item.state, item.carried_over) == ("planned", False)
    assert [(each.text, each.state) for each in item.agreements] == [("elke week bellen", "open")]


def test_a_planned_case_waits_for_another_meeting_and_its_dates_move_along(room: Room) -> None:
    first, second = room.plans(), room.plans(NEXT)
    case = room.scheduled(first)

    done = case.done("sita", orders.CarryOver, meeting=second, reason="CANARY geen tolk")

    assert items(room, first) == [(case.id, "carried_over", False)]
    assert items(room, second) == [(case.id, "planned", True)]
    assert case.owed["papers"].due_on == date(2026, 3, 12)
    assert (done.kind, case.events[-1].payload["meeting"]) == ("carried_over", second)
    assert "CANARY" not in str(case.events[-1].payload)


def test_carrying_over_is_refused_to_others_and_without_an_item(room: Room) -> None:
    first, second = room.plans(), room.plans(NEXT)
    asks = {"meeting": second, "reason": "geen tolk"}

    assert room.case().refused("sita", orders.CarryOver, **asks) == ["item"]
    assert room.scheduled(first).refused("rik", orders.CarryOver, **asks) == ["role"]


def test_carrying_over_asks_why_and_where(room: Room) -> None:
    case = room.scheduled(room.plans())

    for said in ({"meeting": "nonsense", "reason": "x"}, {"meeting": "x", "reason": " "}):
        with pytest.raises(InvalidInput):
            case.does("sita", orders.CarryOver, **said)


def test_planning_it_again_for_the_same_meeting_changes_nothing(room: Room) -> None:
    meeting = room.plans()
    case = room.scheduled(meeting)

    case.done("sita", orders.CarryOver, meeting=meeting, reason="toch maar wel")

    assert items(room, meeting) == [(case.id, "planned", False)]


def test_a_case_is_planned_by_its_step_whatever_the_form_calls_the_meeting(room: Room) -> None:
    meeting, case = room.plans(), room.case()

    case.done("sita", orders.Schedule, transition="schedule", meeting=meeting)

    assert case.head.state == "scheduled"
    assert items(room, meeting) == [(case.id, "planned", False)]


def test_a_step_that_asks_for_no_meeting_plans_none(room: Room) -> None:
    case = room.case()

    with pytest.raises(InvalidInput) as caught:
        case.does("rik", orders.Schedule, transition="withdraw", meeting=room.plans())

    assert [each.field for each in caught.value.problems] == ["transition"]


def test_the_meetings_ahead_are_those_of_the_tables_for_the_case(room: Room) -> None:
    first, second = room.plans(), room.plans(NEXT)
    the_table_of_another_municipality(room)
    case, office = room.case(), room.desk.office

    found = meetings_ahead(room.desk.viewers["bram"], office, case.id)

    assert [row.id for row in found] == [first, second]
    with pytest.raises(NotFound):
        meetings_ahead(room.desk.viewers["bram"], office, "0" * 32)
