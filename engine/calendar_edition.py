"""What people changed of a calendar: days added and removed, kept whole in each edition. Pure.

The file of a region is edition 1. Each change makes the next one, which holds everything that
differs from the file, so that an edition can be read without those before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, TypeAlias

from engine.calendar import Calendar, DayKind, IsoDate, Reckoning
from engine.fields import LONGEST, InputProblem
from engine.text import Part, Text

FILE = 1
"""The number of what the file of the region says, before anybody changed it."""

NATIONAL = "national"
"""In the place of a region: what holds in the whole country."""

FURTHEST = timedelta(days=10 * 366)
"""How far ahead a day may be named (DEFAULT)."""

DaysChanged: TypeAlias = tuple[tuple[date, DayKind], ...]

Origin: TypeAlias = Literal["holiday", "equated", "closing"]


class AddedDay(Part):
    """A day that does not count, added by somebody; a decree is named for an equated one."""

    date: IsoDate
    kind: DayKind
    name: Text
    source: str = ""


class RemovedDay(Part):
    """A day of this kind that counts after all."""

    date: IsoDate
    kind: DayKind


class EditionDays(Part):
    """What an edition says beside the file."""

    added: tuple[AddedDay, ...] = ()
    removed: tuple[RemovedDay, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarEdition:
    """What one region's calendar says from a change on, or that of the whole country."""

    region: str
    number: int
    days: EditionDays


@dataclass(frozen=True, slots=True)
class DayListed:
    """A day off as a list shows it: where it comes from, and in which terms it does not count.

    ``source`` is the decree, where there is one; ``law`` and ``own`` say whether terms of the
    law and our own skip the day.
    """

    day: date
    name: Text
    origin: Origin
    source: str
    law: bool
    own: bool


def with_editions(calendar: Calendar, editions: Sequence[CalendarEdition]) -> Calendar:
    """The calendar as these editions change it: the country's first, then the region's."""
    for each in editions:
        calendar = replace(
            _changed(calendar, each.days),
            version=f"{calendar.version}/{each.region}.{each.number}",
        )
    return calendar


def _changed(calendar: Calendar, days: EditionDays) -> Calendar:
    gone = {kind: {each.date for each in days.removed if each.kind == kind} for kind in _KINDS}
    new = {kind: [each for each in days.added if each.kind == kind] for kind in _KINDS}
    equated = {day: why for day, why in calendar.equated.items() if day not in gone["equated"]}
    closing = calendar.closing_days - gone["closing"]
    return replace(
        calendar,
        equated=equated | {each.date: each.source for each in new["equated"]},
        closing_days=closing | {each.date for each in new["closing"]},
        names={**calendar.names, **{(each.kind, each.date): each.name for each in days.added}},
    )


def next_days(
    days: EditionDays, add: Sequence[AddedDay], remove: Sequence[RemovedDay]
) -> EditionDays:
    """What the edition after ``days`` says once these are added and removed.

    A day that was added and is removed is as if nobody had added it, and the other way round:
    what the file says of it holds again, its name too.
    """
    taken, given = set(map(_place, remove)), set(map(_place, add))
    was_added, was_removed = set(map(_place, days.added)), set(map(_place, days.removed))
    kept = [each for each in days.added if _place(each) not in taken]
    new = [each for each in add if _place(each) not in was_removed]
    gone = [each for each in days.removed if _place(each) not in given]
    gone += [each for each in remove if _place(each) not in was_added]
    return EditionDays(
        added=tuple(sorted([*kept, *new], key=_place)),
        removed=tuple(sorted(gone, key=_place)),
    )


def days_changed(before: EditionDays, after: EditionDays) -> tuple[DaysChanged, DaysChanged]:
    """The days that came off between two editions, and those that count again."""
    added, kept = set(map(_place, after.added)), set(map(_place, before.added))
    gone, was_gone = set(map(_place, after.removed)), set(map(_place, before.removed))
    off, on = (added - kept) | (was_gone - gone), (kept - added) | (gone - was_gone)
    return tuple(sorted(off)), tuple(sorted(on))


