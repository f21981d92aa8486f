"""Records: begun as a draft, written, brought from status to status; edited as a draft only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from engine.access import Viewer, classes_shown
from engine.catalogue import RecordType, Status
from engine.effects import value_of
from engine.errors import NotFound
from engine.fields import Field, InputProblem, InvalidInput, Value, read_answers
from engine.happened import Happened, RecordChange
from engine.service.child_parts import must_be_known
from engine.service.command import CaseInHand, Outcome, carry_out, refuse
from engine.service.event_kinds import EventKind
from engine.service.invitation_work import choice_made
from engine.service.involved import strangers
from engine.service.letter_reach import is_theirs
from engine.service.office import Office
from engine.service.orders import EditRecord, MoveRecord, WriteRecord
from engine.service.plain import plain
from engine.service.record_reasons import may_move, move_exists, required, still_a_draft, written_by
from engine.service.repeats import Done
from engine.service.settle import Change, settle
from engine.service.stripping import shown_fields
from engine.service.talk_told import told_with
from engine.snapshot import Snapshot
from engine.store import records
from engine.store.records import NewRecord, RecordHead, RecordMove
from engine.text import Text

SUPERSEDED = "superseded"


def write_record(viewer: Viewer, office: Office, order: WriteRecord) -> Outcome:
    """Begin a record of this type; its required fields may wait until it is settled.

    Raises:
        InvalidInput: no such type, child or field, or an answer of the wrong form.
    """
    return carry_out(viewer, office, order, _write)


def edit_record(viewer: Viewer, office: Office, order: EditRecord) -> Outcome:
    """Write the fields of a draft anew; of any other record a new one takes the place."""
    return carry_out(viewer, office, order, _edit)


def move_record(viewer: Viewer, office: Office, order: MoveRecord) -> Outcome:
    """Bring a record to another status, or refuse with every reason.

    A status with four eyes takes another person than the author, in one of its roles. The
    record that a newly settled one replaces becomes superseded in the same step.
    """
    return carry_out(viewer, office, order, _move)


def _write(work: CaseInHand, order: WriteRecord) -> Done:
    kind = record_type(work, order.type)
    case = work.snapshot()
    refuse(f"write_{order.type}", written_by(work, case.roles, kind))
    child = _child(work, kind, order.child)
    case = work.as_actor(case, child)
    refuse(f"write_{order.type}", written_by(work, case.roles, kind))
    initial = kind.statuses[kind.initial]
    read = _answered if initial.settled else _drafted
    answers = read(kind.fields, order.fields)
    _all_involved(work, kind.fields, answers)
    refuse(f"write_{order.type}", *is_theirs(work, order.type, child, answers.get("receiver")))
    new = NewRecord(
        type=order.type,
        child_id=child,
        author_id=work.viewer.person,
        fields=plain(answers),
        on=work.on,
        status=kind.initial,
        settled=initial.settled,
        dated_on=_dated_on(work, kind, initial, work.on, answers),
    )
    head = records.add_record(work.connection, work.case, new, now=work.now, seq=work.next_seq)
    if initial.settled:
        _supersede_older(work, kind, head)
    choice_made(work, head)
    return settle(work, _change(work, case, kind, head, kind.initial, "record_written", answers))


def _edit(work: CaseInHand, order: EditRecord) -> Done:
    head = records.get_record(work.connection, work.case, order.record)
    must_be_known(work, head)
    kind = record_type(work, head.type)
    case = work.as_actor(work.snapshot(), head.child_id)
    refuse(f"edit_{head.type}", written_by(work, case.roles, kind), still_a_draft(work, kind, head))
    answers = _drafted(kind.fields, order.fields)
    _all_involved(work, kind.fields, answers)
    theirs = is_theirs(work, head.type, head.child_id, answers.get("receiver"))
    refuse(f"edit_{head.type}", *theirs)
    records.write_text(
        work.connection,
        head,
        {**_unread(work, kind, head), **plain(answers)},
        by=work.viewer.person,
        now=work.now,
        seq=work.next_seq,
    )
    choice_made(work, head)
    change = _change(work, case, kind, head, head.status, "record_edited", answers)
    return settle(work, replace(change, happened=Happened(on=work.on, at=work.at)))


def _unread(work: CaseInHand, kind: RecordType, head: RecordHead) -> Mapping[str, object]:
    """What the writer may not read: it stays as it was, unless they fill it in anew."""
    text = records.read_text(work.connection, head)
    shown = classes_shown(work.parts_about(head.child_id))
    read = shown_fields(kind, text, shown, work.opened).fields
    return {name: value for name, value in text.items() if read.get(name) != value}


def _move(work: CaseInHand, order: MoveRecord) -> Done:
    head = records.get_record(work.connection, work.case, order.record)
    must_be_known(work, head)
    kind = record_type(work, head.type)
    status = _status(kind, order.to)
    case = work.as_actor(work.snapshot(), head.child_id)
    said, problems = read_answers(status.input, order.inputs)
    refuse(
        f"move_{head.type}",
        move_exists(kind, head, order.to),
        may_move(work, case, kind, status, head),
        *required(work, case, head, status, said),
    )
    if problems:
        raise InvalidInput(*problems)
    _all_involved(work, status.input, said)
    held = _held(work, head, kind, status)
    change = _change(work, case, kind, head, order.to, "record_moved", {**held, **said})
    day = _dated_on(work, kind, status, head.dated_on, {**held, **said})
    _put(work, head, RecordMove(status=order.to, settled=status.settled, on=work.on, dated_on=day))
    told = told_with(work, head, order.to)
    if status.settled:
        _supersede_older(work, kind, head)
        choice_made(work, head)
    return settle(work, replace(change, details={"input": plain(said), **told}))


def _change(
    work: CaseInHand,
    case: Snapshot,
    kind: RecordType,
    head: RecordHead,
    status: str,
    what: EventKind,
    answers: Mapping[str, Value],
) -> Change:
    settled = kind.statuses[status].settled
    dates = {name: value for name, value in answers.items() if isinstance(value, date)}
    child = _public_child(work, head.child_id)
    reached = RecordChange(head.type, status, child, dates if settled else {})
    return Change(
        kind=what,
        happened=Happened(on=work.on, at=work.at, record=reached),
        before=case,
        facts=_facts(kind, answers) if settled else {},
        payload={"record": head.public_id, "type": head.type, "child": child, "status": status},
        details={"fields": plain(answers)},
        made=head.public_id,
    )


def _facts(kind: RecordType, answers: Mapping[str, Value]) -> dict[str, str]:
    """The facts that a settled record sets from its fields, or to a fixed value."""
    given = {fact: value_of(source, answers) for fact, source in kind.sets.items()}
    return {fact: str(value) for fact, value in given.items() if value}


def record_type(work: CaseInHand, key: str) -> RecordType:
    """The type of this name in the case's version.

    Raises:
        InvalidInput: there is none.
    """
    known = work.workflow.catalogue.records
    if key not in known:
        listed = ", ".join(sorted(known))
        says = Text(nl=f"Onbekend stuk; kies uit {listed}.", en=f"Choose one of {listed}.")
        raise InvalidInput(InputProblem("type", "unknown", says))
    return known[key]


def _status(kind: RecordType, key: str) -> Status:
    if key not in kind.statuses:
        listed = ", ".join(kind.statuses)
        says = Text(nl=f"Onbekende status; kies uit {listed}.", en=f"Choose one of {listed}.")
        raise InvalidInput(InputProblem("to", "unknown", says))
    return kind.statuses[key]


def _child(work: CaseInHand, kind: RecordType, named: str | None) -> int | None:
    """The child part that the record is about; the only child need not be named."""
    if kind.about != "youth":
        return None
    if named is None and len(work.children) == 1:
        return work.children[0].id
    for child in work.open_children:
        if child.public_id == named:
            return child.id
    raise NotFound("person")


def _public_child(work: CaseInHand, child_id: int | None) -> str | None:
    return next((child.public_id for child in work.children if child.id == child_id), None)


def _drafted(fields: Mapping[str, Field], given: Mapping[str, object]) -> dict[str, Value]:
    """The answers of a draft: what is there must be right, what is missing may wait."""
    answers, problems = read_answers(fields, given)
    wrong = [problem for problem in problems if problem.code != "missing"]
    if wrong:
        raise InvalidInput(*wrong)
    return answers


def _all_involved(
    work: CaseInHand, fields: Mapping[str, Field], answers: Mapping[str, object]
) -> None:
    """Refuse a name that is of nobody in this case."""
    wrong = strangers(work, fields, answers)
    if wrong:
        raise InvalidInput(*wrong)


def _answered(fields: Mapping[str, Field], given: Mapping[str, object]) -> dict[str, Value]:
    answers, problems = read_answers(fields, given)
    if problems:
        raise InvalidInput(*problems)
    return answers


def _held(work: CaseInHand, head: RecordHead, kind: RecordType, status: Status) -> dict[str, Value]:
    """What the record says; every required field must be there once it is settled."""
    text = records.read_text(work.connection, head)
    if not status.settled:
        return _drafted(kind.fields, text)
    if not kind.statuses[head.status].settled:
        _all_involved(work, kind.fields, text)
    return _answered(kind.fields, text)


def _dated_on(
    work: CaseInHand, kind: RecordType, status: Status, before: date, held: Mapping[str, Value]
) -> date:
    """The day from which the record's age counts."""
    day = held.get(kind.dated_by)
    if isinstance(day, date):
        return day
    return work.on if status.settled else before


def _supersede_older(work: CaseInHand, kind: RecordType, newer: RecordHead) -> None:
    for older in records.same_records(work.connection, work.case, newer):
        replaced = SUPERSEDED in kind.moves.get(older.status, ())
        if replaced and _about_the_same(work, kind, older, newer):
            gone = RecordMove(status=SUPERSEDED, settled=False, on=work.on, dated_on=older.dated_on)
            _put(work, older, gone)


def _about_the_same(
    work: CaseInHand, kind: RecordType, older: RecordHead, newer: RecordHead
) -> bool:
    """Whether both are about one person, where each person has a record of their own."""
    if kind.one_for is None:
        return True
    before, after = (records.read_text(work.connection, each) for each in (older, newer))
    return before.get(kind.one_for) == after.get(kind.one_for)


def _put(work: CaseInHand, head: RecordHead, to: RecordMove) -> None:
    records.move_record(
        work.connection, head, to, by=work.viewer.person, now=work.now, seq=work.next_seq
    )
