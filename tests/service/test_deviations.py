"""A rule is set aside for one step, once, with a second person; and what is owed then."""

from datetime import date

import pytest

from engine.decision import Allowed, UnknownTransition
from engine.errors import NotFound, StaleCase
from engine.fields import InvalidInput
from engine.service import orders
from engine.service.cases import explain
from engine.service.repeats import Done
from tests.service.builders import SMALL_ROLES, CaseAtDesk, Desk
from tests.service.desks import another_family
from tests.service.roads import a_placement

RULE = "family_group_conference"


def nearly_ready(desk: Desk) -> CaseAtDesk:
    """A placement that lacks nothing but the conference."""
    case = a_placement(desk, "counter_checked")
    road = ("shared_with_family", "confirmed")
    case.settled("explanatory_analysis", *road, by="anna", then="dora")
    case.settled("alternatives_weighed", "confirmed")
    case.settled("placement_plan", "agreed")
    case.consents("placement", "sam", "els", "tom")
    assert case.missing("decide_to_place") == [RULE]
    return case


def a_trial(desk: Desk) -> CaseAtDesk:
    """A small case in which two rules are to be confirmed afterwards."""
    case = desk.opens(workflow="trial")
    case.joins("anna", "vera", roles=SMALL_ROLES)
    return case


