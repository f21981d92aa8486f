"""Facts: declared, set to a declared value, and read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from engine.checks.forms import source_problem, values_of
from engine.definition import NeverWithout, OpenCase, Workflow
from engine.fields import Field
from engine.guards import Guard, leaves
from engine.guards.file import FactGuard
from engine.problems import Place, Problem, unknown


def fact_problems(workflow: Workflow) -> Iterator[Problem]:
    """Facts that nobody sets or reads, and values that are not among the declared ones."""
    yield from _steps(workflow)
    yield from _records(workflow)
    for where, at, guard in _guards(workflow):
        for leaf in _asking(guard):
            for says in _reading(workflow, leaf):
                yield Problem(where=where, says=says, at=at)
    guards = chain((guard for _, _, guard in _guards(workflow)), _noted(workflow))
    read = {leaf.name for guard in guards for leaf in _asking(guard)}
    settable = set(chain.from_iterable(_setters(workflow)))
    for name in workflow.facts:
        if name not in settable:
            yield _of_fact(name, "no step or record ever sets this fact")
        if name not in read:
            yield _of_fact(name, "no guard ever reads this fact")


def _setters(workflow: Workflow) -> Iterator[Mapping[str, str]]:
    yield from (step.sets for step in workflow.transitions.values())
    yield from (record.sets for record in workflow.catalogue.records.values())


def _steps(workflow: Workflow) -> Iterator[Problem]:
    for name, step in workflow.transitions.items():
        for fact, source in step.sets.items():
            found = [*_setting(workflow, fact, source, step.input)]
            if fact not in workflow.facts:
                found = [unknown("fact", fact, workflow.facts)]
            for says in found:
                yield Problem(where=name, says=says, at=("transitions", name, "sets", fact))


def _records(workflow: Workflow) -> Iterator[Problem]:
    """A record may set a fact that only another workflow has; that says nothing here."""
    for name, record in workflow.catalogue.records.items():
        asked = dict(record.fields)
        for status in record.statuses.values():
            asked |= status.input
        for fact, source in record.sets.items():
            for says in _setting(workflow, fact, source, asked):
                yield Problem(where=name, says=says, at=("records", name, "sets", fact))


def _setting(
    workflow: Workflow, fact: str, source: str, asked: Mapping[str, Field]
) -> Iterator[str]:
    if absent := source_problem(source, asked):
        yield absent
    elif fact in workflow.facts:
        declared, values = workflow.facts[fact].values, values_of(source, asked)
        if not values:
            yield f"sets '{fact}' from '{source}', which is no choice and no yes_no"
        for value in values:
            if value not in declared:
                yield unknown(f"value of '{fact}' called", value, declared)


def _reading(workflow: Workflow, guard: FactGuard) -> Iterator[str]:
    if guard.name not in workflow.facts:
        yield unknown("fact", guard.name, workflow.facts)
        return
    declared = workflow.facts[guard.name].values
    for value in guard.fact[guard.name]:
        if value not in declared:
            yield unknown(f"value of '{guard.name}' called", value, declared)


def _guards(workflow: Workflow) -> Iterator[tuple[str, Place, Guard]]:
    """Every guard that reads facts of a case, with the place where it stands."""
    yield from _of_steps(workflow)
    yield from _of_records(workflow)
    for key, deadline in workflow.deadlines.items():
        if deadline.when:
            yield key, ("deadlines", key, "when"), deadline.when
    for index, invariant in enumerate(workflow.invariants):
        if isinstance(invariant, NeverWithout) and not isinstance(invariant.without, dict):
            yield f"invariants.{index}", ("invariants", index), invariant.without


def _of_steps(workflow: Workflow) -> Iterator[tuple[str, Place, Guard]]:
    for name, step in workflow.transitions.items():
        opened = [part.when for part in step.then if isinstance(part, OpenCase) and part.when]
        for guard in chain(step.requires, opened):
            yield name, ("transitions", name), guard
        for key, rule in workflow.rules_on(step.act).items():
            yield key, ("rules", key), rule.requires


def _of_records(workflow: Workflow) -> Iterator[tuple[str, Place, Guard]]:
    for key, record in workflow.catalogue.records.items():
        for name, status in record.statuses.items():
            for guard in status.requires:
                yield key, ("records", key, "statuses", name), guard


def _noted(workflow: Workflow) -> Iterator[Guard]:
    """The guards of every rule, also of those that are only noted with a fact."""
    return (rule.requires for rule in workflow.rules.values())


def _asking(guard: Guard) -> Iterator[FactGuard]:
    return (leaf for leaf in leaves(guard) if isinstance(leaf, FactGuard))


def _of_fact(name: str, says: str) -> Problem:
    return Problem(where=name, says=says, at=("facts", name))