def problems_with(
    calendar: Calendar,
    add: Sequence[AddedDay],
    remove: Sequence[RemovedDay],
    *,
    today: date,
) -> tuple[InputProblem, ...]:
    """What is wrong with adding and removing these days, all of it; by place in the order."""
    if not add and not remove:
        return (InputProblem("add", "missing", _NOTHING),)
    twice = _twice([*map(_place, add), *map(_place, remove)])
    found: list[InputProblem] = []
    for index, new in enumerate(add):
        says = [*_wrong_to_add(calendar, new, today), *_named_twice(new, twice)]
        found += [InputProblem(f"add.{index}.{at}", "malformed", each) for at, each in says]
    for index, old in enumerate(remove):
        says = [*_wrong_to_remove(calendar, old, today), *_named_twice(old, twice)]
        found += [InputProblem(f"remove.{index}.{at}", "malformed", each) for at, each in says]
    return tuple(found)


def days_listed(calendar: Calendar, *, first: date, until: date) -> tuple[DayListed, ...]:
    """The days off from ``first`` up to ``until``, weekends without a name left out."""
    years = range(first.year, until.year + 1)
    own, law = (
        {day: name for year in years for day, name in calendar.named_days(year, how).items()}
        for how in _RECKONINGS
    )
    named = {**own, **law}
    return tuple(
        DayListed(
            day=day,
            name=named[day],
            origin=origin_of(calendar, day),
            source=calendar.equated.get(day, ""),
            law=day in law,
            own=day in own,
        )
        for day in sorted(named)
        if first <= day < until
    )


def origin_of(calendar: Calendar, day: date) -> Origin:
    """Where the day off comes from; a decree goes before a closing day."""
    if day in calendar.equated:
        return "equated"
    return "closing" if day in calendar.closing_days else "holiday"


def _wrong_to_add(calendar: Calendar, new: AddedDay, today: date) -> Iterator[tuple[str, Text]]:
    if not today < new.date <= today + FURTHEST:
        yield "date", _AHEAD
    if _is_there(calendar, new.kind, new.date):
        yield "date", _THERE
    if not (new.name.nl.strip() and new.name.en.strip()):
        yield "name", _NAME
    if max(len(new.name.nl), len(new.name.en), len(new.source)) > LONGEST["text"]:
        yield "name", _TOO_LONG
    if new.kind == "equated" and not new.source.strip():
        yield "source", _SOURCE


def _wrong_to_remove(
    calendar: Calendar, old: RemovedDay, today: date
) -> Iterator[tuple[str, Text]]:
    if not _is_there(calendar, old.kind, old.date):
        yield "date", _NOT_THERE
    elif old.date <= today:
        yield "date", _AHEAD


def _named_twice(
    day: AddedDay | RemovedDay, twice: Collection[tuple[date, DayKind]]
) -> Iterator[tuple[str, Text]]:
    if _place(day) in twice:
        yield "date", _ONCE


def _is_there(calendar: Calendar, kind: DayKind, day: date) -> bool:
    return day in (calendar.equated if kind == "equated" else calendar.closing_days)


def _twice(places: Sequence[tuple[date, DayKind]]) -> frozenset[tuple[date, DayKind]]:
    return frozenset(each for each in places if places.count(each) > 1)


def _place(day: AddedDay | RemovedDay) -> tuple[date, DayKind]:
    return day.date, day.kind


_KINDS: tuple[DayKind, ...] = ("equated", "closing")
_RECKONINGS: tuple[Reckoning, ...] = ("own", "statutory")
_NOTHING = Text(
    nl="Noem een dag om toe te voegen of weg te halen.", en="Name a day to add or remove."
)
_AHEAD = Text(
    nl="Kies een dag na vandaag, ten hoogste tien jaar vooruit.",
    en="Choose a day after today, ten years ahead at most.",
)
_THERE = Text(nl="Deze dag staat al zo in de kalender.", en="This day is in the calendar already.")
_NOT_THERE = Text(
    nl="Zo staat deze dag niet in de kalender.", en="This day is not in the calendar."
)
_NAME = Text(nl="Vul in hoe de dag heet.", en="Fill in what the day is called.")
_TOO_LONG = Text(nl="Deze tekst is te lang.", en="This text is too long.")
_SOURCE = Text(
    nl="Noem het besluit dat de dag gelijkstelt.", en="Name the decree that equates the day."
)
_ONCE = Text(nl="Noem deze dag één keer.", en="Name this day once.")
