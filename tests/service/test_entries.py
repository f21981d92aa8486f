"""An entry is recorded with all that hangs on its act, and the case stays where it stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.access import Viewer
from engine.clock import ManualClock
from engine.decision import Allowed
from engine.errors import StaleCase
from engine.service.cases import possible, preview
from engine.store.store import Store
from tests.service.builders import SMALL_ROLES, Desk
from tests.service.linked_definitions import a_linked_desk
from tests.service.stages import everything


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Lend a desk with these definitions."""
    return a_linked_desk(store, clock)


def test_an_entry_raises_the_version_and_leaves_the_state(desk: Desk) -> None:
    case = desk.opens(workflow="visit")
    case.step("go")

    done = case.step("note_contact", how="Aan de deur")

    assert (done.state, done.version, done.kind) == ("going", 3, "advanced")
    assert (case.head.state, case.head.version) == ("going", 3)
    assert case.is_chained


def test_the_event_of_an_entry_enters_nothing(desk: Desk) -> None:
    case = desk.opens(workflow="visit")

    case.step("note_contact", how="CANARY-deur")

    event = case.events[-1]
    assert (event.transition, event.act, event.entered) == ("note_contact", "contact", None)
    assert (event.payload["from"], event.payload["to"]) == ("waiting", "waiting")
    assert "CANARY-deur" in str(event.details)


def test_an_entry_meets_and_begins_deadlines_by_its_act_and_none_by_the_state(desk: Desk) -> None:
    case = desk.opens(workflow="visit")
    assert case.owed["look"].due_on == date(2026, 4, 13)

    case.step("note_contact")

    assert {row.key: row.state for row in case.duties} == {"look": "met", "write_up": "open"}
    assert case.events[-1].payload["deadlines"] == {
        "met": ["look"],
        "void": [],
        "begun": [{"key": "write_up", "due": "2026-03-09"}],
    }


def test_the_state_counts_from_when_it_was_entered_not_from_an_entry(desk: Desk) -> None:
    case = desk.opens(workflow="visit")
    desk.after(days=7)
    case.step("note_contact")
    desk.after(days=7)

    case.step("go")  # only this is an entrance, so the deadline of the state begins again

    assert case.owed["look"].due_on == date(2026, 4, 24)  # six weeks on is 27 April, King's Day


def test_an_entry_is_noted_as_often_as_it_happens(desk: Desk) -> None:
    case = desk.opens(workflow="visit")

    for day in range(3):
        case.step("note_contact", how=f"keer {day}")

    assert [event.transition for event in case.events[1:]] == ["note_contact"] * 3
    assert (case.head.version, case.head.state) == (4, "waiting")
    assert sum(row.key == "write_up" for row in case.duties) == 1  # it runs on


def test_an_entry_may_be_of_an_earlier_day(desk: Desk) -> None:
    case = desk.opens(workflow="visit", occurred_at=desk.clock.now() - timedelta(days=10),
                      late_reason="later gehoord")  # fmt: skip

    case.step(
        "note_contact",
        occurred_at=desk.clock.now() - timedelta(days=3),
        late_reason="later genoteerd",
    )

    assert case.events[-1].occurred_on == date(2026, 2, 27)
    assert case.owed["write_up"].due_on == date(2026, 3, 6)


def test_an_entry_on_an_older_version_is_stale(desk: Desk) -> None:
    case = desk.opens(workflow="visit")
    seen = case.head.version
    case.step("note_contact")
    before = everything(desk.office.store, "access_log")

    with pytest.raises(StaleCase):
        case.tries("note_contact", seen_version=seen)

    assert everything(desk.office.store, "access_log") == before


def test_an_entry_is_refused_in_a_state_or_role_that_it_does_not_name(desk: Desk) -> None:
    case = desk.opens(workflow="visit")
    case.joins("vera", roles=SMALL_ROLES)
    assert case.missing("note_contact", by="vera") == ["role"]

    case.step("finish")

    assert case.missing("note_contact") == ["state"]


def test_an_entry_can_be_looked_at_before_it_is_made(desk: Desk) -> None:
    case = desk.opens(workflow="visit")
    bram: Viewer = desk.viewers["bram"]
    before = everything(desk.office.store, "access_log")

    seen = preview(bram, desk.office, case.advance("note_contact"))

    assert isinstance(seen.decision, Allowed)
    assert seen.plan is not None
    assert [duty.key for duty in seen.plan.met] == ["look"]
    assert [new.key for new in seen.plan.begins] == ["write_up"]
    assert isinstance(possible(bram, desk.office, case.id)["note_contact"], Allowed)
    assert everything(desk.office.store, "access_log") == before


def test_an_entry_tells_whom_it_concerns(desk: Desk) -> None:
    case = desk.opens(workflow="visit")
    case.joins("anna", roles=SMALL_ROLES)

    case.step("note_contact")
    case.step("note_contact")

    rows = everything(desk.office.store)["notice"]
    assert sum("told" in row for row in rows) == 2
