"""The review of who looked, as JSON."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

from api.models import Day, In, Moment, Out, Words
from api.shapes.common import Line, NearDay
from engine.fields import LONGEST
from engine.service.log_review_orders import Verdict
from engine.service.log_reviews import LogRow, LogRows, ReviewRow, SignalRow
from engine.store.tables.review import Judgement, SignalKind
from engine.store.tables.trail import Outcome

_Words: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST["long_text"])]


class JudgementIn(In):
    """What the privacy officer finds of a signal."""

    judgement: Verdict = Field(description="explained: verklaard; follow_up: op te volgen")
    word: _Words = Field(description="wat u vond")
    owner: Line = Field("", description="wie het opvolgt; nodig bij follow_up")
    follow_up_on: NearDay | None = Field(None, description="voor welke dag; nodig bij follow_up")


class ClosingIn(In):
    """Closing a review."""

    word: _Words = Field(description="wat eruit kwam")


class LogReviewOut(Out):
    """The review of the log of one region in one month (controle van de inzage)."""

    id: str = Field(description="kenmerk")
    region: Words = Field(description="regio")
    from_on: Day = Field(description="eerste dag")
    last_on: Day = Field(description="laatste dag")
    due_on: Day = Field(description="uiterlijk klaar op")
    is_open: bool = Field(description="of de controle nog open is")
    is_late: bool = Field(description="of de controle te laat is")
    signals: int = Field(description="hoeveel signalen")
    unjudged: int = Field(description="hoeveel daarvan nog niet zijn beoordeeld")
    closed_at: Moment | None = Field(description="wanneer gesloten; null: nog niet")
    closed_by: str | None = Field(description="naam van wie sloot")
    word: str = Field(description="wat eruit kwam")

    @classmethod
    def of(cls, row: ReviewRow) -> LogReviewOut:
        """One review."""
        return cls(
            id=row.id,
            region=Words.of(row.region),
            from_on=row.from_on,
            last_on=row.last_on,
            due_on=row.due_on,
            is_open=row.is_open,
            is_late=row.is_late,
            signals=row.signals,
            unjudged=row.unjudged,
            closed_at=row.closed_at,
            closed_by=row.closer,
            word=row.word,
        )


class LogReviewsOut(Out):
    """A page of the reviews, newest first."""

    items: list[LogReviewOut] = Field(description="controles")


class SignalOut(Out):
    """Something that stood out in the log (signaal); of a case its number only."""

    id: str = Field(description="kenmerk")
    kind: SignalKind = Field(description="soort signaal")
    what: Words = Field(description="wat opviel")
    numbers: Words = Field(description="waarom, in getallen")
    name: str = Field(description="naam van wie het betreft")
    organisation: str | None = Field(description="organisatie")
    case_number: str | None = Field(description="nummer van de zaak; null: niet van één zaak")
    on_date: Day | None = Field(description="dag; null: niet van één dag")
    first_at: Moment = Field(description="eerste keer")
    last_at: Moment = Field(description="laatste keer")
    judgement: Judgement = Field(description="oordeel")
    word: str = Field(description="toelichting bij het oordeel")
    owner: str = Field(description="wie het opvolgt")
    follow_up_on: Day | None = Field(description="voor welke dag")
    judged_by: str | None = Field(description="naam van wie oordeelde; null: nog niemand")

    @classmethod
    def of(cls, row: SignalRow) -> SignalOut:
        """One signal."""
        return cls(
            id=row.id,
            kind=row.kind,
            what=Words.of(row.what),
            numbers=Words.of(row.numbers),
            name=row.name,
            organisation=row.organisation,
            case_number=row.number,
            on_date=row.on_date,
            first_at=row.first_at,
            last_at=row.last_at,
            judgement=row.judgement,
            word=row.word,
            owner=row.owner,
            follow_up_on=row.follow_up_on,
            judged_by=row.judge,
        )


class LogReviewWithSignalsOut(LogReviewOut):
    """One review with what stood out, the gravest first."""

    found: list[SignalOut] = Field(description="signalen")

    @classmethod
    def with_signals(
        cls, row: ReviewRow, signals: tuple[SignalRow, ...]
    ) -> LogReviewWithSignalsOut:
        """The review and its signals."""
        found = [SignalOut.of(each) for each in signals]
        return cls(**dict(LogReviewOut.of(row)), found=found)


class BehindOut(Out):
    """A row of the log behind a signal."""

    at: Moment = Field(description="wanneer")
    case_number: str | None = Field(description="nummer van de zaak")
    did: Words = Field(description="wat")
    outcome: Outcome = Field(description="wat ervan kwam")

    @classmethod
    def of(cls, row: LogRow) -> BehindOut:
        """One row."""
        return cls(at=row.at, case_number=row.number, did=Words.of(row.did), outcome=row.outcome)


class SignalWithRowsOut(SignalOut):
    """One signal with the newest rows of the log behind it."""

    rows: list[BehindOut] = Field(description="regels van het logboek, de nieuwste 50")
    more: bool = Field(description="of er oudere regels zijn, die hier niet staan")

    @classmethod
    def with_rows(cls, row: SignalRow, behind: LogRows) -> SignalWithRowsOut:
        """The signal and its rows."""
        rows = [BehindOut.of(each) for each in behind.rows]
        return cls(**dict(SignalOut.of(row)), rows=rows, more=behind.more)


class JudgedOut(Out):
    """What judging or closing changed."""

    id: str = Field(description="kenmerk van de controle")
    state: str = Field(description="oordeel, of closed")
