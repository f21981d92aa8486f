"""What the pages of one deadline show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.views.at_case import AtCase
from engine.service.file.deadline import DeadlineShown
from engine.service.file.deadline_page import DeadlinePage
from engine.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class OneDeadline(AtCase):
    """A deadline; of an extension that is only looked at, the day that it would give."""

    page: DeadlinePage
    units: tuple[tuple[str, Text], ...] = ()
    would_be: date | None = None

    @property
    def shown(self) -> DeadlineShown:
        """The deadline itself."""
        return self.page.shown

    @property
    def is_over(self) -> bool:
        """Whether nothing about it can change any more."""
        return self.shown.seen.state in {"met", "void"}
