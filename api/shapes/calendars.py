"""The calendar of a region as JSON: its days off, its editions, and what a change would move."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.models import Day, In, Moment, Out, Words
from api.shapes.common import MOST, Line, NearDay, Said
from api.shapes.rules import Reasoned
from engine.calendar import DayKind
from engine.calendar_edition import AddedDay, DayListed, DaysChanged, Origin, RemovedDay
from engine.service.at_table import Changed
from engine.service.calendar_moves import DateMove
from engine.service.calendars import Preview
from engine.service.calendars_shown import CalendarHere, EditionShown
from engine.text import Text


class NamedIn(In):
    """What a day is called."""

    nl: Said = Field(description="in het Nederlands")
    en: Said = Field(description="in het Engels")


class AddedDayIn(In):
    """A day off to add."""

    date: NearDay = Field(description="dag")
    kind: DayKind = Field(description="equated: gelijkgesteld bij besluit; closing: sluitingsdag")
    name: NamedIn = Field(description="hoe de dag heet")
    source: Line = Field("", description="het besluit; nodig bij een gelijkgestelde dag")

    def day(self) -> AddedDay:
        """For the engine."""
        name = Text(nl=self.name.nl, en=self.name.en)
        return AddedDay(date=self.date, kind=self.kind, name=name, source=self.source)


class RemovedDayIn(In):
    """A day that counts after all."""

    date: NearDay = Field(description="dag")
    kind: DayKind = Field(description="equated: gelijkgesteld bij besluit; closing: sluitingsdag")

    def day(self) -> RemovedDay:
        """For the engine."""
        return RemovedDay(date=self.date, kind=self.kind)


class CalendarChangeIn(In):
    """What changing a calendar takes."""

    add: Annotated[list[AddedDayIn], Field(max_length=MOST)] = Field(
        [], description="dagen die erbij komen"
    )
    remove: Annotated[list[RemovedDayIn], Field(max_length=MOST)] = Field(
        [], description="dagen die eraf gaan"
    )
    reason: Reasoned = Field(description="waarom")
    dry_run: bool = Field(
        default=False, description="alleen laten zien wat er verschuift; verandert niets"
    )


class DayListedOut(Out):
    """A day off (vrije dag), and in which terms it does not count."""

    date: Day = Field(description="dag")
    name: Words = Field(description="hoe de dag heet")
    origin: Origin = Field(description="feestdag, gelijkgesteld bij besluit, of sluitingsdag")
    source: str = Field(description="het besluit; leeg: er is geen")
    law: bool = Field(description="telt niet mee in wettelijke termijnen")
    own: bool = Field(description="telt niet mee in eigen termijnen")

    @classmethod
    def of(cls, day: DayListed) -> DayListedOut:
        """A day as the list has it."""
        return cls(
            date=day.day,
            name=Words.of(day.name),
            origin=day.origin,
            source=day.source,
            law=day.law,
            own=day.own,
        )


class DayNamedOut(Out):
    """A day and its kind."""

    date: Day = Field(description="dag")
    kind: Literal["equated", "closing"] = Field(description="gelijkgesteld of sluitingsdag")


class EditionOut(Out):
    """One edition of the calendar (kalendereditie)."""

    number: int = Field(description="nummer")
    of_country: bool = Field(description="geldt in het hele land")
    made_at: Moment = Field(description="wanneer gemaakt")
    made_by: str | None = Field(description="naam van wie haar maakte; null: niet voor u")
    reason: str | None = Field(description="waarom; null: niet voor u")
    off: list[DayNamedOut] = Field(description="dagen die hierdoor niet meer meetellen")
    on: list[DayNamedOut] = Field(description="dagen die hierdoor weer meetellen")
    done: bool = Field(description="alle open termijnen volgen haar")

    @classmethod
    def of(cls, edition: EditionShown) -> EditionOut:
        """An edition as the viewer may know it."""
        said = edition.said
        return cls(
            number=edition.number,
            of_country=edition.of_country,
            made_at=edition.made_at,
            made_by=said.maker if said else None,
            reason=said.reason if said else None,
            off=_named(edition.off),
            on=_named(edition.on),
            done=edition.done,
        )


class CalendarOut(Out):
    """The calendar (kalender) of a region for the coming two years."""

    region: str = Field(description="regio")
    version: int = Field(description="nummer van de nieuwste editie; 1: het bestand")
    days: list[DayListedOut] = Field(description="vrije dagen, weekenden niet")
    editions: list[EditionOut] = Field(description="edities, de nieuwste vooraan")
    may_change: bool = Field(description="u mag hem wijzigen")

    @classmethod
    def of(cls, here: CalendarHere) -> CalendarOut:
        """The calendar as the viewer may know it."""
        return cls(
            region=here.region,
            version=here.version,
            days=[DayListedOut.of(day) for day in here.days],
            editions=[EditionOut.of(each) for each in here.editions],
            may_change=bool(here.may_change.met),
        )


class DateMoveOut(Out):
    """An open deadline that another calendar moves, or only its reminders."""

    case_id: str = Field(description="kenmerk van de zaak")
    case_number: str = Field(description="zaaknummer")
    title: Words = Field(description="hoe de termijn heet")
    due_on: Day = Field(description="uiterste dag nu")
    to: Day = Field(description="uiterste dag daarna")
    reminders: int = Field(description="herinneringen die verschuiven")

    @classmethod
    def of(cls, move: DateMove) -> DateMoveOut:
        """A date as it would move."""
        return cls(
            case_id=move.case,
            case_number=move.number,
            title=Words.of(move.title),
            due_on=move.due_on,
            to=move.to,
            reminders=move.reminders,
        )


class CalendarPreviewOut(Out):
    """What a change would move; nothing was saved."""

    region: str = Field(description="regio")
    version: int = Field(description="nummer van de editie die nu geldt")
    dates: int = Field(description="termijnen die verschuiven, in alle zaken")
    reminders: int = Field(description="herinneringen die verschuiven, in alle zaken")
    unseen: int = Field(description="termijnen daarvan in zaken die u niet ziet")
    moves: list[DateMoveOut] = Field(description=f"de eerste {MOST} die u ziet, op datum")

    @classmethod
    def of(cls, preview: Preview) -> CalendarPreviewOut:
        """What was weighed."""
        return cls(
            region=preview.region,
            version=preview.version,
            dates=preview.dates,
            reminders=preview.reminders,
            unseen=preview.unseen,
            moves=[DateMoveOut.of(each) for each in preview.moves[:MOST]],
        )


class CalendarDoneOut(Out):
    """The edition that was made; open deadlines move to it, each case by itself."""

    region: str = Field(description="regio")
    version: int = Field(description="nummer van de editie")

    @classmethod
    def of(cls, changed: Changed) -> CalendarDoneOut:
        """The engine's answer, as it leaves."""
        return cls(region=changed.id, version=changed.version)


def _named(days: DaysChanged) -> list[DayNamedOut]:
    return [DayNamedOut(date=day, kind=kind) for day, kind in days]
