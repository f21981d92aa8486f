"""A deviation before it is asked and before it is judged."""

import pytest

from engine.errors import NotFound
from engine.service import orders
from engine.service.file.deviation_page import asking_page_of, deviation_page_of
from tests.service.builders import CaseAtDesk, Desk
from tests.service.file.hands import in_hand
from tests.service.roads import a_placement

RULE, STEP = "alternatives_weighed", "decide_to_place"


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Lend a placement before its decision."""
    return a_placement(desk, "counter_checked")


def test_it_says_what_a_deviation_takes_and_brings(case: CaseAtDesk) -> None:
    with in_hand(case) as work:
        page = asking_page_of(work, RULE, STEP)

    terms = page.rule.terms
    assert terms
    assert [title.nl for title in terms.confirmed_by] == ["Gekwalificeerde gedragswetenschapper"]
    assert terms.afterwards is None
    assert (terms.lapses_after.nl, terms.repair_within.en) == ("14 dagen", "2 weeks")
    assert terms.repair_owner.nl == "Regisseur"
    assert (page.mine, page.closes, page.waiting) == (True, False, None)


def test_the_repair_is_due_when_the_engine_will_say_so(case: CaseAtDesk) -> None:
    rule = "family_group_conference"
    with in_hand(case) as work:
        terms = asking_page_of(work, rule, STEP).rule.terms
    case.settled("explanatory_analysis", "shared_with_family", "confirmed", by="anna", then="dora")
    case.settled("alternatives_weighed", "confirmed")
    case.settled("placement_plan", "agreed")
    case.consents("placement", "sam", "els", "tom")
    case.decides(case.asks(rule, STEP))

    case.step(STEP, place_kind="foster_family")

    assert terms
    assert case.owed[f"repair.{rule}"].due_on == terms.repair_due


def test_one_that_may_be_confirmed_afterwards_says_within_what(case: CaseAtDesk) -> None:
    with in_hand(case) as work:
        terms = asking_page_of(work, "perspective_and_plan", STEP).rule.terms

    assert terms
    assert terms.afterwards
    assert terms.afterwards.nl == "1 werkdag"


def test_a_rule_that_always_holds_has_no_terms(case: CaseAtDesk) -> None:
    with in_hand(case, "dora") as work:
        page = asking_page_of(work, "explanatory_analysis", STEP)

    assert page.rule.terms is None
    assert not page.mine


def test_one_that_stands_is_named_until_it_is_decided_or_lapses(
    desk: Desk, case: CaseAtDesk
) -> None:
    asked = case.asks(RULE, STEP)
    with in_hand(case) as work:
        waiting = asking_page_of(work, RULE, STEP).waiting
    desk.after(days=20)
    with in_hand(case) as work:
        later = asking_page_of(work, RULE, STEP).waiting

    assert waiting
    assert waiting.id == asked
    assert later is None


@pytest.mark.parametrize(
    ("rule", "step"), [("nothing", STEP), (RULE, "nothing"), (RULE, "counter_check")]
)
def test_a_rule_that_does_not_bind_the_step_is_not_there(
    case: CaseAtDesk, rule: str, step: str
) -> None:
    with pytest.raises(NotFound), in_hand(case) as work:
        asking_page_of(work, rule, step)


@pytest.mark.parametrize(
    ("who", "stops"), [("bram", ["four_eyes"]), ("anna", ["four_eyes"]), ("dora", [])]
)
def test_it_says_why_somebody_may_not_judge_it(
    case: CaseAtDesk, who: str, stops: list[str]
) -> None:
    asked = case.asks(RULE, STEP)

    with in_hand(case, who) as work:
        page = deviation_page_of(work, asked)

    assert [reason.key for reason in page.stops] == stops
    assert page.row.i_may_decide is not bool(stops)


def test_what_was_judged_is_judged_no_more(case: CaseAtDesk) -> None:
    asked = case.asks(RULE, STEP)
    case.decides(asked)

    with in_hand(case, "dora") as work:
        page = deviation_page_of(work, asked)

    assert [reason.key for reason in page.stops] == ["decided"]
    assert case.refused("dora", orders.DecideDeviation, deviation=asked, confirmed=True) == [
        "decided"
    ]


def test_a_deviation_of_another_case_is_not_there(desk: Desk, case: CaseAtDesk) -> None:
    other, asked = desk.opens(), case.asks(RULE, STEP)

    with pytest.raises(NotFound), in_hand(other) as work:
        deviation_page_of(work, asked)
