"""A calendar in the format that calendar programs read (iCalendar, RFC 5545 and 7986).

Pure: lines in, text out. It holds when, where and how many, and never what it is about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, timedelta
from typing import Literal, TypeAlias, get_args
from uuid import UUID, uuid5

from icalendar import CLASS, STATUS, TRANSP, Calendar, Event, vCalAddress

from engine.meeting_entry import Entry
from engine.service.feeds import CalendarRow, FeedRead
from engine.text import Language

CONTENT_TYPE = "text/calendar; charset=utf-8"
SITE = "Regietafel"
REFRESH = timedelta(hours=1)
"""How often a calendar program is asked to look again."""

Method: TypeAlias = Literal["PUBLISH", "CANCEL"]
METHODS: tuple[Method, ...] = get_args(Method)
"""What a calendar program can be asked to do."""

_SITTING: Mapping[Language, str] = {"nl": "tafel", "en": "table"}
_CASES: Mapping[Language, tuple[str, str]] = {"nl": ("zaak", "zaken"), "en": ("case", "cases")}
_DEADLINES: Mapping[Language, tuple[str, str]] = {
    "nl": ("termijn", "termijnen"),
    "en": ("deadline", "deadlines"),
}


def rendered(feed: FeedRead) -> bytes:
    """The calendar as it goes over the line; the same lines give the same bytes."""
    calendar = Calendar()
    calendar.add("PRODID", f"-//{SITE}//{feed.language.upper()}")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", SITE)
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    for row in feed.rows:
        calendar.add_component(_event(feed, row))
    if feed.rows:  # no more of the zone than these lines need
        days = [row.on for row in feed.rows]
        first, after = date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1)
        calendar.add_missing_timezones(first_date=first, last_date=after)
    text: bytes = calendar.to_ical()
    return text


def invitations(
    entries: Collection[Entry], language: Language, sender: str
) -> Iterator[tuple[Method, str]]:
    """Meetings for the calendar of one person: no guests, and nobody named but the sender.

    One file for those that are to be there and one for those to be taken away: a file asks one
    thing of the calendar program.
    """
    for method in METHODS:
        asked = [each for each in entries if each.withdrawn == (method == "CANCEL")]
        if asked:
            yield method, _file(method, asked, language, sender)


def _file(method: Method, entries: Collection[Entry], language: Language, sender: str) -> str:
    calendar = Calendar()
    calendar.add("PRODID", f"-//{SITE}//{language.upper()}")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", method)
    for entry in entries:
        event = _begun(entry, entry.uid, _cases(entry.cases, language))
        event.add("ORGANIZER", vCalAddress(f"mailto:{sender}"))
        calendar.add_component(event)
    years = [entry.on.year for entry in entries]
    calendar.add_missing_timezones(
        first_date=date(min(years), 1, 1), last_date=date(max(years) + 1, 1, 1)
    )
    text: bytes = calendar.to_ical()
    return text.decode()


def _event(feed: FeedRead, row: CalendarRow) -> Event:
    return _begun(row, str(uuid5(UUID(feed.id), row.key)), _words(row, feed.language))


def _begun(row: CalendarRow | Entry, uid: str, words: str) -> Event:
    event = Event()
    event.add("UID", uid)
    event.add("SEQUENCE", row.sequence)
    event.add("DTSTAMP", row.changed_at.astimezone(UTC))
    event.add("SUMMARY", f"{SITE} – {words}")
    event.add("CLASS", CLASS.CONFIDENTIAL)
    event.add("STATUS", STATUS.CANCELLED if row.withdrawn else STATUS.CONFIRMED)
    if row.starts is None or row.ends is None:
        event.add("DTSTART", row.on)
        event.add("TRANSP", TRANSP.TRANSPARENT)
    else:
        event.add("DTSTART", row.starts)
        event.add("DTEND", row.ends)
    if row.place:
        event.add("LOCATION", row.place)
    return event


def _words(row: CalendarRow, language: Language) -> str:
    if row.deadlines is None:
        return _SITTING[language]
    one, more = _DEADLINES[language]
    return f"{row.deadlines} {one if row.deadlines == 1 else more}"


def _cases(count: int | None, language: Language) -> str:
    """How many cases somebody comes for; who comes for the meeting itself reads no number."""
    if count is None:
        return _SITTING[language]
    one, more = _CASES[language]
    return f"{count} {one if count == 1 else more}"
