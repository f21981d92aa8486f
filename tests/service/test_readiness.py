"""Readiness is the rules: what the step that begins the talk will ask, weighed beforehand."""

from datetime import date, timedelta

import pytest

from engine.clock import ManualClock
from engine.service import orders
from engine.service.points import Point
from engine.service.readiness import Readiness
from engine.service.table_orders import AddMember
from engine.store.store import Store
from tests.service.counting import counting
from tests.service.queues import QueueRoom, a_queue_room
from tests.service.rooms import TUESDAY

NEXT = TUESDAY + timedelta(weeks=1)
FAR = date(2026, 5, 19)


@pytest.fixture
def room(store: Store, clock: ManualClock) -> QueueRoom:
    """Lend a table with a queue."""
    return a_queue_room(store, clock)


def ready(room: QueueRoom, meeting: str, by: str = "vera") -> Readiness:
    """Say how ready the only item of a meeting is."""
    found = room.item(meeting, by).readiness
    assert found
    return found


def point(room: QueueRoom, meeting: str, key: str, by: str = "vera") -> Point:
    """Find a point of the only item of a meeting."""
    return next(each for each in ready(room, meeting, by).points if each.key == key)


def test_the_points_are_the_reasons_of_the_step_that_begins_the_talk(room: QueueRoom) -> None:
    meeting = room.plans()
    case = room.planned(meeting, gi_estimated=True)
    case.settled("chair_talk", "held", by="vera")

    found = ready(room, meeting)

    assert (found.step, found.step_title.nl) == ("start_meeting", "Gesprek beginnen")
    assert {each.key: each.met for each in found.points} == {
        "quorum": True,
        "heard": False,
        "phoned": True,
        "rights_told": None,
        "withheld": False,
        "gi_estimated": True,
    }
    assert (found.met, found.of, found.is_ready) == (3, 5, False)
    assert [each.key for each in found.asked_then] == ["rights_told"]
    assert found.asked_then[0].needs == ("rights_told",)


def test_a_point_says_what_is_missing_for_whom_and_what_mends_it(room: QueueRoom) -> None:
    meeting = room.plans()
    room.planned(meeting)

    heard = point(room, meeting, "heard")

    assert (heard.title.nl, heard.says.nl) == ("Hoor elk kind", "Niet elk kind is gehoord.")
    assert heard.fix
    assert heard.fix.target == ("record", "child_view")
    assert heard.children == (room.desk.sam,)
    assert not heard.stops  # it only warns


def test_a_seat_of_the_quorum_that_nobody_has_in_the_case_stops_the_talk(room: QueueRoom) -> None:
    meeting = room.plans()
    case = room.planned(meeting)
    case.done("bram", orders.Leave, person=room.desk.who("carla"), role="council_adviser")

    quorum = point(room, meeting, "quorum")

    assert (quorum.met, quorum.stops, quorum.expected) == (False, True, True)
    assert quorum.says.en == "Nobody takes part in this case yet as: Council adviser."
    assert quorum.fix
    assert quorum.fix.target == ("participant", "council_adviser")


def test_who_sits_at_the_table_and_takes_part_is_expected_and_not_yet_present(
    room: QueueRoom,
) -> None:
    meeting = room.plans()
    room.planned(meeting)

    quorum = point(room, meeting, "quorum")

    assert (quorum.met, quorum.expected) == (True, True)
    assert "meedoet" in quorum.title.nl


def test_once_the_meeting_is_open_only_who_is_there_counts(room: QueueRoom) -> None:
    meeting = room.plans()
    case = room.planned(meeting)
    room.opens(meeting)

    before = point(room, meeting, "quorum")
    case.done("vera", orders.MarkAtItem, person=room.desk.who("rik"), how="in_room")
    after = point(room, meeting, "quorum")

    assert (before.met, before.expected, after.met) == (False, False, True)


def test_a_member_in_whose_role_somebody_else_takes_part_is_not_expected(room: QueueRoom) -> None:
    meeting = room.plans()
    room.planned(meeting)
    assert point(room, meeting, "quorum").met
    room.desk.qualify("anna", "requester")
    room.done("cora", AddMember, table=room.table, person=room.desk.who("anna"), role="requester")

    assert not point(room, meeting, "quorum").met  # rik takes part, anna has the seat


