"""What a scenario may expect: the state of a case, its duties, and who heard."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Setting

from api.scenarios.moments import Day
from engine.names import Name
from engine.text import Part


class ExpectedDeadline(Part):
    """A deadline, by the keys given; one that was met or is void is named with its state."""

    about: str
    due: Day | None = None
    owner: Name | None = None
    state: Literal["open", "suspended", "met", "void"] | None = None
    child: Name | None = None
    late: bool | None = None


class ExpectedReminder(Part):
    """A planned reminder to one person; one that is not planned any more has its state."""

    about: str
    to: Name | None = None
    on: Day | None = None
    state: Literal["planned", "fired", "suppressed", "superseded"] | None = None


class ExpectedMail(Part):
    """How often the mail server took something for somebody about the case."""

    to: Name
    times: Annotated[int, Setting(ge=0)]


class ExpectedPart(Part):
    """What holds for one child part."""

    late: tuple[str, ...] | None = None
    deadlines: tuple[ExpectedDeadline, ...] | None = None
    missing: tuple[str, ...] | None = None
    records: dict[str, str] | None = None


class ExpectedMeeting(Part):
    """How a meeting stands; ``items`` by the local name of the case."""

    name: Name
    state: str | None = None
    items: dict[Name, str] | None = None


class Expected(ExpectedPart):
    """What holds for a case now; only what is named is compared."""

    case: Name
    as_: Annotated[Name | None, Setting(alias="as")] = None
    state: str | None = None
    next_date: Day | Literal["none"] | None = None
    reminders: tuple[ExpectedReminder, ...] | None = None
    sent: tuple[ExpectedMail, ...] | None = None
    events: int | None = None
    open_cases: int | tuple[str, ...] | None = None
    agreements: dict[Name, str] | None = None
    meeting: ExpectedMeeting | None = None
    part: dict[Name, ExpectedPart] = Setting(default_factory=dict)
