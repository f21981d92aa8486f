"""A clock that nobody sets, for tests that set the other one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from engine.clock import ManualClock
from tests.office import World


@dataclass
class FakeUptime:
    """Runs as the test says; ``boot`` names the start of the machine."""

    boot: str = "first"
    runs: timedelta = timedelta(days=3)

    def elapsed(self) -> timedelta:
        """The time since the machine started."""
        return self.runs


def with_clock_at(world: World, ahead: timedelta) -> World:
    """The same world by a clock that somebody set, so far from the time that it is."""
    clock = ManualClock(world.clock.now() + ahead)
    return replace(world, office=replace(world.office, clock=clock), clock=clock)


def later(world: World, uptime: FakeUptime, by: timedelta) -> None:
    """Let the time pass, on both clocks."""
    world.clock.move_to(world.clock.now() + by)
    uptime.runs += by
