"""What an edition makes of a calendar, and which days may be added to it and removed."""

from datetime import date, timedelta
from typing import Any

import pytest

from engine.calendar import Calendar, DayKind
from engine.calendar_edition import (
    NATIONAL,
    AddedDay,
    CalendarEdition,
    EditionDays,
    RemovedDay,
    days_changed,
    days_listed,
    next_days,
    problems_with,
    with_editions,
)
from engine.text import Text

TODAY = date(2026, 3, 2)
DECREE = "Stb. 2026, 1"
MAY_15, MAY_18 = date(2026, 5, 15), date(2026, 5, 18)
CALENDAR = Calendar(version="7", equated={MAY_15: DECREE}, closing_days=frozenset({MAY_18}))


def added(day: date, kind: DayKind = "closing", **said: Any) -> AddedDay:
    """Name a day off that lacks nothing."""
    usual = {"name": Text(nl="Brugdag", en="Bridge day"), "source": DECREE}
    return AddedDay(date=day, kind=kind, **{**usual, **said})


def removed(day: date, kind: DayKind = "closing") -> RemovedDay:
    """Name a day that counts after all."""
    return RemovedDay(date=day, kind=kind)


def edition(*add: AddedDay, region: str = "oldebroek", gone: tuple[RemovedDay, ...] = ()) -> Any:
    """Say all of it in a first change."""
    return CalendarEdition(region, 2, EditionDays(added=add, removed=gone))


def test_without_an_edition_the_file_holds() -> None:
    assert with_editions(CALENDAR, []) is CALENDAR


def test_an_added_closing_day_counts_for_own_terms_only_and_has_its_name() -> None:
    found = with_editions(CALENDAR, [edition(added(date(2026, 5, 19)))])

    assert found.name_of(date(2026, 5, 19)) == Text(nl="Brugdag", en="Bridge day")
    assert found.name_of(date(2026, 5, 19), "statutory") is None
    assert found.name_of(MAY_18) == Text(nl="sluitingsdag", en="closing day")


def test_an_added_equated_day_counts_for_terms_of_the_law() -> None:
    found = with_editions(CALENDAR, [edition(added(date(2026, 5, 19), "equated"))])

    assert found.name_of(date(2026, 5, 19), "statutory") == Text(nl="Brugdag", en="Bridge day")
    assert found.equated[date(2026, 5, 19)] == DECREE


def test_a_removed_day_counts_after_all_for_its_kind_only() -> None:
    gone = (removed(MAY_15, "equated"), removed(MAY_18))
    both = with_editions(CALENDAR, [edition(gone=gone)])
    other = with_editions(CALENDAR, [edition(gone=(removed(MAY_15, "closing"),))])

    assert (both.equated, both.closing_days) == ({}, frozenset())
    assert other.equated == CALENDAR.equated


def test_the_region_has_the_last_word_over_the_country_and_both_are_in_the_label() -> None:
    country = edition(added(date(2026, 5, 19), "equated"), region=NATIONAL)
    here = edition(gone=(removed(date(2026, 5, 19), "equated"),))

    found = with_editions(CALENDAR, [country, here])

    assert date(2026, 5, 19) not in found.equated
    assert found.edition.startswith("7/national.2/oldebroek.2+")


class TestNext:
    """What the edition after this one says."""

    def test_it_holds_all_that_differs_from_the_file(self) -> None:
        first = next_days(EditionDays(), [added(date(2026, 5, 19))], [removed(MAY_18)])
        second = next_days(first, [added(date(2026, 5, 12))], [])

        assert [each.date for each in second.added] == [date(2026, 5, 12), date(2026, 5, 19)]
        assert second.removed == (removed(MAY_18),)

    def test_what_was_added_and_is_removed_is_as_if_it_never_was(self) -> None:
        first = next_days(EditionDays(), [added(date(2026, 5, 19))], [])

        assert next_days(first, [], [removed(date(2026, 5, 19))]) == EditionDays()

    def test_what_was_removed_and_is_added_again_is_no_longer_removed(self) -> None:
        first = next_days(EditionDays(), [], [removed(MAY_18)])

        again = next_days(first, [added(MAY_18)], [])

        assert again == EditionDays()
        assert next_days(again, [], [removed(MAY_18)]) == first


