"""What a privacy officer asks of a review of the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from engine.service.table_orders import TableOrder

Verdict: TypeAlias = Literal["explained", "follow_up"]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeSignal(TableOrder):
    """Say what a signal is: explained, or to be followed up by somebody before a day."""

    review: str
    signal: str
    judgement: Verdict
    word: str
    owner: str = ""
    follow_up_on: date | None = None

    @property
    def about(self) -> str:
        """The review."""
        return self.review


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseLogReview(TableOrder):
    """Say that the log of this month was reviewed, and what came of it."""

    review: str
    word: str

    @property
    def about(self) -> str:
        """The review."""
        return self.review