def test_what_the_planning_step_was_told_counts(room: QueueRoom) -> None:
    meeting = room.plans()
    case = room.planned(meeting)

    estimated = point(room, meeting, "gi_estimated")

    assert (estimated.met, estimated.says.nl) == (False, "De GI is niet geschat.")
    case.step("adjourn", by="vera")
    later = room.plans(NEXT)
    case.step("schedule", by="sita", meeting=later, gi_estimated=True)
    assert point(room, later, "gi_estimated").met  # the last answer counts


def test_a_point_above_the_class_of_the_viewer_is_withheld(room: QueueRoom) -> None:
    meeting = room.plans()
    case = room.planned(meeting)

    assert "CANARY" not in str(ready(room, meeting))
    assert "CANARY" in str(ready(room, meeting, "bram"))
    record = case.write("safe_place")
    case.move(record, "known")
    assert "withheld" not in [each.key for each in ready(room, meeting).points]


def test_who_reads_titles_only_gets_no_readiness_and_no_last_time(room: QueueRoom) -> None:
    meeting = room.plans()
    room.planned(meeting)

    item = room.item(meeting, "cora")

    assert (item.readiness, item.last_time) == (None, ())


def test_what_the_chair_set_aside_is_shown_as_such_with_the_reason(room: QueueRoom) -> None:
    meeting = room.plans()
    case = room.planned(meeting)
    case.step("set_aside_item", by="vera", item="phoned", reason="Zij komen zelf.")
    case.step("set_aside_item", by="vera", item=" hoor elk kind ", reason="Een baby.")
    case.step("set_aside_item", by="vera", item="De tolk", reason="Oom vertaalt.")

    found = ready(room, meeting)

    aside = {each.key: each.set_aside.reason for each in found.points if each.set_aside}
    assert aside == {"phoned": "Zij komen zelf.", "heard": "Een baby."}
    assert [each.met for each in found.points if each.set_aside] == [False, False]
    assert [each.key for each in found.missing] == ["gi_estimated", "withheld"]
    assert [(each.item, each.reason) for each in found.set_aside] == [("De tolk", "Oom vertaalt.")]


def test_what_was_set_aside_for_an_earlier_agenda_does_not_count_for_this_one(
    room: QueueRoom,
) -> None:
    meeting, later = room.plans(), room.plans(NEXT)
    case = room.planned(meeting)
    case.step("set_aside_item", by="vera", item="phoned", reason="Zij komen zelf.")

    case.done("sita", orders.CarryOver, meeting=later, reason="geen tolk")

    assert point(room, later, "phoned").set_aside is None


def test_a_case_that_was_discussed_needs_no_readiness_any_more(room: QueueRoom) -> None:
    meeting = room.plans()
    room.decided(meeting, back_on=FAR)

    assert room.item(meeting).readiness is None


def test_what_was_agreed_last_time_stands_on_top_when_a_case_returns(room: QueueRoom) -> None:
    first, second = room.plans(), room.plans(NEXT)
    case = room.decided(first, back_on=date(2026, 3, 20))
    assert room.item(first).last_time == ()
    room.brings(first, "to_complete")
    room.desk.after(days=1)
    case.done("bram", orders.Agree, text="een oom logeert", due_on=date(2026, 4, 2))
    case.step("return_to_table", meeting=second)

    item = room.item(second)

    assert [each.text for each in item.last_time] == ["bellen", "een oom logeert"]
    assert item.last_time == item.agreements
    assert (room.item(first).talked_on, item.talked_on) == (None, TUESDAY)

    room.desk.clock.move_to(room.desk.clock.now().replace(day=NEXT.day))
    case.done("vera", orders.Agree, text="van vandaag", due_on=date(2026, 4, 2))
    assert [each.text for each in room.item(second).last_time] == ["bellen", "een oom logeert"]


def test_readiness_takes_as_many_statements_of_eight_items_as_of_one(room: QueueRoom) -> None:
    meeting = room.plans()
    room.planned(meeting)
    with counting(room.desk.office.store) as of_one:
        room.shown(meeting)
    for _ in range(7):
        room.planned(meeting)
    with counting(room.desk.office.store) as of_eight:
        found = room.shown(meeting).items

    assert sum(each.readiness is not None for each in found) == 8
    assert len(of_eight) == len(of_one)
