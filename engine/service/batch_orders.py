"""What somebody asks to be done to many deadlines at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from engine.service.table_orders import TableOrder
from engine.span import Span
from engine.store.tables.batch import BatchAct

MOST = 100
"""How many deadlines one batch holds at most (DEFAULT)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskBatch(TableOrder):
    """Remind of these deadlines now, give their role to a person, or extend them by a span."""

    act: BatchAct
    deadlines: tuple[str, ...]
    reason: str = ""
    person: str = ""
    by: Span | None = None

    @property
    def about(self) -> str:
        """The act; the log keeps how many it was for."""
        return f"{self.act} {len(self.deadlines)}"

    @property
    def said(self) -> Mapping[str, JsonValue]:
        """What comes with the act, as the row keeps it."""
        by = self.by.model_dump(mode="json") if self.by else None
        return {"reason": self.reason, "person": self.person, "by": by}


@dataclass(frozen=True, slots=True, kw_only=True)
class StopBatch(TableOrder):
    """Leave what still waits undone."""

    batch: str

    @property
    def about(self) -> str:
        """The batch."""
        return self.batch
