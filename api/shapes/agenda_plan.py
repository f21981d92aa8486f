"""What waits for a place at a table, and the agenda that is proposed, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from api.models import Day, Out, Words
from api.shapes.common import ChildOut
from api.shapes.meetings import MeetingRowOut
from engine.agenda_proposal import Ground
from engine.service.agenda_plan import Proposal, ProposedRow
from engine.service.waiting_rows import WaitingRow


class WaitingOut(Out):
    """A case that waits for a place at a table (wacht op een plek)."""

    case_id: str = Field(description="kenmerk van de zaak")
    case_version: int = Field(description="versie van de zaak")
    number: str = Field(description="zaaknummer")
    workflow: str = Field(description="werkwijze")
    workflow_title: Words = Field(description="hoe de werkwijze heet")
    case_state: str = Field(description="status van de zaak")
    case_state_title: Words = Field(description="hoe die status heet")
    children: list[ChildOut] = Field(description="kinderen; leeg: niet voor u")
    priority: str | None = Field(description="voorrang; null: niet vastgelegd")
    why: Literal["waits", "returns"] = Field(description="wacht op een plek, of komt terug")
    waited_days: int = Field(description="werkdagen dat de zaak wacht")
    latest_on: Day | None = Field(description="uiterlijk aan tafel; null: geen termijn")
    latest_title: Words | None = Field(description="volgens welke termijn")
    latest_is_law: bool = Field(description="die termijn staat in de wet")
    returns_on: Day | None = Field(description="dag waarop de zaak terugkomt")
    transition: str | None = Field(description="overgang die de zaak hier op de agenda zet")
    meeting: MeetingRowOut | None = Field(
        description="bijeenkomst waar de zaak al staat, en die te laat of voorbij is"
    )

    @classmethod
    def of(cls, row: WaitingRow) -> WaitingOut:
        """A waiting case as the viewer may see it."""
        return cls(
            case_id=row.case,
            case_version=row.case_version,
            number=row.number,
            workflow=row.workflow,
            workflow_title=Words.of(row.workflow_title),
            case_state=row.state,
            case_state_title=Words.of(row.state_title),
            children=[ChildOut.of(child) for child in row.children],
            priority=row.priority,
            why=row.why,
            waited_days=row.waited_days,
            latest_on=row.latest,
            latest_title=Words.of(row.latest_title) if row.latest_title else None,
            latest_is_law=row.latest_is_law,
            returns_on=row.returns_on,
            transition=row.step,
            meeting=MeetingRowOut.of(row.at) if row.at else None,
        )


class QueueOut(Out):
    """The cases that wait for a place (wachtrij), in the order in which they are proposed."""

    items: list[WaitingOut] = Field(description="wachtende zaken die u mag zien")
    hidden: int = Field(description="wachtende zaken die niet voor u zijn")

    @classmethod
    def of(cls, rows: Sequence[WaitingRow], hidden: int) -> QueueOut:
        """A page of the queue."""
        return cls(items=[WaitingOut.of(row) for row in rows], hidden=hidden)


class ProposedOut(Out):
    """A case of the proposal, and why it stands there."""

    case: WaitingOut = Field(description="zaak")
    ground: Ground = Field(description="voorrang, termijn, komt terug, of wacht het langst")
    ground_title: Words = Field(description="waarom zij daar staat, in woorden")
    minutes: int = Field(description="minuten")
    why: Words | None = Field(description="waarom zij er niet bij past")

    @classmethod
    def of(cls, row: ProposedRow) -> ProposedOut:
        """A case of the proposal, or one that was left out."""
        return cls(
            case=WaitingOut.of(row.row),
            ground=row.ground,
            ground_title=Words.of(row.ground_title),
            minutes=row.minutes,
            why=Words.of(row.why) if row.why else None,
        )


class ProposalOut(Out):
    """The agenda (voorstel) that the queue and the terms suggest; it changes nothing."""

    placed: list[ProposedOut] = Field(description="wat op de agenda past, in volgorde")
    left_out: list[ProposedOut] = Field(description="wat er niet meer bij past")
    minutes_free: int | None = Field(description="minuten die dan over zijn; null: onbekend")
    needs_extra: bool = Field(description="een zaak met spoed kan hier niet op wachten")
    too_late: list[str] = Field(description="kenmerken van die zaken")
    hidden: int = Field(description="wachtende zaken die niet voor u zijn")

    @classmethod
    def of(cls, found: Proposal) -> ProposalOut:
        """The proposal as the viewer may see it."""
        return cls(
            placed=[ProposedOut.of(row) for row in found.rows],
            left_out=[ProposedOut.of(row) for row in found.left_out],
            minutes_free=found.minutes_free,
            needs_extra=found.needs_extra,
            too_late=[row.case for row in found.too_late],
            hidden=found.hidden,
        )
