"""Somebody's calendar, for the program in which they keep it: when, where, how many; no more."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias

from engine.access import Viewer
from engine.calendar import AMSTERDAM
from engine.errors import NotFound
from engine.service.office import Office, local_day
from engine.service.sessions import hashed
from engine.store import Connection, access_log, feeds, people
from engine.store.access_log import LogEntry
from engine.store.feeds import Sitting
from engine.store.unit_of_work import reading, unit_of_work
from engine.text import Language

BACK, AHEAD = timedelta(days=30), timedelta(days=365)
"""How far the calendar goes back and ahead."""

AN_HOUR = timedelta(hours=1)
"""How long a meeting lasts in a region that does not say until when its table meets."""

TOKEN_BYTES = 32
"""Written in small letters and digits, as every part of an address of ours."""

Said: TypeAlias = Mapping[str, Any]
"""What one line says, as it is kept: days and moments as text."""


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One line of the calendar: so many deadlines on a day, or a meeting.

    ``sequence`` rises with every change, ``changed_at`` is when that was seen; what was
    withdrawn stays, so that a program that keeps it takes it away.
    """

    key: str
    sequence: int
    changed_at: datetime
    on: date
    starts: datetime | None
    ends: datetime | None
    deadlines: int | None
    place: str | None
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class FeedRead:
    """A calendar as it is now."""

    id: str
    language: Language
    rows: tuple[CalendarRow, ...]


def my_feed(viewer: Viewer, office: Office) -> datetime | None:
    """When the viewer made the calendar that they have; None if they have none."""
    with reading(office.store) as connection:
        found = feeds.feed_of(connection, viewer)
    return found.made_at if found else None


def make_feed(viewer: Viewer, office: Office) -> str:
    """Give the viewer a calendar: its token, told only now. An earlier one is known no more."""
    token, now = secrets.token_hex(TOKEN_BYTES), office.clock.now()
    with unit_of_work(office.store) as connection:
        people.lock_person(connection, viewer.person)
        feeds.revoke_feeds(connection, viewer, now=now)
        feeds.add_feed(connection, viewer.person, token_hash=hashed(token), now=now)
        _log(connection, viewer, "make_feed", now)
    return token


def revoke_feed(viewer: Viewer, office: Office) -> None:
    """Let the viewer's address be known no more; a second time changes nothing."""
    now = office.clock.now()
    with unit_of_work(office.store) as connection:
        if feeds.revoke_feeds(connection, viewer, now=now):
            _log(connection, viewer, "revoke_feed", now)


def read_feed(office: Office, token: str, *, request: str = "") -> FeedRead:
    """The calendar of this token; that somebody read it is a row of the log.

    Raises:
        NotFound: nobody has this token, it was revoked, or their account is closed.
    """
    now = office.clock.now()
    with unit_of_work(office.store) as connection:
        found = feeds.find_feed(connection, hashed(token))
        if found is None:
            raise NotFound("page")
        feed, owner = found
        viewer = Viewer(
            feed.person_id,
            owner.person,
            owner.organisation,
            language=owner.language,
            through="feed",
            request=request,
        )
        told = _told_now(feed.told, _said(office, connection, viewer, now), now)
        if told != feed.told:
            feeds.remember(connection, feed, told)
        _log(connection, viewer, "read_feed", now, record=feed.public_id)
    return FeedRead(feed.public_id, owner.language, _rows(told))


def _said(
    office: Office, connection: Connection, viewer: Viewer, now: datetime
) -> Mapping[str, Said]:
    """What the calendar is to say, by the key of the line."""
    on = local_day(now)
    window = {"first": on - BACK, "last": on + AHEAD, "on": on}
    days = feeds.owned_days(connection, viewer, **window)
    said: dict[str, Said] = {
        f"day-{day}": {"on": day.isoformat(), "deadlines": count} for day, count in days.items()
    }
    for each in feeds.sittings(connection, viewer, **window):
        said[f"meeting-{each.public_id}"] = _sitting(office, each)
    return said


def _sitting(office: Office, sitting: Sitting) -> Said:
    if sitting.starts is None:
        return {"on": sitting.on_date.isoformat(), "place": sitting.place}
    starts = _moment(sitting.on_date, sitting.starts)
    region = office.library.regions.get(sitting.region)
    closes = _moment(sitting.on_date, region.table.ends) if region and region.table else starts
    ends = closes if closes > starts else starts + AN_HOUR
    return {
        "on": sitting.on_date.isoformat(),
        "starts": starts.isoformat(),
        "ends": ends.isoformat(),
        "place": sitting.place,
    }


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, AMSTERDAM)


def _told_now(
    before: Mapping[str, Said], said: Mapping[str, Said], now: datetime
) -> dict[str, Said]:
    """Each line with how often it changed; one that is said no more is withdrawn.

    A line that lies behind the window is forgotten: nobody looks that far back.
    """
    first = (local_day(now) - BACK).isoformat()
    told: dict[str, Said] = {}
    for key in (*said, *(key for key in before if key not in said)):
        old = before.get(key)
        line = {**(said.get(key) or (old and old["said"]) or {})}
        is_same = old and old["said"] == line and old["withdrawn"] == (key not in said)
        if old and is_same:
            told[key] = old
        else:
            told[key] = {
                "sequence": old["sequence"] + 1 if old else 0,
                "changed_at": now.isoformat(timespec="seconds"),
                "withdrawn": key not in said,
                "said": line,
            }
    return {key: each for key, each in told.items() if each["said"]["on"] >= first}


def _rows(told: Mapping[str, Said]) -> tuple[CalendarRow, ...]:
    rows = [_row(key, each) for key, each in told.items()]
    return tuple(sorted(rows, key=lambda row: (row.on, row.key)))


def _row(key: str, told: Said) -> CalendarRow:
    said: Said = told["said"]
    return CalendarRow(
        key=key,
        sequence=told["sequence"],
        changed_at=datetime.fromisoformat(told["changed_at"]),
        on=date.fromisoformat(said["on"]),
        starts=_at(said.get("starts")),
        ends=_at(said.get("ends")),
        deadlines=said.get("deadlines"),
        place=said.get("place"),
        withdrawn=told["withdrawn"],
    )


def _at(moment: str | None) -> datetime | None:
    """With the zone in which it was written: the calendar names it."""
    return datetime.fromisoformat(moment).astimezone(AMSTERDAM) if moment else None


def _log(
    connection: Connection, viewer: Viewer, action: str, now: datetime, record: str | None = None
) -> None:
    entry = LogEntry(at=now, action=action, outcome="done", record=record)
    access_log.log(connection, viewer, entry)
