"""Tables and their members as JSON."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from api.models import Day, In, Out, Words
from api.shapes.clock_times import LocalTime
from api.shapes.common import MOST, Id, Name, NearDay, Said
from engine.service.at_table import Changed
from engine.service.meeting_lists import MemberRow, TableRow
from engine.service.rhythm import RhythmDay

Weekday: TypeAlias = Literal["monday", "tuesday", "wednesday", "thursday", "friday"]
Municipalities: TypeAlias = Annotated[list[Said], Field(max_length=MOST)]


class TableIn(In):
    """What making a table takes."""

    region: Name = Field(description="regio")
    title: Said = Field(description="naam van de tafel")
    municipalities: Municipalities = Field([], description="gemeenten; zonder: de hele regio")
    weekday: Weekday | None = Field(None, description="vaste dag; zonder: die van de regio")
    starts: LocalTime | None = Field(None, description="begintijd; zonder: die van de regio")
    slot_minutes: int | None = Field(None, ge=5, le=480, description="minuten per zaak")


class TableChangeIn(In):
    """What changing a table takes."""

    title: Said = Field(description="naam van de tafel")
    municipalities: Municipalities = Field(description="gemeenten; leeg: de hele regio")


class MemberIn(In):
    """What seating somebody takes."""

    person_id: Id = Field(description="kenmerk van de professional")
    role: Name = Field(description="rol aan tafel")
    from_on: NearDay | None = Field(None, description="vanaf; zonder: vandaag")


class MembershipEndingIn(In):
    """What ending somebody's seat takes."""

    until_on: NearDay | None = Field(None, description="eerste dag zonder; zonder: vandaag")


class MemberOut(Out):
    """Somebody who sits at a table (lid)."""

    id: str = Field(description="kenmerk van het lidmaatschap")
    person_id: str = Field(description="kenmerk van de persoon")
    name: str = Field(description="naam")
    role: str = Field(description="rol")
    role_title: Words = Field(description="hoe de rol heet")
    from_on: Day = Field(description="vanaf")
    until_on: Day | None = Field(description="eerste dag zonder")

    @classmethod
    def of(cls, row: MemberRow) -> MemberOut:
        """A member."""
        return cls(
            id=row.id,
            person_id=row.person,
            name=row.name,
            role=row.role,
            role_title=Words.of(row.role_title),
            from_on=row.from_on,
            until_on=row.until_on,
        )


class TableOut(Out):
    """A table (tafel) of a region."""

    id: str = Field(description="kenmerk")
    region: str = Field(description="regio")
    title: str = Field(description="naam")
    municipalities: list[str] = Field(description="gemeenten; leeg: de hele regio")
    weekday: str | None = Field(description="vaste dag; null: die van de regio")
    starts: LocalTime | None = Field(description="begintijd; null: die van de regio")
    slot_minutes: int | None = Field(description="minuten per zaak")
    next_date: Day | None = Field(description="volgende vrije dag in het ritme")
    members: list[MemberOut] = Field(description="leden")
    i_may_set_up: bool = Field(description="u mag leden en bijeenkomsten regelen")
    version: int = Field(description="versie")

    @classmethod
    def of(cls, row: TableRow) -> TableOut:
        """A table as the viewer sees it."""
        return cls(
            id=row.id,
            region=row.region,
            title=row.title,
            municipalities=list(row.municipalities),
            weekday=row.weekday,
            starts=row.starts,
            slot_minutes=row.slot_minutes,
            next_date=row.next_on,
            members=[MemberOut.of(member) for member in row.members],
            i_may_set_up=row.may_set_up,
            version=row.version,
        )


class TablesOut(Out):
    """The tables of the caller."""

    items: list[TableOut] = Field(description="tafels")


class DayOut(Out):
    """A day on which a table would meet."""

    on_date: Day = Field(description="dag")
    day_off: Words | None = Field(description="naam van de vrije dag; null: een gewone dag")
    meeting_id: str | None = Field(description="kenmerk van de bijeenkomst op die dag")

    @classmethod
    def of(cls, row: RhythmDay) -> DayOut:
        """A day of the rhythm."""
        off = Words.of(row.off) if row.off else None
        return cls(on_date=row.on, day_off=off, meeting_id=row.meeting)


class DaysOut(Out):
    """The coming days of a rhythm; none where the table has no fixed day."""

    items: list[DayOut] = Field(description="dagen")


class ChangedOut(Out):
    """What a command on a table or a meeting changed; a repeat is answered the same."""

    id: str = Field(description="kenmerk van de tafel of de bijeenkomst")
    version: int = Field(description="versie hierna")
    state: str | None = Field(description="hoe de bijeenkomst er hierna voor staat")
    made: str | None = Field(description="kenmerk van wat nieuw is")

    @classmethod
    def of(cls, changed: Changed) -> ChangedOut:
        """The engine's answer, as it leaves."""
        state = changed.state or None
        return cls(id=changed.id, version=changed.version, state=state, made=changed.made)
