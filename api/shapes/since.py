"""What became of things since the last talk, and since the last meeting, as JSON."""

from __future__ import annotations

from collections.abc import Collection

from pydantic import Field

from api.models import Day, Out
from api.shapes.agreements import AgreementOut
from api.shapes.meetings import MeetingRowOut
from engine.service.agenda_plan import SinceLast
from engine.service.file.agreements import AgreementRow
from engine.service.meeting_page import ItemRow

_UNKEPT = frozenset({"open", "not_met"})


class LastAgreementsOut(Out):
    """What was agreed since the last talk about a case (vorige keer), and what became of it."""

    talked_on: Day | None = Field(description="dag van de vorige bespreking; null: de eerste")
    unkept: int = Field(description="hoeveel er nog lopen of niet zijn nagekomen")
    items: list[AgreementOut] = Field(description="afspraken van toen; leeg: geen, of niet voor u")

    @classmethod
    def of(cls, item: ItemRow, rows: Collection[AgreementRow]) -> LastAgreementsOut:
        """A part of them, with what holds for all."""
        return cls(
            talked_on=item.talked_on,
            unkept=sum(each.state in _UNKEPT for each in item.last_time),
            items=[AgreementOut.of(each) for each in rows],
        )


class SinceLastOut(Out):
    """What happened since the table met last (sinds de vorige tafel), in numbers."""

    last: MeetingRowOut | None = Field(description="vorige bijeenkomst; null: de eerste")
    closed: int = Field(description="gesloten zaken die u mag zien")
    opened: int = Field(description="nieuwe zaken die u mag zien")
    to_complete: list[MeetingRowOut] = Field(description="bijeenkomsten die nog af te maken zijn")

    @classmethod
    def of(cls, found: SinceLast) -> SinceLastOut:
        """What the agenda says on its top."""
        return cls(
            last=MeetingRowOut.of(found.last) if found.last else None,
            closed=found.closed,
            opened=found.opened,
            to_complete=[MeetingRowOut.of(each) for each in found.to_complete],
        )
