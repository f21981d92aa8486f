"""What a step sets in motion beside the deadlines: facts, linked cases, roles. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.catalogue import Catalogue
from engine.definition import (
    AssignRole,
    ChildWhere,
    EndRole,
    OpenCase,
    RecordAt,
    RecordedStep,
    Seat,
    Tell,
    Workflow,
)
from engine.fields import Value
from engine.happened import Happened
from engine.snapshot import RecordSeen, Snapshot


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a step does beside moving the case and its deadlines."""

    facts: Mapping[str, str]
    opens: tuple[tuple[OpenCase, tuple[str, ...]], ...]  # with the children it is for
    assigns: tuple[tuple[str, str], ...]  # role, person
    ends: tuple[str, ...]
    tells: tuple[str, ...]
    seats: tuple[str, ...]


def consequences(workflow: Workflow, case: Snapshot, transition: str) -> Consequences:
    """What the step does beside moving: facts, linked cases, roles, notices.

    ``case`` is the snapshot on which the step was decided, with its inputs.
    """
    step = workflow.transitions[transition]
    inputs = case.inputs or {}
    facts = {name: str(value_of(source, inputs)) for name, source in step.sets.items()}
    then = step.then
    return Consequences(
        facts={name: value for name, value in facts.items() if value},
        opens=tuple(_opened(then, case, workflow.catalogue)),
        assigns=tuple(
            (part.assign, person)
            for part in then
            if isinstance(part, AssignRole) and (person := person_given(part, case))
        ),
        ends=tuple(part.end for part in then if isinstance(part, EndRole)),
        tells=tuple(part.tell for part in then if isinstance(part, Tell)),
        seats=tuple(role for part in then if isinstance(part, Seat) for role in part.seat),
    )


def answers_for(recorded: RecordedStep, inputs: Mapping[str, Value]) -> dict[str, object]:
    """What the form of a fact in a linked case says, from the form of the step that opened it."""
    found = {name: _given(source, inputs) for name, source in recorded.with_.items()}
    return {name: value for name, value in found.items() if value not in (None, "")}


def after(case: Snapshot, happened: Happened, facts: Mapping[str, str] | None = None) -> Snapshot:
    """The case as it stands once this has happened, for guards that are asked next."""
    records = dict(case.records)
    if happened.record:
        change = happened.record
        records[(change.type, change.child)] = RecordSeen(
            change.type, change.status, happened.on, case.actor, change.child
        )
    entered, acted = dict(case.entered), dict(case.acted)
    if happened.entered:
        entered[happened.entered] = happened.on
    if happened.act:
        acted[happened.act] = happened.on
    return replace(
        case,
        state=happened.entered or case.state,
        facts={**case.facts, **(facts or {})},
        records=records,
        entered=entered,
        acted=acted,
    )


def _opened(
    then: Sequence[object], case: Snapshot, catalogue: Catalogue
) -> Iterator[tuple[OpenCase, tuple[str, ...]]]:
    for part in then:
        if not isinstance(part, OpenCase):
            continue
        if part.when is not None and part.when.check(case, catalogue).met is not True:
            continue
        if children := tuple(_children_for(part.for_, case)):
            yield part, children


def person_given(part: AssignRole, case: Snapshot) -> str:
    """Who gets the role: whoever acts, holds another role, or is named in the form."""
    if part.person == "actor":
        return case.actor
    if part.holder:
        return next((holder.person for holder in case.holders.get(part.holder, ())), "")
    return str(value_of(part.person, case.inputs or {}))


def _children_for(wanted: str | ChildWhere, case: Snapshot) -> Iterator[str]:
    for child in case.children:
        if not isinstance(wanted, ChildWhere) or _fits(wanted.child_where, child.id, case):
            yield child.id


def _fits(wanted: Mapping[str, str] | RecordAt, child: str, case: Snapshot) -> bool:
    """Whether the record of this child, or the form's answers for it, are the wanted ones."""
    if isinstance(wanted, RecordAt):
        seen = case.record(wanted.record.type, child)
        return seen is not None and seen.status in wanted.record.status
    for name, value in wanted.items():
        answers = (case.inputs or {}).get(name)
        if not isinstance(answers, Mapping) or _word(answers.get(child, "")) != value:
            return False
    return True


def _given(source: str, inputs: Mapping[str, Value]) -> Value | None:
    """The answer that ``input.x`` names as it was given, or the word itself."""
    name = source.removeprefix("input.")
    return source if name == source else inputs.get(name)


def value_of(source: str, inputs: Mapping[str, Value]) -> Value | str:
    """The input that ``input.x`` names, or the word itself."""
    name = source.removeprefix("input.")
    if name == source:
        return source
    return _word(inputs.get(name, ""))


def _word(given: Value) -> Value:
    """An answer as a definition writes it: "yes" and "no" for a question that asks those."""
    if isinstance(given, bool):
        return "yes" if given else "no"
    return given
