"""Requests about one's own data, the copy that is given, and own words, as JSON."""

from __future__ import annotations

from datetime import date
from typing import Annotated, TypeAlias

from pydantic import Field

from api.models import Day, In, Out, ReasonOut, Words
from api.shapes.common import MOST, Id, Late, Said, reason_out
from api.shapes.consents import PersonOut
from engine.data_copy import CopyGiven, Shown
from engine.data_rights import WithholdGround
from engine.fields import LONGEST
from engine.service.file.rights import KINDS, STATES, RequestPage, RequestRow
from engine.store.statements import StatementSeen
from engine.store.tables.rights import ClosedAs, RequestKind, RequestState

_OwnWords: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST["long_text"])]
_Maybe: TypeAlias = Annotated[str, Field(max_length=LONGEST["long_text"])]
_Key: TypeAlias = Annotated[str, Field(min_length=1, max_length=120)]


class DataRequestIn(Late):
    """What recording a request takes; when it happened is when it was asked."""

    person_id: Id = Field(description="over wie de gegevens gaan")
    asker_id: Id = Field(description="wie het vraagt")
    kind: RequestKind = Field("access", description="access: inzage; correction: verbetering")
    identity: Said = Field(description="hoe is vastgesteld wie dit is")
    words: _Maybe = Field("", description="wat er is gevraagd; nodig bij een verbetering")
    record_id: Id | None = Field(
        None, description="welk stuk niet klopt; nodig bij een verbetering"
    )


class ThingJudgedIn(In):
    """What is decided of one thing in the file."""

    key: _Key = Field(description="sleutel van het onderdeel, zoals gelezen")
    ground: WithholdGround | None = Field(None, description="grond om weg te laten; null: geven")
    kept: list[Id] = Field(
        default_factory=list, max_length=MOST, description="wier namen mogen blijven staan"
    )


class JudgementsIn(In):
    """What is decided of these things; those that are not named stay as they are."""

    items: list[ThingJudgedIn] = Field(max_length=MOST, description="onderdelen, 50 per keer")
    others: _Maybe = Field("", description="meer namen die overal wegblijven, één per regel")


class CopySeenIn(In):
    """The copy as it was read: what is confirmed, or given."""

    digest: str = Field(
        min_length=64, max_length=64, description="kenmerk van de kopie, zoals gelezen"
    )


class RequestClosingIn(In):
    """How a request ends without a copy."""

    outcome: ClosedAs = Field(
        description="ingetrokken, verbeterd of geweigerd; een kopie weigeren vraagt een tweede"
    )
    words: _Maybe = Field("", description="waarom; nodig tenzij er is verbeterd")


class CorrectionIn(In):
    """What beginning the corrected version of a record takes."""

    why: _OwnWords = Field(description="wat er niet klopte")
    data_request_id: Id | None = Field(None, description="het verzoek dat erom vroeg")


class StatementIn(Late):
    """What somebody of the family says themselves."""

    person_id: Id = Field(description="wiens woorden")
    own_words: _OwnWords = Field(description="eigen woorden")
    record_id: Id | None = Field(None, description="bij welk stuk; zonder: bij de zaak")
    step_version: int | None = Field(
        None, ge=1, le=2**31 - 1, description="bij welke stap: de versie van de zaak daarna"
    )


class DataRequestOut(Out):
    """A request about own data (verzoek over eigen gegevens) with its term."""

    id: str = Field(description="kenmerk")
    kind: RequestKind = Field(description="soort")
    kind_title: Words = Field(description="soort, in woorden")
    person: PersonOut = Field(description="over wie de gegevens gaan")
    asker: PersonOut = Field(description="wie het vroeg")
    asked_on: Day = Field(description="gevraagd op")
    due_on: Day | None = Field(description="antwoord uiterlijk op; null: beantwoord")
    deadline_id: str | None = Field(description="kenmerk van de termijn: daarmee verlengt u")
    late: bool = Field(description="of het antwoord te laat is")
    state: RequestState = Field(description="hoe ver het is")
    state_title: Words = Field(description="hoe ver het is, in woorden")
    is_open: bool = Field(description="of het nog moet worden beantwoord")
    record_id: str | None = Field(description="welk stuk niet klopt")

    @classmethod
    def of(cls, row: RequestRow) -> DataRequestOut:
        """One request."""
        return cls(
            id=row.id,
            kind=row.kind,
            kind_title=Words.of(KINDS[row.kind]),
            person=PersonOut(id=row.person_id, name=row.person),
            asker=PersonOut(id=row.asker_id, name=row.asker),
            asked_on=row.asked_on,
            due_on=row.due_on,
            deadline_id=row.deadline,
            late=row.late,
            state=row.state,
            state_title=Words.of(STATES[row.state]),
            is_open=row.is_open,
            record_id=row.record,
        )


class DataRequestsOut(Out):
    """A page of the requests, oldest first."""

    items: list[DataRequestOut] = Field(description="verzoeken")


class LineOut(Out):
    """A question and what stands there; in Dutch, as it is given."""

    label: str = Field(description="vraag")
    value: str = Field(description="wat er staat")


class NamedOut(Out):
    """Somebody else who is named in a thing, and what stands for the name."""

    id: str = Field(description="kenmerk")
    name: str = Field(description="naam")
    instead: str = Field(description="wat er voor de naam komt te staan")


