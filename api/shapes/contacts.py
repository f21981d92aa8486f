"""Held talks as JSON."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.models import Day, In, Moment, Out, Words
from api.shapes.common import MOST, ChildOut, Id, Line, NearDay
from engine.service.file.best_days import BestDayShown
from engine.service.file.contacts import ContactRow


class CountsForIn(In):
    """A deadline that a talk counts for."""

    case_id: Id = Field(description="kenmerk van de zaak, van hetzelfde gezin")
    deadline_id: Id = Field(description="kenmerk van de termijn")


class ContactIn(In):
    """What recording a held talk takes."""

    held_on: NearDay = Field(description="gehouden op")
    words: str = Field(min_length=1, description="wat er besproken is")
    with_persons: Annotated[list[Id], Field(max_length=MOST)] = Field(
        [], description="kenmerken van gezinsleden die erbij waren"
    )
    counts_for: Annotated[list[CountsForIn], Field(max_length=MOST)] = Field(
        [], description="termijnen waarvoor het telt"
    )
    late_reason: Line = Field(
        "", description="waarom nu pas vastgelegd; nodig na meer dan 14 dagen"
    )


class DutyMetOut(Out):
    """A talk that is owed, and that one on this day counts for."""

    case_id: str = Field(description="kenmerk van de zaak")
    case_number: str = Field(description="zaaknummer")
    deadline_id: str = Field(description="kenmerk van de termijn")
    title: Words = Field(description="hoe de termijn heet")
    child: ChildOut | None = Field(description="kind over wie hij gaat")
    due_on: Day = Field(description="uiterste dag")


class BestDayOut(Out):
    """A day on which one talk counts for most duties (verplichtingen)."""

    date: Day = Field(description="eerste dag")
    until: Day = Field(description="laatste dag waarop het voor dezelfde telt")
    meets: list[DutyMetOut] = Field(description="verplichtingen waarvoor het telt")

    @classmethod
    def of(cls, best: BestDayShown) -> BestDayOut:
        """A day as it was found."""
        return cls(
            date=best.day,
            until=best.until,
            meets=[
                DutyMetOut(
                    case_id=each.case,
                    case_number=each.number,
                    deadline_id=each.deadline,
                    title=Words.of(each.title),
                    child=ChildOut.or_none(each.child),
                    due_on=each.due_on,
                )
                for each in best.meets
            ],
        )


class BestDaysOut(Out):
    """The days that count for most, the first in front."""

    items: list[BestDayOut] = Field(description="dagen")


class ContactOut(Out):
    """A held talk (gesprek)."""

    id: str = Field(description="kenmerk")
    held_on: Day = Field(description="gehouden op")
    words: str | None = Field(description="wat er besproken is; null: niet voor u")
    by: str = Field(description="wie het vastlegde")
    with_persons: list[str] = Field(description="namen van wie erbij waren")
    counts_for: list[Words] = Field(description="termijnen waarvoor het telt")
    recorded_at: Moment = Field(description="vastgelegd op")

    @classmethod
    def of(cls, row: ContactRow) -> ContactOut:
        """A talk as the viewer may read it."""
        return cls(
            id=row.id,
            held_on=row.held_on,
            words=row.words,
            by=row.by,
            with_persons=list(row.with_persons),
            counts_for=[Words.of(title) for title in row.counts_for],
            recorded_at=row.recorded_at,
        )


class ContactsOut(Out):
    """The talks that touched the case, oldest first."""

    items: list[ContactOut] = Field(description="gesprekken")
