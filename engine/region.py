"""What one region does differently: a closed list of leaves."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal, TypeAlias

from pydantic import Field as Setting

from engine.calendar import CalendarRules
from engine.duties import ReminderStep, Repeats
from engine.names import Name
from engine.reason import Severity
from engine.span import Span, Window
from engine.text import Part, Text

DeadlineName: TypeAlias = Annotated[str, Setting(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]
"""``workflow.deadline``"""

Body: TypeAlias = Literal["none"] | Text | tuple[Text, ...]


class TermLeaf(Part):
    """What a region may change of a deadline; never of one that the law sets."""

    within: Span | None = None
    before: Span | None = None
    repeats: Repeats | None = None
    reminders: tuple[ReminderStep, ...] | None = None
    window: Window | None = None


class TableTimes(Part):
    """When the table of the region meets."""

    weekday: Literal["monday", "tuesday", "wednesday", "thursday", "friday"]
    starts: time
    ends: time
    slot: Span | None = None
    quorum: tuple[Name, ...] = ()
    """Who must be there for the table to meet (SEED 001, req 4-9)."""


Reader: TypeAlias = Literal["parents", "youth"]
"""Whose letters it stands in."""


class PhoneLine(Part):
    """A telephone number that stands in letters."""

    title: Text
    number: Annotated[str, Setting(pattern=r"^[0-9]([0-9 -]{1,18})[0-9]$")]
    for_: Annotated[tuple[Reader, ...], Setting(alias="for", min_length=1)]


class Fallback(Part):
    """Where the region's mail goes when nobody whose task it is can be reached."""

    email: Annotated[str, Setting(pattern=r"^[^@\s<>]+@[^@\s<>]+$", max_length=254)]


class RegionFile(Part):
    """One ``regions/<region>.yaml``: only these leaves exist.

    A severity ``off`` takes a rule out of a region; it is accepted for a rule that no
    invariant rests on. A rule that leans on a body must be off where that body is none.
    """

    region: Name
    title: Text | None = None
    inherits: Name | None = None
    municipalities: tuple[str, ...] = ()
    words: dict[Name, Text] = Setting(default_factory=dict)
    severities: dict[Name, Severity | Literal["off"]] = Setting(default_factory=dict)
    terms: dict[DeadlineName, TermLeaf] = Setting(default_factory=dict)
    opens_by: dict[Name, tuple[Name, ...]] = Setting(default_factory=dict)
    bodies: dict[Name, Body] = Setting(default_factory=dict)
    table: TableTimes | None = None
    calendar: CalendarRules | None = None
    reviews: dict[DeadlineName, Literal["on", "off"]] = Setting(default_factory=dict)
    fallback: Fallback | None = None
    """No part of any version of a workflow: another address changes no rule. Nor are the lines."""

    lines: dict[Name, PhoneLine] = Setting(default_factory=dict)
    crisis_line: PhoneLine | None = None
    """The service that comes out in this region; a letter names none where it is not set."""

    def lines_for(self, reader: Reader) -> tuple[PhoneLine, ...]:
        """The telephone numbers in a letter to one of these, in their order."""
        return tuple(line for line in self.lines.values() if reader in line.for_)
