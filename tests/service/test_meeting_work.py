"""The work that a meeting leaves: a safe way to be found, and what is missing when it ended."""

import pytest

from engine.clock import ManualClock
from engine.service import orders
from engine.service.my_work import WorkShown, my_work
from engine.service.table_orders import MoveMeeting
from engine.service.work_words import mended_at, what_to_do
from engine.store.store import Store
from tests.service.builders import CaseAtDesk
from tests.service.guests import a_guest_room, plan
from tests.service.rooms import Room


@pytest.fixture
def guests(store: Store, clock: ManualClock) -> Room:
    """Lend a table where each person is invited by a plan of their own."""
    return a_guest_room(store, clock)


def work(room: Room, by: str) -> list[WorkShown]:
    """Look what somebody has to do."""
    return list(my_work(room.desk.viewers[by], room.desk.office).rows)


def planned(room: Room) -> tuple[str, CaseAtDesk]:
    """Let a case be on the agenda of a meeting."""
    meeting = room.plans()
    return meeting, room.scheduled(meeting)


def test_whoever_cannot_be_invited_safely_is_work_for_the_secretary_once(guests: Room) -> None:
    meeting, case = planned(guests)
    plan(case, guests.desk.els)
    plan(case, guests.desk.sam, safe_contact="none")
    assert work(guests, "sita") == []

    guests.brings(meeting, "fixed")

    found = work(guests, "sita")
    assert [(row.kind, row.why) for row in found] == [
        ("no_safe_contact", "no_choice"),
        ("no_safe_contact", "no_way"),
    ]
    assert {row.owners for row in found} == {("sita",)}
    assert {row.person for row in found} == {None}  # nobody of a family is named here
    assert mended_at(found[0]) == f"/cases/{case.id}/invitations"
    assert work(guests, "anna") == work(guests, "vera") == []


def test_it_is_gone_when_there_is_a_choice_with_a_safe_way(guests: Room) -> None:
    meeting, case = planned(guests)
    plan(case, guests.desk.els)
    plan(case, guests.desk.sam)
    guests.brings(meeting, "fixed")
    assert len(work(guests, "sita")) == 1

    plan(case, guests.desk.tom, safe_contact="none")
    assert len(work(guests, "sita")) == 1

    plan(case, guests.desk.tom, safe_contact="phone")
    assert work(guests, "sita") == []


@pytest.mark.parametrize("to", ["heard_apart", "not_invited"])
def test_it_is_gone_too_when_the_chair_decides_otherwise(guests: Room, to: str) -> None:
    meeting, case = planned(guests)
    for person in (guests.desk.els, guests.desk.sam):
        plan(case, person)
    guests.brings(meeting, "fixed")

    plan(case, guests.desk.tom, to, safe_contact="none")

    assert work(guests, "sita") == []


def test_a_case_that_comes_to_a_fixed_agenda_asks_for_its_people_too(guests: Room) -> None:
    meeting = guests.plans()
    guests.brings(meeting, "fixed")

    guests.scheduled(meeting)

    assert len(work(guests, "sita")) == 3


def test_a_meeting_that_ended_is_work_for_its_chair_until_it_is_held(room: Room) -> None:
    meeting, case = planned(room)
    room.opens(meeting)
    case.done("sita", orders.MarkAtItem, person=room.desk.who("rik"), how="by_phone")
    case.step("start_meeting", by="vera")
    assert work(room, "vera") == []

    room.brings(meeting, "to_complete")
    (row,) = work(room, "vera")
    assert row.owners == ("vera",)
    assert what_to_do(row).nl == (
        "Maak de bijeenkomst af: er kan nog iets ontbreken. Uiterlijk wo 11 maart 2026, 12.00 uur."
    )
    assert mended_at(row) == f"/meetings/{meeting}"
    assert work(room, "sita") == work(room, "carla") == []

    case.step("adjourn", by="vera")
    assert room.brings(meeting, "held").state == "held"
    assert work(room, "vera") == []


def test_a_refused_end_leaves_no_work(room: Room) -> None:
    meeting, _ = planned(room)

    seen = room.shown(meeting).row.version
    order = {"meeting": meeting, "to": "to_complete", "seen_version": seen}
    assert room.refused("vera", MoveMeeting, **order) == ["state"]
    assert work(room, "vera") == []
