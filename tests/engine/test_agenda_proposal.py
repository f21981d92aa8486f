"""Which waiting cases a meeting takes first, and when each of its items begins."""

from datetime import date, time

import pytest

from engine.agenda_proposal import (
    Around,
    Candidate,
    Proposed,
    Timed,
    minutes_between,
    propose,
    starts_of,
)

ON, NEXT = date(2026, 3, 10), date(2026, 3, 17)
AROUND = Around(on=ON, next_on=NEXT)


def order(*candidates: Candidate, around: Around = AROUND) -> list[str]:
    """Say in which order these cases come."""
    return [each.key for each in propose(candidates, around, minutes_free=None).placed]


def grounds(found: Proposed) -> dict[str, str]:
    """Say why each case stands where it stands."""
    return {each.key: each.ground for each in (*found.placed, *found.left_out)}


def test_high_priority_goes_first_by_its_latest_day() -> None:
    later = Candidate(key="later", is_high=True, latest=date(2026, 3, 12))
    soon = Candidate(key="soon", is_high=True, latest=date(2026, 3, 11))
    undated = Candidate(key="undated", is_high=True, waited_days=50)
    term = Candidate(key="term", latest=date(2026, 3, 9), waited_days=30)

    assert order(undated, term, later, soon) == ["soon", "later", "undated", "term"]


def test_then_come_terms_that_expire_before_the_next_meeting() -> None:
    expires = Candidate(key="expires", latest=date(2026, 3, 16), waited_days=1)
    first = Candidate(key="first", latest=date(2026, 3, 13), waited_days=1)
    on_the_day = Candidate(key="on the day", latest=NEXT, waited_days=9)
    returns = Candidate(key="returns", latest=date(2026, 3, 11), returns_on=date(2026, 3, 11))

    assert order(on_the_day, returns, expires, first) == [
        "first",
        "expires",
        "returns",
        "on the day",
    ]


def test_then_come_returns_by_the_day_on_which_they_are_due() -> None:
    late = Candidate(key="late", returns_on=date(2026, 3, 16))
    early = Candidate(key="early", returns_on=date(2026, 3, 12))
    waits = Candidate(key="waits", waited_days=99)

    assert order(waits, late, early) == ["early", "late", "waits"]


def test_then_comes_whoever_waits_longest() -> None:
    assert order(Candidate(key="short", waited_days=2), Candidate(key="long", waited_days=9)) == [
        "long",
        "short",
    ]


def test_cases_that_are_equal_keep_their_order() -> None:
    one, other = Candidate(key="one", waited_days=4), Candidate(key="other", waited_days=4)

    assert (order(one, other), order(other, one)) == (["one", "other"], ["other", "one"])


def test_a_return_of_high_priority_goes_with_the_high_ones() -> None:
    found = propose(
        [Candidate(key="a", is_high=True, latest=ON, returns_on=ON)], AROUND, minutes_free=None
    )

    assert grounds(found) == {"a": "high"}


def test_without_a_next_meeting_no_term_presses() -> None:
    alone = Around(on=ON, next_on=None)
    case = Candidate(key="a", latest=ON)

    assert grounds(propose([case], alone, minutes_free=None)) == {"a": "wait"}


def test_as_many_come_as_fit_and_a_shorter_one_fills_what_is_left() -> None:
    cases = [
        Candidate(key="a", waited_days=3, minutes=60),
        Candidate(key="b", waited_days=2, minutes=60),
        Candidate(key="c", waited_days=1, minutes=30),
    ]

    found = propose(cases, AROUND, minutes_free=90)

    assert [each.key for each in found.placed] == ["a", "c"]
    assert [(each.key, each.ground) for each in found.left_out] == [("b", "wait")]
    assert found.minutes_free == 0


@pytest.mark.parametrize(
    ("case", "late"),
    [
        (Candidate(key="a", is_high=True, latest=date(2026, 3, 9)), ("a",)),
        (Candidate(key="a", is_high=True, latest=ON), ()),
        (Candidate(key="a", is_high=True), ()),
        (Candidate(key="a", latest=date(2026, 3, 9)), ()),
    ],
)
def test_only_high_priority_that_must_come_sooner_is_too_late_here(
    case: Candidate, late: tuple[str, ...]
) -> None:
    assert propose([case], AROUND, minutes_free=0).too_late == late


@pytest.mark.parametrize(
    ("first_on", "late"),
    [(date(2026, 3, 5), ()), (date(2026, 3, 9), ()), (ON, ("a",))],
)
def test_it_is_not_too_late_where_an_earlier_meeting_is_in_time(
    first_on: date, late: tuple[str, ...]
) -> None:
    case = Candidate(key="a", is_high=True, latest=date(2026, 3, 9))
    around = Around(on=ON, next_on=NEXT, first_on=first_on)

    assert propose([case], around, minutes_free=0).too_late == late


def test_items_begin_one_after_the_other_with_a_pause_between() -> None:
    assert starts_of(time(9), [Timed(None, 60), Timed(None, 75), Timed(None, 60)]) == (
        time(9),
        time(10, 15),
        time(11, 45),
    )


def test_a_time_that_was_set_moves_what_comes_after_it() -> None:
    assert starts_of(time(9), [Timed(time(10), 60), Timed(None, 60)]) == (None, time(11, 15))


def test_nobody_can_say_when_it_begins_without_a_beginning_or_after_the_day_is_over() -> None:
    assert starts_of(None, [Timed(None, 60)]) == (None,)
    assert starts_of(time(23), [Timed(None, 60), Timed(None, 60)]) == (time(23), None)


def test_a_meeting_has_the_minutes_between_its_beginning_and_its_end() -> None:
    assert minutes_between(time(9), time(12, 30)) == 210
    assert minutes_between(time(12), time(9)) == 0
