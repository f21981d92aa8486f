"""A deadline is extended, stands still and runs on; never one of the law."""

from datetime import date, timedelta
from typing import Any

import pytest

from engine.errors import NotFound, StaleCase
from engine.explanation import day_words
from engine.fields import InvalidInput
from engine.service import orders
from engine.service.repeats import Done
from engine.span import Span
from tests.service.builders import TODAY, CaseAtDesk, Desk
from tests.service.desks import another_family
from tests.service.roads import a_placement, a_verder_thuis

ONE_WEEK: dict[str, Any] = {"by": Span(weeks=1), "reason": "meer tijd"}


def planned(case: CaseAtDesk, key: str) -> list[date]:
    """List the days of the reminders that are still to go out."""
    return [row.on_date for row in case.ledger if row.key == key and row.state == "planned"]


def extend(case: CaseAtDesk, key: str = "preparation", who: str = "cora", **said: object) -> object:
    """Try to extend a deadline, by two weeks unless said otherwise; what was done, or the keys."""
    usual = {"deadline": case.owed[key].public_id, "by": Span(weeks=2), "reason": "meer tijd"}
    outcome = case.does(who, orders.Extend, **{**usual, **said})
    return outcome if isinstance(outcome, Done) else [reason.key for reason in outcome.missing]


class TestExtend:
    """Further away, within a maximum."""

    def test_an_extended_deadline_has_the_reminders_of_its_new_date_only(self, desk: Desk) -> None:
        case = a_placement(desk)
        assert planned(case, "preparation") == [
            date(2026, 4, 2), date(2026, 4, 14), date(2026, 4, 14),
        ]  # fmt: skip

        assert isinstance(extend(case, reason="CANARY ziekte"), Done)

        assert case.owed["preparation"].due_on == date(2026, 4, 24)  # King's Day is the 27th
        assert planned(case, "preparation") == [
            date(2026, 4, 17), date(2026, 4, 28), date(2026, 4, 28),
        ]  # fmt: skip
        event = case.events[-1]
        assert event.kind == "deadline_extended"
        assert event.payload["deadline"] == "preparation"
        assert (event.payload["from"], event.payload["to"]) == ("2026-04-13", "2026-04-24")
        assert "CANARY" not in str(event.payload)
        assert event.details == {"reason": "CANARY ziekte"}

    def test_the_maximum_counts_from_the_first_date_however_often(self, desk: Desk) -> None:
        case = a_placement(desk)

        assert isinstance(extend(case), Done)
        assert extend(case, by=Span(weeks=3)) == ["at_most"]
        assert isinstance(extend(case, by=Span(days=17)), Done)  # 24 April and 17 days: 11 May
        assert extend(case, by=Span(days=1)) == ["at_most"]

    def test_only_the_roles_that_the_rule_names_extend(self, desk: Desk) -> None:
        case = a_placement(desk)

        assert extend(case, who="bram") == ["role"]

    def test_a_deadline_without_an_allowance_is_not_extended(self, desk: Desk) -> None:
        case = a_placement(desk, "decided_to_place")

        assert extend(case, "carry_out_in_time") == ["extend", "at_most"]

    def test_a_term_of_the_law_is_not_extended(self, small_desk: Desk) -> None:
        case = small_desk.opens(workflow="trial")

        assert extend(case, "answer") == ["extend", "at_most"]

    def test_the_refusal_names_the_deadline_and_the_day_in_words(self, desk: Desk) -> None:
        case = a_placement(desk, "decided_to_place")
        due = case.owed["carry_out_in_time"]

        outcome = case.does("cora", orders.Extend, deadline=due.public_id, **ONE_WEEK)

        assert not isinstance(outcome, Done)
        allowed, at_most = outcome.missing
        title, day = case.workflow.deadlines[due.key].title, due.due_on
        assert allowed.says.nl == f"De termijn '{title.nl}' kan niet worden verlengd."
        assert allowed.says.en == f"The term '{title.en}' cannot be extended."
        assert at_most.says.nl.endswith(f": {day_words(day, 'nl')}.")
        assert at_most.asks.en == f"Choose a day up to {day_words(day, 'en')}"

    def test_what_was_met_is_not_extended(self, desk: Desk) -> None:
        case = a_placement(desk)
        deadline = case.owed["preparation"].public_id
        case.step("decide_not_to_place")

        assert "extend" in case.refused("cora", orders.Extend, deadline=deadline, **ONE_WEEK)

    @pytest.mark.parametrize(
        ("said", "field"), [({"reason": " "}, "reason"), ({"by": Span(hours=3)}, "by")]
    )
    def test_a_bad_order_is_told_as_such(
        self, desk: Desk, said: dict[str, Any], field: str
    ) -> None:
        case = a_placement(desk)

        with pytest.raises(InvalidInput) as caught:
            extend(case, **said)

        assert [problem.field for problem in caught.value.problems] == [field]


