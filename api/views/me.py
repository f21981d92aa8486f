"""What the pages of somebody's own settings show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MePage:
    """The way to each of the settings."""


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """When the address was made, None if there is none; ``address`` only when it is new."""

    made_at: datetime | None
    address: str | None = None
