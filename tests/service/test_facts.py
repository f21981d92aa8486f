"""What happened anyway is recorded late or early, and never refused."""

from datetime import date, timedelta

import pytest

from engine.fields import InvalidInput
from engine.service.ledger import FOUND_LATE
from tests.service.builders import Desk
from tests.service.roads import GATE, a_placement


def test_the_terms_of_a_fact_count_from_the_day_on_which_it_happened(desk: Desk) -> None:
    case = a_placement(desk)
    at = desk.clock.now() - timedelta(days=10)  # 20 February

    done = case.step("record_court_placement", occurred_at=at, on_behalf_of="CANARY de Raad")

    assert done.state == "placed"
    due = {row.key: row.due_on for row in case.owed.values()}
    assert due["first_evaluation"] == date(2026, 4, 2)  # Good Friday is no day to talk
    assert due["analysis_afterwards"] == date(2026, 3, 20)
    assert due["conference_afterwards"] == date(2026, 2, 27)
    assert due["turning_18"] == date(2030, 2, 1)
    event = case.events[-1]
    assert (event.occurred_on, event.recorded_at) == (date(2026, 2, 20), desk.clock.now())
    assert (event.details or {})["on_behalf_of"] == "CANARY de Raad"


def test_what_no_gate_stopped_is_in_the_event_of_the_fact(desk: Desk) -> None:
    case = a_placement(desk)

    done = case.step("record_court_placement")

    found = {*GATE, "second_professional"}
    assert set(done.found_without_gate) == found
    assert set(case.events[-1].payload["found_without_gate"]) == found


def test_a_reminder_whose_moment_was_past_is_never_mailed(desk: Desk) -> None:
    case = a_placement(desk)
    at = desk.clock.now() - timedelta(days=10)

    case.step("record_court_placement", occurred_at=at)

    assert [
        (row.on_date, row.audience, row.state, row.why)
        for row in case.ledger
        if row.key == "conference_afterwards"
    ] == [
        (date(2026, 2, 25), "owner", "suppressed", "was past when recorded"),
        (date(2026, 3, 2), "owner", "suppressed", "was past when recorded"),
        (date(2026, 3, 2), "coordinator", "suppressed", "was past when recorded"),
        (date(2026, 3, 2), "owner", "planned", None),
        (date(2026, 3, 2), "coordinator", "planned", None),
    ]


def test_a_deadline_that_was_late_when_it_was_found_is_told_at_once(desk: Desk) -> None:
    case = a_placement(desk)
    at = desk.clock.now() - timedelta(days=10)

    case.step("record_court_placement", occurred_at=at)

    told = [row for row in case.ledger if row.step == FOUND_LATE]
    assert {(row.key, row.audience) for row in told} == {
        ("conference_afterwards", "owner"),
        ("conference_afterwards", "coordinator"),
        ("plan_afterwards", "owner"),
        ("plan_afterwards", "coordinator"),
        ("title_on_file", "owner"),
        ("title_on_file", "coordinator"),
    }
    assert {row.fire_at for row in told} == {desk.clock.now()}


def test_a_fact_is_weighed_as_of_its_day(desk: Desk) -> None:
    """The analysis of today was not there yet, so it is still to come."""
    case = a_placement(desk)
    analysis = case.settled(
        "explanatory_analysis", "shared_with_family", "confirmed", by="anna", then="dora"
    )
    at = desk.clock.now() - timedelta(days=10)

    done = case.step("record_court_placement", occurred_at=at)

    assert case.status(analysis) == "confirmed"
    assert "explanatory_analysis" in done.found_without_gate
    assert "analysis_afterwards" in case.owed


def test_a_fact_of_today_finds_what_is_there(desk: Desk) -> None:
    case = a_placement(desk)
    case.settled("explanatory_analysis", "shared_with_family", "confirmed", by="anna", then="dora")

    done = case.step("record_court_placement")

    assert "explanatory_analysis" not in done.found_without_gate
    assert "analysis_afterwards" not in case.owed


def test_a_fact_of_more_than_fourteen_days_ago_asks_why(desk: Desk) -> None:
    case = a_placement(desk)
    at = desk.clock.now() - timedelta(days=14, seconds=1)

    with pytest.raises(InvalidInput) as caught:
        case.tries("record_court_placement", occurred_at=at)
    done = case.step("record_court_placement", occurred_at=at, late_reason="CANARY ziek")

    assert [problem.field for problem in caught.value.problems] == ["late_reason"]
    assert done.version == case.head.version
    assert (case.events[-1].details or {})["late_reason"] == "CANARY ziek"


def test_a_fact_of_fourteen_days_ago_asks_nothing(desk: Desk) -> None:
    case = a_placement(desk)

    case.step("record_court_placement", occurred_at=desk.clock.now() - timedelta(days=14))


def test_a_fact_of_the_future_is_refused(desk: Desk) -> None:
    case = a_placement(desk)

    with pytest.raises(InvalidInput) as caught:
        case.tries("record_court_placement", occurred_at=desk.clock.now() + timedelta(seconds=1))

    assert [problem.field for problem in caught.value.problems] == ["occurred_at"]


def test_a_decision_is_taken_when_it_is_recorded(desk: Desk) -> None:
    case = a_placement(desk, "ready")
    yesterday = desk.office.clock.now() - timedelta(days=1)

    with pytest.raises(InvalidInput, match="decided when you record it") as caught:
        case.tries("decide_to_place", occurred_at=yesterday)

    assert [problem.field for problem in caught.value.problems] == ["occurred_at"]
