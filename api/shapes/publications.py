"""What the family sees of a case, as JSON."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from api.models import Day, In, Out, Words
from api.shapes.common import Id
from engine.reader import Scope, Why
from engine.service.family_file import SaidLine
from engine.service.family_view import AboutChild, Decision, FamilyView, ItemRow, ReaderRow
from engine.service.mine import Mine, MyCase, MyItem
from engine.service.publication_orders import Spoken
from engine.store.tables.publication import PublicationState
from engine.text import Text


class PublicationIn(In):
    """Letting somebody of the family read an item, or withholding it."""

    person_id: Id = Field(description="wie van het gezin")
    record_id: Id | None = Field(None, description="welk stuk; of geef een afspraak")
    agreement_id: Id | None = Field(None, description="welke afspraak; of geef een stuk")
    act: Literal["publish", "withhold"] = Field(description="laten lezen, of achterhouden")
    reason: str = Field("", description="waarom; nodig bij achterhouden")
    names_seen: bool = Field(
        default=False, description="nagegaan is dat de lezer mag weten wie erin staan"
    )


class SecondIn(In):
    """What the second professional decides, or what is decided about an objection."""

    confirmed: bool = Field(description="achterhouden bevestigd, of bezwaar overgenomen")
    why: str = Field("", description="waarom; nodig bij niet bevestigen en bij een bezwaar")


class YouthWordIn(In):
    """What a youth says of a parent who reads along."""

    child_id: Id = Field(description="de jeugdige")
    person_id: Id = Field(description="de ouder die meeleest")
    word: Spoken = Field(description="allowed en withdrawn bij 16 en 17, objected van 12 tot 16")
    words: str = Field("", description="in eigen woorden")


class PublicationOut(Out):
    """What was decided about an item or a child for one reader."""

    id: str = Field(description="kenmerk")
    state: PublicationState = Field(description="stand")
    title: Words = Field(description="stand, in woorden")
    by: str | None = Field(description="door wie; null: in een zaak die u niet ziet")
    on: Day = Field(description="op welke dag")
    why: str | None = Field(description="waarom; null: niet voor u")
    second: str | None = Field(description="tweede professional; null: nog niet")
    lapses_on: Day | None = Field(description="vanaf deze dag weer te lezen zonder bevestiging")
    waits: bool = Field(description="wacht op een beslissing")
    elsewhere: bool = Field(description="gezegd in een andere zaak; daar wordt erover beslist")

    @classmethod
    def of(cls, found: Decision) -> PublicationOut:
        """One decision, as the viewer may read it."""
        return cls(
            id=found.id,
            state=found.state,
            title=Words.of(found.title),
            by=found.by,
            on=found.on,
            why=found.why,
            second=found.second,
            lapses_on=found.lapses_on,
            waits=found.waits,
            elsewhere=found.elsewhere,
        )


class ItemReadOut(Out):
    """One item for one reader."""

    record_id: str | None = Field(description="stuk; null: een afspraak")
    agreement_id: str | None = Field(description="afspraak; null: een stuk")
    title: Words = Field(description="wat het is")
    child: str | None = Field(description="naam van het kind; null: de hele zaak")
    on: Day = Field(description="datum")
    reads: bool = Field(description="te lezen")
    why: Why = Field(description="waarom wel of niet")
    words: Words = Field(description="waarom, in woorden")
    decision: PublicationOut | None = Field(description="wat het laatst is beslist")

    @classmethod
    def of(cls, row: ItemRow) -> ItemReadOut:
        """One item."""
        return cls(
            record_id=row.id if row.kind == "record" else None,
            agreement_id=row.id if row.kind == "agreement" else None,
            title=Words.of(row.title),
            child=row.child,
            on=row.on,
            reads=row.reads,
            why=row.why,
            words=Words.of(row.words),
            decision=PublicationOut.of(row.decision) if row.decision else None,
        )


class ChildReadOut(Out):
    """How far one reader reads about one child."""

    child_id: str = Field(description="kind")
    name: str = Field(description="naam van het kind")
    scope: Scope = Field(description="hoever")
    words: Words = Field(description="waarom, in woorden")
    word: PublicationOut | None = Field(description="wat de jeugdige het laatst zei")

    @classmethod
    def of(cls, about: AboutChild) -> ChildReadOut:
        """One child."""
        return cls(
            child_id=about.child,
            name=about.name,
            scope=about.scope,
            words=Words.of(about.words),
            word=PublicationOut.of(about.word) if about.word else None,
        )


class FamilyReaderOut(Out):
    """One member of the family with what they read, or do not."""

    person_id: str = Field(description="wie")
    name: str = Field(description="naam")
    about: list[ChildReadOut] = Field(description="per kind")
    items: list[ItemReadOut] = Field(description="per stuk of afspraak, nieuwste eerst")

    @classmethod
    def of(cls, row: ReaderRow) -> FamilyReaderOut:
        """One reader."""
        return cls(
            person_id=row.id,
            name=row.name,
            about=[ChildReadOut.of(each) for each in row.about],
            items=[ItemReadOut.of(each) for each in row.items],
        )


class FamilyViewOut(Out):
    """What each of the family sees; nobody for whoever reads titles only."""

    readers: list[FamilyReaderOut] = Field(description="lezers")

    @classmethod
    def of(cls, view: FamilyView) -> FamilyViewOut:
        """Everybody."""
        return cls(readers=[FamilyReaderOut.of(each) for each in view.readers])


class MyLineOut(Out):
    """One answer, with what was asked."""

    asked: Words = Field(description="wat er is gevraagd")
    said: str | None = Field(description="tekst; null: een datum of een keuze")
    on: Day | None = Field(description="datum")
    choice: Words | None = Field(description="keuze")

    @classmethod
    def of(cls, line: SaidLine) -> MyLineOut:
        """One line."""
        said = line.said
        return cls(
            asked=Words.of(line.asked),
            said=said if isinstance(said, str) else None,
            on=said if isinstance(said, date) else None,
            choice=Words.of(said) if isinstance(said, Text) else None,
        )


class MyItemOut(Out):
    """One thing that was published; of a letter its text."""

    id: str = Field(description="kenmerk")
    title: Words = Field(description="wat het is")
    on: Day = Field(description="datum")
    about: str | None = Field(description="over wie; null: de hele zaak")
    lines: list[MyLineOut] = Field(description="wat erin staat")
    letter: list[str] = Field(description="regels van een brief")

    @classmethod
    def of(cls, item: MyItem) -> MyItemOut:
        """One item."""
        return cls(
            id=item.id,
            title=Words.of(item.title),
            on=item.on,
            about=item.about,
            lines=[MyLineOut.of(each) for each in item.lines],
            letter=[line for block in item.blocks for line in block.lines],
        )


class MyCaseOut(Out):
    """One case, as far as it is for whoever asks."""

    number: str = Field(description="zaaknummer")
    title: Words = Field(description="soort zaak")
    children: list[str] = Field(description="over wie")
    items: list[MyItemOut] = Field(description="wat te lezen is, nieuwste eerst")

    @classmethod
    def of(cls, case: MyCase) -> MyCaseOut:
        """One case."""
        return cls(
            number=case.number,
            title=Words.of(case.title),
            children=list(case.children),
            items=[MyItemOut.of(each) for each in case.items],
        )


class MineOut(Out):
    """The own file of a youth or a parent (mijn dossier)."""

    cases: list[MyCaseOut] = Field(description="zaken")

    @classmethod
    def of(cls, found: Mine) -> MineOut:
        """Everything."""
        return cls(cases=[MyCaseOut.of(each) for each in found.cases])
