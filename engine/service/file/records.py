"""The records of a case: which there are, what one says, and what a new one asks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from engine.access import Part, Viewer, classes_shown, parts_about
from engine.catalogue import RecordType, Status
from engine.errors import NotFound
from engine.fields import Field
from engine.mentions import in_guard
from engine.reason import Reason
from engine.service.child_parts import hidden_records, must_be_known
from engine.service.command import CaseInHand, looking
from engine.service.file.children import children_by_key
from engine.service.involved import Involved, people_to_name
from engine.service.my_cases import ChildRow
from engine.service.office import Office
from engine.service.reasons_shown import shown
from engine.service.record_reasons import (
    may_move,
    required,
    status_title,
    still_a_draft,
    written_by,
)
from engine.service.records import record_type
from engine.service.stripping import shown_fields
from engine.store import people
from engine.store import records as kept
from engine.store.records import RecordListed
from engine.text import Text

About: TypeAlias = Literal["youth", "family", "case"]


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record in the list; ``moves`` are the statuses that it can go to, with their titles."""

    id: str
    type: str
    title: Text
    about: About
    child: ChildRow | None
    status: str
    status_title: Text
    settled: bool
    waiting: bool
    author: str
    dated_on: date
    changed_at: datetime
    moves: tuple[tuple[str, Text], ...]
    may_write: bool


@dataclass(frozen=True, slots=True)
class MoveSeen:
    """A status that a record can go to: what it asks, and whether the viewer may do it."""

    status: str
    title: Text
    settled: bool
    form: Mapping[str, Field]
    reason: Reason


@dataclass(frozen=True, slots=True)
class RecordShown:
    """A record as one viewer may read it.

    ``form`` has the fields that the viewer may read, ``withheld`` names what was taken out of
    what is filled in. ``names`` are the persons whom a field names. ``version`` is the case's.
    """

    row: RecordRow
    fields: Mapping[str, object]
    withheld: tuple[str, ...]
    form: Mapping[str, Field]
    names: Mapping[str, str]
    moves: tuple[MoveSeen, ...]
    may_edit: bool
    version: int


@dataclass(frozen=True, slots=True)
class RecordForm:
    """What a new record of a type asks; ``refused`` says who begins it when the viewer may not.

    ``people`` are those of the case whom it may name, where it asks for one of them.
    """

    type: str
    title: Text
    about: About
    fields: Mapping[str, Field]
    children: tuple[ChildRow, ...]
    written_by: tuple[Text, ...]
    refused: Reason | None
    version: int
    people: tuple[Involved, ...] = ()


@dataclass(frozen=True, slots=True)
class Recordable:
    """A type of record that the viewer may begin; ``asked`` by a step from where the case is."""

    type: str
    title: Text
    about: About
    asked: bool


