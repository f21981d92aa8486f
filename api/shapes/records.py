"""Records as JSON: in the list, one as it may be read, and what a new one asks."""

from __future__ import annotations

from typing import Any, cast

from pydantic import Field, JsonValue

from api.models import Day, FieldOut, In, Moment, Out, ReasonOut, Words
from api.shapes.common import (
    Answers,
    ChildOut,
    Id,
    Late,
    Name,
    TitledOut,
    questions,
    reason_out,
    titled,
)
from engine.service.file.records import About, MoveSeen, RecordForm, RecordRow, RecordShown
from engine.service.involved import Involved
from engine.store.tables.people import PersonKind


class RecordIn(Late):
    """What beginning a record takes; required fields may wait until it is settled."""

    type: Name = Field(description="soort stuk")
    child_id: Id | None = Field(None, description="kind over wie het gaat, bij meer dan één")
    fields: Answers = Field({})


class RecordEditIn(In):
    """The fields of a draft, written anew."""

    fields: Answers


class MoveIn(Late):
    """What bringing a record to another status takes."""

    to: Name = Field(description="status van het stuk")
    inputs: Answers = Field({})


class RecordRowOut(Out):
    """A record (stuk) in the list."""

    id: str = Field(description="kenmerk")
    type: str = Field(description="soort stuk")
    title: Words = Field(description="hoe het stuk heet")
    about: About = Field(description="over een jeugdige, het gezin of de zaak")
    child: ChildOut | None = Field(description="kind over wie het gaat")
    status: str = Field(description="status van het stuk")
    status_title: Words = Field(description="hoe die status heet")
    settled: bool = Field(description="vastgesteld; wordt niet meer gewijzigd")
    waiting: bool = Field(description="wacht op een ander")
    author: str = Field(description="schrijver")
    dated_on: Day = Field(description="dag van het stuk")
    changed_at: Moment = Field(description="laatst gewijzigd")
    may_write: bool = Field(description="u schrijft stukken van deze soort")
    to: list[TitledOut] = Field(description="statussen waar het heen kan")

    @classmethod
    def of(cls, row: RecordRow) -> RecordRowOut:
        """A record as the list has it."""
        return cls(**_row(row))


class RecordsOut(Out):
    """The records that the caller may read, oldest first."""

    items: list[RecordRowOut] = Field(description="stukken")


class MoveOut(Out):
    """A status that a record can go to, and whether the caller may bring it there."""

    to: str = Field(description="status van het stuk")
    title: Words = Field(description="hoe die status heet")
    settles: bool = Field(description="stelt het stuk vast")
    inputs: list[FieldOut] = Field(description="formulier")
    reason: ReasonOut = Field(description="wie dit mag")

    @classmethod
    def of(cls, move: MoveSeen) -> MoveOut:
        """A status with its form."""
        return cls(
            to=move.status,
            title=Words.of(move.title),
            settles=move.settled,
            inputs=questions(move.form),
            reason=reason_out(move.reason),
        )


class RecordOut(RecordRowOut):
    """A record (stuk) as the caller may read it."""

    fields: dict[str, JsonValue] = Field(description="inhoud, per veld")
    withheld: list[str] = Field(description="ingevulde velden die u niet mag inzien")
    form: list[FieldOut] = Field(description="velden die u mag inzien")
    names: dict[str, str] = Field(description="namen van personen die in een veld staan")
    moves: list[MoveOut] = Field(description="wat er met het stuk kan gebeuren")
    may_edit: bool = Field(description="u mag de velden wijzigen")
    case_version: int = Field(description="versie van de zaak")

    @classmethod
    def shown(cls, record: RecordShown) -> RecordOut:
        """A record, stripped for the viewer."""
        return cls(
            **_row(record.row),
            fields=cast("dict[str, JsonValue]", record.fields),
            withheld=list(record.withheld),
            form=questions(record.form),
            names=dict(record.names),
            moves=[MoveOut.of(move) for move in record.moves],
            may_edit=record.may_edit,
            case_version=record.version,
        )


class InvolvedOut(Out):
    """Somebody of the case whom a field may name."""

    id: str = Field(description="kenmerk")
    name: str = Field(description="naam")
    kind: PersonKind = Field(description="van het gezin, of een professional")
    organisation: str | None = Field(description="waar die werkt")

    @classmethod
    def of(cls, person: Involved) -> InvolvedOut:
        """Somebody to choose."""
        return cls(
            id=person.id, name=person.name, kind=person.kind, organisation=person.organisation
        )


class RecordTypeOut(Out):
    """What a new record (stuk) of a type asks."""

    type: str = Field(description="soort stuk")
    title: Words = Field(description="hoe het heet")
    about: About = Field(description="over een jeugdige, het gezin of de zaak")
    fields: list[FieldOut] = Field(description="formulier")
    children: list[ChildOut] = Field(description="kinderen om uit te kiezen")
    written_by: list[Words] = Field(description="rollen die het schrijven")
    refused: ReasonOut | None = Field(description="waarom u het niet mag beginnen")
    people: list[InvolvedOut] = Field(
        description="het gezin en wie meedoet, als een veld om een van hen vraagt"
    )
    case_version: int = Field(description="versie van de zaak")

    @classmethod
    def of(cls, form: RecordForm) -> RecordTypeOut:
        """The form of a type."""
        return cls(
            type=form.type,
            title=Words.of(form.title),
            about=form.about,
            fields=questions(form.fields),
            children=[ChildOut.of(child) for child in form.children],
            written_by=[Words.of(title) for title in form.written_by],
            refused=reason_out(form.refused) if form.refused else None,
            people=[InvolvedOut.of(each) for each in form.people],
            case_version=form.version,
        )


def _row(row: RecordRow) -> dict[str, Any]:
    """What the list and the record itself both tell."""
    return {
        "id": row.id,
        "type": row.type,
        "title": Words.of(row.title),
        "about": row.about,
        "child": ChildOut.or_none(row.child),
        "status": row.status,
        "status_title": Words.of(row.status_title),
        "settled": row.settled,
        "waiting": row.waiting,
        "author": row.author,
        "dated_on": row.dated_on,
        "changed_at": row.changed_at,
        "may_write": row.may_write,
        "to": titled(row.moves),
    }
