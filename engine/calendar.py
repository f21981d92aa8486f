"""Which days count: weekends, Dutch holidays, equated days and closing days, by name.

The same day may be a day off for one reckoning and a working day for another:

* ``statutory``: Algemene termijnenwet, art. 3: its days, Good Friday and the equated days.
* ``own``: what the organisation itself calls working days, its closing days left out.
* ``law``: ``working_days`` in an act: doubtful days count, so the date is early, never late.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Annotated, Literal, TypeAlias
from zoneinfo import ZoneInfo

from holidays import country_holidays
from pydantic import BeforeValidator

from engine.text import Part, Text


def _pinned(name: str) -> ZoneInfo:
    """The time zone as our locked tzdata has it, not as this machine happens to."""
    region, city = name.split("/")
    with (files("tzdata.zoneinfo") / region / city).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


AMSTERDAM = _pinned("Europe/Amsterdam")

Reckoning: TypeAlias = Literal["statutory", "own", "law"]
DayKind: TypeAlias = Literal["equated", "closing"]
"""The days off that no library computes: by royal decree, or because an organisation closes."""

Skip: TypeAlias = Literal["good_friday", "liberation_day", "equated"]

_GOOD_FRIDAY = "Good Friday"
_LIBERATION_DAY = "Liberation Day"
_DAY = timedelta(days=1)
_SATURDAY = 5

# From the names of the `holidays` library; a name it would change fails here, not in a term.
_NAMES: Mapping[str, Text] = {
    "New Year's Day": Text(nl="Nieuwjaarsdag", en="New Year's Day"),
    _GOOD_FRIDAY: Text(nl="Goede Vrijdag", en="Good Friday"),
    "Easter Sunday": Text(nl="Eerste paasdag", en="Easter Sunday"),
    "Easter Monday": Text(nl="Tweede paasdag", en="Easter Monday"),
    "King's Day": Text(nl="Koningsdag", en="King's Day"),
    "Queen's Day": Text(nl="Koninginnedag", en="Queen's Day"),
    _LIBERATION_DAY: Text(nl="Bevrijdingsdag", en="Liberation Day"),
    "Ascension Day": Text(nl="Hemelvaartsdag", en="Ascension Day"),
    "Pentecost": Text(nl="Eerste pinksterdag", en="Whit Sunday"),
    "Pentecost Monday": Text(nl="Tweede pinksterdag", en="Whit Monday"),
    "Christmas Day": Text(nl="Eerste kerstdag", en="Christmas Day"),
    "Second Day of Christmas": Text(nl="Tweede kerstdag", en="Second Christmas Day"),
}
_WEEKEND: Mapping[int, Text] = {
    _SATURDAY: Text(nl="zaterdag", en="Saturday"),
    6: Text(nl="zondag", en="Sunday"),
}
DAY_KINDS: Mapping[DayKind, Text] = {
    "equated": Text(nl="gelijkgestelde dag", en="equated day"),
    "closing": Text(nl="sluitingsdag", en="closing day"),
}
"""What such a day is called where nobody gave it a name of its own."""


def _iso_date(value: object) -> object:
    """Refuse what pydantic would take for a moment in 1970: bare numbers."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError(f'{value!r} is no date; write it as "2026-05-15"') from None


IsoDate: TypeAlias = Annotated[date, BeforeValidator(_iso_date)]


class EquatedDay(Part):
    """A day that a royal decree equates with a holiday (Algemene termijnenwet, art. 3(3))."""

    date: IsoDate
    source: str


class CalendarFile(Part):
    """``workflows/calendar.yaml``: what holds in the whole country and no library knows."""

    version: str
    equated_days: tuple[EquatedDay, ...] = ()


class CalendarRules(Part):
    """The leaf ``calendar`` of a region: what its organisations call a day off (DEFAULT)."""

    closing_days: tuple[IsoDate, ...] = ()
    skips: tuple[Skip, ...] = ("good_friday", "liberation_day")


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day that did not count, and what it is called."""

    day: date
    name: Text


@lru_cache(maxsize=256)
def _national_days(year: int) -> Mapping[date, tuple[str, ...]]:
    """The names of a year's holidays; two can fall on one day (Ascension and 5 May in 2016)."""
    # Without "optional" the library misses Good Friday, and 5 May in four of every five years.
    found = country_holidays("NL", years=year, categories=("public", "optional"), language="en_US")
    return {day: tuple(sorted(found.get_list(day))) for day in found}


