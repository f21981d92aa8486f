"""What somebody's own calendar is to say of a meeting: when, where and how many. Pure.

Everybody hears of their own items only: the span from the first to the end of the last. It never
says whose they are, nor what they are about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from engine.calendar import AMSTERDAM

AN_HOUR = 60
"""How many minutes an item takes where nobody said so (DEFAULT)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line for somebody's calendar on its way out: when, where and how many, nothing else.

    ``sequence`` rises with every change; what is withdrawn is to be taken away.
    """

    uid: str
    sequence: int
    changed_at: datetime
    on: date
    starts: datetime | None
    ends: datetime | None
    place: str | None
    cases: int | None
    withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an entry says, as it is kept: days and moments as text."""

    uid: str
    on: str
    starts: str | None
    ends: str | None
    place: str | None
    cases: int | None
    withdrawn: bool = False
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting as it stands now; ``ends`` is when the table of its region ends."""

    id: str
    on: date
    starts: time | None
    ends: time | None
    place: str | None
    minutes: int = AN_HOUR


@dataclass(frozen=True, slots=True)
class Slot:
    """An item of somebody: when it begins and how long it takes, as far as that is known."""

    starts: time | None
    minutes: int | None


def said_of(sitting: Sitting, person: str, slots: Collection[Slot]) -> Said:
    """What the calendar of this person says; without items: the whole meeting, and no count."""
    starts, ends = _span(sitting, slots)
    return Said(
        uid=str(uuid5(UUID(sitting.id), person)),
        on=sitting.on.isoformat(),
        starts=starts.isoformat() if starts else None,
        ends=ends.isoformat() if ends else None,
        place=sitting.place,
        cases=len(slots) or None,
    )


def withdrawn(said: Said) -> Said:
    """The same entry, taken away: the program that keeps it is to take it away too."""
    return replace(said, withdrawn=True)


def next_said(before: Said | None, said: Said) -> Said | None:
    """What is to be told now, after what was told before; None: nothing changed.

    Whoever heard nothing yet hears of it under 0, every later word stands one higher.
    """
    if before is None:
        return replace(said, sequence=0)
    later = replace(said, sequence=before.sequence)
    return None if later == before else replace(said, sequence=before.sequence + 1)


def entry_of(said: Said, changed_at: datetime) -> Entry:
    """The entry as it leaves."""
    return Entry(
        uid=said.uid,
        sequence=said.sequence,
        changed_at=changed_at,
        on=date.fromisoformat(said.on),
        starts=_at(said.starts),
        ends=_at(said.ends),
        place=said.place,
        cases=said.cases,
        withdrawn=said.withdrawn,
    )


def entries_of(said: Iterable[tuple[Said, datetime]]) -> tuple[Entry, ...]:
    """What leaves in one mail, each with the moment of its word: of each entry the last word."""
    newest = {each.uid: (each, at) for each, at in sorted(said, key=_sequence)}
    return tuple(entry_of(*word) for word in newest.values())


def _sequence(word: tuple[Said, datetime]) -> int:
    return word[0].sequence


def _span(sitting: Sitting, slots: Collection[Slot]) -> tuple[datetime | None, datetime | None]:
    """From when until when; the whole meeting while one of the items has no time of its own."""
    starts = [_moment(sitting.on, slot.starts) for slot in slots if slot.starts is not None]
    if slots and len(starts) == len(slots):
        ends = [
            at + timedelta(minutes=slot.minutes or sitting.minutes)
            for at, slot in zip(starts, slots, strict=True)
        ]
        return min(starts), max(ends)
    if sitting.starts is None:
        return None, None
    begins = _moment(sitting.on, sitting.starts)
    closes = _moment(sitting.on, sitting.ends) if sitting.ends else begins
    return begins, closes if closes > begins else begins + timedelta(minutes=sitting.minutes)


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, AMSTERDAM)


def _at(moment: str | None) -> datetime | None:
    """With the zone in which it was written: the calendar names it."""
    return datetime.fromisoformat(moment).astimezone(AMSTERDAM) if moment else None