class ThingOut(Out):
    """One thing in the file (onderdeel) as it would be given, and what was decided of it."""

    key: str = Field(description="sleutel")
    section: str = Field(description="onder welk kopje")
    title: str = Field(description="hoe het heet")
    on_date: Day | None = Field(description="van welke dag")
    lines: list[LineOut] = Field(description="wat er staat, zonder de namen van anderen")
    names: list[NamedOut] = Field(description="wie erin wordt genoemd")
    shared: bool = Field(description="of het ook over anderen gaat: eerst lezen")
    is_decided: bool = Field(description="of erover is beslist")
    ground: WithholdGround | None = Field(description="grond om het weg te laten; null: geven")
    kept: list[str] = Field(description="kenmerken van wie de naam mag blijven staan")

    @classmethod
    def of(cls, row: Shown) -> ThingOut:
        """One thing."""
        judged = row.judged
        return cls(
            key=row.thing.key,
            section=row.thing.section,
            title=row.thing.title,
            on_date=row.thing.on,
            lines=[LineOut(label=label, value=value) for label, value in row.lines],
            names=[NamedOut(id=each.id, name=each.name, instead=each.function)
                   for each in row.names],
            shared=row.thing.shared,
            is_decided=judged is not None,
            ground=judged.ground if judged else None,  # type: ignore[arg-type] # only these are kept
            kept=sorted(judged.kept) if judged else [],
        )  # fmt: skip


class DataRequestShownOut(DataRequestOut):
    """One request with what its copy would hold while it is open."""

    identity: str = Field(description="hoe is vastgesteld wie dit is")
    words: str = Field(description="wat er is gevraagd")
    others: str = Field(description="meer namen die overal wegblijven")
    refusal: str = Field(description="waarom alles wordt geweigerd, tot een tweede dat bevestigt")
    things: list[ThingOut] = Field(description="onderdelen van de kopie")
    undecided: int = Field(description="over hoeveel nog niet is beslist")
    withheld: int = Field(description="hoeveel er wegblijven")
    mine: bool = Field(description="of u zelf iets wegliet: dan bevestigt een ander")
    is_given: bool = Field(description="of er een kopie is gegeven, onder hetzelfde kenmerk")
    refused: ReasonOut | None = Field(description="waarom u hier niets mag; null: u mag het")
    stopped: ReasonOut | None = Field(description="waarom er nu geen kopie is; null: die is er")
    digest: str = Field(description="kenmerk van de kopie zoals die nu is; leeg: die is er niet")

    @classmethod
    def shown(cls, page: RequestPage) -> DataRequestShownOut:
        """The request; nothing of its words for whoever has no part in it."""
        said = {} if page.refused else page.said
        return cls(
            **dict(DataRequestOut.of(page.row)),
            identity=str(said.get("identity", "")),
            words=str(said.get("words", "")),
            others=str(said.get("others", "")),
            refusal=str(said.get("refusal", "")),
            things=[ThingOut.of(each) for each in page.things],
            undecided=page.undecided,
            withheld=page.withheld,
            mine=page.mine,
            is_given=page.given is not None,
            refused=reason_out(page.refused) if page.refused else None,
            stopped=reason_out(page.stopped) if page.stopped else None,
            digest=page.digest,
        )


class GivenItemOut(Out):
    """One thing as it was given."""

    title: str = Field(description="hoe het heet")
    on_date: Day | None = Field(description="van welke dag")
    day: str = Field(description="die dag in woorden")
    lines: list[LineOut] = Field(description="wat er staat")


class GivenSectionOut(Out):
    """Things of one sort."""

    title: str = Field(description="kopje")
    items: list[GivenItemOut] = Field(description="onderdelen")


class LeftOutOut(Out):
    """What was left out, by ground and number; never what it was."""

    ground: str = Field(description="grond")
    words: str = Field(description="grond, in woorden")
    count: int = Field(description="hoeveel onderdelen")


class GivenCopyOut(Out):
    """A copy as it was given (kopie van eigen gegevens); nothing changes it any more."""

    format: str = Field(description="vorm van dit bestand")
    made_on: Day = Field(description="gegeven op")
    person: str = Field(description="over wie het gaat")
    asker: str = Field(description="wie het vroeg")
    cases: list[str] = Field(description="nummers van de zaken")
    sections: list[GivenSectionOut] = Field(description="wat er is gegeven")
    left_out: list[LeftOutOut] = Field(description="wat er is weggelaten")
    names_replaced: int = Field(description="hoeveel namen zijn vervangen")

    @classmethod
    def of(cls, copy: CopyGiven) -> GivenCopyOut:
        """The copy as it is kept."""
        return cls(
            format=copy["format"],
            made_on=date.fromisoformat(copy["made_on"]),
            person=copy["person"],
            asker=copy["asker"],
            cases=copy["cases"],
            sections=[
                GivenSectionOut(
                    title=section["title"],
                    items=[
                        GivenItemOut(
                            title=item["title"],
                            on_date=date.fromisoformat(item["on"]) if item["on"] else None,
                            day=item["day"],
                            lines=[
                                LineOut(label=label, value=said) for label, said in item["lines"]
                            ],
                        )
                        for item in section["items"]
                    ],
                )
                for section in copy["sections"]
            ],
            left_out=[LeftOutOut(**each) for each in copy["left_out"]],
            names_replaced=copy["names_replaced"],
        )


class StatementOut(Out):
    """What somebody of the family said themselves (eigen woorden)."""

    id: str = Field(description="kenmerk")
    person: PersonOut = Field(description="wiens woorden")
    said_on: Day = Field(description="gezegd op")
    own_words: str = Field(description="eigen woorden")
    record_id: str | None = Field(description="bij welk stuk")
    step_version: int | None = Field(description="bij welke stap")

    @classmethod
    def of(cls, row: StatementSeen) -> StatementOut:
        """One of them."""
        return cls(
            id=row.public_id,
            person=PersonOut(id=row.person, name=row.name),
            said_on=row.said_on,
            own_words=row.words,
            record_id=row.record,
            step_version=row.seq,
        )


class StatementsOut(Out):
    """A page of the own words, oldest first."""

    items: list[StatementOut] = Field(description="eigen woorden")