class TestBefore:
    """Confirmed before the step, as most rules ask."""

    def test_a_confirmed_deviation_lets_the_step_pass_and_stays_visible(self, desk: Desk) -> None:
        case = nearly_ready(desk)
        name = case.asks(RULE, "decide_to_place")
        assert case.missing("decide_to_place") == [RULE]

        assert isinstance(case.decides(name), Done)
        decision = explain(desk.viewers["bram"], desk.office, case.id, "decide_to_place")
        assert isinstance(decision, Allowed)
        reason = next(found for found in decision.reasons if found.key == RULE)
        assert (reason.met, reason.set_aside) == (False, name)
        case.step("decide_to_place")

        assert case.events[-1].payload["set_aside"] == {RULE: name}
        assert case.deviation(name) == "used"

    def test_each_step_of_it_is_an_event_without_its_words(self, desk: Desk) -> None:
        case = nearly_ready(desk)
        name = case.asks(RULE, "decide_to_place")
        case.decides(name, why="CANARY gewogen")

        asked, confirmed = case.events[-2:]
        assert (asked.kind, confirmed.kind) == ("deviation_asked", "deviation_confirmed")
        for event in (asked, confirmed):
            assert event.payload["rule"] == RULE
            assert event.payload["transition"] == "decide_to_place"
            assert event.payload["deviation"] == name
            assert "het moet snel" not in str(event.payload)
            assert "CANARY" not in str(event.payload)
        assert confirmed.details == {"why": "CANARY gewogen"}

    def test_the_repair_starts_on_the_day_of_the_step(self, desk: Desk) -> None:
        case = nearly_ready(desk)
        case.decides(case.asks(RULE, "decide_to_place"))
        desk.after(days=3)

        case.step("decide_to_place")

        repair = case.owed[f"repair.{RULE}"]
        assert (repair.starts_on, repair.due_on) == (date(2026, 3, 5), date(2026, 4, 16))
        assert repair.owner_role == "regisseur"
        assert case.head.state == "decided_to_place"
        case.settled(RULE, "declined")
        assert f"repair.{RULE}" not in case.owed

    def test_it_is_used_once(self, desk: Desk) -> None:
        case = nearly_ready(desk)
        case.decides(case.asks(RULE, "decide_to_place"))
        case.step("decide_to_place")

        missing = case.missing("decide_again")

        assert RULE in missing

    def test_it_covers_no_other_step(self, desk: Desk) -> None:
        case = nearly_ready(desk)
        case.decides(case.asks(RULE, "decide_again"))

        assert case.missing("decide_to_place") == [RULE]

    def test_nobody_confirms_a_deviation_of_their_own(self, desk: Desk) -> None:
        case = nearly_ready(desk)
        scientist = {"bram": "qualified_behavioural_scientist"}
        case.joins("bram", roles=scientist)
        name = case.asks(RULE, "decide_to_place")

        outcome = case.decides(name, by="bram")

        assert not isinstance(outcome, Done)
        assert [reason.key for reason in outcome.missing] == ["four_eyes"]
        assert case.deviation(name) == "asked"

    def test_nor_does_somebody_without_the_role(self, desk: Desk) -> None:
        case = nearly_ready(desk)
        name = case.asks(RULE, "decide_to_place")

        assert case.refused("anna", orders.DecideDeviation, deviation=name, confirmed=True) == [
            "four_eyes"
        ]

    def test_one_that_was_refused_covers_nothing(self, desk: Desk) -> None:
        case = nearly_ready(desk)
        name = case.asks(RULE, "decide_to_place")

        case.decides(name, yes=False, why="Eerst vragen.")

        assert case.deviation(name) == "refused"
        assert case.events[-1].kind == "deviation_refused"
        assert case.missing("decide_to_place") == [RULE]

    def test_a_refusal_says_why(self, desk: Desk) -> None:
        case = nearly_ready(desk)
        name = case.asks(RULE, "decide_to_place")

        with pytest.raises(InvalidInput) as caught:
            case.decides(name, yes=False, why=" ")

        assert [problem.field for problem in caught.value.problems] == ["why"]

    def test_what_was_decided_is_not_decided_again(self, desk: Desk) -> None:
        case = nearly_ready(desk)
        name = case.asks(RULE, "decide_to_place")
        case.decides(name)

        outcome = case.decides(name, yes=False)

        assert not isinstance(outcome, Done)
        assert [reason.key for reason in outcome.missing] == ["decided"]
        with pytest.raises(StaleCase):
            case.does("dora", orders.DecideDeviation, deviation=name, confirmed=True,
                      seen_version=1)  # fmt: skip

    def test_it_lapses_after_its_days(self, desk: Desk) -> None:
        case = nearly_ready(desk)
        confirmed, asked = case.asks(RULE, "decide_to_place"), case.asks(RULE, "decide_to_place")
        case.decides(confirmed)

        desk.after(days=14)
        assert not isinstance(case.tries("decide_to_place", by="anna"), Done)
        assert case.missing("decide_to_place", by="anna") == ["role"]
        desk.after(days=1)

        assert case.missing("decide_to_place") == [RULE]
        assert case.refused("dora", orders.DecideDeviation, deviation=asked, confirmed=True) == [
            "decided"
        ]

    def test_it_covers_nothing_once_the_case_left_the_state_also_when_it_comes_back(
        self, desk: Desk
    ) -> None:
        case = nearly_ready(desk)
        confirmed, asked = case.asks(RULE, "decide_to_place"), case.asks(RULE, "decide_to_place")
        case.decides(confirmed)

        case.step("hold")
        case.step("counter_check")

        assert case.missing("decide_to_place") == [RULE]
        assert case.refused("dora", orders.DecideDeviation, deviation=asked, confirmed=True) == [
            "decided"
        ]
        case.decides(case.asks(RULE, "decide_to_place"))
        case.step("decide_to_place")

    def test_it_covers_nothing_once_whoever_asked_gave_the_role_up(self, desk: Desk) -> None:
        case = nearly_ready(desk)
        case.decides(case.asks(RULE, "decide_to_place"))
        other = {"person": desk.who("anna"), "role": "regisseur", "ground": "verhuisd"}
        desk.qualify("anna", "regisseur")

        case.done("bram", orders.Assign, **other)

        assert case.missing("decide_to_place", by="anna") == [RULE]

    def test_a_rule_that_blocks_is_never_set_aside(self, desk: Desk) -> None:
        case = nearly_ready(desk)

        for rule in ("explanatory_analysis", "legal_title", "second_professional"):
            assert case.refused(
                "bram", orders.AskDeviation, rule=rule, transition="decide_to_place", why="snel"
            ) == ["no_deviation"]

    def test_only_who_may_make_the_step_asks(self, desk: Desk) -> None:
        case = nearly_ready(desk)

        assert case.refused(
            "anna", orders.AskDeviation, rule=RULE, transition="decide_to_place", why="snel"
        ) == ["role"]

    def test_what_cannot_be_asked_is_told(self, desk: Desk) -> None:
        case = nearly_ready(desk)

        with pytest.raises(InvalidInput) as caught:
            case.does("bram", orders.AskDeviation, rule="valid_title",
                      transition="decide_to_place", why="")  # fmt: skip
        with pytest.raises(UnknownTransition):
            case.does("bram", orders.AskDeviation, rule=RULE, transition="decide", why="snel")

        assert [problem.field for problem in caught.value.problems] == ["rule", "why"]

    def test_a_deviation_of_another_case_is_none_of_this_one(self, desk: Desk) -> None:
        theirs = nearly_ready(another_family(desk))
        name = theirs.asks(RULE, "decide_to_place")
        case = nearly_ready(desk)
        told = set()

        for each in (name, "nothing"):
            with pytest.raises(NotFound) as caught:
                case.decides(each)
            told.add(str(caught.value))

        assert len(told) == 1
        assert theirs.deviation(name) == "asked"

    def test_a_step_that_closes_the_case_has_no_deviation(self, small_desk: Desk) -> None:
        case = a_trial(small_desk)

        keys = case.refused(
            "bram", orders.AskDeviation, rule="order_first", transition="finish", why="haast"
        )

        assert keys == ["no_deviation"]  # a final case could never make it up


