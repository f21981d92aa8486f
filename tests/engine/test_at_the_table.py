"""Which states wait for a meeting, and what a step means for a case on an agenda."""

from datetime import date, datetime

import pytest

from engine.at_the_table import (
    complete_by,
    meeting_field,
    outcome_of,
    puts_off,
    schedulable,
    undecided,
    waiting,
)
from engine.calendar import AMSTERDAM, Calendar
from tests.service.rooms import at_tables

TALK = at_tables().of("talk", "default")


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
