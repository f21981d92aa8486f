"""What keeps an invitation from doing harm: who comes when, and which choice stands."""

from datetime import time

import pytest

from engine.clock import ManualClock
from engine.service.invitation_letter import invitation_paper
from engine.service.invitations import InvitationRow, invitations, sent_words
from engine.service.letter_page import Paper
from engine.service.table_orders import ItemPlace, OrderAgenda
from engine.store.store import Store
from tests.service.builders import CaseAtDesk
from tests.service.guests import a_guest_room, plan
from tests.service.rooms import Room

LATER = "De tijd hoort u nog van ons."


@pytest.fixture
def guests(store: Store, clock: ManualClock) -> Room:
    """Lend a table where each person is invited by a plan of their own."""
    return a_guest_room(store, clock)


@pytest.fixture
def case(guests: Room) -> CaseAtDesk:
    """Open a case that the table accepted: of Sam, 13, with Els and Tom."""
    return guests.case()


def rows(case: CaseAtDesk) -> dict[str, InvitationRow]:
    """Look who is asked to come, by name."""
    found = invitations(case.desk.viewers["sita"], case.desk.office, case.id)
    return {row.name: row for row in found.rows}


def paper(case: CaseAtDesk, record: str) -> Paper:
    """Look at what may be printed."""
    return invitation_paper(case.desk.viewers["sita"], case.desk.office, case.id, record)


def lines(case: CaseAtDesk, record: str) -> list[str]:
    """Read the letter."""
    return [line for block in paper(case, record).blocks for line in block.lines]


def at_ten(guests: Room, case: CaseAtDesk) -> None:
    """Put the case on an agenda at ten."""
    meeting = guests.plans()
    case.step("schedule", by="sita", meeting=meeting)
    shown = guests.shown(meeting)
    placed = [ItemPlace(item=each.id, starts=time(10)) for each in shown.items]
    seen = shown.row.version
    guests.done("sita", OrderAgenda, meeting=meeting, items=tuple(placed), seen_version=seen)


def test_an_own_time_is_compared_with_that_of_the_case(guests: Room, case: CaseAtDesk) -> None:
    els = plan(case, case.desk.els, not_together_with=case.desk.tom)
    tom = plan(case, case.desk.tom, own_time="10.05")
    at_ten(guests, case)

    assert rows(case)["els"].clashes == ("tom",)
    for record in (els, tom):
        assert LATER in lines(case, record)
        assert not [each for each in lines(case, record) if each.startswith("om ")]

    tom = plan(case, case.desk.tom, own_time="10:45")
    assert rows(case)["els"].clashes == ()
    assert "om 10.00 uur" in lines(case, els)
    assert "om 10.45 uur" in lines(case, tom)


def test_no_letter_says_an_own_time_at_which_somebody_comes_who_must_not_be_met(
    case: CaseAtDesk,
) -> None:
    els = plan(case, case.desk.els, own_time="10.45", not_together_with=case.desk.tom)
    tom = plan(case, case.desk.tom, own_time="10.45")

    assert LATER in lines(case, els)
    assert LATER in lines(case, tom)


@pytest.mark.parametrize("own_time", ["25.99", "kwart voor 11", "10.00 uur"])
def test_nobody_is_invited_at_what_is_no_time(case: CaseAtDesk, own_time: str) -> None:
    record = case.write("invitation_plan", "sita", person=case.desk.els, own_time=own_time)

    refused = case.move(record, "invited", by="sita")

    assert [reason.key for reason in getattr(refused, "missing", ())] == ["own_time"]


def test_a_newer_choice_that_waits_suspends_the_older_one(case: CaseAtDesk) -> None:
    record = plan(case, case.desk.els)
    draft = case.write("invitation_plan", "sita", person=case.desk.els, safe_contact="none")

    els = rows(case)["els"]
    assert els.plan
    assert els.plan.record == draft
    assert not els.has_letter
    assert els.lacks
    assert els.lacks.nl == "Wacht op de voorzitter"
    assert els.stands_still
    assert els.stands_still.nl == "Wordt uitgenodigd"
    shown = paper(case, record)
    assert (shown.blocks, shown.barred and shown.barred.key) == ((), "newer_choice")
    refused = case.move(record, "sent", by="sita")
    assert [reason.key for reason in getattr(refused, "missing", ())] == ["newer_choice"]
    found = invitations(case.desk.viewers["sita"], case.desk.office, case.id)
    assert sent_words(found, "nl").startswith("els: wacht op de voorzitter")


def test_once_the_newer_choice_is_made_it_is_the_only_one(case: CaseAtDesk) -> None:
    plan(case, case.desk.els)
    draft = case.write("invitation_plan", "sita", person=case.desk.els)
    case.move(draft, "not_invited", by="vera")

    els = rows(case)["els"]

    assert els.plan
    assert (els.plan.record, els.plan.status) == (draft, "not_invited")
    assert els.stands_still is None


def test_who_was_told_to_come_is_not_met_while_a_newer_choice_waits(case: CaseAtDesk) -> None:
    apart = {"person": case.desk.els, "not_together_with": case.desk.tom}
    plan(case, case.desk.els, own_time="10.45")
    tom = plan(case, case.desk.tom, own_time="10.45")
    assert "om 10.45 uur" in lines(case, tom)

    case.write("invitation_plan", "sita", **apart)

    assert rows(case)["tom"].clashes == ("els",)
    assert LATER in lines(case, tom)


def test_a_draft_of_before_the_choice_suspends_nothing(case: CaseAtDesk) -> None:
    case.write("invitation_plan", "sita", person=case.desk.els)
    record = plan(case, case.desk.els)

    assert rows(case)["els"].has_letter
    case.move(record, "sent", by="sita")
    assert case.status(record) == "sent"


def test_who_is_heard_apart_gets_no_letter_to_the_table(guests: Room, case: CaseAtDesk) -> None:
    apart = {"own_time": "10.15", "not_together_with": case.desk.tom}
    record = plan(case, case.desk.els, "heard_apart", **apart)
    plan(case, case.desk.tom)
    assert rows(case)["els"].plan
    case.move(record, "sent", by="sita")
    at_ten(guests, case)

    found = rows(case)

    assert found["els"].plan
    assert found["els"].plan.status == "sent"
    assert not found["els"].has_letter
    assert found["els"].clashes == ("tom",)
    shown = paper(case, record)
    assert (shown.blocks, shown.barred and shown.barred.key) == ((), "heard_apart")
    words = sent_words(
        invitations(case.desk.viewers["sita"], case.desk.office, case.id), "nl"
    ).splitlines()
    assert words[0].endswith("wordt apart gehoord")
