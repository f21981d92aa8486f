"""Absences and work as JSON."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.models import Day, In, Moment, Out, Words
from api.shapes.common import Id, NearDay, words
from engine.fields import LONGEST
from engine.service.my_work import WorkShown
from engine.service.work_words import what_to_do
from engine.store.absences import AbsenceSeen
from engine.store.tables.work import WorkKind


class AbsenceIn(In):
    """What reporting an absence takes."""

    from_on: NearDay = Field(description="eerste dag afwezig")
    until_on: NearDay | None = Field(None, description="eerste dag terug; zonder: niet bekend")
    deputy_id: Id | None = Field(None, description="wie vervangt; zonder: niemand")
    person_id: Id | None = Field(None, description="wie afwezig is; zonder: uzelf")


class AbsenceChangeIn(In):
    """What changing an absence takes: all of it, also what stays."""

    until_on: NearDay | None = Field(None, description="eerste dag terug; zonder: niet bekend")
    deputy_id: Id | None = Field(None, description="wie vervangt; zonder: niemand")


class PersonOut(Out):
    """A professional."""

    id: str = Field(description="kenmerk")
    name: str = Field(description="naam")


class AbsenceOut(Out):
    """Somebody is away (afwezigheid), and who deputises (vervanger)."""

    id: str = Field(description="kenmerk")
    person: PersonOut = Field(description="wie afwezig is")
    from_on: Day = Field(description="eerste dag afwezig")
    until_on: Day | None = Field(description="eerste dag terug; null: niet bekend")
    deputy: PersonOut | None = Field(description="wie vervangt; null: niemand")
    recorded_at: Moment = Field(description="wanneer gemeld")

    @classmethod
    def of(cls, seen: AbsenceSeen) -> AbsenceOut:
        """One absence."""
        deputy = None
        if seen.deputy is not None and seen.deputy_name is not None:
            deputy = PersonOut(id=seen.deputy, name=seen.deputy_name)
        return cls(
            id=seen.public_id,
            person=PersonOut(id=seen.person, name=seen.name),
            from_on=seen.from_on,
            until_on=seen.until_on,
            deputy=deputy,
            recorded_at=seen.recorded_at,
        )


class AbsencesOut(Out):
    """The caller's own absences, then those of the people whom the caller leads."""

    items: list[AbsenceOut] = Field(description="afwezigheden")


class WorkDoneIn(In):
    """What saying that work is done takes."""

    work_id: Id = Field(description="kenmerk van het werk")
    word: Annotated[str, Field(min_length=1, max_length=LONGEST["long_text"])] = Field(
        description="wat er is gedaan"
    )


class WorkOut(Out):
    """Something that a named role must do and that is no deadline (werk)."""

    id: str = Field(description="kenmerk")
    kind: WorkKind = Field(description="soort werk")
    why: str = Field(description="sleutel van de oorzaak")
    says: Words = Field(description="wat er te doen is")
    role: Words = Field(description="rol die het doet")
    owners: list[str] = Field(description="namen van wie die rol heeft")
    case_id: str | None = Field(description="kenmerk van de zaak; null: over geen zaak")
    case_number: str | None = Field(description="zaaknummer; null: over geen zaak")
    person: str | None = Field(description="naam van de professional over wie het gaat")
    about: Words | None = Field(description="rol waar het over gaat; null: over geen rol")
    made_at: Moment = Field(description="sinds wanneer")
    until: Moment | None = Field(description="uiterlijk wanneer; null: geen vast moment")
    meeting_id: str | None = Field(description="kenmerk van de bijeenkomst; null: over geen")

    @classmethod
    def of(cls, row: WorkShown) -> WorkOut:
        """One thing to do."""
        return cls(
            id=row.id,
            kind=row.kind,
            why=row.why,
            says=Words.of(what_to_do(row)),
            role=Words.of(row.role),
            owners=list(row.owners),
            case_id=row.case,
            case_number=row.number,
            person=row.person,
            about=words(row.about_title),
            made_at=row.made_at,
            until=row.until,
            meeting_id=row.meeting,
        )


class WorksOut(Out):
    """What is open for the caller's roles, the oldest first."""

    items: list[WorkOut] = Field(description="werk")
