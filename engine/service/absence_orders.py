"""What somebody asks about being away, and about work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.service.table_orders import TableOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAbsence(TableOrder):
    """Say that somebody is away; without a person oneself, without an end nobody knows when."""

    from_on: date
    until_on: date | None = None
    deputy: str | None = None
    person: str | None = None

    @property
    def about(self) -> str:
        """Who is away; empty for oneself."""
        return self.person or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAbsence(TableOrder):
    """Say anew until when, and who deputises."""

    absence: str
    until_on: date | None = None
    deputy: str | None = None

    @property
    def about(self) -> str:
        """The absence."""
        return self.absence


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAbsence(TableOrder):
    """Say that they are back today, or do not go after all."""

    absence: str

    @property
    def about(self) -> str:
        """The absence."""
        return self.absence


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseWork(TableOrder):
    """Say that work is done, and what was done."""

    work: str
    word: str

    @property
    def about(self) -> str:
        """The work."""
        return self.work
