"""The day on which one talk meets most, held against an oracle that tries every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.best_days import BestDay, TalkOwed, best_days

MONDAY = date(2026, 3, 2)
WEEK = [MONDAY + timedelta(days=number) for number in range(7)]


def owed(key: str, opens: int, closes: int | None) -> TalkOwed:
    """Owe a talk between two days, counted from Monday."""
    closes_on = None if closes is None else MONDAY + timedelta(days=closes)
    return TalkOwed(key, MONDAY + timedelta(days=opens), closes_on)


@pytest.mark.parametrize(
    ("talks", "found"),
    [
        pytest.param([], [], id="nothing is owed"),
        pytest.param([owed("a", 8, 9)], [], id="no day meets it"),
        pytest.param([owed("a", 2, 4)], [(2, 4, "a")], id="one: from the first day to the last"),
        pytest.param([owed("a", 0, 3), owed("b", 3, 6)], [(3, 3, "ab")], id="both, on both edges"),
        pytest.param(
            [owed("a", 0, 1), owed("b", 4, 5)], [(0, 1, "a"), (4, 5, "b")], id="a tie: sooner first"
        ),
        pytest.param(
            [owed("a", 0, 2), owed("b", 1, 4), owed("c", 2, 5), owed("d", 6, 6)],
            [(2, 2, "abc")],
            id="most",
        ),
        pytest.param(
            [owed("a", -9, None), owed("b", 2, 3)], [(2, 3, "ab")], id="what is late always counts"
        ),
    ],
)
def test_the_days_that_meet_most(talks: list[TalkOwed], found: list[tuple[int, int, str]]) -> None:
    assert best_days(talks, WEEK) == tuple(
        BestDay(WEEK[first], WEEK[last], tuple(meets)) for first, last, meets in found
    )


_TALKS = st.lists(
    st.builds(
        owed,
        st.sampled_from("abcdef"),
        st.integers(-5, 30),
        st.none() | st.integers(-5, 30),
    ),
    max_size=5,
    unique_by=lambda talk: talk.key,
)
_DAYS = st.sets(st.integers(0, 25), max_size=15)


@settings(max_examples=100, deadline=None)
@given(_TALKS, _DAYS)
def test_no_other_day_meets_more(talks: list[TalkOwed], numbers: set[int]) -> None:
    days = {MONDAY + timedelta(days=number) for number in numbers}

    found = best_days(talks, days)

    tried = {
        day: [
            talk.key
            for talk in talks
            if not day < talk.opens_on and not (talk.closes_on and day > talk.closes_on)
        ]
        for day in days
    }
    most = max((len(meets) for meets in tried.values()), default=0)
    best = sorted(day for day, meets in tried.items() if most and len(meets) == most)
    assert {each.day for each in found} <= set(best)
    assert {tuple(tried[day]) for day in best} == {each.meets for each in found}
    for each in found:
        same = [day for day in best if tuple(tried[day]) == each.meets]
        assert (each.day, each.until) == (same[0], same[-1])
    assert [each.day for each in found] == sorted(each.day for each in found)
