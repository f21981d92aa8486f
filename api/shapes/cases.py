"""Cases as JSON: in a list, and one with all that it waits for."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.models import Day, Out, ReasonOut, Words
from api.shapes.common import MOST, Answers, ChildOut, Id, Late, Name, reason_out, words
from api.shapes.deadlines import CaseDeadlineOut
from engine.looks import Look
from engine.service.case_file import CaseFile, LinkRow, PhaseSeen
from engine.service.missing import Missing
from engine.service.my_cases import CaseRow


class CaseIn(Late):
    """What opening a case takes."""

    workflow: Name = Field(description="zaaktype")
    family_id: Id = Field(description="kenmerk van het gezin")
    child_ids: Annotated[list[Id], Field(max_length=MOST)] = Field(
        description="de kinderen om wie het gaat"
    )
    role: Name = Field(description="de rol waarin u van nu af meedoet")
    inputs: Answers = Field({})


class NextOut(Out):
    """The deadline that comes first (eerstvolgende termijn)."""

    title: Words = Field(description="termijn")
    due_on: Day = Field(description="uiterste dag")
    late: bool = Field(description="te laat; nooit van een norm")
    past_norm: bool = Field(description="over de norm")
    look: Look = Field(description="wet, afspraak of norm")
    is_law: bool = Field(description="wettelijke termijn")


class CaseRowOut(Out):
    """A case (zaak) in the list."""

    id: str = Field(description="kenmerk")
    number: str = Field(description="zaaknummer")
    workflow: str = Field(description="zaaktype")
    workflow_title: Words = Field(description="hoe het zaaktype heet")
    state: str = Field(description="status")
    state_title: Words = Field(description="hoe de status heet")
    phase_title: Words = Field(description="fase")
    is_final: bool = Field(description="afgesloten")
    seen_until: Day | None = Field(description="laatste dag waarop u de zaak ziet")
    next_deadline: NextOut | None = Field(description="eerstvolgende termijn")
    children: list[ChildOut] = Field(description="kinderen")
    my_roles: list[str] = Field(description="uw rollen in de zaak")
    region: str = Field(description="regio")
    opened_on: Day = Field(description="geopend op")
    version: int = Field(description="versie")

    @classmethod
    def of(cls, row: CaseRow) -> CaseRowOut:
        """A case as the list of the viewer has it."""
        return cls(
            id=row.id,
            number=row.number,
            workflow=row.workflow,
            workflow_title=Words.of(row.workflow_title),
            state=row.state,
            state_title=Words.of(row.state_title),
            phase_title=Words.of(row.phase_title),
            is_final=row.is_final,
            seen_until=row.seen_until,
            next_deadline=_next(row),
            children=[ChildOut.of(child) for child in row.children],
            my_roles=list(row.my_roles),
            region=row.region,
            opened_on=row.opened_on,
            version=row.version,
        )


class CasesOut(Out):
    """Cases in which the caller takes part, whichever is due first in front."""

    items: list[CaseRowOut] = Field(description="zaken")


class PhaseSeenOut(Out):
    """A stretch of the phase bar (fase)."""

    name: str = Field(description="sleutel in de definitie")
    title: Words = Field(description="hoe de fase heet")
    status: Literal["done", "current", "to_come"] = Field(description="geweest, nu of nog niet")
    since: Day | None = Field(description="eerste dag in deze fase")

    @classmethod
    def of(cls, phase: PhaseSeen) -> PhaseSeenOut:
        """A phase as the case went through it."""
        return cls(
            name=phase.key, title=Words.of(phase.title), status=phase.status, since=phase.since
        )


class MissingOut(Out):
    """One thing that the main step asks (wat nog nodig is)."""

    reason: ReasonOut = Field(description="voorwaarde")
    status: Literal["not_begun", "busy", "waiting", "done", "not_needed"] = Field(
        description="hoe ver het is"
    )
    record_id: str | None = Field(description="kenmerk van het stuk om te openen")

    @classmethod
    def of(cls, missing: Missing) -> MissingOut:
        """One thing, with how far it is."""
        return cls(
            reason=reason_out(missing.reason), status=missing.status, record_id=missing.record
        )


class LinkedOut(Out):
    """A linked case (gekoppelde zaak) that the caller may see too."""

    case_id: str = Field(description="kenmerk van de zaak")
    number: str = Field(description="zaaknummer")
    workflow_title: Words = Field(description="hoe het zaaktype heet")
    link: str = Field(description="soort koppeling")
    is_final: bool = Field(description="afgesloten")

    @classmethod
    def of(cls, row: LinkRow) -> LinkedOut:
        """A linked case."""
        return cls(
            case_id=row.id,
            number=row.number,
            workflow_title=Words.of(row.workflow_title),
            link=row.link,
            is_final=row.is_final,
        )


class CaseOut(Out):
    """A case (zaak): where it stands and what is missing before its main step."""

    id: str = Field(description="kenmerk")
    number: str = Field(description="zaaknummer")
    version: int = Field(description="versie")
    workflow: str = Field(description="zaaktype")
    workflow_title: Words = Field(description="hoe het zaaktype heet")
    region: str = Field(description="regio")
    municipality: str | None = Field(description="gemeente")
    state: str = Field(description="status")
    state_title: Words = Field(description="hoe de status heet")
    is_final: bool = Field(description="afgesloten")
    seen_until: Day | None = Field(description="laatste dag waarop u de zaak ziet")
    opened_on: Day = Field(description="geopend op")
    children: list[ChildOut] = Field(description="kinderen")
    my_roles: list[str] = Field(description="uw rollen in de zaak")
    phases: list[PhaseSeenOut] = Field(description="fasen, in volgorde")
    main: str | None = Field(description="overgang waarop de status wacht")
    missing: list[MissingOut] = Field(description="wat daarvoor nodig is")
    linked: list[LinkedOut] = Field(description="gekoppelde zaken")
    next_deadline: CaseDeadlineOut | None = Field(description="eerstvolgende termijn")

    @classmethod
    def of(cls, file: CaseFile) -> CaseOut:
        """The file of a case, without what has an address of its own."""
        return cls(
            id=file.id,
            number=file.number,
            version=file.version,
            workflow=file.workflow,
            workflow_title=Words.of(file.workflow_title),
            region=file.region,
            municipality=file.municipality,
            state=file.state,
            state_title=Words.of(file.state_title),
            is_final=file.is_final,
            seen_until=file.seen_until,
            opened_on=file.opened_on,
            children=[ChildOut.of(child) for child in file.children],
            my_roles=list(file.my_roles),
            phases=[PhaseSeenOut.of(phase) for phase in file.phases],
            main=file.main,
            missing=[MissingOut.of(each) for each in file.missing],
            linked=[LinkedOut.of(row) for row in file.linked],
            next_deadline=CaseDeadlineOut.of(file.next) if file.next else None,
        )


def _next(row: CaseRow) -> NextOut | None:
    title, look = words(row.next_title), row.next_look
    if row.next_due is None or title is None or look is None:
        return None
    return NextOut(
        title=title,
        due_on=row.next_due,
        late=row.next_late and look != "norm",
        past_norm=row.next_late and look == "norm",
        look=look,
        is_law=look == "law",
    )
