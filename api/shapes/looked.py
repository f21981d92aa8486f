"""Who looked at a case, as JSON."""

from __future__ import annotations

from pydantic import Field

from api.models import Moment, Out, Words
from engine.service.file.looked import LookedPage, LookRow
from engine.store.tables.trail import Outcome


class LookOut(Out):
    """Somebody looked, acted or was turned away (regel van het logboek)."""

    at: Moment = Field(description="wanneer")
    person_id: str | None = Field(description="kenmerk van wie; null: het programma")
    name: str | None = Field(description="naam van wie; null: het programma")
    organisation: str | None = Field(description="organisatie")
    roles: list[Words] = Field(description="rollen in de zaak op dat moment")
    did: Words = Field(description="wat")
    ground: Words = Field(description="op welke grond")
    outcome: Outcome = Field(description="wat ervan kwam")
    emergency: bool = Field(description="met noodtoegang")

    @classmethod
    def of(cls, row: LookRow) -> LookOut:
        """One row."""
        return cls(
            at=row.at,
            person_id=row.person,
            name=row.name,
            organisation=row.organisation,
            roles=[Words.of(role) for role in row.roles],
            did=Words.of(row.did),
            ground=Words.of(row.ground),
            outcome=row.outcome,
            emergency=row.emergency,
        )


class LooksOut(Out):
    """A page of who looked, newest first."""

    told: bool = Field(description="of u het mag zien: alleen wie de zaak leidt")
    ask: list[str] = Field(description="namen van wie het wel mag zien, als u het niet mag")
    items: list[LookOut] = Field(description="regels van het logboek")

    @classmethod
    def of(cls, page: LookedPage) -> LooksOut:
        """The page."""
        items = [LookOut.of(row) for row in page.rows]
        return cls(told=page.told, ask=list(page.ask), items=items)
