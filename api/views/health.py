"""What the page on how it runs shows: numbers only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.ports import RunnerHealth


@dataclass(frozen=True, slots=True)
class HealthPage:
    """How the clock at work is doing at ``now``; ``is_late``: its last sweep is too long ago.

    ``anchors_late``: what proves the trails was not kept outside the database in time.
    ``trail_fits``: so it was at the start, that the seals fit the newest of it.
    """

    health: RunnerHealth
    now: datetime
    is_late: bool
    anchors_late: bool = False
    trail_fits: bool = True

    @property
    def stands_still(self) -> bool:
        """Whether the clock at work stopped, or never began."""
        return self.is_late or self.health.last_sweep is None

    @property
    def asks_somebody(self) -> int:
        """How many messages are tried no more, so that a person must do something."""
        return self.health.failed + self.health.uncertain - self.health.retried

    @property
    def is_well(self) -> bool:
        """Whether it runs, is believed, and every message that was to leave arrived."""
        health = self.health
        undelivered = health.failed or health.uncertain or health.stuck
        stopped = self.stands_still or health.jumped_at or health.held_at
        unproved = self.anchors_late or not self.trail_fits
        return not (stopped or undelivered or unproved)
