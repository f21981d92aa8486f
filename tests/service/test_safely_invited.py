"""The agenda says of each case how many of those who must be asked were safely invited."""

import tempfile
from datetime import time, timedelta
from functools import cache
from pathlib import Path

import pytest

from engine.clock import ManualClock
from engine.library import Library
from engine.loader import load
from engine.service import orders
from engine.service.points import Point
from engine.service.readiness import Readiness
from engine.service.table_orders import ItemPlace, OrderAgenda
from engine.service.tables import FirstTable, set_up_table
from engine.store.meeting_tables import NewTable
from engine.store.store import Store
from tests.service.builders import TODAY, CaseAtDesk
from tests.service.counting import counting
from tests.service.desks import a_desk
from tests.service.guests import PLANS, plan
from tests.service.rooms import SIT, TABLE_ROLES, TUESDAY, Room
from tests.service.table_definitions import TABLE

RULE = """\
    requires:
      - present: quorum
      - record: {type: invitation_plan, status: [sent, heard_apart, not_invited]}
"""


@cache
def weighing() -> Library:
    """Load the definitions of a table whose talk asks for the newest invitation, once."""
    flow = TABLE["talk/workflow.yaml"].replace("    requires: [{present: quorum}]\n", RULE, 1)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**TABLE, "records.yaml": PLANS, "talk/workflow.yaml": flow}.items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load(Path(folder))


@pytest.fixture
def guests(store: Store, clock: ManualClock) -> Room:
    """Lend a table with these definitions."""
    desk = a_desk(store, clock, library=weighing(), region="default", roles=TABLE_ROLES)
    sits = tuple((desk.viewers[name], TABLE_ROLES[name]) for name in SIT)
    first = FirstTable(table=NewTable(region="default", title="Tafel"), members=sits)
    return Room(desk, set_up_table(desk.office, first).public_id)


@pytest.fixture
def meeting(guests: Room) -> str:
    """Plan a meeting."""
    return guests.plans()


@pytest.fixture
def case(guests: Room, meeting: str) -> CaseAtDesk:
    """Open a case on its agenda: of Sam, 13, with Els and Tom."""
    found = guests.case()
    found.step("schedule", by="sita", meeting=meeting)
    return found


def ready(room: Room, meeting: str, at: int = 0) -> Readiness:
    """How ready a case of the agenda is."""
    found = room.shown(meeting).items[at].readiness
    assert found
    return found


def again(room: Room, meeting: str, at: int = 0) -> dict[str, str]:
    """Look at whom to invite again, and what changed, by name."""
    return {each.name: each.why.nl for each in ready(room, meeting, at).again}


def begins_at_ten(room: Room, meeting: str) -> None:
    """Give the first case an hour, which it did not have."""
    shown = room.shown(meeting)
    place = ItemPlace(item=shown.items[0].id, starts=time(10), minutes=60)
    version = shown.row.version
    room.done("vera", OrderAgenda, meeting=meeting, items=(place,), seen_version=version)


def invited(room: Room, meeting: str) -> Point:
    """Find what the agenda says about the invitations of its first case."""
    readiness = ready(room, meeting)
    return next(each for each in readiness.points if "invitation_plan" in each.key)


def send(case: CaseAtDesk, record: str) -> None:
    """Say that an invitation was given."""
    case.move(record, "sent", by="sita", sent_on=TODAY, by_which_contact="in de hand")


def test_one_who_was_invited_does_not_stand_for_all(
    guests: Room, meeting: str, case: CaseAtDesk
) -> None:
    plan(case, case.desk.els)
    send(case, plan(case, case.desk.tom))

    point = invited(guests, meeting)

    assert (point.met, point.says.nl) == (False, "Veilig uitgenodigd: 1 van 3.")


def test_the_point_is_met_once_each_has_been_invited_heard_apart_or_left_out(
    guests: Room, meeting: str, case: CaseAtDesk
) -> None:
    plan(case, case.desk.sam, "heard_apart")
    plan(case, case.desk.tom, "not_invited")
    els = plan(case, case.desk.els)
    assert not invited(guests, meeting).met

    send(case, els)

    assert invited(guests, meeting).met


def test_who_was_chosen_beside_them_counts_as_well(
    guests: Room, meeting: str, case: CaseAtDesk
) -> None:
    plan(case, case.desk.who("rik"))

    assert invited(guests, meeting).says.en == "Safely invited: 0 of 4."


