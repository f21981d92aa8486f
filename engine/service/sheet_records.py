"""What the documents of a case say that the table talks about, stripped for one viewer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.access import Part, classes_shown, parts_about
from engine.at_the_table import talks
from engine.catalogue import RecordType
from engine.definition import Workflow
from engine.fields import Field, FieldClass
from engine.mentions import in_guard
from engine.service.command import CaseInHand
from engine.service.file.children import children_by_key
from engine.service.file.records import records_known
from engine.service.my_cases import ChildRow
from engine.service.record_reasons import status_title
from engine.service.records import SUPERSEDED
from engine.service.stripping import shown_fields
from engine.store import people
from engine.store import records as kept
from engine.store.records import RecordListed
from engine.text import Text

QUESTION, INTAKE, VIEW = "discussion_request", "intake_list", "child_view"
INVITATION, ADVICE = "invitation_plan", "improvement_advice"
"""The documents that a sheet knows by name; one of a workflow without them shows what there is."""


@dataclass(frozen=True, slots=True)
class SaidRecord:
    """A document and what of it the viewer may read; ``names`` are of the persons it names."""

    id: str
    type: str
    title: Text
    child: ChildRow | None
    status: str
    status_title: Text
    settled: bool
    author: str
    dated_on: date
    form: Mapping[str, Field]
    fields: Mapping[str, object]
    withheld: tuple[str, ...]
    names: Mapping[str, str]

    def text(self, field: str) -> str:
        """What one field says; a person by name; empty where it says nothing or is withheld."""
        value = str(self.fields.get(field, ""))
        return self.names.get(value, value)

    @property
    def stands(self) -> bool:
        """Whether no later one took its place."""
        return self.status != SUPERSEDED


def outcome_type(workflow: Workflow) -> str | None:
    """The document about each child that the step which ends the talk asks for."""
    steps = [workflow.main_of(state) for state in talks(workflow)]
    asked = (
        mention.name
        for step in steps
        if step
        for guard in workflow.transitions[step].requires
        for mention in in_guard(guard)
        if mention.kind == "record type"
    )
    return next((key for key in asked if workflow.catalogue.records[key].about == "youth"), None)


def said_records(work: CaseInHand) -> tuple[SaidRecord, ...]:
    """These documents, oldest first; none that the viewer may not know of."""
    known, parts = work.workflow.catalogue.records, work.parts
    wanted = {QUESTION, INTAKE, VIEW, INVITATION, ADVICE, outcome_type(work.workflow)}
    listed = [
        each
        for each in records_known(work, parts)
        if each.head.type in wanted and known[each.head.type].class_ in _classes(parts, each)
    ]
    texts = [kept.read_text(work.connection, each.head) for each in listed]
    names = _names(work, [*zip(listed, texts, strict=True)])
    children, opened = children_by_key(work, parts), work.opened

    def said(row: RecordListed, text: Mapping[str, object]) -> SaidRecord:
        kind, head = known[row.head.type], row.head
        classes = _classes(parts, row)
        told = shown_fields(kind, text, classes, opened)
        return SaidRecord(
            id=head.public_id,
            type=head.type,
            title=kind.title,
            child=children.get(head.child_id or 0),
            status=head.status,
            status_title=status_title(kind, head.status),
            settled=kind.statuses[head.status].settled,
            author=row.author_name,
            dated_on=head.dated_on,
            form={key: each for key, each in kind.fields.items() if kind.class_of(key) in classes},
            fields=told.fields,
            withheld=told.withheld,
            names=names,
        )

    return tuple(said(row, text) for row, text in zip(listed, texts, strict=True))


def _classes(parts: Collection[Part], row: RecordListed) -> frozenset[FieldClass]:
    """What the viewer reads of the child that it is about."""
    return classes_shown(parts_about(parts, row.head.child_id))


def _names(
    work: CaseInHand, said: Sequence[tuple[RecordListed, Mapping[str, object]]]
) -> Mapping[str, str]:
    """The names of everybody whom these name; who may read a field may read whom it names."""
    known = work.workflow.catalogue.records
    ids = [*_named((known[row.head.type], text) for row, text in said)]
    found = people.persons_by_public_id(work.connection, ids) if ids else {}
    return {public_id: person.name for public_id, person in found.items()}


def _named(said: Iterator[tuple[RecordType, Mapping[str, object]]]) -> Iterator[str]:
    for kind, text in said:
        yield from (
            str(value)
            for key, value in text.items()
            if key in kind.fields and kind.fields[key].kind == "person"
        )


def last_of(records: Collection[SaidRecord], kind: str) -> SaidRecord | None:
    """The newest of this type that stands."""
    return next((each for each in reversed([*records]) if each.type == kind and each.stands), None)


def each_of(records: Collection[SaidRecord], kind: str | None) -> tuple[SaidRecord, ...]:
    """All of this type that stand, oldest first."""
    return tuple(each for each in records if each.type == kind and each.stands)