def wrong(*days: AddedDay | RemovedDay) -> list[str]:
    """List where something is wrong, in order."""
    add = [each for each in days if isinstance(each, AddedDay)]
    gone = [each for each in days if isinstance(each, RemovedDay)]
    return [each.field for each in problems_with(CALENDAR, add, gone, today=TODAY)]


@pytest.mark.parametrize(
    ("day", "where"),
    [
        pytest.param(added(date(2026, 5, 19)), [], id="a day ahead"),
        pytest.param(added(date(2026, 5, 19), source=""), [], id="a closing day has no decree"),
        pytest.param(
            added(date(2026, 5, 19), "equated", source=" "), ["add.0.source"], id="decree"
        ),
        pytest.param(added(TODAY), ["add.0.date"], id="today is too late"),
        pytest.param(added(TODAY + timedelta(days=3661)), ["add.0.date"], id="too far ahead"),
        pytest.param(added(MAY_18), ["add.0.date"], id="it closes then already"),
        pytest.param(added(MAY_18, "equated"), [], id="also equated"),
        pytest.param(added(MAY_15, "equated"), ["add.0.date"], id="equated already"),
        pytest.param(
            added(date(2026, 5, 19), name=Text(nl="x", en=" ")), ["add.0.name"], id="name"
        ),
        pytest.param(
            added(date(2026, 5, 19), name=Text(nl="x" * 201, en="x")), ["add.0.name"], id="too long"
        ),
        pytest.param(removed(MAY_18), [], id="a closing day ahead"),
        pytest.param(removed(MAY_15, "equated"), [], id="an equated day ahead"),
        pytest.param(removed(MAY_15), ["remove.0.date"], id="no closing day"),
        pytest.param(removed(date(2026, 4, 27)), ["remove.0.date"], id="a holiday stays one"),
    ],
)
def test_only_days_ahead_that_change_something(
    day: AddedDay | RemovedDay, where: list[str]
) -> None:
    assert wrong(day) == where


def test_a_day_that_is_past_cannot_be_removed() -> None:
    past = Calendar(closing_days=frozenset({TODAY}))

    (found,) = problems_with(past, [], [removed(TODAY)], today=TODAY)

    assert found.field == "remove.0.date"


def test_everything_that_is_wrong_is_told_at_once() -> None:
    day = date(2026, 5, 19)

    assert wrong(added(day), added(day)) == ["add.0.date", "add.1.date"]
    assert wrong(added(MAY_18), removed(MAY_18)) == ["add.0.date", "add.0.date", "remove.0.date"]
    assert wrong() == ["add"]


def test_the_list_names_each_day_off_once_with_where_it_comes_from() -> None:
    calendar = with_editions(CALENDAR, [edition(added(date(2026, 5, 19)))])

    found = days_listed(calendar, first=date(2026, 5, 5), until=date(2026, 5, 25))

    assert [(each.day.day, each.origin, each.source, each.law, each.own) for each in found] == [
        (5, "holiday", "", True, True),
        (14, "holiday", "", True, True),
        (15, "equated", DECREE, True, False),
        (18, "closing", "", False, True),
        (19, "closing", "", False, True),
        (24, "holiday", "", True, True),
    ]


def test_a_day_that_a_region_does_not_skip_is_off_for_terms_of_the_law_only() -> None:
    found = days_listed(Calendar(skips=frozenset()), first=date(2026, 5, 5), until=MAY_15)

    assert [(each.law, each.own) for each in found] == [(True, False), (True, True)]


class TestChanged:
    """What the history tells of an edition."""

    def test_a_day_that_came_off_and_one_that_counts_again(self) -> None:
        after = next_days(EditionDays(), [added(date(2026, 5, 19))], [removed(MAY_18)])

        off, on = days_changed(EditionDays(), after)

        assert off == ((date(2026, 5, 19), "closing"),)
        assert on == ((MAY_18, "closing"),)

    def test_what_is_taken_back_is_the_same_the_other_way_round(self) -> None:
        before = next_days(EditionDays(), [added(date(2026, 5, 19))], [removed(MAY_18)])
        after = next_days(before, [added(MAY_18)], [removed(date(2026, 5, 19))])

        off, on = days_changed(before, after)

        assert off == ((MAY_18, "closing"),)
        assert on == ((date(2026, 5, 19), "closing"),)
