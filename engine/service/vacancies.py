"""When nobody holds a role any more: the clock makes the step that a definition has for that.

At once when somebody leaves, by the tick when an end that lay ahead has come or an account was
closed. Never nobody: the step hands the role to whoever stands in, and waits until there is one.

Source: SEED 001 (req 133); DOMAIN 2.7.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal

from pydantic import JsonValue

from engine.access import CLOCK
from engine.definition import AssignRole, Transition, Workflow
from engine.effects import consequences
from engine.service.by_clock import in_hand, note
from engine.service.command import CaseInHand
from engine.service.office import Office
from engine.service.repeats import Done
from engine.store import cases, vacancies
from engine.store.unit_of_work import unit_of_work
from engine.store.vacancies import VacantCase, Wanted


def has_stand_in(work: CaseInHand, role: str) -> bool:
    """Whether somebody steps in at once when nobody holds the role in this family any more."""
    return any(_stands_in(each, name, role) for each, name in _waiting(work, role))


def fill_vacancy(
    work: CaseInHand, role: str, told: Mapping[str, JsonValue] | None = None
) -> Done | None:
    """Let whoever stands in step in, in each case of the family that has a step for that.

    What was done in the case in hand, if that is one of them; there ``told`` is in the event.
    """
    here = None
    for each, name in list(_waiting(work, role)):
        if _is_held(each, role) or not _can_be_made(each, name, role):
            continue
        if each.case.id == work.case.id:
            here = note(each, name, told)
        else:
            note(each, name)
    return here


def fill(office: Office, found: VacantCase) -> Literal["filled"] | None:
    """The same for the tick, in one case; None when somebody holds the role, or nobody can."""
    with unit_of_work(office.store) as connection:
        work = in_hand(office, connection, found.id)
        return "filled" if fill_vacancy(work, found.role) else None


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


def _is_held(work: CaseInHand, role: str) -> bool:
    return vacancies.is_held(work.connection, work.case.id, role, on=work.today, now=work.now)


def _stands_in(work: CaseInHand, name: str, role: str) -> bool:
    """Whether the step would hand the role to somebody now."""
    return role in dict(consequences(work.workflow, work.snapshot(), name).assigns)


def _can_be_made(work: CaseInHand, name: str, role: str) -> bool:
    """Whether the step hands the role to somebody, or to nobody by its nature."""
    step = work.workflow.transitions[name]
    return not list(_assigns(step, role)) or _stands_in(work, name, role)


def _assigns(step: Transition, role: str) -> Iterator[AssignRole]:
    for part in step.then:
        if isinstance(part, AssignRole) and part.assign == role:
            yield part


def vacant_cases(office: Office) -> tuple[Wanted, ...]:
    """Which states of which workflows ask whether a role is held, and who stands in."""
    return tuple(
        dict.fromkeys(
            Wanted(workflow.workflow, state, role, _stand_in(step, role))
            for workflow in office.library.workflows.values()
            for _, step in steps_when_vacant(workflow)
            for state in step.from_
            if (role := step.when_vacant)
        )
    )


def _stand_in(step: Transition, role: str) -> str | None:
    return next((part.holder for part in _assigns(step, role)), None)