def test_a_newer_choice_that_is_still_to_be_made_takes_the_place_of_the_old_one(
    guests: Room, meeting: str, case: CaseAtDesk
) -> None:
    send(case, plan(case, case.desk.els))
    assert invited(guests, meeting).says.en == "Safely invited: 1 of 3."

    case.write("invitation_plan", "sita", person=case.desk.els)

    assert invited(guests, meeting).says.en == "Safely invited: 0 of 3."


def test_whose_authority_ended_need_not_be_asked(
    guests: Room, meeting: str, case: CaseAtDesk
) -> None:
    end = {"child": case.desk.sam, "parent": case.desk.tom, "source": "beschikking"}
    begun = TODAY - timedelta(days=2)
    case.done("bram", orders.SetAuthority, **end, from_on=begun, until_on=TODAY)

    assert invited(guests, meeting).says.en == "Safely invited: 0 of 2."


def test_invitations_to_an_earlier_talk_do_not_count_for_the_next(
    guests: Room, meeting: str, case: CaseAtDesk
) -> None:
    for person in (case.desk.els, case.desk.tom, case.desk.sam):
        send(case, plan(case, person))
    guests.opens(meeting)
    case.done("vera", orders.MarkAtItem, person=case.desk.who("rik"), how="in_room")
    case.step("start_meeting", by="vera")
    case.done("vera", orders.Agree, text="bellen", due_on=TUESDAY + timedelta(days=9))
    case.step("decide", by="vera")
    later = guests.plans(TUESDAY + timedelta(weeks=1))

    case.step("return_to_table", by="sita", meeting=later)

    assert invited(guests, later).says.en == "Safely invited: 0 of 3."


def test_who_was_told_another_time_is_to_be_invited_again_and_does_not_count(
    guests: Room, meeting: str, case: CaseAtDesk
) -> None:
    for person in (case.desk.els, case.desk.tom):
        send(case, plan(case, person))

    begins_at_ten(guests, meeting)

    assert invited(guests, meeting).says.nl == (
        "Veilig uitgenodigd: 0 van 3. Opnieuw uit te nodigen: 2."
    )
    assert again(guests, meeting) == {
        "els": "de tijd is veranderd", "tom": "de tijd is veranderd"
    }  # fmt: skip


def test_once_the_new_invitation_was_given_it_counts(
    guests: Room, meeting: str, case: CaseAtDesk
) -> None:
    send(case, plan(case, case.desk.els))
    begins_at_ten(guests, meeting)

    anew = plan(case, case.desk.els)
    assert again(guests, meeting) == {}  # chosen anew: it waits like any other
    assert invited(guests, meeting).says.nl == "Veilig uitgenodigd: 0 van 3."

    send(case, anew)
    assert invited(guests, meeting).says.nl == "Veilig uitgenodigd: 1 van 3."


def test_an_open_choice_does_not_hide_whom_to_invite_again(
    guests: Room, meeting: str, case: CaseAtDesk
) -> None:
    send(case, plan(case, case.desk.els))
    case.write("invitation_plan", "sita", person=case.desk.els)

    begins_at_ten(guests, meeting)

    assert again(guests, meeting) == {"els": "de tijd is veranderd"}


def test_whoever_is_heard_apart_is_not_invited_again(
    guests: Room, meeting: str, case: CaseAtDesk
) -> None:
    send(case, plan(case, case.desk.tom, "heard_apart"))

    begins_at_ten(guests, meeting)

    assert again(guests, meeting) == {}
    assert invited(guests, meeting).says.en == "Safely invited: 1 of 3."


def test_who_reads_titles_only_is_not_told_whom_to_invite_again(
    guests: Room, meeting: str, case: CaseAtDesk
) -> None:
    send(case, plan(case, case.desk.els))
    begins_at_ten(guests, meeting)

    assert guests.shown(meeting, "cora").items[0].readiness is None


def test_it_takes_as_many_statements_of_four_cases_as_of_one(
    guests: Room, meeting: str, case: CaseAtDesk
) -> None:
    send(case, plan(case, case.desk.els))
    begins_at_ten(guests, meeting)
    with counting(guests.desk.office.store) as of_one:
        guests.shown(meeting)
    for _ in range(3):
        other = guests.case()
        send(other, plan(other, other.desk.els))
        other.step("schedule", by="sita", meeting=meeting)
    assert len(again(guests, meeting, at=3)) == 1
    with counting(guests.desk.office.store) as of_four:
        guests.shown(meeting)

    assert len(of_four) == len(of_one)