def records(viewer: Viewer, office: Office, case: str) -> tuple[RecordRow, ...]:
    """The records that the viewer may read or began; one look, one row of the log.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    with looking(viewer, office, case, "read_records") as work:
        return records_of(work)


def record(viewer: Viewer, office: Office, case: str, public_id: str) -> RecordShown:
    """The record with the fields whose class the viewer may read; the look is logged.

    Raises:
        NotFound: no such case for this viewer, no such record in it, or none of theirs.
    """
    with looking(viewer, office, case, "read_record", record=public_id) as work:
        return record_of(work, public_id)


def record_form(viewer: Viewer, office: Office, case: str, kind: str) -> RecordForm:
    """What a new record of this type asks.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
        InvalidInput: this case has no such type of record.
    """
    with looking(viewer, office, case, "record_form") as work:
        return record_form_of(work, kind)


def records_of(work: CaseInHand) -> tuple[RecordRow, ...]:
    """What the viewer may read or began, oldest first; superseded ones too."""
    parts = work.parts
    children = children_by_key(work, parts)
    return tuple(_row(work, listed, children, parts) for listed in records_known(work, parts))


def records_known(work: CaseInHand, parts: Collection[Part]) -> tuple[RecordListed, ...]:
    """The records of the case that somebody with these parts may know of, oldest first."""
    listed = kept.records_listed(work.connection, work.case)
    hidden = hidden_records(work, [each.head for each in listed])
    return tuple(
        each for each in listed if each.head.id not in hidden and _may_know(work, each, parts)
    )


def record_of(work: CaseInHand, public_id: str) -> RecordShown:
    """One record; one that is not for the viewer is not there.

    Raises:
        NotFound: there is none with this id in the case, or none for the viewer.
    """
    listed = kept.record_listed(work.connection, work.case, public_id)
    kind, parts = work.workflow.catalogue.records[listed.head.type], work.parts
    must_be_known(work, listed.head)
    if not _may_know(work, listed, parts):
        raise NotFound("record")
    shown = classes_shown(parts_about(parts, listed.head.child_id))
    row = _row(work, listed, children_by_key(work, parts), parts)
    said = kept.read_text(work.connection, listed.head)
    text = shown_fields(kind, said, shown, work.opened)
    return RecordShown(
        row=row,
        fields=text.fields,
        withheld=text.withheld,
        form={key: field for key, field in kind.fields.items() if kind.class_of(key) in shown},
        names=_names(work, kind, text.fields),
        moves=_moves(work, kind, listed),
        may_edit=row.may_write and not still_a_draft(work, kind, listed.head).stops,
        version=work.case.version,
    )


def record_form_of(work: CaseInHand, key: str) -> RecordForm:
    """What a new record of this type asks; raises as ``record_form``."""
    kind, parts = record_type(work, key), work.parts
    reason = written_by(work, frozenset(part.role for part in parts), kind)
    children = tuple(children_by_key(work, parts).values())
    roles = work.workflow.catalogue.roles
    return RecordForm(
        type=key,
        title=kind.title,
        about=kind.about,
        fields=kind.fields,
        children=children if kind.about == "youth" else (),
        written_by=tuple(roles[role].title for role in kind.written_by),
        refused=None if reason.met else reason,
        version=work.case.version,
        people=people_to_name(work, kind.fields),
    )


def recordable_of(work: CaseInHand) -> tuple[Recordable, ...]:
    """The types of record that the viewer may begin, what the next steps ask for in front."""
    roles = {part.role for part in work.parts}
    asked = set(_asked(work))
    found = [
        Recordable(key, kind.title, kind.about, key in asked)
        for key, kind in work.workflow.catalogue.records.items()
        if roles & set(kind.written_by)
    ]
    return tuple(sorted(found, key=lambda each: not each.asked))


def _may_know(work: CaseInHand, listed: RecordListed, parts: Collection[Part]) -> bool:
    """Whether the viewer may know that it is there: by its class, or because they began it."""
    head = listed.head
    kind = work.workflow.catalogue.records[head.type]
    shown = classes_shown(parts_about(parts, head.child_id))
    return kind.class_ in shown or head.author_id == work.viewer.person


def _row(
    work: CaseInHand,
    listed: RecordListed,
    children: Mapping[int, ChildRow],
    parts: Collection[Part],
) -> RecordRow:
    head = listed.head
    kind = work.workflow.catalogue.records[head.type]
    roles = {part.role for part in parts_about(parts, head.child_id)}
    status = kind.statuses[head.status]
    return RecordRow(
        id=head.public_id,
        type=head.type,
        title=kind.title,
        about=kind.about,
        child=children.get(head.child_id or 0),
        status=head.status,
        status_title=status_title(kind, head.status),
        settled=status.settled,
        waiting=status.waiting,
        author=listed.author_name,
        dated_on=head.dated_on,
        changed_at=listed.changed_at,
        moves=tuple((to, status_title(kind, to)) for to in kind.moves.get(head.status, ())),
        may_write=bool(roles & set(kind.written_by)),
    )


def _moves(work: CaseInHand, kind: RecordType, listed: RecordListed) -> tuple[MoveSeen, ...]:
    case = work.as_actor(work.snapshot(), listed.head.child_id)

    def move(key: str, status: Status) -> MoveSeen:
        asked = (
            may_move(work, case, kind, status, listed.head),
            *required(work, case, listed.head, status, None),
        )
        told = shown(asked, work.parts_about(listed.head.child_id), work.workflow.catalogue)
        reason = next((reason for reason in told if reason.stops), asked[0])
        return MoveSeen(key, status_title(kind, key), status.settled, status.input, reason)

    return tuple(move(to, kind.statuses[to]) for to in kind.moves.get(listed.head.status, ()))


def _names(work: CaseInHand, kind: RecordType, said: Mapping[str, object]) -> Mapping[str, str]:
    named = [str(value) for key, value in said.items() if kind.fields[key].kind == "person"]
    if not named:
        return {}
    found = people.persons_by_public_id(work.connection, named)
    return {public_id: person.name for public_id, person in found.items()}


def _asked(work: CaseInHand) -> Iterator[str]:
    """The types of record that a step from the present state asks for."""
    workflow = work.workflow
    for step in workflow.transitions.values():
        if work.case.state not in step.from_:
            continue
        rules = workflow.rules_on(step.act).values()
        for guard in (*step.requires, *(rule.requires for rule in rules)):
            yield from (each.name for each in in_guard(guard) if each.kind == "record type")
