"""The deadlines that a deviation brings: repair, second pair of eyes, review."""

from datetime import date

import pytest

from engine.deviation_duties import duty_rule, eyes_duty, repair_duty, review_duty
from engine.duties import DeadlineRule
from engine.duty_plan import is_met
from engine.happened import RecordChange
from engine.rules import ConfirmWithin, Rule
from engine.span import Span
from tests.engine.builders import (
    RECKONER,
    TODAY,
    a_deadline,
    a_happening,
    a_workflow,
    with_deadlines,
)

RULES = a_workflow().rules
BEFORE, WITHIN = RULES["conference"], RULES["not_residential"]


def reminders(rule: DeadlineRule) -> list[tuple[str, tuple[str, ...]]]:
    """The steps of a deadline's reminders, with whom they go to."""
    return [(step.key, step.to) for step in rule.reminders]


def due(rule: DeadlineRule) -> date:
    """When the deadline is due that a deviation brings today."""
    (span,) = rule.spans
    return RECKONER.begin("x", rule, span, TODAY, None).due.on


def test_a_repair_is_owed_until_its_record_is_there() -> None:
    rule = repair_duty(BEFORE)

    assert (rule.owner, due(rule)) == ("regisseur", date(2026, 4, 20))
    assert rule.title.en == "Still to do: Offer a conference"
    assert is_met(rule.met_by, a_happening(record=RecordChange("conference", "held")))
    assert not is_met(rule.met_by, a_happening(record=RecordChange("conference", "declined")))
    assert reminders(rule) == [
        ("before_1_weeks", ("owner",)),
        ("after_1_working_days", ("owner", "coordinator")),
    ]


def test_a_second_pair_of_eyes_that_stays_away_is_told_to_the_team_lead() -> None:
    rule = eyes_duty(WITHIN)

    assert (rule.kind, rule.owner, due(rule)) == ("working_days", "scientist", date(2026, 3, 10))
    assert is_met(rule.met_by, a_happening(act="deviation_decided"))
    assert not is_met(rule.met_by, a_happening())
    assert reminders(rule) == [
        ("before_0_days", ("owner",)),
        ("after_1_working_days", ("owner", "team_lead")),
    ]


@pytest.mark.parametrize(
    ("within", "kind", "on"),
    [
        pytest.param(Span(days=3), "hard", date(2026, 3, 12), id="days"),
        pytest.param(Span(weeks=1), "hard", date(2026, 3, 16), id="a week"),
        pytest.param(Span(working_days=5), "working_days", date(2026, 3, 16), id="working days"),
    ],
)
def test_a_second_pair_of_eyes_is_due_within_its_span(within: Span, kind: str, on: date) -> None:
    rule = eyes_duty(confirmed(WITHIN, within))

    assert (rule.kind, due(rule)) == (kind, on)


def confirmed(rule: Rule, within: Span) -> Rule:
    """The rule, to be confirmed within this span."""
    assert rule.deviation is not None
    terms = rule.deviation.model_copy(update={"confirm": ConfirmWithin(within=within)})
    return rule.model_copy(update={"deviation": terms})


def test_a_deviation_that_is_confirmed_before_owes_a_look_at_once() -> None:
    assert due(eyes_duty(BEFORE)) == TODAY


def test_a_decision_is_reviewed_within_two_working_days() -> None:
    rule = review_duty(WITHIN)

    assert (rule.review, rule.owner, due(rule)) == (True, "regisseur", date(2026, 3, 11))
    assert rule.title.nl == "Besluit opnieuw bezien: Zoek een gezin"
    assert is_met(rule.met_by, a_happening(act="decision_reviewed"))
    assert reminders(rule)[1] == (
        "after_1_working_days",
        ("owner", "team_lead", "coordinator"),
    )


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("evaluation", "Evaluation"),
        ("repair.conference", "Still to do: Offer a conference"),
        ("eyes.not_residential", "Second pair of eyes on the deviation"),
        ("review.conference", "Review the decision: Offer a conference"),
    ],
)
def test_a_deadline_is_known_by_its_key(key: str, title: str) -> None:
    workflow = with_deadlines(evaluation=a_deadline())

    assert duty_rule(workflow, key).title.en == title
