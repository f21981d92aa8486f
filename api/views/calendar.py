"""What the pages of a region's calendar show: its days off, its editions, and what moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.views.rules import Formed
from api.views.workflows import RegionChoice, region_choices
from engine.calendar import DAY_KINDS, DayKind
from engine.calendar_edition import Origin
from engine.library import Library
from engine.service.calendar_moves import DateMove
from engine.service.calendars import Preview
from engine.service.calendars_shown import CalendarHere
from engine.text import Text

MOST = 100
"""So many dates that would move are shown one by one."""

ORIGINS: Mapping[Origin, Text] = {
    "holiday": Text(nl="feestdag", en="holiday"),
    "equated": DAY_KINDS["equated"],
    "closing": DAY_KINDS["closing"],
}


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The days off of a region and its history."""

    here: CalendarHere
    region_title: Text
    regions: tuple[RegionChoice, ...]
    kinds: Mapping[DayKind, Text]
    origins: Mapping[Origin, Text]

    @classmethod
    def of(cls, library: Library, here: CalendarHere) -> CalendarPage:
        """All of it."""
        return cls(
            here=here,
            region_title=library.region_title(here.region),
            regions=region_choices(library, here.region),
            kinds=DAY_KINDS,
            origins=ORIGINS,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePage(Formed):
    """The form of a change; once it was looked at, what would move."""

    here: CalendarHere
    region_title: Text
    version: int
    preview: Preview | None = None

    @property
    def moves(self) -> tuple[DateMove, ...]:
        """Those that are shown one by one."""
        return self.preview.moves[:MOST] if self.preview else ()

    @property
    def unshown(self) -> int:
        """How many more there are."""
        return self.preview.dates - len(self.moves) if self.preview else 0
