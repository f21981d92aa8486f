"""What a workflow has to do with meetings: which steps plan one, and when a case was decided. Pure.

A definition says no more than which steps choose a meeting. The rest follows: a case that was
planned waits for its meeting, the step that puts it off may also leave the talk itself, and
whatever else leaves those states is an outcome. And when a meeting has to be completed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Literal, TypeAlias

from engine.calendar import AMSTERDAM, Calendar
from engine.definition import Transition, Workflow
from engine.duties import MetBy

Outcome: TypeAlias = Literal["carried_over", "decided"]

NOON = time(12)
"""Until when, on the first working day after a meeting, it may be completed (DEFAULT)."""


def complete_by(day: date, calendar: Calendar) -> datetime:
    """When the meeting of this day has to be completed: at noon of the next working day.

    >>> complete_by(date(2026, 4, 3), Calendar()).isoformat()  # Good Friday; Easter Monday is off
    '2026-04-07T12:00:00+02:00'
    """
    return datetime.combine(calendar.next_working_day(day), NOON, tzinfo=AMSTERDAM)


def meeting_field(step: Transition) -> str | None:
    """The question of the step's form that asks for a meeting, if it has one."""
    return next((name for name, field in step.input.items() if field.kind == "meeting"), None)


def waiting(workflow: Workflow) -> frozenset[str]:
    """The states in which a case waits for the meeting that was chosen for it."""
    return frozenset(step.target(state) for step in _planning(workflow) for state in step.from_)


def schedulable(workflow: Workflow) -> frozenset[str]:
    """The states from which a case can be put on an agenda."""
    return frozenset(state for step in _planning(workflow) for state in step.from_)


def puts_off(workflow: Workflow, step: Transition) -> bool:
    """Whether the step takes a planned case off the agenda, to wait for another meeting."""
    goes_back = step.to in schedulable(workflow) - waiting(workflow)
    return goes_back and bool(waiting(workflow).intersection(step.from_))


def undecided(workflow: Workflow) -> frozenset[str]:
    """The states in which a case on the agenda has no outcome yet.

    Those in which it waits for the meeting, and those that the step which puts it off leaves
    too: there the talk goes on.
    """
    talks = {
        state
        for step in workflow.transitions.values()
        if puts_off(workflow, step)
        for state in step.from_
    }
    return waiting(workflow) | (talks - schedulable(workflow))


def outcome_of(workflow: Workflow, transition: str, target: str) -> Outcome | None:
    """What the step means for a case that is on an agenda, or None: the item stays as it is."""
    if target in undecided(workflow):
        return None
    step = workflow.transitions[transition]
    return "carried_over" if puts_off(workflow, step) else "decided"


def talks(workflow: Workflow) -> frozenset[str]:
    """The states in which a case is talked about at the table."""
    return frozenset(workflow.transitions[key].to for key in _begin(workflow))


def begins_talk(workflow: Workflow) -> str | None:
    """The step that leads from where a case waits for its meeting to the talk, if there is one."""
    return next(_begin(workflow), None)


def awaits_place(workflow: Workflow) -> frozenset[str]:
    """The states in which a case waits for a place on an agenda: planning it is their main step.

    From the others that lead to an agenda a case only returns when its time has come.
    """
    return frozenset(
        state
        for state in schedulable(workflow) - waiting(workflow)
        if workflow.main_of(state) == planned_by(workflow, state)
    )


def planning_steps(workflow: Workflow) -> frozenset[str]:
    """Every step that puts a case on an agenda."""
    return frozenset(workflow.planning)


def planned_by(workflow: Workflow, state: str) -> str | None:
    """The step that puts a case which stands there on an agenda, if there is one."""
    steps = workflow.transitions
    return next((key for key in workflow.planning if state in steps[key].from_), None)


def due_at_table(workflow: Workflow) -> frozenset[str]:
    """The deadlines that ask for a talk, or for what only a talk brings.

    Not those that count back from a meeting: they do not say when it must be.
    """
    talking = talks(workflow)
    outcomes = _acts(workflow, talking, at_table=True) - _acts(workflow, talking, at_table=False)
    return frozenset(
        key
        for key, rule in workflow.deadlines.items()
        if rule.kind != "countback" and _is_met_there(rule.met_by, talking, outcomes)
    )


def due_a_place(workflow: Workflow) -> frozenset[str]:
    """The deadlines that ask for a place on an agenda."""
    planned = waiting(workflow)
    return frozenset(
        key
        for key, rule in workflow.deadlines.items()
        if planned.intersection(rule.met_by.entering)
    )


def sets_aside(workflow: Workflow) -> frozenset[str]:
    """The entries by which a point is set aside: at a planned case and while the talk goes on.

    Their form asks which ``item``, and the ``reason``.
    """
    here = waiting(workflow) | talks(workflow)
    return frozenset(
        key
        for key, step in workflow.transitions.items()
        if step.is_entry and here == set(step.from_) and {"item", "reason"} <= step.input.keys()
    )


def _begin(workflow: Workflow) -> Iterator[str]:
    """The steps that bring a planned case to where it still has no outcome: the talk."""
    waits, talking = waiting(workflow), undecided(workflow) - waiting(workflow)
    return (
        key
        for key, step in workflow.transitions.items()
        if step.to in talking and waits.intersection(step.from_)
    )


def _is_met_there(met_by: MetBy, talking: frozenset[str], outcomes: frozenset[str]) -> bool:
    return (
        any(_is_met_there(each, talking, outcomes) for each in met_by.any_of)
        or bool(talking.intersection(met_by.entering))
        or (bool(met_by.act) and outcomes.issuperset(met_by.act))
    )


def _acts(workflow: Workflow, talking: frozenset[str], *, at_table: bool) -> frozenset[str]:
    """The acts of the steps that settle a case at the table, or of all other steps."""
    return frozenset(
        step.act
        for step in workflow.transitions.values()
        if step.act and at_table == _settles(workflow, step, talking)
    )


def _settles(workflow: Workflow, step: Transition, talking: frozenset[str]) -> bool:
    at_table = talking.issuperset(step.from_) and not step.is_entry
    return at_table and not puts_off(workflow, step)


def _planning(workflow: Workflow) -> Iterator[Transition]:
    return (workflow.transitions[key] for key in workflow.planning)