class TestSuspend:
    """Still for a while; the real number of days is added."""

    def stands(self, case: CaseAtDesk, by: str = "bram", **said: object) -> object:
        """Try to let all deadlines stand still until 30 March."""
        usual = {"until": date(2026, 3, 30), "reason": "CANARY detentie"}
        return case.does(by, orders.Suspend, **{**usual, **said})

    def test_what_stands_still_reminds_nobody_and_runs_on_with_the_real_days(
        self, desk: Desk
    ) -> None:
        case = a_placement(desk)

        assert isinstance(self.stands(case), Done)
        row = case.owed["preparation"]
        assert (row.state, row.suspended_on, row.suspended_until) == (
            "suspended", TODAY, date(2026, 3, 30),
        )  # fmt: skip
        assert planned(case, "preparation") == []
        assert case.owed["turning_18"].state == "open"
        assert case.events[-1].payload["until"] == "2026-03-30"
        assert "CANARY" not in str(case.events[-1].payload)

        desk.after(days=10)
        case.done("bram", orders.Resume)

        row = case.owed["preparation"]
        assert (row.state, row.due_on) == ("open", date(2026, 4, 23))  # 13 April and ten days
        assert row.explanation["suspended_days"] == 10
        assert planned(case, "preparation") == [
            date(2026, 4, 16), date(2026, 4, 24), date(2026, 4, 24),
        ]  # fmt: skip

    def test_one_that_runs_on_the_same_day_is_as_it_was(self, desk: Desk) -> None:
        case = a_placement(desk)
        before, days = case.owed["preparation"].due_on, planned(case, "preparation")

        self.stands(case)
        case.done("bram", orders.Resume)

        assert case.owed["preparation"].due_on == before
        assert planned(case, "preparation") == days

    def test_a_stand_still_that_is_told_later_counts_from_its_day(self, desk: Desk) -> None:
        case = a_placement(desk)
        desk.after(days=10)

        self.stands(case, occurred_at=desk.clock.now() - timedelta(days=7))
        desk.after(days=3)
        case.done("bram", orders.Resume, occurred_at=desk.clock.now() - timedelta(days=1))

        assert case.owed["preparation"].due_on == date(2026, 4, 22)  # 9 days on

    def test_what_stood_still_may_be_extended_as_far_as_before(self, desk: Desk) -> None:
        case = a_placement(desk)
        self.stands(case)
        desk.after(days=28)
        case.done("bram", orders.Resume)
        assert case.owed["preparation"].due_on == date(2026, 5, 11)

        assert isinstance(extend(case, by=Span(weeks=4)), Done)
        assert case.owed["preparation"].due_on == date(2026, 6, 8)

    def test_what_was_extended_stands_still_from_its_later_date(self, desk: Desk) -> None:
        case = a_placement(desk)
        extend(case)
        self.stands(case)
        desk.after(days=14)

        case.done("bram", orders.Resume)

        assert case.owed["preparation"].due_on == date(2026, 5, 11)  # 27 April and 14 days

    def test_it_stands_still_for_eight_weeks_in_all(self, desk: Desk) -> None:
        case = a_placement(desk)
        far = TODAY + timedelta(weeks=8)
        assert case.refused("bram", orders.Suspend, until=far + timedelta(days=1), reason="x") == [
            "at_most"
        ]
        self.stands(case, until=far)
        desk.after(weeks=5)
        case.done("bram", orders.Resume)
        extend(case)
        today = desk.office.today()

        assert case.refused(
            "bram", orders.Suspend, until=today + timedelta(weeks=3, days=1), reason="x"
        ) == ["at_most"]
        assert isinstance(self.stands(case, until=today + timedelta(weeks=3)), Done)

    def test_several_deadlines_give_each_reason_once(self, desk: Desk) -> None:
        case = a_verder_thuis(desk, "phase1_talks")
        assert {"programme", "phase1"} <= set(case.owed)

        outcome = case.does("vera", orders.Suspend, until=TODAY, reason="x")

        assert not isinstance(outcome, Done)
        keys = [reason.key for reason in outcome.reasons]
        assert sorted(keys) == ["ahead", "at_most", "role", "suspend"]
        assert [reason.key for reason in outcome.missing] == ["role", "ahead"]

    def test_all_that_may_stand_still_does_and_the_rest_goes_on(self, desk: Desk) -> None:
        case = a_verder_thuis(desk, "phase1_talks")
        case.write("explanatory_analysis", by="anna")

        self.stands(case)

        states = {key: row.state for key, row in case.owed.items()}
        assert states["programme"] == states["phase1"] == "suspended"

    def test_a_term_of_the_law_goes_on(self, small_desk: Desk) -> None:
        case = small_desk.opens(workflow="trial")

        self.stands(case)
        assert case.owed["talk"].state == "suspended"
        assert case.owed["answer"].state == "open"

        assert case.refused(
            "bram", orders.Suspend, deadline=case.owed["answer"].public_id,
            until=date(2026, 3, 30), reason="x",
        ) == ["suspend"]  # fmt: skip

    def test_what_stands_still_does_not_stand_still_again(self, desk: Desk) -> None:
        case = a_placement(desk)
        self.stands(case)

        assert case.refused("bram", orders.Suspend, until=date(2026, 3, 30), reason="x") == [
            "nothing"
        ]
        assert case.refused(
            "bram", orders.Suspend, until=date(2026, 3, 30), reason="x",
            deadline=case.owed["preparation"].public_id,
        ) == ["suspend"]  # fmt: skip

    def test_what_runs_is_not_resumed(self, desk: Desk) -> None:
        case = a_placement(desk)

        assert case.refused("bram", orders.Resume) == ["nothing"]
        assert case.refused("bram", orders.Resume, deadline=case.owed["preparation"].public_id) == [
            "nothing"
        ]

    def test_what_stands_still_may_be_met(self, desk: Desk) -> None:
        case = a_placement(desk)
        self.stands(case)

        case.step("decide_not_to_place")

        (row,) = [row for row in case.duties if row.key == "preparation"]
        assert (row.state, row.suspended_on, row.suspended_until) == ("met", None, None)

    def test_only_the_roles_that_the_rule_names_suspend(self, desk: Desk) -> None:
        case = a_placement(desk)

        assert case.refused("anna", orders.Suspend, until=date(2026, 3, 30), reason="x") == ["role"]

    def test_it_asks_why(self, desk: Desk) -> None:
        case = a_placement(desk)

        with pytest.raises(InvalidInput):
            self.stands(case, reason="")


def test_a_deadline_of_another_case_is_none_of_this_one(desk: Desk) -> None:
    theirs = another_family(desk).opens()
    name = theirs.owed["preparation"].public_id
    case = desk.opens()
    told = set()
    tries: list[tuple[type[orders.Order], dict[str, object]]] = [
        (orders.Extend, ONE_WEEK),
        (orders.Suspend, {"until": date(2026, 3, 30), "reason": "x"}),
        (orders.Resume, {}),
    ]

    for kind, more in tries:
        for each in (name, "nothing"):
            with pytest.raises(NotFound) as caught:
                case.does("cora", kind, deadline=each, **more)
            told.add(str(caught.value))
        with pytest.raises(StaleCase):
            case.does("cora", kind, deadline=name, seen_version=9, **more)

    assert len(told) == 1
    assert theirs.head.version == 1
