"""What the lists of cases show."""

from __future__ import annotations

from dataclasses import dataclass

from engine.service.meeting_lists import MeetingRow
from engine.service.my_cases import CaseRow


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
class CasesHome:
    """What somebody works on: first what cannot wait, then what comes next."""

    urgent: tuple[CaseRow, ...]
    later: tuple[CaseRow, ...]
    more: bool
    opens_cases: bool
    at_table: bool
    meeting: MeetingRow | None = None
    """The agenda that comes next, for who runs a table."""
