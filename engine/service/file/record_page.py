"""One record with all that its page shows: who did what, what it lacks, what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.fields import Field, InputProblem, read_answers
from engine.service.command import CaseInHand
from engine.service.deviation_use import with_usable
from engine.service.file.records import (
    RecordForm,
    RecordRow,
    RecordShown,
    record_form_of,
    record_of,
    records_of,
)
from engine.service.file.timeline import EventShown, timeline_of
from engine.service.involved import Involved, people_to_name, strangers
from engine.service.missing import Missing, missing_in
from engine.service.record_reasons import status_title
from engine.service.records import record_type
from engine.service.statements import statements_about
from engine.service.steps import steps_in
from engine.store import events as trail
from engine.store import records as kept
from engine.store.statements import CorrectionSeen, StatementSeen, corrections_of
from engine.text import Text

_ABOUT_RECORDS = ("record_written", "record_edited", "record_moved", "record_corrected")


@dataclass(frozen=True, slots=True)
class Target:
    """A status of a type of record, wherever one of its records is now."""

    status: str
    title: Text
    settled: bool
    form: Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A record; ``lacking`` is what must be there before it can be settled.

    ``statements`` are what the family says of it, ``corrections`` which version is of which;
    ``correctable``: it was settled, and nobody began a corrected version.

    ``people`` are those of the case whom it may name, where it or a move asks for one.
    """

    record: RecordShown
    targets: Mapping[str, Target]
    withheld: tuple[Text, ...]
    written_by: tuple[Text, ...]
    lacking: tuple[InputProblem, ...]
    history: tuple[EventShown, ...]
    next: Missing | None
    people: tuple[Involved, ...] = ()
    statements: tuple[StatementSeen, ...] = ()
    corrections: tuple[CorrectionSeen, ...] = ()
    correctable: bool = False


@dataclass(frozen=True, slots=True)
class NewRecordPage:
    """What a new record asks; ``settles`` when it is settled from its beginning.

    ``unfinished`` are those of its type that may be written on instead.
    """

    form: RecordForm
    settles: bool
    status_title: Text
    unfinished: tuple[RecordRow, ...]


def record_page_of(work: CaseInHand, public_id: str) -> RecordPage:
    """One record of a case in hand.

    Raises:
        NotFound: there is none with this id in the case, or none for the viewer.
    """
    shown = record_of(work, public_id)
    kind = work.workflow.catalogue.records[shown.row.type]
    head = kept.get_record(work.connection, work.case, public_id)
    text = kept.read_text(work.connection, head)
    corrected = corrections_of(work.connection, work.case, head)
    answers, lacking = read_answers(kind.fields, text)
    forms = [kind.fields, *(status.input for status in kind.statuses.values())]
    roles = work.workflow.catalogue.roles
    return RecordPage(
        record=shown,
        targets={
            key: Target(key, status_title(kind, key), status.settled, status.input)
            for key, status in kind.statuses.items()
        },
        withheld=tuple(kind.fields[name].title for name in shown.withheld if name in kind.fields),
        written_by=tuple(roles[role].title for role in kind.written_by),
        lacking=() if shown.row.settled else (*lacking, *strangers(work, kind.fields, answers)),
        history=_history(work, public_id),
        next=next_open(work, but=public_id),
        people=people_to_name(work, *forms),
        statements=statements_about(work, public_id),
        corrections=corrected,
        correctable=kept.was_settled(work.connection, head)
        and all(each.corrects != public_id for each in corrected),
    )


def new_record_of(work: CaseInHand, key: str) -> NewRecordPage:
    """What a new record of this type asks.

    Raises:
        InvalidInput: this case has no such type of record.
    """
    kind = record_type(work, key)
    mine = [each for each in records_of(work) if each.type == key]
    return NewRecordPage(
        form=record_form_of(work, key),
        settles=kind.statuses[kind.initial].settled,
        status_title=status_title(kind, kind.initial),
        unfinished=tuple(each for each in mine if each.moves and not each.settled),
    )


def next_open(work: CaseInHand, *, but: str) -> Missing | None:
    """What the main step still asks for first, besides the record ``but``."""
    steps = steps_in(work, with_usable(work, work.snapshot()), work.parts)
    main = next((step for step in steps if step.main), None)
    asked = missing_in(work, main.decision.reasons) if main else ()
    return next((each for each in asked if each.reason.met is False and each.record != but), None)


def _history(work: CaseInHand, public_id: str) -> tuple[EventShown, ...]:
    found = trail.events_of_kinds(work.connection, work.case, _ABOUT_RECORDS)
    of_this = {event.seq for event in found if event.payload["record"] == public_id}
    return tuple(event for event in timeline_of(work) if event.seq in of_this)
