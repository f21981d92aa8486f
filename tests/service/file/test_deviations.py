"""The deviations of a case, and who may decide about each."""

from datetime import timedelta
from typing import get_args

import pytest

from engine.service.file.deviations import STATES, DeviationRow, deviation, deviations
from engine.store.tables.cases import DeviationState
from tests.service.builders import TODAY, CaseAtDesk, Desk
from tests.service.roads import a_placement

RULE, STEP = "family_group_conference", "decide_to_place"


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    return a_placement(desk, "counter_checked")


def read(case: CaseAtDesk, by: str = "bram") -> list[DeviationRow]:
    return list(deviations(case.desk.viewers[by], case.desk.office, case.id))


def test_a_deviation_says_who_asked_what_and_why(case: CaseAtDesk) -> None:
    name = case.asks(RULE, STEP)

    (row,) = read(case)

    assert (row.id, row.rule, row.transition) == (name, RULE, STEP)
    assert row.rule_title == case.workflow.rules[RULE].asks
    assert row.transition_title == case.workflow.transitions[STEP].title
    assert (row.state, row.state_title.nl) == ("asked", "Gevraagd")
    assert (row.asked_by, row.asked_on, row.why) == ("bram", TODAY, "het moet snel")
    assert (row.decided_by, row.decided_on, row.decided_why) == (None, None, None)
    assert row.lapses_on > TODAY


def test_only_a_second_person_in_a_fitting_role_may_decide(case: CaseAtDesk) -> None:
    case.asks(RULE, STEP)

    assert {by: read(case, by)[0].i_may_decide for by in ("anna", "bram", "dora")} == {
        "anna": False,
        "bram": False,
        "dora": True,
    }


def test_nobody_decides_twice_or_about_what_lapsed(case: CaseAtDesk) -> None:
    name = case.asks(RULE, STEP)
    case.asks("alternatives_weighed", STEP)
    case.decides(name, why="gewogen")
    case.desk.after(days=60)

    confirmed, lapsed = read(case, "dora")

    assert (confirmed.state, confirmed.decided_by, confirmed.decided_why) == (
        "confirmed", "dora", "gewogen",
    )  # fmt: skip
    assert confirmed.decided_on == TODAY
    assert not confirmed.i_may_decide
    assert lapsed.lapses_on < TODAY + timedelta(days=60)
    assert not lapsed.i_may_decide


def test_whoever_reads_titles_only_sees_no_words(case: CaseAtDesk) -> None:
    case.decides(case.asks(RULE, STEP))

    (row,) = read(case, "cora")

    assert (row.why, row.decided_why) == (None, None)
    assert (row.rule, row.asked_by, row.state) == (RULE, "bram", "confirmed")


def test_one_deviation_is_read_by_its_id(case: CaseAtDesk) -> None:
    name = case.asks(RULE, STEP)
    case.asks("alternatives_weighed", STEP)

    found = deviation(case.desk.viewers["dora"], case.desk.office, case.id, name)

    assert (found.id, found.i_may_decide) == (name, True)
    row = case.desk.log()[-1]
    assert (row.action, row.outcome, row.record) == ("read_deviation", "done", name)


def test_every_state_has_words() -> None:
    assert set(STATES) == set(get_args(DeviationState))
