"""A rule asks its guard in its own words, and says how it may be set aside."""

import json
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from engine.reason import Fix, Reason
from engine.rules import Rule
from tests.engine.builders import BO, a_case, a_deviation, a_workflow, catalogue, from_yaml

RULES = a_workflow().rules
TERMS = """
confirmed_by: [scientist]
lapses_after: {days: 14}
repair:
  within: {weeks: 6}
  met_by: {record: {type: analysis, status: [confirmed]}}
  owner: regisseur
"""


def a_rule(**changes: Any) -> Rule:
    """A rule that asks for a conference, with these changes as a file writes them."""
    own = json.loads(RULES["conference"].model_dump_json(exclude_defaults=True))
    return Rule.model_validate_json(json.dumps({**own, **changes}), strict=True)


def asked(rule: Rule, **changes: Any) -> Reason:
    """What the rule says of a case without a conference, for the step ``place``."""
    return rule.check("conference", a_case(conference=None, **changes), catalogue(), "place")


def test_a_rule_answers_with_its_own_key_words_severity_and_source() -> None:
    reason = asked(a_rule(severity="warn"))

    assert (reason.key, reason.met, reason.severity) == ("conference", False, "warn")
    assert (reason.asks.en, reason.says.en) == ("Offer a conference", "There was no conference.")
    assert (reason.source, reason.child) == ("004", "kim")


def test_a_rule_without_a_fix_keeps_that_of_its_guard() -> None:
    assert asked(a_rule()).fix == Fix(participant="cjg_worker")
    assert asked(a_rule(fix=None)).fix == Fix(record="conference")


def test_a_rule_keeps_the_answers_of_its_guards_parts() -> None:
    case = a_case(children=(BO,), inputs={"place_kind": "residential"})

    reason = RULES["not_residential"].check("not_residential", case, catalogue(), "place")

    assert [part.key for part in reason.parts] == ["all_of"]


@pytest.mark.parametrize(
    ("severity", "confirm", "deviation", "covered"),
    [
        pytest.param("block_unless_deviation", "before", a_deviation(), True, id="confirmed"),
        pytest.param("block_unless_deviation", "before", {}, False, id="none"),
        pytest.param(
            "block_unless_deviation", "before", a_deviation(confirmed=False), False, id="asked"
        ),
        pytest.param(
            "block_unless_deviation",
            {"within": {"working_days": 1}},
            a_deviation(confirmed=False),
            True,
            id="asked, to be confirmed afterwards",
        ),
        pytest.param(
            "block_unless_deviation",
            {"within": {"working_days": 1}},
            a_deviation(transition="return_home", confirmed=False),
            False,
            id="asked, for another step",
        ),
        pytest.param(
            "block_unless_deviation", "before", a_deviation("analysis"), False, id="another rule"
        ),
        pytest.param("block", "before", a_deviation(), False, id="a rule that blocks"),
        pytest.param("warn", "before", a_deviation(), False, id="a warning"),
    ],
)
def test_a_deviation_covers_one_rule_for_one_step(
    severity: str, confirm: Any, deviation: Any, covered: bool
) -> None:
    terms = {**from_yaml(TERMS), "confirm": confirm}

    reason = asked(a_rule(severity=severity, deviation=terms), deviations=deviation)

    assert reason.set_aside == ("dev-conference" if covered else None)
    assert reason.met is False


def test_a_rule_that_a_region_softened_without_terms_cannot_be_set_aside() -> None:
    softened = RULES["analysis"].model_copy(update={"severity": "block_unless_deviation"})
    case = a_case(analysed=None, deviations=a_deviation("analysis"))

    assert softened.check("analysis", case, catalogue(), "place").stops


def test_what_is_open_is_not_set_aside() -> None:
    rule = RULES["not_residential"]
    case = replace(a_case(children=(BO,)), deviations=a_deviation("not_residential"))

    reason = rule.check("not_residential", case, catalogue(), "place")

    assert (reason.met, reason.set_aside) == (None, None)


def test_a_rule_that_may_be_set_aside_says_how() -> None:
    with pytest.raises(ValidationError, match="a rule that may be set aside says how"):
        a_rule(deviation=None)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{weeks: 6}", "{working_days: 5}", "in days, weeks, months or years"),
        ("{weeks: 6}", "{hours: 6}", "in days, weeks, months or years"),
        ("{days: 14}", "{hours: 48}", "in days or longer, never in hours"),
    ],
)
def test_a_deviation_is_counted_in_what_its_deadlines_can_count(
    old: str, new: str, message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        a_rule(deviation=from_yaml(TERMS.replace(old, new)))


def test_a_second_pair_of_eyes_is_never_counted_in_hours() -> None:
    with pytest.raises(ValidationError, match="never in hours"):
        a_rule(deviation={**from_yaml(TERMS), "confirm": {"within": {"hours": 24}}})
