"""What a step's form asks, and who reads the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from engine.definition import AssignRole, ChildWhere, Consequence, OpenCase, Transition, Workflow
from engine.fields import Field
from engine.guards import Guard, leaves
from engine.guards.file import InputGuard, RecordGuard
from engine.guards.people import AgeGuard, ConsentGuard
from engine.guards.period import PeriodGuard
from engine.guards.shared import ChildFrom
from engine.problems import Problem, unknown

INPUT = "input."


def form_problems(workflow: Workflow) -> Iterator[Problem]:
    """Answers that a step reads, or a rule on its act, and that its form does not ask."""
    for name, step in workflow.transitions.items():
        for says in chain(
            _guards(step.requires, step.input),
            _effects(step),
            _rules(workflow, name, step),
            _of_the_case(step.input),
        ):
            yield Problem(where=name, says=says, at=("transitions", name, "input"))
    for says in _of_the_case(workflow.opens.input):
        yield Problem(where="opens", says=says, at=("opens", "input"))
    for name, record in workflow.catalogue.records.items():
        for key, status in record.statuses.items():
            for says in _guards(status.requires, status.input):
                yield Problem(where=name, says=says, at=("records", name, "statuses", key))


def _of_the_case(asked: Mapping[str, Field]) -> Iterator[str]:
    """Only the form of a record knows who is of the case: the case may be being opened."""
    for name, field in asked.items():
        if field.among is not None:
            yield f"'{name}' asks for somebody of the case; only a record asks that"


def source_problem(source: str, asked: Mapping[str, Field]) -> str:
    """That a form does not ask what ``input.x`` names, or nothing when it does."""
    name = source.removeprefix(INPUT)
    return "" if name == source or name in asked else _no_field(name, asked)


def values_of(source: str, asked: Mapping[str, Field]) -> tuple[str, ...]:
    """The values that a source can have: the word itself, or those of the field it names."""
    field = asked.get(source.removeprefix(INPUT))
    if not source.startswith(INPUT):
        return (source,)
    return _values(field) if field else ()


def _values(field: Field) -> tuple[str, ...]:
    return ("yes", "no") if field.kind == "yes_no" else tuple(field.values)


def _rules(workflow: Workflow, name: str, step: Transition) -> Iterator[str]:
    for key, rule in workflow.rules_on(step.act).items():
        for says in _guards((rule.requires,), step.input):
            yield f"{says} (the rule '{key}' on '{step.act}' asks for it)"


def _effects(step: Transition) -> Iterator[str]:
    for consequence in step.then:
        yield from _effect(consequence, step.input)


def _effect(consequence: Consequence, asked: Mapping[str, Field]) -> Iterator[str]:
    match consequence:
        case AssignRole(person=person):
            yield from filter(None, [source_problem(person, asked)])
        case OpenCase():
            yield from _guards((consequence.when,) if consequence.when else (), asked)
            yield from _children(consequence.for_, asked)
            for source in consequence.records.with_.values() if consequence.records else ():
                yield from filter(None, [source_problem(source, asked)])


def _children(wanted: str | ChildWhere, asked: Mapping[str, Field]) -> Iterator[str]:
    if isinstance(wanted, ChildWhere) and isinstance(wanted.child_where, dict):
        for name, value in wanted.child_where.items():
            yield from _answers(name, (value,), asked)


def _guards(guards: tuple[Guard, ...], asked: Mapping[str, Field]) -> Iterator[str]:
    for leaf in chain.from_iterable(leaves(guard) for guard in guards):
        child = _child_named(leaf)
        if child:
            yield from filter(None, [source_problem(child, asked)])
        if isinstance(leaf, InputGuard):
            yield from _answers(leaf.field, leaf.input[leaf.field], asked)
        if isinstance(leaf, PeriodGuard):
            yield from _dates(leaf.period.fields, asked)


def _dates(names: Iterable[str], asked: Mapping[str, Field]) -> Iterator[str]:
    for name in names:
        if name not in asked or asked[name].kind != "date":
            dates = [key for key, field in asked.items() if field.kind == "date"]
            yield f"its form asks {unknown('date', name, dates)}"


def _child_named(guard: Guard) -> str:
    """The field that says of which child a guard speaks."""
    match guard:
        case RecordGuard(record=wanted) | AgeGuard(age=wanted) | ConsentGuard(consent=wanted) if (
            isinstance(wanted.for_, ChildFrom)
        ):
            return wanted.for_.child
    return ""


def _answers(name: str, values: tuple[str, ...], asked: Mapping[str, Field]) -> Iterator[str]:
    """A field that is not asked, or an answer that it does not offer."""
    field = asked.get(name)
    if field is None:
        yield _no_field(name, asked)
    elif _values(field):
        for value in values:
            if value not in _values(field):
                yield unknown(f"answer to '{name}' called", value, _values(field))


def _no_field(name: str, asked: Mapping[str, Field]) -> str:
    return f"its form asks {unknown('field', name, asked)}"
