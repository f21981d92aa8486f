"""What the lists of cases and of dates show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from engine.service.date_counts import DateCounts
from engine.service.my_cases import CaseRow
from engine.service.my_dates import DateRow

When: TypeAlias = Literal["all", "late", "today", "week", "next_week"]


@dataclass(frozen=True, slots=True)
class CaseList:
    """One page of my cases; ``next`` and ``first`` are links, if there are such pages."""

    rows: tuple[CaseRow, ...]
    closed: bool
    next: str | None
    first: str | None

    @property
    def names(self) -> bool:
        """Whether any row says who the children are; a coordinator reads titles only."""
        return any(row.children for row in self.rows)


@dataclass(frozen=True, slots=True)
class DateList:
    """One page of my dates; ``following`` is the first that is due, where none is late."""

    rows: tuple[DateRow, ...]
    when: When
    counts: DateCounts
    next: str | None
    first: str | None
    following: DateRow | None = None


@dataclass(frozen=True, slots=True)
class CasesHome:
    """What somebody works on: first what cannot wait, then what comes next."""

    urgent: tuple[CaseRow, ...]
    later: tuple[CaseRow, ...]
    more: bool
    opens_cases: bool
    at_table: bool


@dataclass(frozen=True, slots=True)
class DatesHome:
    """What a coordinator keeps an eye on."""

    counts: DateCounts
    late: tuple[DateRow, ...]
    following: DateRow | None
