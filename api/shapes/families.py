"""Families, and what may be opened for one, as JSON."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.models import Day, FieldOut, In, Out, ReasonOut, Words
from api.shapes.common import (
    MOST,
    Line,
    Name,
    NearDay,
    Said,
    TitledOut,
    questions,
    reason_out,
    titled,
)
from engine.service.file.families import CaseOfFamily, FamilyRow, FamilyShown, MemberRow
from engine.service.file.openable import Openable
from engine.service.registering import Registered
from engine.store.tables.people import PersonKind


class MemberIn(In):
    """A child, a parent or a relative, told from the others by name."""

    name: Said = Field(description="naam")
    born: NearDay | None = Field(None, description="geboren op")
    is_child: bool = Field(default=False, description="een jeugdige")
    authority_over: Annotated[list[Line], Field(max_length=MOST)] = Field(
        [], description="namen van kinderen hierboven over wie deze persoon gezag heeft"
    )
    source: Said = Field("gezagsregister", description="waar het gezag uit blijkt")


class FamilyIn(In):
    """What registering a family takes."""

    name: Said = Field(description="naam van het gezin")
    region: Name = Field(description="regio")
    municipality: Line | None = Field(None, description="gemeente")
    members: Annotated[list[MemberIn], Field(max_length=MOST)] = Field(
        [], description="gezinsleden"
    )


class RegisteredOut(Out):
    """The ids of a family that was registered (geregistreerd gezin)."""

    family_id: str = Field(description="kenmerk van het gezin")
    members: dict[str, str] = Field(description="kenmerk per gezinslid, op naam")

    @classmethod
    def of(cls, registered: Registered) -> RegisteredOut:
        """The ids as they were made."""
        return cls(family_id=registered.family, members=registered.members)


class MemberOut(Out):
    """Somebody of a family (gezinslid)."""

    id: str = Field(description="kenmerk")
    name: str = Field(description="naam")
    born: Day | None = Field(description="geboren op")
    age: int | None = Field(description="leeftijd in jaren")
    kind: PersonKind = Field(description="jeugdige, ouder of ander")
    authority_over: list[str] = Field(description="kenmerken van kinderen over wie gezag, vandaag")

    @classmethod
    def of(cls, row: MemberRow) -> MemberOut:
        """A member as registered."""
        return cls(
            id=row.id,
            name=row.name,
            born=row.born,
            age=row.age,
            kind=row.kind,
            authority_over=list(row.authority_over),
        )


class FamilyOut(Out):
    """A family (gezin)."""

    id: str = Field(description="kenmerk")
    name: str = Field(description="naam")
    region: str = Field(description="regio")
    municipality: str | None = Field(description="gemeente")
    members: list[MemberOut] = Field(description="gezinsleden")

    @classmethod
    def of(cls, row: FamilyRow) -> FamilyOut:
        """A family with its members."""
        return cls(
            id=row.id,
            name=row.name,
            region=row.region,
            municipality=row.municipality,
            members=[MemberOut.of(member) for member in row.members],
        )


class FamiliesOut(Out):
    """The families of the caller, by name."""

    items: list[FamilyOut] = Field(description="gezinnen")


class FamilyCaseOut(Out):
    """A case (zaak) of a family that the caller may see."""

    case_id: str = Field(description="kenmerk van de zaak")
    number: str = Field(description="zaaknummer")
    workflow_title: Words = Field(description="hoe het zaaktype heet")
    state_title: Words = Field(description="hoe de status heet")
    is_final: bool = Field(description="afgesloten")
    opened_on: Day = Field(description="geopend op")

    @classmethod
    def of(cls, row: CaseOfFamily) -> FamilyCaseOut:
        """A case in a few words."""
        return cls(
            case_id=row.id,
            number=row.number,
            workflow_title=Words.of(row.workflow_title),
            state_title=Words.of(row.state_title),
            is_final=row.is_final,
            opened_on=row.opened_on,
        )


class FamilyShownOut(Out):
    """A family (gezin) with the cases that the caller may see."""

    family: FamilyOut = Field(description="gezin")
    cases: list[FamilyCaseOut] = Field(description="zaken")

    @classmethod
    def of(cls, shown: FamilyShown) -> FamilyShownOut:
        """A family as the viewer may read it."""
        return cls(
            family=FamilyOut.of(shown.row), cases=[FamilyCaseOut.of(each) for each in shown.cases]
        )


class OpenableOut(Out):
    """A workflow (zaaktype), and the roles in which the caller may open it for the family."""

    workflow: str = Field(description="zaaktype")
    title: Words = Field(description="hoe het zaaktype heet")
    roles: list[TitledOut] = Field(description="rollen waarin u het mag openen")
    inputs: list[FieldOut] = Field(description="formulier")
    blocked: ReasonOut | None = Field(description="waarom u het niet mag openen")

    @classmethod
    def of(cls, row: Openable) -> OpenableOut:
        """A workflow as the viewer may open it, or not."""
        return cls(
            workflow=row.workflow,
            title=Words.of(row.title),
            roles=titled(row.roles),
            inputs=questions(row.form),
            blocked=reason_out(row.blocked) if row.blocked else None,
        )


class OpenablesOut(Out):
    """Every workflow of the region, those that the caller may open in front."""

    items: list[OpenableOut] = Field(description="zaaktypen")
