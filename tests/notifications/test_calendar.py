"""The calendar in the format of calendar programs: read back by a parser, and by eye."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar

from engine.calendar import AMSTERDAM
from engine.service.feeds import CalendarRow, FeedRead
from engine.text import Language
from notifications.calendar import rendered

SEEN = datetime(2026, 3, 2, 8, tzinfo=UTC)
NINE = datetime(2026, 3, 30, 9, tzinfo=AMSTERDAM)
"""The Monday after the clock went ahead."""


def a_day(count: int = 4, *, withdrawn: bool = False, sequence: int = 0) -> CalendarRow:
    """A day on which deadlines are due."""
    on = date(2026, 3, 28)
    return CalendarRow("day-x", sequence, SEEN, on, None, None, count, None, withdrawn)


def a_sitting(place: str | None = "Zaal 1, Epe") -> CalendarRow:
    """A meeting of three hours."""
    ends = NINE + timedelta(hours=3)
    return CalendarRow("meeting-x", 2, SEEN, NINE.date(), NINE, ends, None, place, False)


def read(*rows: CalendarRow, language: Language = "nl", of: str = "1" * 32) -> Calendar:
    """Let a program read it."""
    found = Calendar.from_ical(rendered(FeedRead(of, language, rows)))
    assert isinstance(found, Calendar)
    return found


def event(*rows: CalendarRow, language: Language = "nl", of: str = "1" * 32) -> dict[str, Any]:
    """The one event in it, by the names of its lines."""
    (found,) = read(*rows, language=language, of=of).events
    return dict(found)


def test_a_day_is_an_event_of_the_whole_day_with_a_count() -> None:
    found = event(a_day())

    assert found["SUMMARY"] == "Regietafel – 4 termijnen"
    assert found["DTSTART"].dt == date(2026, 3, 28)
    assert {"UID", "SEQUENCE", "DTSTAMP", "SUMMARY", "CLASS", "STATUS", "DTSTART", "TRANSP"} == set(
        found
    )


def test_it_speaks_the_language_of_the_person() -> None:
    assert event(a_day(), language="en")["SUMMARY"] == "Regietafel – 4 deadlines"
    assert event(a_day(1), language="en")["SUMMARY"] == "Regietafel – 1 deadline"
    assert event(a_day(1))["SUMMARY"] == "Regietafel – 1 termijn"
    assert event(a_sitting(), language="en")["SUMMARY"] == "Regietafel – table"


def test_a_meeting_has_its_hour_in_its_zone_and_its_place() -> None:
    found = event(a_sitting())

    assert found["SUMMARY"] == "Regietafel – tafel"
    assert found["LOCATION"] == "Zaal 1, Epe"
    assert found["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert found["DTSTART"].dt.astimezone(UTC) == datetime(2026, 3, 30, 7, tzinfo=UTC)
    assert found["DTEND"].dt.astimezone(UTC) == datetime(2026, 3, 30, 10, tzinfo=UTC)
    assert "LOCATION" not in event(a_sitting(place=None))


def test_the_zone_that_is_named_is_described() -> None:
    (zone,) = read(a_sitting()).timezones

    assert zone["TZID"] == "Europe/Amsterdam"
    assert read(a_day()).timezones == []


def test_everything_is_confidential_and_stamped_with_when_it_changed() -> None:
    for row in (a_day(), a_sitting()):
        found = event(row)
        assert found["CLASS"] == "CONFIDENTIAL"
        assert found["DTSTAMP"].dt == SEEN
        assert found["SEQUENCE"] == row.sequence


def test_what_was_withdrawn_is_cancelled_under_the_same_uid() -> None:
    before, after = event(a_day()), event(a_day(withdrawn=True, sequence=1))

    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_two_calendars_share_no_uid() -> None:
    assert event(a_day(), of="2" * 32)["UID"] != event(a_day())["UID"]


def test_programs_are_told_how_often_to_look() -> None:
    lines = rendered(FeedRead("1" * 32, "nl", ())).decode().split("\r\n")

    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert "X-PUBLISHED-TTL:PT1H" in lines
    assert "METHOD:PUBLISH" in lines


def test_the_same_lines_are_the_same_bytes() -> None:
    feed = FeedRead("1" * 32, "nl", (a_day(), a_sitting()))

    assert rendered(feed) == rendered(feed)
