"""The ledger of reminders as JSON: what was planned, what became of it, who was told."""

from __future__ import annotations

from pydantic import Field

from api.models import Day, Moment, Out, Words
from api.shapes.common import words
from engine.service.file.reminders import LedgerRow, ToldRow
from engine.store.tables.clock import NoticeState, ReminderState


class ToldOut(Out):
    """A message (bericht) that a reminder became."""

    name: str | None = Field(description="aan wie; null: iemand van het gezin, of een vast adres")
    channel: str = Field(description="langs welke weg")
    state: NoticeState = Field(description="wat ervan kwam")
    sent_at: Moment | None = Field(description="wanneer aangenomen; null: nog niet")
    address: str | None = Field(description="waarheen: de eerste letter en het domein")
    tries: int = Field(description="hoe vaak geprobeerd")
    next_try_at: Moment | None = Field(description="wanneer weer; null: niet meer")
    why: Words | None = Field(description="waarom niet aangekomen")

    @classmethod
    def of(cls, row: ToldRow) -> ToldOut:
        """One message."""
        return cls(
            name=row.name,
            channel=row.channel,
            state=row.state,
            sent_at=row.sent_at,
            address=row.address,
            tries=row.tries,
            next_try_at=row.next_try_at,
            why=words(row.why),
        )


class LedgerRowOut(Out):
    """A reminder (rappel): planned once, and what became of it."""

    id: str = Field(description="kenmerk")
    case_id: str = Field(description="kenmerk van de zaak")
    case_number: str = Field(description="nummer van de zaak")
    deadline_id: str = Field(description="kenmerk van de termijn")
    title: Words = Field(description="hoe de termijn heet")
    due_on: Day = Field(description="uiterste dag waarvoor het rappel gepland is")
    step: str = Field(description="hoe lang ervoor of erna")
    audience: str = Field(description="aan wie: een rol, of wie de termijn heeft")
    to: Words = Field(description="hoe die rol heet")
    at: Moment = Field(description="voor welk moment gepland")
    fired_at: Moment | None = Field(description="wanneer de berichten zijn gemaakt; null: niet")
    state: ReminderState = Field(description="gepland, uitgegaan, onderdrukt of vervangen")
    why: Words | None = Field(description="waarom zo; null: er is niets bijzonders")
    notices: list[ToldOut] = Field(description="de berichten")

    @classmethod
    def of(cls, row: LedgerRow) -> LedgerRowOut:
        """One row of the ledger."""
        return cls(
            id=row.id,
            case_id=row.case,
            case_number=row.number,
            deadline_id=row.deadline,
            title=Words.of(row.title),
            due_on=row.due_on,
            step=row.step,
            audience=row.audience,
            to=Words.of(row.to),
            at=row.fire_at,
            fired_at=row.fired_at,
            state=row.state,
            why=words(row.why),
            notices=[ToldOut.of(each) for each in row.told],
        )


class LedgerOut(Out):
    """A page of the ledger."""

    items: list[LedgerRowOut] = Field(description="rappels")
