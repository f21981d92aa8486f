"""The crisis desk as JSON: what runs, and who is involved already."""

from __future__ import annotations

from pydantic import Field

from api.models import Day, In, Moment, Out, Words
from api.shapes.common import ChildOut, NearDay, Said, words
from engine.looks import Look
from engine.service.crisis_desk import CrisisRow, NextSeen
from engine.service.involvement import InvolvedRow, Involvement


class CrisisDateOut(Out):
    """What is due (termijn of gesprek)."""

    title: Words = Field(description="hoe het heet")
    due_on: Day = Field(description="uiterste dag")
    due_at: Moment = Field(description="het moment waarop het voorbij is")
    late: bool = Field(description="te laat; nooit van een norm")
    past_norm: bool = Field(description="over de norm")
    look: Look = Field(description="wet, afspraak of norm")

    @classmethod
    def of(cls, seen: NextSeen | None) -> CrisisDateOut | None:
        """A date, where there is one."""
        if seen is None:
            return None
        return cls(
            title=Words.of(seen.title),
            due_on=seen.due_on,
            due_at=seen.due_at,
            late=seen.late,
            past_norm=seen.past_norm,
            look=seen.look,
        )


class CrisisOut(Out):
    """A running crisis; without children, urgency and route for who reads titles only."""

    id: str = Field(description="kenmerk van de zaak")
    number: str = Field(description="zaaknummer")
    children: list[ChildOut] = Field(description="kinderen")
    state: str = Field(description="status")
    state_title: Words = Field(description="hoe de status heet")
    reported_at: Moment = Field(description="wanneer gemeld")
    urgency: Words | None = Field(description="hoe dringend; null: nog niet beoordeeld")
    route: Words | None = Field(description="welke dienst; null: nog geen")
    lead_service: Words | None = Field(description="welke dienst de leiding heeft")
    confirmed_at: Moment | None = Field(description="wanneer de hulp begon")
    unconfirmed_since: Moment | None = Field(
        description="sinds wanneer gewacht wordt op bevestiging door de dienst"
    )
    call_now: bool = Field(description="langer dan 30 minuten niet bevestigd: bel de achterwacht")
    supervisors: list[str] = Field(description="achterwacht")
    crisis_line: str | None = Field(description="nummer van de crisisdienst; null: niet ingesteld")
    regisseurs: list[str] = Field(description="regisseur; leeg: nog niemand")
    next_deadline: CrisisDateOut | None = Field(description="eerstvolgende termijn")
    next_contact: CrisisDateOut | None = Field(description="eerstvolgend contact")

    @classmethod
    def of(cls, row: CrisisRow) -> CrisisOut:
        """A crisis as the desk of the viewer has it."""
        return cls(
            id=row.id,
            number=row.number,
            children=[ChildOut.of(child) for child in row.children],
            state=row.state,
            state_title=Words.of(row.state_title),
            reported_at=row.reported_at,
            urgency=words(row.urgency),
            route=words(row.route),
            lead_service=words(row.lead),
            confirmed_at=row.confirmed_at,
            unconfirmed_since=row.unconfirmed_since,
            call_now=row.call_now,
            supervisors=list(row.supervisors),
            crisis_line=row.line.number if row.line else None,
            regisseurs=list(row.regisseurs),
            next_deadline=CrisisDateOut.of(row.next),
            next_contact=CrisisDateOut.of(row.contact),
        )


class CrisesOut(Out):
    """A page of the desk."""

    items: list[CrisisOut] = Field(description="lopende crises")


class InvolvementCheckIn(In):
    """The child as exactly as it is registered."""

    name: Said = Field(description="hele naam van de jeugdige")
    born: NearDay = Field(description="geboortedatum")


class InvolvedOut(Out):
    """Somebody who is involved (wie al betrokken is)."""

    role: str = Field(description="rol")
    role_title: Words = Field(description="hoe de rol heet")
    name: str = Field(description="naam")
    organisation: str | None = Field(description="organisatie")
    email: str | None = Field(description="e-mailadres")

    @classmethod
    def of(cls, row: InvolvedRow) -> InvolvedOut:
        """One of them."""
        return cls(
            role=row.role,
            role_title=Words.of(row.role_title),
            name=row.name,
            organisation=row.organisation,
            email=row.email,
        )


class InvolvementOut(Out):
    """Who is involved; the same for nothing found and for not allowed."""

    involved: list[InvolvedOut] = Field(description="wie erbij betrokken is")
    safety_plan: bool = Field(description="er is een veiligheidsplan")

    @classmethod
    def of(cls, found: Involvement) -> InvolvementOut:
        """What may be told."""
        return cls(
            involved=[InvolvedOut.of(row) for row in found.rows], safety_plan=found.safety_plan
        )
