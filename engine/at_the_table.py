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


def _planning(workflow: Workflow) -> Iterator[Transition]:
    return (step for step in workflow.transitions.values() if meeting_field(step))
