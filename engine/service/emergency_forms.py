"""What of the forms of a child's cases break-glass tells: named answers, and nothing beside them.

Source: SAFETY 5.4.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from engine.access import ChildPart, Opened
from engine.catalogue import RecordType
from engine.definition import Workflow
from engine.fields import Field, FieldClass
from engine.service.file.details import NESTED, Detail, details_of, form_of, record_details
from engine.service.listing import bare
from engine.store.cases import CaseHead
from engine.store.emergency_core import RecordNow
from engine.store.events import EventSeen
from engine.text import Text

OF_CRISIS = frozenset({"urgency", "danger", "stabilised_at", "where", "open_risks"})
"""Which answers are told. Never who called: that could tell who reported."""

SHOWN: tuple[FieldClass, ...] = ("open", "confidential")
SHIELDED: tuple[FieldClass, ...] = ("shielded",)
"""What is told at once, and what only after it was asked for too."""

Step: TypeAlias = tuple[str, str]
"""A workflow, and a transition of it."""

_POINTS = frozenset({"person", "meeting"})
"""Answers that name somebody or something else."""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case, and where it stands."""

    number: str
    workflow_title: Text
    state_title: Text
    opened_on: date


@dataclass(frozen=True, slots=True)
class Told:
    """What was filled in on one form: what that was, on which day, and the answers."""

    title: Text
    on: date
    number: str
    details: tuple[Detail, ...]


@dataclass(frozen=True, slots=True)
class Forms:
    """What was filled in in the cases of one child, the newest first."""

    events: tuple[tuple[int, EventSeen], ...]
    records: tuple[RecordNow, ...]
    heads: Mapping[int, CaseHead]
    versions: Mapping[str, Workflow]
    child: ChildPart

    def case(self, head: CaseHead) -> OpenCase:
        """Where a case stands, in words."""
        workflow = self.versions.get(head.workflow_hash)
        title = workflow.title if workflow else bare(head.workflow)
        state = workflow.states[head.state].title if workflow else bare(head.state)
        return OpenCase(head.number, title, state, head.opened_on)

    def told(
        self,
        shown: Collection[FieldClass],
        names: Collection[str] | None = None,
        *,
        of: CaseHead | None = None,
    ) -> tuple[Told, ...]:
        """The answers of these names and classes; of a record what it says now.

        ``of``: of this case only.
        """
        return tuple(self._told(shown, names, of))

    def steps(self, asked: Mapping[Step, Collection[str]]) -> Iterator[tuple[int, EventSeen, Told]]:
        """What was said at these steps under these names, the newest first; with its case."""
        for case, event in self.events:
            names = asked.get((self.heads[case].workflow, str(event.transition)))
            told = self._read(case, event, SHOWN, names) if names else None
            if told:
                yield case, event, told

    def papers(
        self, statuses: Mapping[str, Collection[str]], names: Collection[str]
    ) -> Iterator[tuple[RecordNow, Told]]:
        """What the records of these types say that have one of these statuses, newest first."""
        for record in self.records:
            if record.status not in statuses.get(record.type, ()):
                continue
            details = tuple(each for each in self._says(record) if each.name in names)
            if details:
                yield record, self._paper(record, details)

    def _says(self, record: RecordNow) -> tuple[Detail, ...]:
        kind = self._kind(record)
        return record_details(kind, record.fields, SHOWN, self._opened) if kind else ()

    def _paper(self, record: RecordNow, details: tuple[Detail, ...]) -> Told:
        kind = self._kind(record)
        title = kind.title if kind else bare(record.type)
        return Told(title, record.dated_on, self.heads[record.case_id].number, details)

    def _kind(self, record: RecordNow) -> RecordType | None:
        workflow = self.versions.get(self.heads[record.case_id].workflow_hash)
        return workflow.catalogue.records.get(record.type) if workflow else None

    @property
    def _opened(self) -> Opened:
        return Opened(children=frozenset({self.child}))

    def _told(
        self, shown: Collection[FieldClass], names: Collection[str] | None, of: CaseHead | None
    ) -> Iterator[Told]:
        for case, event in self._newest():
            if of is None or case == of.id:
                told = self._read(case, event, shown, names)
                if told:
                    yield told

    def _read(
        self,
        case: int,
        event: EventSeen,
        shown: Collection[FieldClass],
        names: Collection[str] | None,
    ) -> Told | None:
        """The answers of these names on one form; None where there are none to tell."""
        workflow = self.versions.get(event.workflow_hash)
        if workflow is None or not self._opened.shows(event.payload.get("child")):
            return None
        asked = _only(event, form_of(event, workflow), names)
        details, _ = details_of(asked, workflow, shown, self._opened, {})
        title, number = _title(event, workflow), self.heads[case].number
        return Told(title, event.occurred_on, number, details) if details else None

    def _newest(self) -> Iterator[tuple[int, EventSeen]]:
        """Each event, but of the texts of a record only the newest."""
        written: set[object] = set()
        for case, event in self.events:
            record = event.payload.get("record")
            if event.kind in ("record_written", "record_edited"):
                if record in written:
                    continue
                written.add(record)
            yield case, event


def _only(event: EventSeen, form: Mapping[str, Field], names: Collection[str] | None) -> EventSeen:
    """The event with the answers of these names only."""
    key = NESTED[event.kind]
    said: Mapping[str, object] = (event.details or {}).get(key, {})
    kept = {
        name: value
        for name, value in said.items()
        if name in form and form[name].kind not in _POINTS and (names is None or name in names)
    }
    return replace(event, details={key: kept})


def _title(event: EventSeen, workflow: Workflow) -> Text:
    if event.kind == "opened":
        return workflow.title
    if event.kind == "advanced":
        return workflow.transitions[str(event.transition)].title
    return workflow.catalogue.records[event.payload["type"]].title
