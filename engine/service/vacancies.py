"""When nobody holds a role any more: the clock makes the step that a definition has for that.

At once when somebody leaves, by the tick when an end that lay ahead has come or an account was
closed. Never nobody: the step hands the role to whoever stands in.

Source: SEED 001 (req 133); DOMAIN 2.7.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from engine.access import CLOCK
from engine.definition import Transition, Workflow
from engine.effects import consequences
from engine.service.by_clock import in_hand, note
from engine.service.command import CaseInHand
from engine.service.office import Office
from engine.store import cases, vacancies
from engine.store.unit_of_work import unit_of_work
from engine.store.vacancies import VacantCase


def has_stand_in(work: CaseInHand, role: str) -> bool:
    """Whether somebody steps in at once when nobody holds the role in this family any more."""
    return any(
        role in dict(consequences(each.workflow, each.snapshot(), name).assigns)
        for each, name in _waiting(work, role)
    )


def fill_vacancy(work: CaseInHand, role: str) -> None:
    """Let whoever stands in step in, in each case of the family that has a step for that."""
    for each, name in list(_waiting(work, role)):
        if not each.snapshot().holders.get(role):
            note(each, name)


def fill(office: Office, found: VacantCase) -> Literal["filled"] | None:
    """The same for the tick; None when somebody holds the role again."""
    with unit_of_work(office.store) as connection:
        work = in_hand(office, connection, found.id)
        if work.snapshot().holders.get(found.role):
            return None
        fill_vacancy(work, found.role)
        return "filled"


def steps_when_vacant(workflow: Workflow) -> Iterator[tuple[str, Transition]]:
    """The steps that the clock makes when a role falls vacant."""
    for name, step in workflow.transitions.items():
        if step.when_vacant:
            yield name, step


def _waiting(work: CaseInHand, role: str) -> Iterator[tuple[CaseInHand, str]]:
    """The cases of the family that have a step for this vacancy where they stand."""
    for head in cases.cases_of_family(work.connection, work.case.family_id):
        workflow = work.office.version(work.connection, head.workflow_hash)
        for name, step in steps_when_vacant(workflow):
            if step.when_vacant == role and head.state in step.from_:
                each = replace(work, viewer=CLOCK, case=head, workflow=workflow, order=None)
                yield each, name


def vacant_cases(office: Office) -> vacancies.Wanted:
    """Which states of which workflows ask whether a role is held."""
    return tuple(
        dict.fromkeys(
            (workflow.workflow, state, step.when_vacant)
            for workflow in office.library.workflows.values()
            for _, step in steps_when_vacant(workflow)
            for state in step.from_
            if step.when_vacant
        )
    )
