"""Participants as JSON."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.models import Day, In, Out, Words
from api.shapes.common import ChildOut, Id, Name, NearDay, Said
from engine.service.file.participants import ParticipantRow


class ParticipantIn(In):
    """What letting somebody take part takes."""

    person_id: Id = Field(description="kenmerk van de persoon")
    role: Name = Field(description="rol")
    ground: Said = Field(description="grond: waarom deze persoon meedoet")
    child_id: Id | None = Field(None, description="kind, bij een rol van het gezin")
    until_on: NearDay | None = Field(None, description="eerste dag waarop het niet meer geldt")


class EndingIn(In):
    """What ending somebody's part takes."""

    person_id: Id = Field(description="kenmerk van de persoon")
    role: Name = Field(description="rol")
    until_on: NearDay | None = Field(None, description="eerste dag zonder; zonder: vandaag")


class AssignmentIn(In):
    """What handing over a role that one person holds takes."""

    person_id: Id = Field(description="kenmerk van wie de rol krijgt")
    role: Name = Field(description="rol")
    ground: Said = Field(description="grond: waarom de rol overgaat")


class ParticipantOut(Out):
    """Somebody who takes part (betrokkene)."""

    person_id: str = Field(description="kenmerk van de persoon")
    name: str | None = Field(description="naam; null: niet voor u")
    role: str = Field(description="rol")
    role_title: Words = Field(description="hoe de rol heet")
    one_holder: bool = Field(description="rol die wordt overgedragen, niet gedeeld")
    organisation: str | None = Field(description="organisatie")
    scope: Literal["case", "family", "region"] = Field(description="zaak, gezin of regio")
    child: ChildOut | None = Field(description="kind waarvoor")
    from_on: Day = Field(description="vanaf")
    until_on: Day | None = Field(description="eerste dag waarop het niet meer geldt")
    ground: str | None = Field(description="grond")

    @classmethod
    def of(cls, row: ParticipantRow) -> ParticipantOut:
        """A participant as the viewer may know them."""
        return cls(
            person_id=row.person,
            name=row.name,
            role=row.role,
            role_title=Words.of(row.role_title),
            one_holder=row.one,
            organisation=row.organisation,
            scope=row.scope,
            child=ChildOut.or_none(row.child),
            from_on=row.from_on,
            until_on=row.until_on,
            ground=row.ground,
        )


class ParticipantsOut(Out):
    """Everybody who takes part today."""

    items: list[ParticipantOut] = Field(description="betrokkenen")
