"""Consent and authority as JSON."""

from __future__ import annotations

from pydantic import Field

from api.models import Day, In, Moment, Out, Words
from api.shapes.common import ChildOut, Id, Late, Name, NearDay, Said, words
from engine.service.file.consents import AuthorityRow, ConsentRow, Consents, ConsentWanted
from engine.store.tables.people import Answer


class ConsentIn(Late):
    """What recording an answer about consent takes."""

    child_id: Id = Field(description="kind over wie het gaat")
    purpose: Name = Field(description="waarvoor toestemming is gevraagd")
    answer: Answer = Field(description="gegeven, geweigerd, ingetrokken of niet nodig")
    person_id: Id | None = Field(None, description="wie antwoordde; zonder: een grond voor allen")
    ground: Name | None = Field(None, description="grond waarop zonder toestemming")
    until_on: NearDay | None = Field(None, description="eerste dag waarop het niet meer geldt")


class AuthorityIn(In):
    """What recording authority takes."""

    child_id: Id = Field(description="kind over wie het gezag gaat")
    parent_id: Id = Field(description="wie het gezag heeft")
    source: Said = Field(description="waar het uit blijkt")
    from_on: NearDay | None = Field(None, description="vanaf; zonder: vandaag")
    until_on: NearDay | None = Field(None, description="eerste dag zonder")


class PersonOut(Out):
    """Somebody by name (persoon)."""

    id: str = Field(description="kenmerk")
    name: str = Field(description="naam")


class ConsentOut(Out):
    """One answer about consent (antwoord op een vraag om toestemming)."""

    id: str = Field(description="kenmerk")
    child: ChildOut = Field(description="kind over wie het gaat")
    purpose: str = Field(description="waarvoor")
    purpose_title: Words = Field(description="waarvoor, in woorden")
    person: PersonOut | None = Field(description="wie antwoordde; null: geldt voor allen")
    answer: Answer = Field(description="antwoord")
    answer_title: Words = Field(description="antwoord, in woorden")
    ground: str | None = Field(description="grond")
    ground_title: Words | None = Field(description="grond, in woorden")
    from_on: Day = Field(description="vanaf")
    until_on: Day | None = Field(description="eerste dag waarop het niet meer geldt")
    recorded_at: Moment = Field(description="vastgelegd op")
    stands: bool = Field(description="geldt vandaag: er kwam geen later antwoord")

    @classmethod
    def of(cls, row: ConsentRow) -> ConsentOut:
        """An answer as it was given."""
        person = PersonOut(id=row.person, name=row.name) if row.person and row.name else None
        return cls(
            id=row.id,
            child=ChildOut.of(row.child),
            purpose=row.purpose,
            purpose_title=Words.of(row.purpose_title),
            person=person,
            answer=row.answer,
            answer_title=Words.of(row.answer_title),
            ground=row.ground,
            ground_title=words(row.ground_title),
            from_on=row.from_on,
            until_on=row.until_on,
            recorded_at=row.recorded_at,
            stands=row.stands,
        )


class ConsentWantedOut(Out):
    """Whose consent is wanted (gevraagde toestemming), and whose is not there yet."""

    child: ChildOut = Field(description="kind over wie het gaat")
    purpose: str = Field(description="waarvoor")
    purpose_title: Words = Field(description="waarvoor, in woorden")
    asked: list[PersonOut] = Field(description="aan wie de wet het vraagt")
    missing: list[PersonOut] = Field(description="wie nog niet ja zei")
    complete: bool = Field(description="compleet")

    @classmethod
    def of(cls, wanted: ConsentWanted) -> ConsentWantedOut:
        """What is wanted for one child."""
        return cls(
            child=ChildOut.of(wanted.child),
            purpose=wanted.purpose,
            purpose_title=Words.of(wanted.purpose_title),
            asked=_persons(wanted.asked),
            missing=_persons(wanted.missing),
            complete=wanted.complete,
        )


class ConsentsOut(Out):
    """The answers, oldest first, and what is wanted today."""

    items: list[ConsentOut] = Field(description="antwoorden")
    wanted: list[ConsentWantedOut] = Field(description="wat vandaag nodig is")

    @classmethod
    def of(cls, found: Consents) -> ConsentsOut:
        """What the viewer may read of it."""
        return cls(
            items=[ConsentOut.of(row) for row in found.rows],
            wanted=[ConsentWantedOut.of(each) for each in found.wanted],
        )


class AuthorityOut(Out):
    """A parent or guardian has authority over a child (gezag)."""

    child: ChildOut = Field(description="kind")
    parent: PersonOut = Field(description="wie het gezag heeft")
    from_on: Day = Field(description="vanaf")
    until_on: Day | None = Field(description="eerste dag zonder")
    source: str = Field(description="waar het uit blijkt")
    recorded_at: Moment = Field(description="vastgelegd op")
    holds: bool = Field(description="geldt vandaag")

    @classmethod
    def of(cls, row: AuthorityRow) -> AuthorityOut:
        """Authority as it was recorded."""
        return cls(
            child=ChildOut.of(row.child),
            parent=PersonOut(id=row.parent, name=row.name),
            from_on=row.from_on,
            until_on=row.until_on,
            source=row.source,
            recorded_at=row.recorded_at,
            holds=row.holds,
        )


class AuthoritiesOut(Out):
    """Who has, had or will have authority over the children."""

    items: list[AuthorityOut] = Field(description="gezag")


def _persons(found: tuple[tuple[str, str], ...]) -> list[PersonOut]:
    return [PersonOut(id=person, name=name) for person, name in found]
