"""Rules in shadow or on: asked by one, confirmed by another, read at each decision."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engine.clock import ManualClock
from engine.decision import Refused
from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.library import UnknownRegion
from engine.reason import Shadow
from engine.service.at_table import Changed
from engine.service.cases import explain
from engine.service.enforcement import ask_enforcement, decide_enforcement
from engine.service.enforcement_orders import AskEnforcement, DecideEnforcement
from engine.service.enforcement_shown import rules_here, setting_here
from engine.store.store import Store
from tests.service.builders import REGION, ROLES, Desk
from tests.service.desks import a_desk
from tests.service.roads import GATE, a_placement

RULE = "explanatory_analysis"
LATER = date(2026, 4, 1)


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Lend a desk with a team lead beside the coordinator."""
    return a_desk(store, clock, roles={**ROLES, "tess": "team_lead"})


def ask(desk: Desk, by: str = "cora", **said: Any) -> Changed | Refused:
    """Ask that a rule is only shown from today on."""
    order = AskEnforcement(
        region=REGION,
        rule=RULE,
        enforcement="shadow",
        from_on=date(2026, 3, 2),
        reason="De regio begint met meekijken.",
    )
    return ask_enforcement(desk.viewers[by], desk.office, replace(order, **said))


def settled(desk: Desk, **said: Any) -> None:
    """Ask it and let the team lead confirm it."""
    asked = ask(desk, **said)
    assert isinstance(asked, Changed)
    decided = decide(desk, asked.id)
    assert isinstance(decided, Changed)


def decide(
    desk: Desk, setting: str, by: str = "tess", *, confirmed: bool = True, why: str = "Besproken."
) -> object:
    """Decide on what was asked."""
    order = DecideEnforcement(setting=setting, confirmed=confirmed, why=why)
    return decide_enforcement(desk.viewers[by], desk.office, order)


def seen(desk: Desk) -> Shadow | None:
    """Say how the rule stands in the region today."""
    return rules_here(desk.viewers["cora"], desk.office, REGION).of(RULE).shadow


def test_a_rule_in_shadow_is_shown_and_stops_nothing_also_in_a_running_case(desk: Desk) -> None:
    case = a_placement(desk, "counter_checked")

    settled(desk)
    settled(desk, enforcement="on", from_on=LATER)

    assert case.missing("decide_to_place") == [key for key in GATE if key != RULE]
    told = explain(desk.viewers["bram"], desk.office, case.id, "decide_to_place")
    reason = next(each for each in told.reasons if each.key == RULE)
    assert (reason.met, reason.stops, reason.shadow) == (False, False, Shadow(LATER))
    assert seen(desk) == Shadow(LATER)


def test_from_its_day_on_the_rule_binds_again(desk: Desk) -> None:
    case = a_placement(desk, "counter_checked")
    settled(desk)
    settled(desk, enforcement="on", from_on=LATER)

    desk.after(days=30)  # 1 April, 10 o'clock in Amsterdam: summer time since Sunday

    assert RULE in case.missing("decide_to_place")
    assert seen(desk) is None


def test_what_a_rule_in_shadow_said_stays_in_the_event(desk: Desk) -> None:
    case = a_placement(desk, "counter_checked")
    unmet = [key for key in GATE if key != "legal_title"]
    for rule in unmet:
        settled(desk, rule=rule)
    case.consents("placement", "els", "tom", "sam")

    case.step("decide_to_place")

    payload = case.events[-1].payload
    assert (payload["shadowed"], payload["set_aside"]) == (unmet, {})
    assert not set(unmet) & set(payload["warned"])


def test_nothing_changes_until_another_person_confirms_it(desk: Desk) -> None:
    asked = ask(desk)
    assert isinstance(asked, Changed)

    refused = decide(desk, asked.id, by="cora")

    assert isinstance(refused, Refused)
    assert [reason.key for reason in refused.missing] == ["four_eyes"]
    assert seen(desk) is None


