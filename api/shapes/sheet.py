"""The sheet of one item of an agenda, as JSON."""

from __future__ import annotations

from typing import Literal, cast

from pydantic import Field, JsonValue

from api.models import Day, FieldOut, Out, ReasonOut, Words
from api.shapes.agreements import AgreementOut
from api.shapes.common import ChildOut, questions, reason_out
from api.shapes.consents import AuthorityOut
from api.shapes.readiness import ReadinessOut
from engine.decision import Allowed
from engine.service.sheet import OtherCase, Sheet
from engine.service.sheet_people import Expected, Place
from engine.service.sheet_records import SaidRecord
from engine.service.sheet_steps import StepKind, TalkStep
from engine.store.tables.meetings import How, ItemState


class SheetRecordOut(Out):
    """What a record of the case says, as far as the caller may read it."""

    id: str = Field(description="kenmerk")
    type: str = Field(description="soort stuk")
    title: Words = Field(description="hoe het stuk heet")
    child: ChildOut | None = Field(description="kind over wie het gaat")
    status: str = Field(description="status van het stuk")
    status_title: Words = Field(description="hoe die status heet")
    settled: bool = Field(description="vastgesteld")
    author: str = Field(description="schrijver")
    dated_on: Day = Field(description="dag van het stuk")
    fields: dict[str, JsonValue] = Field(description="inhoud, per veld")
    withheld: list[str] = Field(description="ingevulde velden die u niet mag inzien")
    names: dict[str, str] = Field(description="namen van personen die in een veld staan")

    @classmethod
    def of(cls, record: SaidRecord) -> SheetRecordOut:
        """A record, stripped for the viewer; of the names those that it names."""
        said = {str(value) for value in record.fields.values()}
        return cls(
            id=record.id,
            type=record.type,
            title=Words.of(record.title),
            child=ChildOut.or_none(record.child),
            status=record.status,
            status_title=Words.of(record.status_title),
            settled=record.settled,
            author=record.author,
            dated_on=record.dated_on,
            fields=cast("dict[str, JsonValue]", dict(record.fields)),
            withheld=list(record.withheld),
            names={key: name for key, name in record.names.items() if key in said},
        )


class ExpectedOut(Out):
    """Somebody who is expected (genodigde), and what was marked of them last."""

    person_id: str | None = Field(description="kenmerk van de persoon; null: in woorden")
    name: str = Field(description="naam, of wie in woorden")
    place: Place = Field(description="voor de hele bijeenkomst, of bij deze zaak")
    role_titles: list[Words] = Field(description="in welke rollen")
    asked: Words | None = Field(description="wat bij het uitnodigen is gekozen")
    how: How | None = Field(description="hoe erbij, of waarom niet; null: nog niet gezegd")
    reason: str | None = Field(description="reden")

    @classmethod
    def of(cls, row: Expected) -> ExpectedOut:
        """Somebody as the sheet shows them."""
        return cls(
            person_id=row.person,
            name=row.name,
            place=row.place,
            role_titles=[Words.of(title) for title in row.role_titles],
            asked=Words.of(row.asked) if row.asked else None,
            how=row.how,
            reason=row.reason,
        )


class TalkStepOut(Out):
    """A step of the talk (stap aan tafel), before its form is filled in."""

    transition: str = Field(description="overgang")
    kind: StepKind = Field(description="begint het gesprek, besluit, of houdt aan")
    title: Words = Field(description="hoe de stap heet")
    is_next: bool = Field(description="vertrekt uit de status waarin de zaak staat")
    outcome: Literal["allowed", "refused"] = Field(description="kan nu, of nog niet")
    reasons: list[ReasonOut] = Field(description="alle voorwaarden")
    inputs: list[FieldOut] = Field(description="formulier")

    @classmethod
    def of(cls, step: TalkStep) -> TalkStepOut:
        """A step with its reasons."""
        return cls(
            transition=step.name,
            kind=step.kind,
            title=Words.of(step.title),
            is_next=step.is_next,
            outcome="allowed" if isinstance(step.decision, Allowed) else "refused",
            reasons=[reason_out(each) for each in step.decision.reasons],
            inputs=questions(step.form),
        )


class OtherCaseOut(Out):
    """Another running case of the family that the caller may see."""

    id: str = Field(description="kenmerk")
    number: str = Field(description="zaaknummer")
    workflow_title: Words = Field(description="hoe de werkwijze heet")
    state_title: Words = Field(description="hoe het ervoor staat")

    @classmethod
    def of(cls, row: OtherCase) -> OtherCaseOut:
        """A case in one line."""
        return cls(
            id=row.id,
            number=row.number,
            workflow_title=Words.of(row.workflow_title),
            state_title=Words.of(row.state_title),
        )


class SheetOut(Out):
    """The sheet (bespreekblad) of one item, as far as the caller may read it."""

    item_id: str = Field(description="kenmerk van het agendapunt")
    item_state: ItemState = Field(description="hoe het agendapunt ervoor staat")
    meeting_id: str = Field(description="kenmerk van de bijeenkomst")
    case_id: str = Field(description="kenmerk van de zaak")
    case_version: int = Field(description="versie van de zaak")
    number: str = Field(description="zaaknummer")
    workflow_title: Words = Field(description="hoe de werkwijze heet")
    state: str = Field(description="status van de zaak")
    state_title: Words = Field(description="hoe die status heet")
    i_may_run: bool = Field(description="u leidt deze bijeenkomst")
    children: list[ChildOut] = Field(description="kinderen; leeg: niet voor u")
    records: list[SheetRecordOut] = Field(description="stukken waarover de tafel spreekt")
    authorities: list[AuthorityOut] = Field(description="gezag, per kind")
    agreements: list[AgreementOut] = Field(description="afspraken van de zaak")
    expected: list[ExpectedOut] = Field(description="wie erbij hoort, en wie er is")
    other_cases: list[OtherCaseOut] = Field(description="wat er verder loopt in dit gezin")
    steps: list[TalkStepOut] = Field(description="stappen aan tafel")
    done: list[str] = Field(description="blokken waarin staat wat erin hoort")
    readiness: ReadinessOut | None = Field(
        description="hoe klaar de zaak is; null: al besproken, of niet voor u"
    )

    @classmethod
    def of(cls, sheet: Sheet) -> SheetOut:
        """The sheet as the viewer may see it."""
        blocks = ("who", "outcomes", "agreements", "advice")
        return cls(
            item_id=sheet.id,
            item_state=sheet.item_state,
            meeting_id=sheet.meeting.id,
            case_id=sheet.case.id,
            case_version=sheet.case.version,
            number=sheet.case.number,
            workflow_title=Words.of(sheet.case.workflow_title),
            state=sheet.state,
            state_title=Words.of(sheet.state_title),
            i_may_run=sheet.may_run,
            children=[ChildOut.of(child) for child in sheet.case.children],
            records=[SheetRecordOut.of(each) for each in sheet.records],
            authorities=[AuthorityOut.of(each) for each in sheet.authorities],
            agreements=[AgreementOut.of(each) for each in sheet.agreements],
            expected=[ExpectedOut.of(each) for each in sheet.expected],
            other_cases=[OtherCaseOut.of(each) for each in sheet.others],
            steps=[TalkStepOut.of(each) for each in sheet.steps],
            done=[block for block in blocks if sheet.is_done(block)],
            readiness=ReadinessOut.or_none(sheet.readiness),
        )
