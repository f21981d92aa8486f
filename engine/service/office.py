"""What every use case works with: the store, the clock, the definitions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import TypeAlias

from engine.calendar import AMSTERDAM
from engine.definition import Workflow
from engine.duty_plan import Reckoner
from engine.loader import Library
from engine.ports import Clock
from engine.store import Connection, versions
from engine.store.store import Store

Announce: TypeAlias = Callable[[Connection, Sequence[int]], None]


def local_day(moment: datetime) -> date:
    """The date in Amsterdam at this moment."""
    return moment.astimezone(AMSTERDAM).date()


def nobody(connection: Connection, notice_ids: Sequence[int]) -> None:
    """Announce to nobody: the next tick finds the notices."""


@dataclass(frozen=True)
class Office:
    """The one bundle that use cases are handed; ``api.wiring`` makes it."""

    store: Store
    clock: Clock
    library: Library
    reminder_time: time = time(7)
    announce: Announce = nobody
    known: dict[str, Workflow] = field(default_factory=dict, repr=False)
    """Published versions by hash; they never change, so they are read once."""

    def today(self) -> date:
        """The date in Amsterdam now."""
        return local_day(self.clock.now())

    def version(self, connection: Connection, identity: str) -> Workflow:
        """The published workflow version of this hash."""
        if identity not in self.known:
            self.known[identity] = versions.definition_of(connection, identity)
        return self.known[identity]

    def versions_of(
        self, connection: Connection, identities: Collection[str]
    ) -> Mapping[str, Workflow]:
        """The versions of these hashes, for a list; one that cannot be read is left out."""
        new = set(identities) - self.known.keys()
        if new:
            self.known.update(versions.definitions_of(connection, new))
        return {each: self.known[each] for each in identities if each in self.known}

    def reckoner(self, region: str) -> Reckoner:
        """What computes due dates for this region."""
        return Reckoner(self.library.calendars[region], self.reminder_time)

    def announcing(self, announce: Announce) -> Office:
        """The same office with a runner to wake."""
        return replace(self, announce=announce)
