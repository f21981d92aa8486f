"""Meetings, what is on their agenda and who is there, as JSON."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from api.models import Day, In, Moment, Out, Words
from api.shapes.agreements import AgreementOut
from api.shapes.clock_times import LocalTime
from api.shapes.common import MOST, Answers, ChildOut, Id, Late, Line, Name, NearDay, Said
from api.shapes.readiness import ReadinessOut
from engine.service.capacity import Capacity
from engine.service.kept_apart import KeptApart
from engine.service.meeting_lists import MeetingRow
from engine.service.meeting_page import AttendanceRow, ItemRow, MeetingShown
from engine.service.meetings import Why
from engine.store.tables.meetings import How, ItemState, MeetingState

Minutes: TypeAlias = Annotated[int, Field(ge=5, le=480)]


class MeetingIn(In):
    """What planning a meeting takes."""

    table_id: Id = Field(description="kenmerk van de tafel")
    on_date: NearDay | None = Field(None, description="dag; zonder: de volgende in het ritme")
    starts: LocalTime | None = Field(None, description="begintijd; zonder: die van de tafel")
    place: Line = Field("", description="plaats")


class MeetingChangeIn(In):
    """What changing a meeting takes; another day is another meeting."""

    starts: LocalTime | None = Field(None, description="begintijd; zonder: niet bekend")
    place: Line = Field("", description="plaats; leeg: niet bekend")
    why: Why | None = Field(None, description="waarom een vastgestelde agenda wijzigt")


class MeetingMoveIn(In):
    """What bringing a meeting on takes."""

    to: Literal["fixed", "in_session", "to_complete", "held", "cancelled"] = Field(
        description="vastgesteld, in zitting, nog af te maken, gehouden of gaat niet door"
    )


class AttendanceIn(In):
    """What marking who is there takes: a person, or somebody in words with a role."""

    person_id: Id | None = Field(None, description="kenmerk van de persoon")
    words: Line = Field("", description="wie, in woorden, als dat geen persoon is")
    role: Name | None = Field(None, description="rol; zonder: de rollen van de persoon")
    how: How = Field(description="hoe erbij, of waarom niet")
    reason: Line = Field("", description="reden; nodig bij niet uitgenodigd")


class ItemIn(Late):
    """What putting a case on the agenda takes: the step of the case that does so."""

    case_id: Id = Field(description="kenmerk van de zaak")
    case_version: int = Field(
        ge=1, le=999_999_999, description="versie van de zaak zoals u die zag"
    )
    transition: Name = Field(description="overgang die een bijeenkomst vraagt")
    inputs: Answers = Field({})


class ItemPlaceIn(In):
    """Where an item comes."""

    item_id: Id = Field(description="kenmerk van het onderdeel")
    starts: LocalTime | None = Field(None, description="begintijd")
    minutes: Minutes | None = Field(None, description="minuten")


class AgendaIn(In):
    """The items that the caller sees, in their new order."""

    items: Annotated[list[ItemPlaceIn], Field(max_length=MOST)] = Field(
        description="onderdelen in volgorde"
    )
    why: Why | None = Field(None, description="waarom een vastgestelde agenda wijzigt")


class PostponementIn(In):
    """What letting a case wait for another meeting takes."""

    meeting_id: Id = Field(description="kenmerk van de andere bijeenkomst")
    reason: Said = Field(description="reden")


class MeetingRowOut(Out):
    """A meeting (bijeenkomst) of a table."""

    id: str = Field(description="kenmerk")
    table_id: str = Field(description="kenmerk van de tafel")
    table_title: str = Field(description="naam van de tafel")
    region: str = Field(description="regio")
    on_date: Day = Field(description="dag")
    starts: LocalTime | None = Field(description="begintijd")
    place: str | None = Field(description="plaats")
    state: MeetingState = Field(description="hoe het ervoor staat")
    state_title: Words = Field(description="hoe het ervoor staat, in woorden")
    complete_by: Moment | None = Field(
        description="af te maken tot dit moment, als de bijeenkomst voorbij is"
    )
    is_late: bool = Field(description="dat moment is voorbij")
    version: int = Field(description="versie")

    @classmethod
    def of(cls, row: MeetingRow) -> MeetingRowOut:
        """A meeting in a list."""
        return cls(
            id=row.id,
            table_id=row.table,
            table_title=row.table_title,
            region=row.region,
            on_date=row.on_date,
            starts=row.starts,
            place=row.place,
            state=row.state,
            state_title=Words.of(row.state_title),
            complete_by=row.complete_by,
            is_late=row.is_late,
            version=row.version,
        )


class MeetingsOut(Out):
    """Meetings, the first in front."""

    items: list[MeetingRowOut] = Field(description="bijeenkomsten")


class AttendanceOut(Out):
    """Somebody who is there, or is not (aanwezigheid)."""

    id: str = Field(description="kenmerk")
    who: str | None = Field(description="naam, of wie in woorden; leeg: niet voor u")
    person_id: str | None = Field(description="kenmerk van de persoon; leeg: niet voor u")
    role: str = Field(description="rol")
    role_title: Words = Field(description="hoe de rol heet")
    how: How = Field(description="hoe erbij, of waarom niet")
    how_title: Words = Field(description="hoe erbij, in woorden")
    reason: str | None = Field(description="reden")

    @classmethod
    def of(cls, row: AttendanceRow) -> AttendanceOut:
        """What was marked last of somebody."""
        return cls(
            id=row.id,
            who=row.who,
            person_id=row.person,
            role=row.role,
            role_title=Words.of(row.role_title),
            how=row.how,
            how_title=Words.of(row.how_title),
            reason=row.reason,
        )


class KeptApartOut(Out):
    """Two who must not meet at the table (niet samen), and when each comes."""

    one: str = Field(description="naam van de een")
    one_comes: str = Field(description="hoe laat de een komt; leeg: nog niet gekozen")
    other: str = Field(description="naam van de ander")
    other_comes: str = Field(description="hoe laat de ander komt; leeg: nog niet gekozen")
    clash: bool = Field(description="zij komen op dezelfde tijd, of er is nog geen tijd gekozen")

    @classmethod
    def of(cls, pair: KeptApart) -> KeptApartOut:
        """A pair as the agenda shows it."""
        return cls(
            one=pair.one,
            one_comes=pair.one_comes,
            other=pair.other,
            other_comes=pair.other_comes,
            clash=pair.clash,
        )


class ItemOut(Out):
    """A case on the agenda (agendapunt)."""

    id: str = Field(description="kenmerk")
    case_id: str = Field(description="kenmerk van de zaak")
    case_version: int = Field(description="versie van de zaak")
    number: str = Field(description="zaaknummer")
    workflow: str = Field(description="werkwijze")
    workflow_title: Words = Field(description="hoe de werkwijze heet")
    case_state: str = Field(description="status van de zaak")
    case_state_title: Words = Field(description="hoe die status heet")
    children: list[ChildOut] = Field(description="kinderen; leeg: niet voor u")
    position: int = Field(description="plaats op de agenda")
    starts: LocalTime | None = Field(description="begintijd")
    minutes: int | None = Field(description="minuten")
    state: ItemState = Field(description="hoe het ervoor staat")
    state_title: Words = Field(description="hoe het ervoor staat, in woorden")
    carried_over: bool = Field(description="stond eerder op een andere agenda")
    agreements: list[AgreementOut] = Field(description="afspraken van de zaak")
    attendance: list[AttendanceOut] = Field(description="wie erbij is bij deze zaak")
    proposed_starts: LocalTime | None = Field(
        description="wanneer zij begint als er geen begintijd is; null: onbekend"
    )
    last_time: list[AgreementOut] = Field(
        description="afspraken sinds de vorige bespreking, en wat ervan kwam"
    )
    readiness: ReadinessOut | None = Field(
        description="hoe klaar de zaak is; null: al besproken, of niet voor u"
    )
    talked_on: Day | None = Field(description="dag van de vorige bespreking; null: de eerste")
    apart: list[KeptApartOut] = Field(description="wie elkaar aan tafel niet mogen treffen")

    @classmethod
    def of(cls, row: ItemRow) -> ItemOut:
        """An item as the viewer may see it."""
        return cls(
            id=row.id,
            case_id=row.case,
            case_version=row.case_version,
            number=row.number,
            workflow=row.workflow,
            workflow_title=Words.of(row.workflow_title),
            case_state=row.case_state,
            case_state_title=Words.of(row.case_state_title),
            children=[ChildOut.of(child) for child in row.children],
            position=row.position,
            starts=row.starts,
            minutes=row.minutes,
            state=row.state,
            state_title=Words.of(row.state_title),
            carried_over=row.carried_over,
            agreements=[AgreementOut.of(each) for each in row.agreements],
            attendance=[AttendanceOut.of(each) for each in row.attendance],
            proposed_starts=row.proposed_starts,
            last_time=[AgreementOut.of(each) for each in row.last_time],
            readiness=ReadinessOut.or_none(row.readiness),
            talked_on=row.talked_on,
            apart=[KeptApartOut.of(each) for each in row.apart],
        )


class ItemsOut(Out):
    """What is on the agenda, as far as the caller may see it."""

    items: list[ItemOut] = Field(description="agendapunten")


class CapacityOut(Out):
    """The minutes of a meeting (ruimte op de agenda)."""

    minutes: int | None = Field(description="minuten; null: de regio noemt geen tijden")
    planned: int = Field(description="gepland, ook wat niet voor u is")
    free: int | None = Field(description="nog vrij")
    over: int = Field(description="te veel gepland")

    @classmethod
    def of(cls, found: Capacity) -> CapacityOut:
        """What was planned of the minutes."""
        return cls(minutes=found.minutes, planned=found.planned, free=found.free, over=found.over)


class MeetingOut(Out):
    """A meeting (bijeenkomst) with its agenda, as far as the caller may see it."""

    meeting: MeetingRowOut = Field(description="bijeenkomst")
    my_roles: list[str] = Field(description="uw rollen aan deze tafel")
    i_may_run: bool = Field(description="u leidt deze bijeenkomst")
    attendance: list[AttendanceOut] = Field(description="wie er de hele bijeenkomst is")
    items: list[ItemOut] = Field(description="agendapunten")
    capacity: CapacityOut | None = Field(
        description="ruimte op de agenda; null: u ziet alleen uw eigen zaken"
    )

    @classmethod
    def of(cls, shown: MeetingShown) -> MeetingOut:
        """A meeting as the viewer may see it."""
        return cls(
            meeting=MeetingRowOut.of(shown.row),
            my_roles=list(shown.my_roles),
            i_may_run=shown.may_run,
            attendance=[AttendanceOut.of(each) for each in shown.attendance],
            items=[ItemOut.of(each) for each in shown.items],
            capacity=CapacityOut.of(shown.capacity) if shown.capacity else None,
        )
