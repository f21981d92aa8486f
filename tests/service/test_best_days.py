"""The planner: on which working day one talk meets most of what a family is owed."""

from datetime import date, timedelta

import pytest

from engine.errors import NotFound
from engine.service import orders
from engine.service.file.best_days import BestDayShown, best_days
from tests.service.builders import CaseAtDesk, Desk
from tests.service.calendars import a_day, changed
from tests.service.desks import another_family, takes_part

OPENS, CLOSES = date(2026, 3, 30), date(2026, 4, 20)  # of a talk that began on 2 March


@pytest.fixture
def desk(small_desk: Desk) -> Desk:
    """Lend the small definitions: a talk that is in time from 2 weeks before to 1 week after."""
    return small_desk


@pytest.fixture
def cases(desk: Desk) -> tuple[CaseAtDesk, CaseAtDesk]:
    """Open two cases of one family, the second two weeks later: in time from 10 April on."""
    first = desk.opens(workflow="trial")
    desk.after(weeks=2)
    return first, desk.opens(workflow="trial")


def found(desk: Desk, by: str = "bram") -> tuple[BestDayShown, ...]:
    """Ask the planner."""
    return best_days(desk.viewers[by], desk.office, desk.family)


def numbers(best: BestDayShown) -> set[str]:
    """Say of which cases a day meets a talk."""
    return {each.number for each in best.meets}


def test_the_day_that_counts_for_both_is_proposed(
    desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
) -> None:
    (best,) = found(desk)

    assert numbers(best) == {case.head.number for case in cases}
    assert (best.day, best.until) == (date(2026, 4, 10), CLOSES)


def test_a_day_off_of_the_region_is_never_proposed(
    desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
) -> None:
    changed(desk, add=(a_day(date(2026, 4, 14), "closing"), a_day(CLOSES, "closing")))

    (best,) = found(desk)

    assert (best.day, best.until) == (date(2026, 4, 10), date(2026, 4, 17))


def test_what_is_late_counts_on_every_day_the_sooner_the_better(
    desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
) -> None:
    desk.after(weeks=5, days=5)  # Saturday 25 April: the first closed, the second runs

    (best,) = found(desk)

    assert len(best.meets) == 2
    assert best.day == date(2026, 4, 28)  # after the weekend and King's Day


def test_what_stands_still_waits(desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]) -> None:
    first, second = cases
    until = desk.office.today() + timedelta(weeks=1)
    second.done("bram", orders.Suspend, until=until, reason="ziek")

    (best,) = found(desk)

    assert numbers(best) == {first.head.number}
    assert (best.day, best.until) == (OPENS, CLOSES)


def test_a_talk_that_is_further_off_than_eight_weeks_is_not_planned_yet(desk: Desk) -> None:
    assert found(desk) == ()


def test_a_case_that_the_viewer_may_not_see_is_left_out(
    desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
) -> None:
    first = cases[0]
    takes_part(desk, desk.viewers["dora"], case_id=first.head.id, role="scientist")

    (best,) = found(desk, "dora")

    assert numbers(best) == {first.head.number}


def test_a_family_of_others_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        best_days(desk.viewers["dora"], desk.office, another_family(desk).family)
    assert desk.log()[-1].outcome == "denied"
