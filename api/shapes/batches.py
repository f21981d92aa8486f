"""One act on many deadlines, as JSON."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.models import Day, In, Moment, Out, Words
from api.shapes.common import Id
from api.shapes.deadlines import SpanIn
from engine.fields import LONGEST
from engine.service.batch_orders import MOST, AskBatch
from engine.service.batch_preview import Planned
from engine.service.batches import BatchItem, BatchShown
from engine.store.tables.batch import BatchAct, BatchState, ItemState

_ACT = "remind: herinner nu; assign: wijs de rol toe; extend: verleng"
_CASE = "de zaak; null: u ziet haar niet meer"


class BatchIn(In):
    """What is to be done to which deadlines."""

    act: BatchAct = Field(description=_ACT)
    deadlines: Annotated[list[Id], Field(min_length=1, max_length=MOST)] = Field(
        description="welke termijnen"
    )
    reason: str = Field(
        "", max_length=LONGEST["long_text"], description="waarom; niet nodig bij remind"
    )
    person: Id | None = Field(None, description="aan wie; bij assign")
    by: SpanIn | None = Field(None, description="hoeveel langer; bij extend")

    def order(self, key: str | None) -> AskBatch:
        """The order that it asks."""
        return AskBatch(
            key=key,
            act=self.act,
            deadlines=tuple(self.deadlines),
            reason=self.reason,
            person=self.person or "",
            by=self.by.span("/by") if self.by else None,
        )


class PlannedOut(Out):
    """What one item would do; nothing is done yet."""

    deadline: str = Field(description="kenmerk van de termijn")
    title: Words = Field(description="wat het is")
    due_on: Day = Field(description="uiterlijk")
    case: str = Field(description="de zaak")
    number: str = Field(description="zaaknummer")
    people: list[str] = Field(description="wie bericht krijgt, of de termijn heeft")
    why: Words | None = Field(description="waarom een ander dan de eigenaar; null: de eigenaar")
    would_be: Day | None = Field(description="de nieuwe datum; null: die verandert niet")
    hindrances: list[Words] = Field(description="alle redenen waarom het geweigerd zou worden")

    @classmethod
    def of(cls, row: Planned) -> PlannedOut:
        """One of them."""
        return cls(
            deadline=row.deadline,
            title=Words.of(row.title),
            due_on=row.due_on,
            case=row.case,
            number=row.number,
            people=list(row.people),
            why=Words.of(row.why) if row.why else None,
            would_be=row.would_be,
            hindrances=[Words.of(each) for each in row.hindrances],
        )


class BatchPreviewOut(Out):
    """What a batch would do (vooraf bekijken)."""

    items: list[PlannedOut] = Field(max_length=MOST, description="per termijn")


class BatchItemOut(Out):
    """What became of one deadline of a batch."""

    deadline: str | None = Field(description="kenmerk van de termijn; null: niet meer voor u")
    title: Words = Field(description="wat het is")
    due_on: Day | None = Field(
        description="uiterlijk, zoals de termijn nu staat; null: niet meer voor u"
    )
    case: str | None = Field(description=_CASE)
    number: str | None = Field(description="zaaknummer; null: u ziet de zaak niet meer")
    state: ItemState = Field(description="wacht, klaar, niet gelukt of overgeslagen")
    why: list[Words] = Field(description="alle redenen waarom het niet gelukt is")

    @classmethod
    def of(cls, item: BatchItem) -> BatchItemOut:
        """One of them."""
        return cls(
            deadline=item.deadline,
            title=Words.of(item.title),
            due_on=item.due_on,
            case=item.case,
            number=item.number,
            state=item.state,
            why=[Words.of(each) for each in item.why],
        )


class BatchOut(Out):
    """One act on many deadlines (reeks), asked by the caller."""

    id: str = Field(description="kenmerk")
    act: BatchAct = Field(description=_ACT)
    state: BatchState = Field(description="bezig, klaar of gestopt")
    reason: str = Field(description="waarom")
    made_at: Moment = Field(description="wanneer gevraagd")
    ended_at: Moment | None = Field(description="wanneer klaar of gestopt; null: nog bezig")
    ready: int = Field(description="hoeveel er behandeld zijn")
    total: int = Field(description="hoeveel het er zijn")
    items: list[BatchItemOut] = Field(max_length=MOST, description="wat niet gelukt is vooraan")

    @classmethod
    def of(cls, shown: BatchShown) -> BatchOut:
        """A batch of the caller's."""
        return cls(
            id=shown.id,
            act=shown.act,
            state=shown.state,
            reason=shown.reason,
            made_at=shown.made_at,
            ended_at=shown.ended_at,
            ready=shown.ready,
            total=shown.total,
            items=[BatchItemOut.of(each) for each in shown.items],
        )