@dataclass(frozen=True)
class Calendar:
    """The days off of one region: which, for which reckoning, and what each is called."""

    region: str = "default"
    version: str = "0"
    equated: Mapping[date, str] = field(default_factory=dict, hash=False)
    closing_days: frozenset[date] = frozenset()
    skips: frozenset[Skip] = frozenset({"good_friday", "liberation_day"})
    names: Mapping[tuple[DayKind, date], Text] = field(default_factory=dict, hash=False)
    _known: dict[tuple[int, Reckoning], dict[date, Text]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def edition(self) -> str:
        """The version and eight characters that change whenever a computed date might.

        Closing days and skips differ per region, so ``version`` alone does not tell.
        """
        days = sorted(self.equated), sorted(self.closing_days), sorted(self.skips)
        return f"{self.version}+{hashlib.sha256(repr(days).encode()).hexdigest()[:8]}"

    def name_of(self, day: date, reckoning: Reckoning = "own") -> Text | None:
        """What ``day`` is called if it does not count, or None for a working day.

        >>> calendar = Calendar()
        >>> calendar.name_of(date(2026, 5, 5)).nl, calendar.name_of(date(2026, 5, 5), "law")
        ('Bevrijdingsdag', None)
        """
        named = self.named_days(day.year, reckoning).get(day)
        return named or _WEEKEND.get(day.weekday())

    def walk(
        self, day: date, *, forward: bool, reckoning: Reckoning = "own"
    ) -> tuple[date, tuple[DayOff, ...]]:
        """The first working day from ``day`` on (itself included), and the days off on the way.

        The days off are in calendar order, also when walking back.
        """
        over: list[DayOff] = []
        while name := self.name_of(day, reckoning):
            over.append(DayOff(day, name))
            day = day + _DAY if forward else day - _DAY
        return day, tuple(over if forward else reversed(over))

    def count(
        self, day: date, working_days: int, *, reckoning: Reckoning = "own"
    ) -> tuple[date, tuple[DayOff, ...]]:
        """The day ``working_days`` away (back when negative), and the weekdays skipped.

        The first day after (before) ``day`` counts as 1. Weekends go without saying: they
        are skipped and not listed.
        """
        forward = working_days >= 0
        skipped: list[DayOff] = []
        for _ in range(abs(working_days)):
            day = day + _DAY if forward else day - _DAY
            day, over = self.walk(day, forward=forward, reckoning=reckoning)
            skipped += [off for off in over if off.day.weekday() < _SATURDAY]
        return day, tuple(sorted(skipped, key=lambda off: off.day))

    def next_working_day(self, day: date, reckoning: Reckoning = "own") -> date:
        """The first working day after ``day``."""
        return self.walk(day + _DAY, forward=True, reckoning=reckoning)[0]

    def working_day_on_or_before(self, day: date, reckoning: Reckoning = "own") -> date:
        """``day`` itself when it is a working day, otherwise the last one before it."""
        return self.walk(day, forward=False, reckoning=reckoning)[0]

    def named_days(self, year: int, reckoning: Reckoning) -> Mapping[date, Text]:
        """A year's named days off, computed once per calendar; weekends are not in it."""
        key = (year, reckoning)
        if key not in self._known:
            self._known[key] = self._local_days(year, reckoning) | {
                day: name
                for day, names in _national_days(year).items()
                if (name := self._joined(names, reckoning))
            }
        return self._known[key]

    def _joined(self, names: tuple[str, ...], reckoning: Reckoning) -> Text | None:
        """One name for a day, of those of its holidays that count in this reckoning."""
        off = [_NAMES[name] for name in names if self._is_off(name, reckoning)]
        if not off:
            return None
        return Text(
            nl=" en ".join(name.nl for name in off), en=" and ".join(name.en for name in off)
        )

    def _is_off(self, name: str, reckoning: Reckoning) -> bool:
        doubtful: Mapping[str, Skip] = {
            _GOOD_FRIDAY: "good_friday",
            _LIBERATION_DAY: "liberation_day",
        }
        if reckoning == "statutory" or name not in doubtful:
            return True
        return reckoning == "own" and doubtful[name] in self.skips

    def _local_days(self, year: int, reckoning: Reckoning) -> dict[date, Text]:
        """Equated and closing days of ``year``, as far as this reckoning skips them."""
        own = reckoning == "own"
        skips_equated = reckoning == "statutory" or (own and "equated" in self.skips)
        equated = self.equated if skips_equated else ()
        closed = self.closing_days if own else ()
        return {
            **{day: self._called("closing", day) for day in closed if day.year == year},
            **{day: self._called("equated", day) for day in equated if day.year == year},
        }

    def _called(self, kind: DayKind, day: date) -> Text:
        return self.names.get((kind, day), DAY_KINDS[kind])


def calendar_from(file: CalendarFile, rules: CalendarRules, *, region: str) -> Calendar:
    """The calendar of ``region``: the country's equated days under its own rules."""
    return Calendar(
        region=region,
        version=file.version,
        equated={equated.date: equated.source for equated in file.equated_days},
        closing_days=frozenset(rules.closing_days),
        skips=frozenset(rules.skips),
    )
