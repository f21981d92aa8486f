"""Which states wait for a meeting, and what a step means for a case on an agenda."""

from datetime import date, datetime

import pytest

from engine.at_the_table import (
    awaits_place,
    begins_talk,
    complete_by,
    due_a_place,
    due_at_table,
    meeting_field,
    outcome_of,
    planned_by,
    planning_steps,
    puts_off,
    schedulable,
    sets_aside,
    talks,
    undecided,
    waiting,
)
from engine.calendar import AMSTERDAM, Calendar
from tests.service.queues import with_queue
from tests.service.rooms import at_tables
from tests.shipped import the_library

TALK = at_tables().of("talk", "default")
QUEUED = with_queue().of("talk", "default")
SHIPPED = the_library().of("beschermingstafel", "default")
REGIE = the_library().of("regie", "default")


def test_a_step_asks_for_a_meeting_or_for_none() -> None:
    assert meeting_field(TALK.transitions["schedule"]) == "meeting"
    assert meeting_field(TALK.transitions["decide"]) is None


def test_a_case_waits_where_it_was_planned_and_is_undecided_until_the_talk_is_over() -> None:
    assert waiting(TALK) == {"scheduled"}
    assert schedulable(TALK) == {"accepted", "adjourned", "following"}
    assert undecided(TALK) == {"scheduled", "in_meeting"}


@pytest.mark.parametrize(
    ("step", "target", "outcome"),
    [
        ("start_meeting", "in_meeting", None),
        ("adjourn", "adjourned", "carried_over"),
        ("decide", "following", "decided"),
        ("withdraw", "closed", "decided"),
    ],
)
def test_a_step_leaves_the_item_puts_it_off_or_decides_it(
    step: str, target: str, outcome: str | None
) -> None:
    assert outcome_of(TALK, step, target) == outcome
    assert puts_off(TALK, TALK.transitions[step]) is (outcome == "carried_over")


@pytest.mark.parametrize(
    ("day", "until"),
    [
        pytest.param(date(2026, 3, 10), date(2026, 3, 11), id="the next day"),
        pytest.param(date(2026, 4, 3), date(2026, 4, 7), id="after Easter"),
        pytest.param(date(2026, 3, 12), date(2026, 3, 16), id="after a closing day"),
    ],
)
def test_a_meeting_is_completed_by_noon_of_the_next_working_day(day: date, until: date) -> None:
    calendar = Calendar(closing_days=frozenset({date(2026, 3, 13)}))

    assert complete_by(day, calendar) == datetime(
        until.year, until.month, until.day, 12, tzinfo=AMSTERDAM
    )


def test_the_talk_begins_by_the_step_from_the_agenda_to_where_there_is_no_outcome_yet() -> None:
    assert (begins_talk(SHIPPED), {*talks(SHIPPED)}) == ("start_meeting", {"in_meeting"})
    assert begins_talk(REGIE) is None
    assert talks(REGIE) == frozenset()


def test_a_case_waits_for_a_place_where_planning_is_its_main_step_and_else_returns() -> None:
    assert awaits_place(SHIPPED) == {"accepted", "adjourned", "urgent_bypass"}
    assert awaits_place(TALK) == {"accepted", "adjourned"}
    assert planning_steps(SHIPPED) == {"schedule", "return_to_table"}
    assert planned_by(SHIPPED, "following_agreements") == "return_to_table"
    assert planned_by(SHIPPED, "draft") is None


def test_a_deadline_asks_for_the_table_if_a_talk_or_only_an_outcome_meets_it() -> None:
    assert due_at_table(QUEUED) == {"soon", "soon_high", "return_date", "back"}
    assert "papers" in QUEUED.deadlines  # it counts back from a meeting: it says not when
    assert due_at_table(SHIPPED) == {
        "meeting_in_time",
        "meeting_in_time_high",  # or by another act
        "adjourned_until",
        "adjourned_for_parents_until",
        "back_to_the_table",  # by the outcome; an investigation is opened in other ways too
        "return_date",
        "feedback_to_table",
    }


def test_a_deadline_asks_for_a_place_if_being_planned_meets_it() -> None:
    assert due_a_place(SHIPPED) == {"bypass_followed_up"}
    assert due_a_place(QUEUED) == frozenset()


def test_a_point_is_set_aside_by_an_entry_that_asks_which_and_why() -> None:
    assert sets_aside(SHIPPED) == {"set_aside_item"}
    assert sets_aside(TALK) == frozenset()
