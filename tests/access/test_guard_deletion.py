"""A guard of each sort is taken out of a copy of the product: its test goes red; SAFETY 5.7, 5."""

import pytest

from tests.access.guards import places
from tests.access.the_dozen import DOZEN, PAGE, Guard, found, page
from tests.access.without import Job, Ran, ran


@pytest.fixture(scope="module")
def results() -> dict[Guard | None, Ran]:
    """Run the test of each guard in a copy without it; and all of them in one with every guard."""
    jobs: dict[Guard | None, Job] = {
        guard: Job([guard.test], place) for guard, place in found().items()
    }
    jobs[None] = Job([each.test for each in DOZEN])
    return dict(zip(jobs, ran([*jobs.values()]), strict=True))


@pytest.mark.parametrize("guard", DOZEN, ids=lambda each: each.sort)
def test_without_this_guard_its_test_goes_red(
    guard: Guard, results: dict[Guard | None, Ran]
) -> None:
    assert results[guard].is_red, results[guard]


def test_with_every_guard_in_place_the_same_tests_are_green(
    results: dict[Guard | None, Ran],
) -> None:
    all_there = results[None]

    assert (all_there.code, all_there.failed) == (0, {})
    assert all_there.passed >= len(DOZEN)


def test_the_page_shows_them() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()  # tests.access.the_dozen.page() writes it


def test_every_sort_of_guard_is_found_in_the_source() -> None:
    kinds = {each.kind for each in places()}

    assert len(DOZEN) >= 12
    assert kinds == {
        *("route tag", "list", "child part", "child part in a list", "nested id", "field class"),
        *("log row", "exclusion", "period", "right", "may", "mail text", "calendar", "job"),
        *("emergency", "published", "destroyed"),
    }
