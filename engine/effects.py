"""What a step sets in motion beside the deadlines: facts, linked cases, roles. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.catalogue import Catalogue
from engine.definition import AssignRole, ChildWhere, EndRole, OpenCase, Tell, Workflow
from engine.fields import Value
from engine.happened import Happened
from engine.snapshot import RecordSeen, Snapshot


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a step does beside moving the case and its deadlines."""

    facts: Mapping[str, str]
    opens: tuple[tuple[OpenCase, str | None], ...]  # with the child it is for, if any
    assigns: tuple[tuple[str, str], ...]  # role, person
    ends: tuple[str, ...]
    tells: tuple[str, ...]


def consequences(workflow: Workflow, case: Snapshot, transition: str) -> Consequences:
    """What the step does beside moving: facts, linked cases, roles, notices.

    ``case`` is the snapshot on which the step was decided, with its inputs.
    """
    step = workflow.transitions[transition]
    inputs = case.inputs or {}
    facts = {name: str(_value_of(source, inputs)) for name, source in step.sets.items()}
    then = step.then
    return Consequences(
        facts={name: value for name, value in facts.items() if value},
        opens=tuple(_opened(then, case, workflow.catalogue)),
        assigns=tuple(
            (part.assign, str(_value_of(part.person, inputs)))
            for part in then
            if isinstance(part, AssignRole) and _value_of(part.person, inputs)
        ),
        ends=tuple(part.end for part in then if isinstance(part, EndRole)),
        tells=tuple(part.tell for part in then if isinstance(part, Tell)),
    )


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
) -> Iterator[tuple[OpenCase, str | None]]:
    for part in then:
        if not isinstance(part, OpenCase):
            continue
        if part.when is not None and part.when.check(case, catalogue).met is not True:
            continue
        if part.for_ == "case":
            yield part, None
        else:
            yield from ((part, child) for child in _children_for(part.for_, case))


def _children_for(wanted: str | ChildWhere, case: Snapshot) -> Iterator[str]:
    for child in case.children:
        if not isinstance(wanted, ChildWhere) or _fits(wanted, child.id, case.inputs or {}):
            yield child.id


def _fits(wanted: ChildWhere, child: str, inputs: Mapping[str, Value]) -> bool:
    """Whether the form's answers for this child are the wanted ones."""
    for name, value in wanted.child_where.items():
        answers = inputs.get(name)
        if not isinstance(answers, Mapping) or answers.get(child) != value:
            return False
    return True


def _value_of(source: str, inputs: Mapping[str, Value]) -> Value | str:
    """The input that ``input.x`` names, or the word itself."""
    name = source.removeprefix("input.")
    if name == source:
        return source
    given = inputs.get(name, "")
    if isinstance(given, bool):
        return "yes" if given else "no"
    return given
