"""What the pages to print show: blank forms from the definitions, and the list of a morning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from api.views.families import RegionChoice
from engine.fields import Field
from engine.service.date_rows import DateRow
from engine.service.meeting_lists import MeetingRow
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Blank:
    """A form to be filled in by hand; ``about`` says when one takes it along."""

    key: str
    title: Text
    about: Text


@dataclass(frozen=True, slots=True)
class BlankPart:
    """A part of a form, with the questions of the definition.

    A ``step`` has a moment of its own; an ``outcome`` is ticked, and asked only then.
    """

    title: Text
    fields: Mapping[str, Field]
    kind: Literal["part", "step", "outcome"] = "part"


@dataclass(frozen=True, slots=True)
class PaperPage:
    """Which forms there are, for which region they can be printed."""

    blanks: tuple[Blank, ...]
    regions: tuple[RegionChoice, ...]


@dataclass(frozen=True, slots=True)
class BlankPage:
    """One form to print, without any data; ``version`` is that of its workflow."""

    blank: Blank
    region: Text
    version: str
    parts: tuple[BlankPart, ...]


@dataclass(frozen=True, slots=True)
class MorningPage:
    """What somebody has today; ``more`` where there is more than one sheet holds."""

    meetings: tuple[MeetingRow, ...]
    today: tuple[DateRow, ...]
    late: tuple[DateRow, ...]
    more: bool
