"""Mistakes that a schema cannot see: unreachable, stuck, unknown names, no next date. Pure."""

from collections.abc import Iterator

from engine.checks.duties import duty_problems
from engine.checks.facts import fact_problems
from engine.checks.forms import form_problems
from engine.checks.linked import linked_problems
from engine.checks.names import Surroundings, name_problems, shared_name_problems
from engine.checks.reasons import reason_problems
from engine.checks.records import catalogue_problems
from engine.checks.roles import role_problems
from engine.checks.states import state_problems
from engine.definition import Workflow
from engine.merge import Shared
from engine.problems import Problem

__all__ = ["Surroundings", "shared_problems", "structural_problems"]


def structural_problems(
    workflow: Workflow, around: Surroundings | None = None
) -> tuple[Problem, ...]:
    """Everything that is wrong with one effective definition, each problem once.

    Args:
        around: the names outside the workflow; what it does not give is not checked, and
            the catalogue is then the workflow's own.
    """
    return tuple(dict.fromkeys(_found(workflow, around or Surroundings())))


def shared_problems(shared: Shared) -> tuple[Problem, ...]:
    """Everything that is wrong with the shared acts, roles, records and rules by themselves."""
    return (
        *shared_name_problems(shared),
        *role_problems(shared.catalogue.roles),
        *catalogue_problems(shared.catalogue),
    )


def _found(workflow: Workflow, around: Surroundings) -> Iterator[Problem]:
    yield from name_problems(workflow, around)
    yield from state_problems(workflow)
    yield from reason_problems(workflow)
    yield from form_problems(workflow)
    yield from linked_problems(workflow, around)
    yield from fact_problems(workflow)
    yield from duty_problems(workflow)
