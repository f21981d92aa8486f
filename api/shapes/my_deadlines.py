"""The deadlines of all cases of the caller as JSON."""

from __future__ import annotations

from pydantic import Field

from api.models import Day, Moment, Out, Words
from api.shapes.common import words
from engine.looks import Look
from engine.service.date_rows import BecameOf, DateRow, LastReminder


class LastReminderOut(Out):
    """The last reminder (herinnering) of a deadline that went out."""

    sent_on: Day = Field(description="dag waarop zij uitging")
    times: int = Field(description="de hoeveelste het was")
    became: BecameOf | None = Field(description="wat ervan werd; null: niet bekend")

    @classmethod
    def or_none(cls, last: LastReminder | None) -> LastReminderOut | None:
        """The reminder, where there was one."""
        if last is None:
            return None
        return cls(sent_on=last.on, times=last.times, became=last.became)


class MyDeadlineOut(Out):
    """A deadline (termijn) that lives, in one of the caller's cases."""

    id: str = Field(description="kenmerk")
    name: str = Field(description="sleutel in de definitie")
    title: Words = Field(description="hoe de termijn heet")
    due_on: Day = Field(description="uiterste dag")
    due_at: Moment = Field(description="wanneer die dag voorbij is")
    working_days_left: int | None = Field(
        description="werkdagen tot die dag; null: meer dan een kwartaal ver"
    )
    look: Look = Field(description="wet, afspraak of norm")
    late: bool = Field(description="te laat; nooit van een norm")
    past_norm: bool = Field(description="over de norm")
    is_law: bool = Field(description="wettelijke termijn")
    suspended: bool = Field(description="opgeschort")
    suspended_until: Day | None = Field(description="opgeschort tot uiterlijk")
    owner: Words = Field(description="rol die er nu aan gehouden is")
    owners: list[str] = Field(description="namen van professionals die die rol hebben")
    interim: bool = Field(description="zij nemen waar")
    vacant_role: Words | None = Field(description="rol die niemand heeft; null: zij is bezet")
    last_reminder: LastReminderOut | None = Field(description="laatste herinnering; null: geen")
    case_id: str = Field(description="kenmerk van de zaak")
    case_number: str = Field(description="zaaknummer")
    region: str = Field(description="regio")
    workflow: Words = Field(description="soort zaak")
    phase: Words = Field(description="fase")

    @classmethod
    def of(cls, row: DateRow) -> MyDeadlineOut:
        """A deadline as the list of the viewer has it."""
        return cls(
            id=row.id,
            name=row.key,
            title=Words.of(row.title),
            due_on=row.due_on,
            due_at=row.due_at,
            working_days_left=row.over,
            look=row.look,
            late=row.late,
            past_norm=row.past_norm,
            is_law=row.is_law,
            suspended=row.suspended,
            suspended_until=row.suspended_until,
            owner=Words.of(row.owner),
            owners=list(row.owners),
            interim=row.interim,
            vacant_role=words(row.vacant),
            last_reminder=LastReminderOut.or_none(row.last),
            case_id=row.case,
            case_number=row.number,
            region=row.region,
            workflow=Words.of(row.workflow),
            phase=Words.of(row.phase),
        )


class MyDeadlinesOut(Out):
    """The deadlines of all cases of the caller that were asked for, the first due in front."""

    items: list[MyDeadlineOut] = Field(description="termijnen")