def test_what_was_refused_does_nothing_and_is_not_decided_twice(desk: Desk) -> None:
    asked = ask(desk)
    assert isinstance(asked, Changed)
    assert isinstance(decide(desk, asked.id, confirmed=False), Changed)

    again = decide(desk, asked.id)

    assert isinstance(again, Refused)
    assert [reason.key for reason in again.missing] == ["decided"]
    assert seen(desk) is None


@pytest.mark.parametrize("rule", ["legal_title", "second_professional", "valid_title"])
def test_consent_title_and_four_eyes_on_a_placement_are_never_in_shadow(
    desk: Desk, rule: str
) -> None:
    refused = ask(desk, rule=rule)

    assert isinstance(refused, Refused)
    assert [reason.key for reason in refused.missing] == ["always_binds"]


def test_only_who_coordinates_in_the_region_asks_and_every_reason_is_told(desk: Desk) -> None:
    refused = ask(desk, by="bram", rule="legal_title")

    assert isinstance(refused, Refused)
    assert [reason.key for reason in refused.missing] == ["role", "always_binds"]


def test_a_setting_is_not_there_for_whoever_has_no_part_in_the_region(desk: Desk) -> None:
    asked = ask(desk)
    assert isinstance(asked, Changed)

    with pytest.raises(NotFound):
        decide(desk, asked.id, by="bram")


def test_all_that_is_wrong_is_said_at_once(desk: Desk) -> None:
    with pytest.raises(InvalidInput) as raised:
        ask(desk, reason=" ", from_on=date(2026, 3, 1))

    assert [problem.field for problem in raised.value.problems] == ["reason", "from_on"]


def test_a_refusal_says_why_in_no_more_words_than_fit(desk: Desk) -> None:
    asked = ask(desk)
    assert isinstance(asked, Changed)

    for why, confirmed in ((" ", False), ("x" * 20_001, True)):
        with pytest.raises(InvalidInput) as raised:
            decide(desk, asked.id, confirmed=confirmed, why=why)
        assert [problem.field for problem in raised.value.problems] == ["why"]
    assert isinstance(decide(desk, asked.id, why=""), Changed)


def test_who_asked_and_why_is_for_those_with_a_part_in_the_region(desk: Desk) -> None:
    asked = ask(desk)
    assert isinstance(asked, Changed)
    cora, bram = (rules_here(desk.viewers[name], desk.office, REGION) for name in ("cora", "bram"))

    (mine,), (other,) = (each.of(RULE).waiting for each in (cora, bram))
    assert mine.said is not None
    assert (mine.said.asker, mine.said.reason) == ("cora", "De regio begint met meekijken.")
    assert (other.said, other.enforcement, other.from_on) == (None, "shadow", mine.from_on)
    assert (cora.may_set.met, bram.may_set.met) == (True, False)


def test_one_setting_says_what_stops_whoever_looks(desk: Desk) -> None:
    asked = ask(desk)
    assert isinstance(asked, Changed)

    def stops(name: str) -> list[str]:
        one = setting_here(desk.viewers[name], desk.office, asked.id)
        return [reason.key for reason in one.stops]

    assert (stops("cora"), stops("tess")) == (["four_eyes"], [])
    decide(desk, asked.id)
    assert stops("tess") == ["decided"]
    for name, setting in (("bram", asked.id), ("cora", "0" * 32)):
        with pytest.raises(NotFound):
            setting_here(desk.viewers[name], desk.office, setting)


def test_what_was_asked_of_a_rule_that_is_gone_is_not_shown(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(desk)
    assert isinstance(asked, Changed)
    monkeypatch.setattr("engine.service.enforcement_shown.rules_of", lambda *_: {})

    with pytest.raises(NotFound):
        setting_here(desk.viewers["cora"], desk.office, asked.id)
    with pytest.raises(NotFound):
        rules_here(desk.viewers["cora"], desk.office, REGION).of(RULE)


def test_an_unknown_region_or_rule_is_told(desk: Desk) -> None:
    with pytest.raises(UnknownRegion):
        ask(desk, region="oldebrook")
    with pytest.raises(NotFound):
        ask(desk, rule="no_such_rule")


def test_a_repeat_under_its_key_gets_the_first_answer(desk: Desk) -> None:
    assert ask(desk, key="k") == ask(desk, key="k")
