"""What the pages about being away and about work show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from api.pages.again import Again
from engine.fields import Field, InputProblem
from engine.service.absences import AbsencesHere
from engine.service.my_work import WorkShown
from engine.service.work_words import mended_at, what_to_do
from engine.store.absences import AbsenceSeen
from engine.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsencePage:
    """My absences and those of my people, with a form; ``one`` is the one that is changed."""

    here: AbsencesHere
    form: Mapping[str, Field]
    one: AbsenceSeen | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    again: Again | None = None

    @property
    def problems(self) -> tuple[InputProblem, ...]:
        """What is wrong, beside each field."""
        return self.again.problems if self.again else ()


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One thing to do, in words, and the page that mends it."""

    id: str
    says: Text
    about: Text | None
    person: str | None
    case: str | None
    number: str | None
    role: Text
    owners: tuple[str, ...]
    made_at: datetime
    href: str | None
    is_mail: bool
    """It is about a mail of which nobody knows whether it arrived: it can be sent again."""

    @classmethod
    def of(cls, row: WorkShown) -> WorkRow:
        """The row as a page shows it."""
        return cls(
            id=row.id,
            says=what_to_do(row),
            about=row.about_title,
            person=row.person,
            case=row.case,
            number=row.number,
            role=row.role,
            owners=row.owners,
            made_at=row.made_at,
            href=mended_at(row),
            is_mail=row.kind == "uncertain",
        )


@dataclass(frozen=True, slots=True)
class WorkListPage:
    """One page of what is open; ``next`` and ``first`` are links, if there are such pages."""

    rows: tuple[WorkRow, ...]
    next: str | None
    first: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPage:
    """One thing to do, and the form that says it is done."""

    row: WorkRow
    is_open: bool
    form: Mapping[str, Field]
    values: Mapping[str, str] = field(default_factory=dict)
    again: Again | None = None

    @property
    def problems(self) -> tuple[InputProblem, ...]:
        """What is wrong, beside the field."""
        return self.again.problems if self.again else ()
