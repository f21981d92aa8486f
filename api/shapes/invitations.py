"""Invitations as JSON."""

from __future__ import annotations

from pydantic import Field

from api.models import Day, Out, Words
from api.shapes.common import words
from engine.service.invitations import InvitationRow, Invitations


class InvitationOut(Out):
    """Somebody who should be asked to come (uitnodiging), and what was chosen for them."""

    person_id: str = Field(description="kenmerk van de persoon")
    name: str = Field(description="naam")
    why: Words = Field(description="waarom deze persoon op de lijst staat")
    must_choose: bool = Field(description="of er een keuze moet zijn")
    lacks: Words | None = Field(description="wat er nog moet gebeuren; null: niets")
    record_id: str | None = Field(description="kenmerk van het stuk; null: nog geen keuze")
    status: str | None = Field(description="status van de keuze; null: nog geen keuze")
    status_title: Words | None = Field(description="status in woorden")
    chosen_on: Day | None = Field(description="dag van de keuze")
    safe_contact: str | None = Field(description="veilig contact")
    safe_contact_title: Words | None = Field(description="veilig contact in woorden")
    own_time: str = Field(description="eigen tijd; leeg: die van de zaak")
    not_together_with: list[str] = Field(description="namen van wie deze persoon niet mag treffen")
    clashes: list[str] = Field(description="namen van wie van hen dezelfde tijd heeft")
    has_letter: bool = Field(description="of er een brief is om te geven")

    @classmethod
    def of(cls, row: InvitationRow) -> InvitationOut:
        """The row of one person."""
        plan = row.plan
        return cls(
            person_id=row.person,
            name=row.name,
            why=Words.of(row.why),
            must_choose=row.must_choose,
            lacks=words(row.lacks),
            record_id=plan.record if plan else None,
            status=plan.status if plan else None,
            status_title=words(row.status_title),
            chosen_on=plan.on if plan else None,
            safe_contact=plan.said.get("safe_contact") if plan else None,
            safe_contact_title=words(row.way),
            own_time=row.said("own_time"),
            not_together_with=list(row.apart),
            clashes=list(row.clashes),
            has_letter=row.has_letter,
        )


class InvitationsOut(Out):
    """Who is asked to come; empty for who reads titles only."""

    items: list[InvitationOut] = Field(description="personen")
    meeting_id: str | None = Field(description="kenmerk van de bijeenkomst; null: nog niet gepland")
    meeting_on: Day | None = Field(description="dag van het gesprek")

    @classmethod
    def of(cls, found: Invitations, rows: tuple[InvitationRow, ...]) -> InvitationsOut:
        """One part of the list."""
        return cls(
            items=[InvitationOut.of(row) for row in rows],
            meeting_id=found.talk.meeting if found.talk else None,
            meeting_on=found.talk.on if found.talk else None,
        )
