"""A runner that wakes only when it is told to: tests, scenarios, the simulation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from engine.clock import ManualClock
from engine.due import at_reminder_time
from engine.errors import ConfigurationError
from engine.ports import HookSender, RunnerHealth
from engine.runner.health import health_of
from engine.service.delivery import Channels, rescue
from engine.service.office import Office, local_day
from engine.service.tick import TickReport, tick
from engine.store import Connection, deadlines, deviations, hook_calls, notices, reminders
from engine.store.unit_of_work import reading

ALL = 100_000


class ManualRunner:
    """Moves the clock, and ticks at every moment at which something is due.

    Raises:
        ConfigurationError: the office's clock runs by itself.
    """

    def __init__(self, office: Office, channels: Channels, hooks: HookSender | None = None) -> None:
        if not isinstance(office.clock, ManualClock):
            raise ConfigurationError("The manual runner moves the clock; give it a ManualClock.")
        self._office, self._clock, self._channels = office, office.clock, channels
        self._hooks = hooks

    def announce(self, connection: Connection, notice_ids: Sequence[int]) -> None:
        """Nothing to wake: the next tick finds them."""

    def start(self) -> None:
        """Take up what an earlier run left half-way."""
        rescue(self._office)

    def stop(self, timeout_s: float) -> None:
        """Nothing to end: no tick runs by itself."""

    def health(self) -> RunnerHealth:
        """How far behind the work is."""
        return health_of(self._office)

    def run_until(self, moment: datetime) -> TickReport:
        """Live through the time to ``moment``, as if a tick came at every due moment.

        First whatever is due already is done: the outage before it is over.

        Raises:
            ValueError: ``moment`` lies before the moment at which the clock stands.
        """
        report = self._tick()
        while (due := self._next_due(moment)) is not None:
            self._clock.move_to(due)
            report += self._tick()
        self._clock.move_to(moment)
        return report + self._tick()

    def skip_to(self, moment: datetime) -> None:
        """Be down until ``moment``: the clock moves, nothing is done; the next tick makes up."""
        self._clock.move_to(moment)

    def _tick(self) -> TickReport:
        return tick(self._office, self._channels, hooks=self._hooks)

    def _next_due(self, until: datetime) -> datetime | None:
        """The first moment after now, and up to ``until``, at which something is due."""
        now = self._clock.now()
        with reading(self._office.store) as connection:
            moments = [
                reminders.next_fire_at(connection, after=now),
                notices.next_try_at(connection, after=now),
                hook_calls.next_try_at(connection, after=now) if self._hooks else None,
                *map(self._morning, _days(connection, local_day(now), local_day(until), now)),
            ]
        return min((each for each in moments if each and now < each <= until), default=None)

    def _morning(self, day: date) -> datetime:
        return at_reminder_time(day, self._office.reminder_time)


def _days(connection: Connection, today: date, last: date, now: datetime) -> list[date]:
    """The days after today on which a suspension ends or a deviation lapses.

    What was due by today was done by the tick that has just been.
    """
    ends = [row.suspended_until for row in deadlines.suspended_until_due(connection, last)]
    found = deviations.due_to_lapse(connection, on=last, now=now, limit=ALL)
    return [day for day in (*ends, *(row.lapses_on for row in found)) if day and day > today]
