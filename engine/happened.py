"""What one command did to a case: all that deadlines hang on. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from engine.fields import Value


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record that reached a status, with the dates it holds."""

    type: str
    status: str
    child: str | None = None
    dates: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Happened:
    """What one command did to a case: all that deadlines hang on.

    ``on`` and ``at`` are the day and the moment at which it happened, not of recording.
    """

    on: date
    at: datetime
    entered: str | None = None
    transition: str | None = None
    act: str | None = None
    record: RecordChange | None = None
    inputs: Mapping[str, Value] = field(default_factory=dict)
    opened: bool = False
    meeting: date | None = None  # the day of the meeting at which the case was put on the agenda
