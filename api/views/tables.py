"""What the pages of tables show: who sits there, the rhythm, and the meetings ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time

from api.pages.again import Again
from api.views.workflows import RegionChoice
from engine.fields import Field, InputProblem
from engine.library import Library
from engine.reason import Reason
from engine.service.file.people import Colleague
from engine.service.meeting_lists import MeetingRow, MemberRow, TableRow
from engine.service.rhythm import RhythmDay
from engine.text import Text

WEEKDAY_WORDS: Mapping[str, Text] = {
    "monday": Text(nl="maandag", en="Monday"),
    "tuesday": Text(nl="dinsdag", en="Tuesday"),
    "wednesday": Text(nl="woensdag", en="Wednesday"),
    "thursday": Text(nl="donderdag", en="Thursday"),
    "friday": Text(nl="vrijdag", en="Friday"),
}


@dataclass(frozen=True, slots=True)
class TableShown:
    """A table in words; where it says nothing of its own, the region's rhythm holds."""

    row: TableRow
    region_title: Text
    weekday: Text | None
    starts: time | None

    @classmethod
    def of(cls, row: TableRow, library: Library) -> TableShown:
        """A table of a list, or the one of a page."""
        region = library.regions[row.region].table
        weekday = row.weekday or (region.weekday if region else None)
        return cls(
            row=row,
            region_title=library.region_title(row.region),
            weekday=WEEKDAY_WORDS[weekday] if weekday else None,
            starts=row.starts or (region.starts if region else None),
        )


@dataclass(frozen=True, slots=True)
class TablesPage:
    """The tables of whoever looks; ``makes`` says whether they coordinate somewhere."""

    tables: tuple[TableShown, ...]
    makes: bool


@dataclass(frozen=True, slots=True)
class TablePage:
    """One table: its members, its meetings ahead, and the days of its rhythm."""

    shown: TableShown
    days: tuple[RhythmDay, ...]
    ahead: tuple[MeetingRow, ...]
    again: Again | None = None

    @property
    def free(self) -> tuple[RhythmDay, ...]:
        """The days on which a meeting can be planned."""
        return tuple(day for day in self.days if day.is_free)

    @property
    def off(self) -> tuple[RhythmDay, ...]:
        """The days of the rhythm that are days off."""
        return tuple(day for day in self.days if day.off)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtTable:
    """A form about a table, or about a meeting of it: what was typed, and why it came back."""

    shown: TableShown | None = None
    form: Mapping[str, Field] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    again: Again | None = None
    version: int | None = None

    @property
    def problems(self) -> tuple[InputProblem, ...]:
        """What is wrong with what was typed."""
        return self.again.problems if self.again else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MakingTable(AtTable):
    """A table to be made: its region, and the municipalities that it may serve."""

    region: str
    regions: tuple[RegionChoice, ...]
    municipalities: Sequence[str]
    chosen: Sequence[str] = ()

    @property
    def boxes(self) -> Sequence[tuple[str, str]]:
        """The municipalities as boxes to tick."""
        return [(name, name) for name in self.municipalities]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangingTable(AtTable):
    """Another name, or other municipalities."""

    municipalities: Sequence[str]
    chosen: Sequence[str]

    @property
    def boxes(self) -> Sequence[tuple[str, str]]:
        """The municipalities as boxes to tick."""
        return [(name, name) for name in self.municipalities]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddingMember(AtTable):
    """Somebody to sit there: first the role, then who works as that."""

    roles: tuple[tuple[str, Text], ...]
    role: str = ""
    role_title: Text | None = None
    people: tuple[Colleague, ...] = ()
    searched: str = ""

    @property
    def may_search(self) -> bool:
        """Whether there are so many that a part of the name helps."""
        return bool(self.searched) or len(self.people) > 8


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingMember(AtTable):
    """Whose seat ends."""

    member: MemberRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningMeeting(AtTable):
    """A meeting to be planned: the next day of the rhythm, or another one."""

    days: tuple[RhythmDay, ...]
    unmet: tuple[Reason, ...] = ()

    @property
    def passed(self) -> tuple[RhythmDay, ...]:
        """The days off before the first free day: skipped, and why."""
        first = next((day.on for day in self.days if day.is_free), None)
        return tuple(day for day in self.days if day.off and (first is None or day.on < first))
