"""Emergency access (noodtoegang) and its review, as JSON."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from api.models import Day, In, Moment, Out, Words
from api.shapes.common import NearDay, Said
from engine.fields import LONGEST
from engine.service.emergency import SHORTEST, LetIn, MyGrant
from engine.service.emergency_core import Core, Member, Worker
from engine.service.emergency_forms import OpenCase, Told
from engine.service.emergency_reviews import EmergencyLookRow, EmergencyReview, EmergencyRow
from engine.service.file.details import Detail
from engine.store.tables.emergency import Category
from engine.store.tables.people import PersonKind
from engine.store.tables.review import Judgement
from engine.store.tables.trail import Outcome


class EmergencyIn(In):
    """For which child, exactly as registered, and why."""

    name: Said = Field(description="hele naam van de jeugdige")
    born: NearDay = Field(description="geboortedatum")
    category: Category = Field(description="soort nood")
    reason: Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST["long_text"])] = Field(
        description="waarom dit niet kan wachten"
    )


class SureIn(In):
    """That what is shielded is needed now."""

    sure: Literal[True] = Field(description="ja, deze plaats is nu nodig")


class GrantOut(Out):
    """An emergency access (noodtoegang)."""

    id: str = Field(description="kenmerk")
    until: Moment = Field(description="tot wanneer")

    @classmethod
    def of(cls, mine: MyGrant) -> GrantOut:
        """One of them."""
        return cls(id=mine.id, until=mine.until)


class GrantsOut(Out):
    """What somebody was let in on; empty for nothing found and for not allowed alike."""

    items: list[GrantOut] = Field(description="noodtoegangen")

    @classmethod
    def of(cls, came: LetIn) -> GrantsOut:
        """The answer to asking."""
        until = came.until
        items = [GrantOut(id=each, until=until) for each in came.grants if until is not None]
        return cls(items=items)


class MemberOut(Out):
    """Somebody of the family."""

    name: str = Field(description="naam")
    born: Day | None = Field(description="geboortedatum; null: onbekend")
    kind: PersonKind = Field(description="wat diegene is")
    is_child: bool = Field(description="of het om dit kind gaat")

    @classmethod
    def of(cls, member: Member) -> MemberOut:
        """One of them."""
        return cls(name=member.name, born=member.born, kind=member.kind, is_child=member.is_child)


class WorkerOut(Out):
    """A professional who works on it."""

    role: str = Field(description="rol")
    role_title: Words = Field(description="hoe de rol heet")
    name: str = Field(description="naam")
    organisation: str | None = Field(description="organisatie")
    email: str | None = Field(description="e-mailadres")

    @classmethod
    def of(cls, worker: Worker) -> WorkerOut:
        """One of them."""
        return cls(
            role=worker.role,
            role_title=Words.of(worker.role_title),
            name=worker.name,
            organisation=worker.organisation,
            email=worker.email,
        )


class RunsOut(Out):
    """A case, and where it stands."""

    number: str = Field(description="zaaknummer")
    workflow_title: Words = Field(description="soort zaak")
    state_title: Words = Field(description="status")
    opened_on: Day = Field(description="geopend op")

    @classmethod
    def of(cls, case: OpenCase) -> RunsOut:
        """One case."""
        return cls(
            number=case.number,
            workflow_title=Words.of(case.workflow_title),
            state_title=Words.of(case.state_title),
            opened_on=case.opened_on,
        )


class AnswerOut(Out):
    """One answer on a form."""

    name: str = Field(description="sleutel van de vraag")
    title: Words = Field(description="vraag")
    value: str = Field(description="antwoord")
    words: Words | None = Field(description="het antwoord in woorden, waar het een keuze is")

    @classmethod
    def of(cls, detail: Detail) -> AnswerOut:
        """One answer."""
        value = detail.value
        said = value.isoformat() if isinstance(value, date) else str(value)
        words = None if detail.words is None else Words.of(detail.words)
        return cls(name=detail.name, title=Words.of(detail.title), value=said, words=words)


class ToldOut(Out):
    """What was filled in on one form."""

    title: Words = Field(description="welk formulier")
    on: Day = Field(description="gebeurd op")
    number: str = Field(description="zaaknummer")
    answers: list[AnswerOut] = Field(description="antwoorden")

    @classmethod
    def of(cls, told: Told) -> ToldOut:
        """One form."""
        return cls(
            title=Words.of(told.title),
            on=told.on,
            number=told.number,
            answers=[AnswerOut.of(each) for each in told.details],
        )


class CoreOut(Out):
    """The core of a file while an emergency access opens it (kern van het dossier)."""

    id: str = Field(description="kenmerk van de noodtoegang")
    granted_at: Moment = Field(description="sinds wanneer")
    until: Moment = Field(description="tot wanneer")
    members: list[MemberOut] = Field(description="het kind en het gezin")
    workers: list[WorkerOut] = Field(description="wie eraan werken")
    crisis_line: str | None = Field(description="nummer van de crisisdienst; null: niet ingesteld")
    cases: list[RunsOut] = Field(description="wat nu loopt")
    measures: list[ToldOut] = Field(description="lopende maatregelen en titel")
    last_crisis: RunsOut | None = Field(description="laatste crisis; null: geen")
    of_crisis: list[ToldOut] = Field(description="wat daarbij is vastgelegd")
    safety_plans: list[ToldOut] = Field(description="veiligheidsplannen, het nieuwste eerst")
    has_shielded: bool = Field(description="of er een afgeschermde plaats is")
    shielded: list[ToldOut] | None = Field(description="die plaats; null: niet gevraagd")

    @classmethod
    def of(cls, core: Core) -> CoreOut:
        """The core as its holder may read it now."""
        told = [ToldOut.of(each) for each in core.places] if core.places is not None else None
        return cls(
            id=core.id,
            granted_at=core.granted_at,
            until=core.ends_at,
            members=[MemberOut.of(each) for each in core.members],
            workers=[WorkerOut.of(each) for each in core.workers],
            crisis_line=core.line.number if core.line else None,
            cases=[RunsOut.of(each) for each in core.open_cases],
            measures=[ToldOut.of(each) for each in core.measures],
            last_crisis=RunsOut.of(core.crisis) if core.crisis else None,
            of_crisis=[ToldOut.of(each) for each in core.of_crisis],
            safety_plans=[ToldOut.of(each) for each in core.plans],
            has_shielded=core.has_places,
            shielded=told,
        )


class ShieldedOut(Out):
    """What is shielded may be read too now."""

    id: str = Field(description="kenmerk van de noodtoegang")


class EmergencyReviewOut(Out):
    """Somebody was let in; to be reviewed, or judged (controle van een noodtoegang)."""

    id: str = Field(description="kenmerk")
    region: Words = Field(description="regio")
    name: str = Field(description="naam van wie toegang kreeg")
    organisation: str = Field(description="organisatie")
    category: Words = Field(description="soort nood")
    granted_at: Moment = Field(description="sinds wanneer")
    until: Moment = Field(description="tot wanneer")
    shielded_at: Moment | None = Field(description="wanneer ook de afgeschermde plaats is gezien")
    times: int = Field(description="de hoeveelste keer in 30 dagen")
    often: bool = Field(description="of dat vaker is dan gewoonlijk")
    due_on: Day = Field(description="uiterlijk gecontroleerd op")
    is_late: bool = Field(description="of de controle te laat is")
    judgement: Judgement = Field(description="oordeel")
    word: str = Field(description="toelichting bij het oordeel")
    owner: str = Field(description="wie het opvolgt")
    follow_up_on: Day | None = Field(description="voor welke dag")
    judged_by: str | None = Field(description="naam van wie oordeelde; null: nog niemand")

    @classmethod
    def of(cls, row: EmergencyRow) -> EmergencyReviewOut:
        """One of them."""
        return cls(
            id=row.id,
            region=Words.of(row.region),
            name=row.name,
            organisation=row.organisation,
            category=Words.of(row.category),
            granted_at=row.granted_at,
            until=row.ends_at,
            shielded_at=row.shielded_at,
            times=row.nth,
            often=row.often,
            due_on=row.due_on,
            is_late=row.is_late,
            judgement=row.judgement,
            word=row.word,
            owner=row.owner,
            follow_up_on=row.follow_up_on,
            judged_by=row.judge,
        )


class EmergencyReviewsOut(Out):
    """A page of them, newest first."""

    items: list[EmergencyReviewOut] = Field(description="noodtoegangen")


class EmergencyLookOut(Out):
    """What was looked at."""

    at: Moment = Field(description="wanneer")
    did: Words = Field(description="wat")
    outcome: Outcome = Field(description="wat ervan kwam")

    @classmethod
    def of(cls, row: EmergencyLookRow) -> EmergencyLookOut:
        """One look."""
        return cls(at=row.at, did=Words.of(row.did), outcome=row.outcome)


class OneEmergencyReviewOut(EmergencyReviewOut):
    """One of them, with the reason, the numbers of the cases, and what was looked at."""

    reason: str = Field(description="waarom het niet kon wachten, in eigen woorden")
    case_numbers: list[str] = Field(description="nummers van de zaken")
    looks: list[EmergencyLookOut] = Field(description="wat is bekeken, de nieuwste 50")

    @classmethod
    def whole(cls, review: EmergencyReview) -> OneEmergencyReviewOut:
        """All that is reviewed of it."""
        return cls(
            **dict(EmergencyReviewOut.of(review.row)),
            reason=review.row.reason,
            case_numbers=list(review.numbers),
            looks=[EmergencyLookOut.of(each) for each in review.looks],
        )
