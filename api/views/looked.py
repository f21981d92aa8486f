"""What the pages show of who looked at a case."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from engine.service.file.heading import CaseHeading
from engine.service.file.looked import AskedLooks, LookedPage
from engine.service.file.looked_by_family import FamilyPaper
from engine.service.file.relatives import Relative


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedView:
    """Who looked, a page of it; ``relatives``: for whom it can be printed."""

    case: CaseHeading
    page: LookedPage
    asked: AskedLooks
    relatives: tuple[Relative, ...]
    next: str | None
    first: str | None

    @property
    def here(self) -> str:
        """The address of this page."""
        return f"/cases/{self.case.id}/looked"

    @property
    def file(self) -> str:
        """Where the same rows are a file."""
        given = {
            "who": self.asked.person or "",
            "since": self.asked.since.isoformat() if self.asked.since else "",
            "until": self.asked.until.isoformat() if self.asked.until else "",
            "tries": "1" if self.asked.tries else "",
        }
        query = urlencode({key: value for key, value in given.items() if value})
        return f"{self.here}/export.csv{f'?{query}' if query else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyPaperView:
    """The paper for one of the family."""

    case: CaseHeading
    paper: FamilyPaper

    @property
    def back(self) -> str:
        """Where one came from."""
        return f"/cases/{self.case.id}/looked"
