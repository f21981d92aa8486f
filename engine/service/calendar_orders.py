"""What somebody asks about the calendar of a region."""

from __future__ import annotations

from dataclasses import dataclass

from engine.calendar_edition import AddedDay, RemovedDay
from engine.service.table_orders import TableOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCalendar(TableOrder):
    """Add days off to a region's calendar, and remove others; stale after ``seen_version``."""

    region: str
    add: tuple[AddedDay, ...] = ()
    remove: tuple[RemovedDay, ...] = ()
    reason: str = ""
    seen_version: int

    @property
    def about(self) -> str:
        """The region."""
        return self.region
