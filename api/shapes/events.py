"""What happened to a case, as JSON."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from api.models import Day, Moment, Out, Words
from api.shapes.common import ChildOut, words
from engine.service.event_kinds import EventKind
from engine.service.file.details import Detail
from engine.service.file.timeline import EventShown


class DetailOut(Out):
    """One answer that was given; ``words`` say what a choice or a person is called."""

    name: str = Field(description="veld")
    title: Words = Field(description="vraag")
    value: str | bool | date = Field(description="antwoord")
    words: Words | None = Field(description="antwoord in woorden")
    child_id: str | None = Field(description="kind waarover het antwoord gaat")

    @classmethod
    def of(cls, detail: Detail) -> DetailOut:
        """One answer that may be read."""
        return cls(
            name=detail.name,
            title=Words.of(detail.title),
            value=detail.value,
            words=words(detail.words),
            child_id=detail.child,
        )


class BegunOut(Out):
    """A deadline that began (begonnen termijn)."""

    title: Words = Field(description="termijn")
    due_on: Day = Field(description="uiterste dag")


class EventOut(Out):
    """One thing that happened (gebeurtenis in de tijdlijn)."""

    version: int = Field(description="versie van de zaak die hierdoor ontstond")
    kind: EventKind = Field(description="soort gebeurtenis")
    title: Words = Field(description="wat er gebeurde")
    recorded_at: Moment = Field(description="wanneer vastgelegd")
    occurred_on: Day = Field(description="dag waarop het gebeurde")
    occurred_at: Moment = Field(description="wanneer het gebeurde")
    actor: str | None = Field(description="wie; null: de klok")
    on_behalf_of: str | None = Field(description="namens wie")
    transition: str | None = Field(description="overgang")
    transition_title: Words | None = Field(description="hoe de overgang heet")
    to: Words | None = Field(description="status die werd bereikt")
    until: Day | None = Field(description="dag tot welke een termijn is verplaatst of stilstaat")
    child: ChildOut | None = Field(description="kind waarover het gaat")
    person: str | None = Field(description="naam van wie het betreft")
    begun: list[BegunOut] = Field(description="termijnen die begonnen")
    met: list[Words] = Field(description="termijnen die zijn gehaald")
    details: list[DetailOut] = Field(description="wat is ingevuld")
    withheld: list[str] = Field(description="velden die u niet mag inzien")
    destroyed: bool = Field(description="de inhoud is vernietigd")

    @classmethod
    def of(cls, event: EventShown) -> EventOut:
        """One event as the viewer may read it."""
        return cls(
            version=event.seq,
            kind=event.kind,
            title=Words.of(event.title),
            recorded_at=event.recorded_at,
            occurred_on=event.occurred_on,
            occurred_at=event.occurred_at,
            actor=event.actor,
            on_behalf_of=event.on_behalf_of,
            transition=event.transition,
            transition_title=words(event.transition_title),
            to=words(event.to),
            until=event.until,
            child=ChildOut.or_none(event.child),
            person=event.person,
            begun=[BegunOut(title=Words.of(title), due_on=day) for title, day in event.begun],
            met=[Words.of(title) for title in event.met],
            details=[DetailOut.of(detail) for detail in event.details],
            withheld=list(event.withheld),
            destroyed=event.destroyed,
        )


class EventsOut(Out):
    """What happened, oldest first."""

    items: list[EventOut] = Field(description="gebeurtenissen")
