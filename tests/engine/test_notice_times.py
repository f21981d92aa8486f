"""When a notice leaves, by what its reader chose and the clocks of Amsterdam."""

from datetime import UTC, date, datetime, time, timedelta
from typing import cast

import pytest

from engine.calendar import AMSTERDAM
from engine.notice_times import (
    CHOICES,
    DEFAULTS,
    NEVER_QUIET,
    SORTS,
    Choice,
    QuietHours,
    Sort,
    after_quiet,
    digest_at,
    leaves_at,
    next_digest,
    sort_of,
    told_sort,
)

SEVEN = time(7)
NIGHT = QuietHours(time(18), time(8))
NOON = QuietHours(time(12), time(13))
WEEKENDS = QuietHours(weekends=True)


def at(text: str) -> datetime:
    """Read a moment of March 2026 by the clocks of Amsterdam: ``2 07:00`` is a Monday."""
    day, clock = text.split()
    local = datetime.combine(date(2026, 3, int(day)), time.fromisoformat(clock))
    return local.replace(tzinfo=AMSTERDAM).astimezone(UTC)


def leaving(
    choice: Choice, since: str, now: str, *, sort: Sort = "told", quiet: QuietHours = NEVER_QUIET
) -> datetime | None:
    return leaves_at(choice, sort, at(since), now=at(now), quiet=quiet, reminder_time=SEVEN)


def test_who_chose_nothing_hears_of_urgent_things_at_once_and_else_once_a_day() -> None:
    assert {sort for sort in SORTS if DEFAULTS[sort] == "at_once"} == {"urgent", "invited"}
    assert {DEFAULTS[sort] for sort in SORTS} == {"at_once", "digest"} < set(CHOICES)


@pytest.mark.parametrize(
    ("workflow", "kind", "after", "sort"),
    [
        ("placement", "hard", False, "reminder"),
        ("placement", "hard", True, "late"),
        ("placement", "hours", False, "urgent"),
        ("placement", "hours", True, "urgent"),
        ("crisis", "hard", False, "urgent"),
        ("crisis", "hard", True, "urgent"),
    ],
)
def test_the_sort_of_a_reminder(workflow: str, kind: str, after: bool, sort: Sort) -> None:
    assert sort_of(workflow, kind, after=after) == sort


def test_what_a_step_of_a_crisis_tells_is_urgent() -> None:
    assert (told_sort("placement"), told_sort("crisis")) == ("told", "urgent")


@pytest.mark.parametrize(
    ("choice", "since", "now", "leaves"),
    [
        pytest.param("at_once", "2 10:00", "2 10:00", "2 10:00", id="at once"),
        pytest.param("at_once", "1 10:00", "2 10:00", "2 10:00", id="at once, after an outage"),
        pytest.param("digest", "2 07:00", "2 07:00", "2 07:00", id="in the mail of today"),
        pytest.param("digest", "2 07:00", "2 07:01", "2 07:01", id="a tick later, in it still"),
        pytest.param("digest", "2 06:00", "2 06:00", "2 07:00", id="before it, so in it"),
        pytest.param("digest", "2 07:01", "2 07:01", "3 07:00", id="after it, so tomorrow"),
        pytest.param("digest", "1 07:01", "2 15:00", "2 15:00", id="an outage ended: now"),
        pytest.param("none", "2 07:00", "2 07:00", None, id="in the app only"),
    ],
)
def test_a_notice_leaves_as_its_reader_chose(
    choice: str, since: str, now: str, leaves: str | None
) -> None:
    assert leaving(cast(Choice, choice), since, now) == (leaves and at(leaves))


@pytest.mark.parametrize(
    ("quiet", "moment", "ends"),
    [
        pytest.param(NEVER_QUIET, "2 03:00", "2 03:00", id="no quiet hours"),
        pytest.param(NIGHT, "2 17:59", "2 17:59", id="just before a night"),
        pytest.param(NIGHT, "2 18:00", "3 08:00", id="as a night begins"),
        pytest.param(NIGHT, "3 07:59", "3 08:00", id="as a night ends"),
        pytest.param(NIGHT, "3 08:00", "3 08:00", id="after a night"),
        pytest.param(NOON, "2 12:30", "2 13:00", id="within a day"),
        pytest.param(NOON, "2 11:59", "2 11:59", id="before an hour within a day"),
        pytest.param(WEEKENDS, "6 23:59", "6 23:59", id="on Friday"),
        pytest.param(WEEKENDS, "7 00:00", "9 07:00", id="on Saturday"),
        pytest.param(WEEKENDS, "8 23:59", "9 07:00", id="on Sunday"),
        pytest.param(QuietHours(time(18), time(8), weekends=True), "6 19:00", "9 08:00", id="both"),
        pytest.param(NIGHT, "28 23:30", "29 08:00", id="the night that the clock goes forward"),
        pytest.param(QuietHours(time(18)), "2 19:00", "2 19:00", id="without an end"),
        pytest.param(
            QuietHours(until_time=time(8)), "2 07:00", "2 07:00", id="without a beginning"
        ),
    ],
)
def test_no_mail_comes_in_quiet_hours(quiet: QuietHours, moment: str, ends: str) -> None:
    found = after_quiet(at(moment), "at_once", "told", quiet=quiet, reminder_time=SEVEN)

    assert found == at(ends)


def test_a_digest_waits_for_a_quiet_reader_too() -> None:
    assert leaving("digest", "2 07:00", "2 07:00", quiet=NIGHT) == at("2 08:00")
    assert leaving("digest", "7 07:00", "7 07:00", quiet=WEEKENDS) == at("9 07:00")


def test_what_is_urgent_knows_no_quiet_hours_unless_its_reader_wants_it_once_a_day() -> None:
    assert leaving("at_once", "2 03:00", "2 03:00", sort="urgent", quiet=NIGHT) == at("2 03:00")
    assert leaving("digest", "2 07:00", "2 07:00", sort="urgent", quiet=NIGHT) == at("2 08:00")


def test_there_is_one_digest_on_each_day_of_a_year_with_both_changes_of_the_clock() -> None:
    first = at("1 07:00")
    found = {digest_at(first + timedelta(hours=hour), SEVEN) for hour in range(365 * 24)}

    assert {each.astimezone(AMSTERDAM).time() for each in found} == {SEVEN}
    assert len({each.astimezone(AMSTERDAM).date() for each in found}) == len(found) == 366


def test_the_digest_after_one_that_left_is_that_of_tomorrow() -> None:
    assert next_digest(at("2 15:00"), SEVEN) == at("3 07:00")
    assert next_digest(at("2 06:00"), SEVEN) == at("3 07:00")
