"""The only module that reads the clock of the machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


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
