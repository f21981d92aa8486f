"""What the nouns of the API share: ids, words, forms, and the answer to a command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field, JsonValue
from pydantic_core import PydanticCustomError

from api.models import Day, FieldOut, In, Moment, Out, ReasonOut, Words
from api.reasons import reason_data
from engine import fields
from engine.reason import Reason
from engine.service.event_kinds import EventKind
from engine.service.my_cases import ChildRow
from engine.service.repeats import Done
from engine.text import Text

MOST = 50
"""How many a list may hold that comes in."""

_FIRST, _LAST = fields.FIRST_DAY, fields.LAST_DAY
_QUESTIONS = 100

Id: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-z-]{1,64}$")]
"""A public id, as it was answered before."""

Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=40)]
"""A name in a definition; whether it exists, the definition says."""

Line: TypeAlias = Annotated[str, Field(max_length=fields.LONGEST["text"])]
"""A line of text."""

Said: TypeAlias = Annotated[str, Field(min_length=1, max_length=fields.LONGEST["text"])]
"""A line of text that may not be empty."""


def _near(day: date) -> date:
    """The day, if terms can be counted from it without leaving the calendar."""
    if day < _FIRST:
        raise PydanticCustomError("greater_than_equal", "Too early.", {"ge": str(_FIRST)})
    if day > _LAST:
        raise PydanticCustomError("less_than_equal", "Too late.", {"le": str(_LAST)})
    return day


def _near_moment(moment: datetime) -> datetime:
    _near(moment.date())
    return moment


NearDay: TypeAlias = Annotated[Day, AfterValidator(_near)]
"""A date between 1900 and 2199."""

NearMoment: TypeAlias = Annotated[Moment, AfterValidator(_near_moment)]
"""A moment between 1900 and 2199."""

Answers: TypeAlias = Annotated[
    dict[Annotated[str, Field(max_length=100)], JsonValue],
    Field(max_length=_QUESTIONS, description="antwoorden op het formulier, per veld"),
]
"""What was filled in, by field; the definition says which fields there are."""


class Late(In):
    """What may be recorded after it happened."""

    occurred_at: NearMoment | None = Field(
        None, description="wanneer het gebeurde; zonder: nu. Elke tijdzone mag"
    )
    late_reason: Line = Field(
        "", description="waarom nu pas vastgelegd; nodig na meer dan 14 dagen"
    )


class ChildOut(Out):
    """A child part (deel van de zaak over één kind)."""

    id: str = Field(description="kenmerk van het kind")
    name: str = Field(description="naam")
    age: int | None = Field(description="leeftijd in jaren; null: onbekend")

    @classmethod
    def of(cls, row: ChildRow) -> ChildOut:
        """A child as the viewer may know it."""
        return cls(id=row.id, name=row.name, age=row.age)

    @classmethod
    def or_none(cls, row: ChildRow | None) -> ChildOut | None:
        """The child, where there is one to be known."""
        return None if row is None else cls.of(row)


class TitledOut(Out):
    """A name of a definition and what it is called."""

    name: str = Field(description="sleutel in de definitie")
    title: Words = Field(description="hoe het heet")


class DoneOut(Out):
    """What a command changed; a repeat under the same key is answered the same."""

    case_id: str = Field(description="kenmerk van de zaak")
    version: int = Field(description="versie van de zaak hierna")
    state: str = Field(description="status van de zaak hierna")
    event: EventKind = Field(description="soort gebeurtenis")
    made: str | None = Field(description="kenmerk van wat nieuw is; null: niets met een kenmerk")
    opened: list[str] = Field(description="kenmerken van zaken die hierdoor zijn geopend")
    found_without_gate: list[str] = Field(
        description="feiten: sleutels van wat een besluit had tegengehouden"
    )

    @classmethod
    def of(cls, done: Done) -> DoneOut:
        """The engine's answer, as it leaves."""
        return cls(
            case_id=done.case,
            version=done.version,
            state=done.state,
            event=done.kind,  # type: ignore[arg-type] # kept as text, and the engine writes no other
            made=done.made,
            opened=list(done.opened),
            found_without_gate=list(done.found_without_gate),
        )


def words(text: Text | None) -> Words | None:
    """The words, where there are any."""
    return None if text is None else Words.of(text)


def titled(pairs: Iterable[tuple[str, Text]]) -> list[TitledOut]:
    """Names with their titles."""
    return [TitledOut(name=name, title=Words.of(title)) for name, title in pairs]


def questions(form: Mapping[str, fields.Field]) -> list[FieldOut]:
    """A form, question by question."""
    return [FieldOut.of(name, field) for name, field in form.items()]


def reasons(found: Iterable[Reason]) -> list[ReasonOut]:
    """Every reason, met or not."""
    return [reason_out(each) for each in found]


def reason_out(reason: Reason) -> ReasonOut:
    """One reason for a program."""
    return ReasonOut.model_validate(reason_data(reason))