class TestAfterwards:
    """Confirmed within a day after the step: it passes on what was only asked."""

    def went(self, desk: Desk) -> tuple[CaseAtDesk, str, str]:
        """A case that went on two deviations that nobody has confirmed yet."""
        case = a_trial(desk)
        look, order = case.asks("look_later", "go"), case.asks("ask_later", "go")
        case.step("go")
        return case, look, order

    def test_the_step_passes_on_what_was_only_asked(self, small_desk: Desk) -> None:
        case = a_trial(small_desk)
        assert case.missing("go") == ["ask_later", "look_later"]

        look, order = case.asks("look_later", "go"), case.asks("ask_later", "go")
        case.step("go")

        assert case.deviation(look) == case.deviation(order) == "used_unconfirmed"
        assert case.events[-1].payload["set_aside"] == {"look_later": look, "ask_later": order}
        due = {key: row.due_on for key, row in case.owed.items()}
        assert due["eyes.look_later"] == due["eyes.ask_later"] == date(2026, 3, 3)
        assert due["repair.look_later"] == date(2026, 3, 16)
        assert due["repair.ask_later"] == date(2026, 3, 23)

    def test_the_second_person_who_agrees_meets_their_own_deadline_only(
        self, small_desk: Desk
    ) -> None:
        case, look, order = self.went(small_desk)

        case.decides(look, by="vera")

        assert case.deviation(look) == "used"
        assert case.deviation(order) == "used_unconfirmed"
        assert "eyes.look_later" not in case.owed
        assert "eyes.ask_later" in case.owed
        assert "repair.look_later" in case.owed

    def test_one_who_objects_undoes_nothing_and_opens_a_review(self, small_desk: Desk) -> None:
        case, look, _ = self.went(small_desk)
        small_desk.after(days=1)

        case.decides(look, by="vera", yes=False, why="CANARY niet juist")

        assert case.head.state == "going"
        assert case.deviation(look) == "rejected"
        event = case.events[-1]
        assert event.kind == "deviation_rejected"
        assert "CANARY" not in str(event.payload)
        review = case.owed["review.look_later"]
        assert (review.due_on, review.review) == (date(2026, 3, 5), True)
        assert "eyes.look_later" not in case.owed

    def test_a_talk_meets_that_review(self, small_desk: Desk) -> None:
        case, look, _ = self.went(small_desk)
        case.decides(look, by="vera", yes=False)
        review = case.owed["review.look_later"].public_id

        case.done("bram", orders.HoldContact, held_on=small_desk.office.today(),
                  words="besproken", counts_for=((case.id, review),))  # fmt: skip

        assert "review.look_later" not in case.owed

    def test_an_objection_after_the_case_closed_opens_nothing(self, small_desk: Desk) -> None:
        case, look, _ = self.went(small_desk)
        case.step("back")
        case.settled("order", "valid")
        case.step("finish")

        case.decides(look, by="vera", yes=False)

        assert case.deviation(look) == "rejected"
        assert case.owed == {}

    def test_whoever_asked_does_not_look_afterwards(self, small_desk: Desk) -> None:
        case, look, _ = self.went(small_desk)
        case.joins("bram", roles={"bram": "worker"})

        outcome = case.decides(look, by="bram")

        assert not isinstance(outcome, Done)
        assert [reason.key for reason in outcome.missing] == ["four_eyes"]

    def test_deciding_on_another_deviation_meets_no_second_look(self, small_desk: Desk) -> None:
        case, _, _ = self.went(small_desk)
        case.step("back")
        fresh = case.asks("order_first", "ponder")

        case.decides(fresh, by="vera")

        assert {"eyes.look_later", "eyes.ask_later"} <= set(case.owed)

    def test_a_second_look_that_comes_too_late_is_still_owed(self, small_desk: Desk) -> None:
        case, look, _ = self.went(small_desk)
        small_desk.after(days=30)

        assert "eyes.look_later" in case.owed
        assert isinstance(case.decides(look, by="vera"), Done)
