"""What every use case works with: the store, the clock, the definitions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import TypeAlias

from engine.calendar import AMSTERDAM, Calendar
from engine.calendar_edition import with_editions
from engine.definition import Workflow
from engine.duty_plan import Reckoner
from engine.loader import Library
from engine.ports import Clock
from engine.store import Connection, calendars, versions
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

    known_calendars: dict[tuple[str, ...], Calendar] = field(default_factory=dict, repr=False)
    """Calendars by region and the editions that make them: these never change either."""

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

    def calendar(self, connection: Connection, region: str) -> Calendar:
        """The calendar of the region by its newest edition; where there is none, its file.

        Which edition that is, is asked in the transaction that goes by it: another process may
        have made one a moment ago.
        """
        calendars.share_calendars(connection)
        newest = calendars.newest(connection, region)
        file = self.library.calendars[region]
        key = (region, file.edition, *(each.public_id for each in newest))
        if key not in self.known_calendars:
            found = calendars.editions(connection, [each.id for each in newest]) if newest else ()
            self.known_calendars[key] = with_editions(file, [each.edition for each in found])
        return self.known_calendars[key]

    def reckoner(self, connection: Connection, region: str) -> Reckoner:
        """What computes due dates for this region."""
        return Reckoner(self.calendar(connection, region), self.reminder_time)

    def announcing(self, announce: Announce) -> Office:
        """The same office with a runner to wake."""
        return replace(self, announce=announce)
