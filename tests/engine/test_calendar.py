"""Which days are off, for which reckoning, and what they are called."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from engine.calendar import (
    Calendar,
    CalendarFile,
    CalendarRules,
    DayOff,
    Reckoning,
    Skip,
    calendar_from,
)
from engine.text import Text

CALENDAR_FILE = Path(__file__).parents[2] / "workflows" / "calendar.yaml"
EQUATED = date(2026, 5, 15)
PLAIN = Calendar()


def easter(year: int) -> date:
    """Easter Sunday by Gauss, in the form that the Gregorian calendar needs."""
    a, k = year % 19, year // 100
    m = (15 + k - (8 * k + 13) // 25 - k // 4) % 30
    d = (19 * a + m) % 30
    d -= d == 29 or (d == 28 and a > 10)
    e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + 6 + k - k // 4 - 2) % 7
    return date(year, 3, 22) + timedelta(days=d + e)


def named(calendar: Calendar, day: date, reckoning: Reckoning = "own") -> str | None:
    name = calendar.name_of(day, reckoning)
    return name.nl if name else None


@pytest.mark.parametrize("year", range(2000, 2101))
def test_good_friday_and_5_may_are_there_every_year(year: int) -> None:
    good_friday = easter(year) - timedelta(days=2)

    assert named(PLAIN, good_friday, "statutory") == "Goede Vrijdag"
    assert "Bevrijdingsdag" in (named(PLAIN, date(year, 5, 5), "statutory") or "")


@pytest.mark.parametrize(
    ("day", "nl", "en"),
    [
        (date(2026, 1, 1), "Nieuwjaarsdag", "New Year's Day"),
        (date(2026, 4, 3), "Goede Vrijdag", "Good Friday"),
        (date(2026, 4, 5), "Eerste paasdag", "Easter Sunday"),
        (date(2026, 4, 6), "Tweede paasdag", "Easter Monday"),
        (date(2026, 4, 27), "Koningsdag", "King's Day"),
        (date(2026, 5, 5), "Bevrijdingsdag", "Liberation Day"),
        (date(2026, 5, 14), "Hemelvaartsdag", "Ascension Day"),
        (date(2026, 5, 24), "Eerste pinksterdag", "Whit Sunday"),
        (date(2026, 5, 25), "Tweede pinksterdag", "Whit Monday"),
        (date(2026, 12, 25), "Eerste kerstdag", "Christmas Day"),
        (date(2026, 12, 26), "Tweede kerstdag", "Second Christmas Day"),
        (date(2026, 4, 11), "zaterdag", "Saturday"),
        (date(2026, 4, 12), "zondag", "Sunday"),
        (date(2012, 4, 30), "Koninginnedag", "Queen's Day"),
    ],
)
def test_a_day_off_has_a_name(day: date, nl: str, en: str) -> None:
    assert PLAIN.name_of(day, "statutory") == Text(nl=nl, en=en)


def test_kings_day_is_on_saturday_when_the_27th_is_a_sunday() -> None:
    assert named(PLAIN, date(2025, 4, 26)) == "Koningsdag"
    assert named(PLAIN, date(2025, 4, 28)) is None


def test_two_holidays_on_one_day_are_both_named_as_far_as_they_count() -> None:
    both = date(2016, 5, 5)

    assert named(PLAIN, both, "statutory") == "Hemelvaartsdag en Bevrijdingsdag"
    assert named(PLAIN, both, "law") == "Hemelvaartsdag"


@pytest.mark.parametrize(
    ("day", "skip"),
    [
        pytest.param(date(2026, 4, 3), "good_friday", id="good friday"),
        pytest.param(date(2026, 5, 5), "liberation_day", id="5 may"),
        pytest.param(EQUATED, "equated", id="an equated day"),
    ],
)
def test_a_doubtful_day_is_off_by_statute_never_by_law_and_else_as_set(
    day: date, skip: Skip
) -> None:
    without, with_it = (
        Calendar(equated={EQUATED: "decree"}, skips=frozenset(skips)) for skips in ([], [skip])
    )

    assert without.name_of(day, "statutory")
    assert not without.name_of(day, "own")
    assert with_it.name_of(day, "own")
    assert not with_it.name_of(day, "law")


@pytest.mark.parametrize("reckoning", ["statutory", "law"])
def test_closing_days_count_for_the_organisation_only(reckoning: Reckoning) -> None:
    closed = Calendar(closing_days=frozenset({EQUATED}))

    assert named(closed, EQUATED) == "sluitingsdag"
    assert named(closed, EQUATED, reckoning) is None


def test_a_holiday_keeps_its_name_when_it_is_also_a_closing_day() -> None:
    closed = Calendar(closing_days=frozenset({date(2026, 4, 6)}))

    assert named(closed, date(2026, 4, 6)) == "Tweede paasdag"


def test_the_next_working_day_is_never_the_day_itself() -> None:
    assert PLAIN.next_working_day(date(2026, 4, 1)) == date(2026, 4, 2)
    assert PLAIN.next_working_day(date(2026, 4, 2)) == date(2026, 4, 7)


def test_the_working_day_on_or_before_may_be_the_day_itself() -> None:
    assert PLAIN.working_day_on_or_before(date(2026, 4, 2)) == date(2026, 4, 2)
    assert PLAIN.working_day_on_or_before(date(2026, 4, 6)) == date(2026, 4, 2)


def test_walking_back_tells_the_days_off_in_their_order() -> None:
    day, over = PLAIN.walk(date(2027, 2, 28), forward=False)

    assert day == date(2027, 2, 26)
    assert over == (
        DayOff(date(2027, 2, 27), Text(nl="zaterdag", en="Saturday")),
        DayOff(date(2027, 2, 28), Text(nl="zondag", en="Sunday")),
    )


def test_counting_back_skips_what_counting_forward_skips() -> None:
    there, skipped = PLAIN.count(date(2026, 3, 27), 5)
    back, skipped_back = PLAIN.count(there, -5)

    assert (there, back) == (date(2026, 4, 7), date(2026, 3, 27))
    assert [off.name.nl for off in skipped] == ["Goede Vrijdag", "Tweede paasdag"]
    assert skipped_back == skipped


def test_the_shipped_file_has_the_equated_days_of_2026_to_2028() -> None:
    file = CalendarFile.model_validate(yaml.safe_load(CALENDAR_FILE.read_text(encoding="utf-8")))

    assert [day.date.isoformat() for day in file.equated_days] == [
        "2026-01-02",
        "2026-05-15",
        "2027-05-07",
        "2028-04-28",
        "2028-05-26",
    ]
    assert all(day.source for day in file.equated_days)


def test_a_region_puts_its_closing_days_and_skips_into_the_calendar() -> None:
    file = CalendarFile.model_validate(
        {"version": "1", "equated_days": [{"date": "2026-05-15", "source": "decree"}]}
    )
    rules = CalendarRules.model_validate({"closing_days": ["2026-12-24"], "skips": ["equated"]})
    calendar = calendar_from(file, rules, region="oldebroek")

    assert calendar.region == "oldebroek"
    assert named(calendar, date(2026, 5, 15)) == "gelijkgestelde dag"
    assert named(calendar, date(2026, 12, 24)) == "sluitingsdag"
    assert named(calendar, date(2026, 4, 3)) is None


def test_a_region_that_says_nothing_skips_good_friday_and_5_may() -> None:
    calendar = calendar_from(CalendarFile(version="1"), CalendarRules(), region="default")

    assert calendar == Calendar(version="1")
    assert hash(calendar) == hash(Calendar(version="1"))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Calendar(version="2"), id="version"),
        pytest.param(Calendar(equated={EQUATED: "decree"}), id="equated days"),
        pytest.param(Calendar(closing_days=frozenset({EQUATED})), id="closing days"),
        pytest.param(Calendar(skips=frozenset()), id="skips"),
    ],
)
def test_the_edition_changes_with_whatever_could_change_a_date(other: Calendar) -> None:
    assert other.edition != PLAIN.edition
    assert Calendar(region="oldebroek").edition == PLAIN.edition


@pytest.mark.parametrize("written", [20260515, "15-05-2026", "soon", None])
def test_a_closing_day_is_written_as_a_date(written: object) -> None:
    with pytest.raises(ValidationError, match='is no date; write it as "2026-05-15"'):
        CalendarRules.model_validate({"closing_days": [written]})


def test_a_closing_day_may_be_given_as_a_date() -> None:
    assert CalendarRules(closing_days=(EQUATED,)).closing_days == (EQUATED,)


def test_an_unknown_skip_is_refused() -> None:
    with pytest.raises(ValidationError, match="skips"):
        CalendarRules.model_validate({"skips": ["carnival"]})
