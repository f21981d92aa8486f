"""What the pages of the ledger show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from api.views.at_case import AtCase
from engine.service.file.reminders import LedgerRow
from engine.store.ledger_lists import Which

_CHOICES: tuple[Which, ...] = (
    "past",
    "planned",
    "failed",
    "uncertain",
    "fired",
    "suppressed",
    "superseded",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReminders(AtCase):
    """The reminders of a case, a page of them; ``next`` and ``first`` are links, if any."""

    rows: tuple[LedgerRow, ...]
    next: str | None
    first: str | None


@dataclass(frozen=True, slots=True)
class ReminderList:
    """The reminders of all my cases; on the first page those with a failed message in front."""

    rows: tuple[LedgerRow, ...]
    trouble: tuple[LedgerRow, ...]
    which: Which
    day: date | None
    next: str | None
    first: str | None

    def choices(self, named: Mapping[Which, str], dated: str) -> Iterator[tuple[str, str, bool]]:
        """The lists to choose from: the address, the words, whether it is this one."""
        for which in _CHOICES:
            yield f"/reminders?which={which}{dated}", named[which], which == self.which
