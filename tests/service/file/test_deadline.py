"""One deadline: how far it may be moved, and by whom."""

from datetime import date, timedelta

import pytest

from engine.service import orders
from engine.service.file.deadline import DeadlineShown, deadline
from engine.span import Span
from tests.service.builders import CaseAtDesk, Desk
from tests.service.roads import a_placement


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    return a_placement(desk)


def read(case: CaseAtDesk, key: str, by: str = "bram") -> DeadlineShown:
    row = next(row for row in case.duties if row.key == key)
    return deadline(case.desk.viewers[by], case.desk.office, case.id, row.public_id)


def test_a_deadline_is_read_with_its_terms(case: CaseAtDesk) -> None:
    shown = read(case, "preparation")

    rule = case.workflow.deadlines["preparation"]
    assert (shown.seen.key, shown.seen.title, shown.source) == (
        "preparation", rule.title, rule.source,
    )  # fmt: skip
    assert shown.seen.reminders
    assert (shown.version, shown.child) == (case.head.version, None)
    assert (shown.suspended_on, shown.ended_on, shown.may_resume) == (None, None, False)


def test_it_says_how_far_it_may_be_extended_and_by_whom(case: CaseAtDesk) -> None:
    of_bram, of_cora = (read(case, "preparation", by).may_extend for by in ("bram", "cora"))

    assert of_bram
    assert of_cora
    assert (of_bram.mine, of_cora.mine) == (False, True)
    assert "Coördinator" in [title.nl for title in of_bram.by]
    late = of_cora.furthest + timedelta(days=1)
    assert case.owed["preparation"].due_on < of_cora.furthest
    assert (late - case.owed["preparation"].due_on).days - 1 <= 7 * of_cora.at_most.amount


def test_the_furthest_day_is_the_one_that_the_command_takes(case: CaseAtDesk) -> None:
    until = read(case, "preparation").may_suspend
    assert until
    assert until.mine

    day_after = until.furthest + timedelta(days=1)
    name = case.owed["preparation"].public_id
    said = {"deadline": name, "reason": "zomervakantie"}
    assert case.refused("bram", orders.Suspend, until=day_after, **said) == ["at_most"]
    case.done("bram", orders.Suspend, until=until.furthest, **said)

    shown = read(case, "preparation")
    assert (shown.may_extend, shown.may_suspend, shown.may_resume) == (None, None, True)
    assert shown.suspended_until == until.furthest


def test_what_no_rule_moves_says_so(case: CaseAtDesk) -> None:
    fixed = next(
        row.key
        for row in case.duties
        if row.key in case.workflow.deadlines
        and case.workflow.deadlines[row.key].extend is None
        and case.workflow.deadlines[row.key].suspend is None
    )

    shown = read(case, fixed)

    assert (shown.may_extend, shown.may_suspend, shown.may_resume) == (None, None, False)


def test_an_extension_counts_from_the_first_day(small_desk: Desk) -> None:
    case = small_desk.opens(workflow="trial")
    before = read(case, "talk", "cora").may_extend
    assert before
    assert (before.mine, before.at_most, before.furthest) == (
        True, Span(weeks=2), date(2026, 4, 27),
    )  # fmt: skip
    case.done("cora", orders.Extend, deadline=case.owed["talk"].public_id, by=Span(weeks=1),
              reason="ziekte")  # fmt: skip

    assert read(case, "talk", "cora").may_extend == before
