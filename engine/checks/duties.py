"""Deadlines that something starts, something meets, and that the law allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from engine.checks.states import come_to
from engine.definition import Workflow
from engine.duties import DeadlineRule, InputDate, MetBy, RecordReached
from engine.errors import TermOutOfScope
from engine.problems import Problem
from engine.terms import Term


def duty_problems(workflow: Workflow) -> Iterator[Problem]:
    """What is wrong with each deadline by itself and in this workflow."""
    for key, rule in workflow.deadlines.items():
        found = [
            *_beginning(workflow, rule),
            *_end(workflow, rule),
            *_term(rule),
            *_allowances(rule),
            *_reminders(rule),
        ]
        for says in found:
            yield Problem(where=key, says=says, at=("deadlines", key))


def record_comes_to(workflow: Workflow, reached: RecordReached) -> bool:
    """Whether a record of this type can get one of these statuses; what is unknown counts."""
    record = workflow.catalogue.records.get(reached.type)
    if record is None:
        return True
    seen, waiting = set[str](), [key for key, status in record.statuses.items() if status.initial]
    while waiting:
        status = waiting.pop()
        if status not in seen:
            seen.add(status)
            waiting += record.moves.get(status, ())
    return bool(seen & set(reached.status))


def _beginning(workflow: Workflow, rule: DeadlineRule) -> Iterator[str]:
    starts = rule.starts
    begins = [
        not starts.entering or _entered(workflow, starts.entering),
        not starts.act or _performed(workflow, starts.act),
        starts.record is None or record_comes_to(workflow, starts.record),
    ]
    if not all(begins):
        yield "nothing can start it: no step leads to what 'starts' names"
    if starts.input_date:
        yield from _input_date(workflow, starts.input_date)


def _input_date(workflow: Workflow, wanted: InputDate) -> Iterator[str]:
    step = workflow.transitions.get(wanted.transition)
    asked = step.input.get(wanted.field) if step else None
    if step and (asked is None or asked.kind != "date"):
        yield f"'{wanted.transition}' asks for no date '{wanted.field}'"


def _end(workflow: Workflow, rule: DeadlineRule) -> Iterator[str]:
    if not _can_be_met(workflow, rule.met_by):
        yield "nothing can meet it: no step leads to what 'met_by' names"


def _can_be_met(workflow: Workflow, met_by: MetBy) -> bool:
    if met_by.any_of:
        return any(_can_be_met(workflow, part) for part in met_by.any_of)
    if met_by.record:
        return record_comes_to(workflow, met_by.record)
    return _entered(workflow, met_by.entering) or _performed(workflow, met_by.act)


def _entered(workflow: Workflow, states: tuple[str, ...]) -> bool:
    """Whether a case can come to one of these states; an unknown one is reported elsewhere."""
    visited = come_to(workflow)
    return any(state in visited or state not in workflow.states for state in states)


def _performed(workflow: Workflow, acts: tuple[str, ...]) -> bool:
    performed = {step.act for step in workflow.transitions.values()}
    return any(act in performed or act not in workflow.catalogue.acts for act in acts)


def _term(rule: DeadlineRule) -> Iterator[str]:
    for span in rule.spans:
        try:
            Term(
                span=span,
                kind=rule.kind,
                law=rule.is_law,
                on_day_off=rule.day_off,
                window=rule.window,
            )
        except TermOutOfScope as error:
            yield str(error)


def _allowances(rule: DeadlineRule) -> Iterator[str]:
    """The law alone says whether its term may be extended; only one under the Awb stands still."""
    if rule.is_law and rule.extend:
        yield "a term of the law is not extended here: leave out 'extend'"
    if rule.is_law and rule.suspend and rule.kind != "statutory":
        yield "of the law only a term of kind statutory is suspended: leave out 'suspend'"


def _reminders(rule: DeadlineRule) -> Iterator[str]:
    """The ledger has one row for each deadline, step and audience."""
    rows = Counter((step.key, audience) for step in rule.reminders for audience in step.to)
    for (step, audience), times in rows.items():
        if times > 1:
            yield f"the reminder {step} goes to '{audience}' {times} times"
