"""Deadlines that count from the meeting at which a case is to be discussed."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from engine.duties import Starts
from engine.duty_plan import Duty, DutyPlan, plan_duties
from engine.happened import Happened
from engine.snapshot import Snapshot
from tests.engine.builders import RECKONER, a_case, a_deadline, a_duty, a_happening, with_deadlines

DOCUMENTS = a_deadline(
    "kind: countback\nstarts: {meeting: true}\nbefore: {weeks: 1}\nduring: [checked, placed]"
)
MEETING = date(2026, 4, 21)  # a Tuesday
CHOSEN = a_happening(transition="check", meeting=MEETING)


RUNNING = a_duty(DOCUMENTS, key="documents")


def planned(happened: Happened, *duties: Duty, case: Snapshot | None = None) -> DutyPlan:
    """What becomes of the deadline before the meeting."""
    workflow = with_deadlines(documents=DOCUMENTS)
    return plan_duties(workflow, case or a_case(), happened, duties, RECKONER)


def test_it_counts_back_from_the_meeting_that_the_step_chose() -> None:
    (new,) = planned(CHOSEN).begins

    assert (new.key, new.start, new.due.on) == ("documents", MEETING, date(2026, 4, 14))


@pytest.mark.parametrize(
    "happened",
    [
        pytest.param(a_happening(entered="placed", act="placement"), id="a step"),
        pytest.param(
            a_happening(transition="check", inputs={"meeting": MEETING}), id="a date in a form"
        ),
        pytest.param(a_happening(), id="nothing in particular"),
    ],
)
def test_without_a_meeting_it_does_not_begin(happened: Happened) -> None:
    assert planned(happened) == DutyPlan()


def test_it_begins_only_in_a_state_in_which_it_lives() -> None:
    assert planned(CHOSEN, case=a_case("considered")) == DutyPlan()


def test_another_meeting_takes_the_place_of_the_first() -> None:
    later = a_happening(transition="check", meeting=date(2026, 5, 19))

    found = planned(later, RUNNING)

    assert [duty.key for duty in found.void] == ["documents"]
    assert [(new.key, new.due.on) for new in found.begins] == [("documents", date(2026, 5, 12))]


def test_what_chooses_no_meeting_leaves_the_date_alone() -> None:
    assert planned(a_happening(act="look"), RUNNING) == DutyPlan()


def test_a_case_that_was_on_the_agenda_and_ends_owes_nothing_more() -> None:
    ends = a_happening(entered="returned")

    found = planned(ends, RUNNING, case=a_case("returned"))

    assert ([duty.key for duty in found.void], found.begins) == (["documents"], ())


@pytest.mark.parametrize("wrong", [{}, {"meeting": True, "act": ("look",)}])
def test_a_deadline_starts_with_one_thing(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match=r"one thing: .*, meeting or nothing_open"):
        Starts.model_validate(wrong)


def test_a_meeting_starts_it_or_nothing_does() -> None:
    with pytest.raises(ValidationError, match="Input should be True"):
        Starts.model_validate({"meeting": False})
