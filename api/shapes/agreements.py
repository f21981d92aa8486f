"""Agreements as JSON."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.models import Day, In, Out, Words
from api.shapes.common import MOST, ChildOut, Id, Late, Line, NearDay
from engine.service.file.agreements import AgreementRow, FamilyWord, Heard
from engine.snapshot import AgreementState


class AgreementIn(Late):
    """What making an agreement takes."""

    text: str = Field(min_length=1, description="wat er is afgesproken")
    due_date: NearDay = Field(description="uiterste dag")
    owner_id: Id | None = Field(None, description="kenmerk van wie het doet; mag volgen")
    owner_words: Line = Field("", description="wie het doet, in woorden, als dat geen persoon is")
    child_id: Id | None = Field(None, description="kind waarover; zonder: de hele zaak")
    visible_to: Annotated[list[Id], Field(max_length=MOST)] = Field(
        [], description="kenmerken van gezinsleden voor wie de afspraak is"
    )


class OwnerIn(In):
    """What naming the owner of an agreement takes: a person, or somebody in words."""

    owner_id: Id | None = Field(None, description="kenmerk van wie het doet")
    owner_words: Line = Field("", description="wie het doet, in woorden")


class ResultIn(Late):
    """What settling an agreement takes."""

    result: Literal["met", "ended", "handed_over", "not_met"] = Field(description="hoe het is")
    words: str = Field("", description="hoe het is gegaan, ook in woorden van het gezin")


class FamilyWordIn(Late):
    """What the family says of an agreement."""

    person_id: Id = Field(description="kenmerk van wie van het gezin dit zegt")
    how: Heard = Field(description="done: gelukt; hard: het lukt niet")
    words: str = Field("", description="wat er in de weg zit; nodig als het niet lukt")


class FamilyWordOut(Out):
    """What one of the family said of an agreement last."""

    person_id: str = Field(description="kenmerk van wie dit zegt")
    person: str = Field(description="naam")
    how: Heard = Field(description="gelukt, of het lukt niet")
    title: Words = Field(description="dat in woorden")
    words: str = Field(description="eigen woorden")
    on: Day = Field(description="dag")

    @classmethod
    def of(cls, word: FamilyWord) -> FamilyWordOut:
        """A word of the family."""
        return cls(
            person_id=word.person,
            person=word.name,
            how=word.how,
            title=Words.of(word.title),
            words=word.words,
            on=word.on,
        )


class AgreementOut(Out):
    """An agreement (afspraak)."""

    id: str = Field(description="kenmerk")
    text: str | None = Field(description="wat er is afgesproken; null: niet voor u")
    child: ChildOut | None = Field(description="kind waarover; null: de hele zaak of niet voor u")
    owner: str | None = Field(description="wie het doet; null: nog niemand of niet voor u")
    owner_id: str | None = Field(description="kenmerk van die persoon")
    due_date: Day = Field(description="uiterste dag")
    late: bool = Field(description="te laat")
    state: AgreementState = Field(description="hoe het ervoor staat")
    state_title: Words = Field(description="hoe het ervoor staat, in woorden")
    result: str | None = Field(description="hoe het is gegaan")
    made_on: Day = Field(description="gemaakt op")
    made_by: str | None = Field(description="wie de afspraak vastlegde; null: niet voor u")
    settled_on: Day | None = Field(description="afgerond op")
    visible_to: list[str] = Field(description="gezinsleden voor wie de afspraak is")
    family: list[FamilyWordOut] = Field(description="wat het gezin ervan zegt, ieder het laatst")

    @classmethod
    def of(cls, row: AgreementRow) -> AgreementOut:
        """An agreement as the viewer may read it."""
        return cls(
            id=row.id,
            text=row.text,
            child=ChildOut.or_none(row.child),
            owner=row.owner,
            owner_id=row.owner_id,
            due_date=row.due_on,
            late=row.late,
            state=row.state,
            state_title=Words.of(row.state_title),
            result=row.result,
            made_on=row.made_on,
            made_by=row.made_by,
            settled_on=row.settled_on,
            visible_to=list(row.visible_to),
            family=[FamilyWordOut.of(word) for word in row.family],
        )


class AgreementsOut(Out):
    """The agreements of the case, oldest first."""

    items: list[AgreementOut] = Field(description="afspraken")
