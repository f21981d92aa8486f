"""The only module that reads the clock of the machine."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_SINCE_BOOT: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        """This moment, in UTC."""
        return datetime.now(UTC)


class ManualClock:
    """A clock that stands still until it is moved: tests, scenarios, the story."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The moment at which the clock stands, in UTC."""
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Put the clock at ``moment``; it never runs backwards.

        Raises:
            ValueError: ``moment`` lies before the moment at which it stands.
        """
        if moment < self._now:
            raise ValueError(f"The clock stands at {self._now}; it does not run back to {moment}.")
        self._now = moment.astimezone(UTC)


class ShiftedClock:
    """A clock that runs as the machine's does, ``offset`` ahead of it: the demo."""

    def __init__(self, offset: timedelta) -> None:
        self.offset = offset

    def now(self) -> datetime:
        """This moment, and the offset, in UTC."""
        return datetime.now(UTC) + self.offset

    @classmethod
    def standing_at(cls, moment: datetime) -> ShiftedClock:
        """A clock that says ``moment`` now, and runs on from there."""
        return cls(moment - datetime.now(UTC))


class BootClock:
    """How long this machine runs: a clock that nobody can set."""

    def __init__(self) -> None:
        self.boot = _boot_id()

    def elapsed(self) -> timedelta:
        """The time since the machine started, sleep included where it counts that."""
        return timedelta(seconds=time.clock_gettime(_SINCE_BOOT))


def _boot_id() -> str:
    """Which start of the machine; where it does not say, this process is a start of its own."""
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return uuid4().hex
