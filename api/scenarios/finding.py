"""From what a step says to what an order carries."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from api.scenarios import step_kinds as kinds
from api.scenarios.names import KnownCase, Made, NoSuchName, World, named
from api.scenarios.reading import deadline_named, head_of
from api.scenarios.world import let_others_join
from engine.definition import Workflow
from engine.service.command import Outcome
from engine.service.repeats import Done

ALL = "all"


class Common(TypedDict):
    """What every order on a case carries."""

    case: str
    occurred_at: datetime | None
    late_reason: str


def common(world: World, step: kinds.Act, case: str) -> Common:
    """The case, and when it happened."""
    return {
        "case": world.case(case).public_id,
        "occurred_at": step.occurred,
        "late_reason": step.late_reason,
    }


def seen(world: World, case: str, remembered: str | None) -> int:
    """The version that was remembered, else the one at which the case is now."""
    if remembered:
        versions = named("remembered moment", remembered, world.remembered)
        return named("case at that moment", case, versions)
    return head_of(world, world.case(case).public_id).version


def workflow_of(world: World, case: str) -> Workflow:
    """The version of the workflow that the case goes by."""
    head = head_of(world, world.case(case).public_id)
    return world.office.library.of(head.workflow, head.region)


def case_of(world: World, step: kinds.Join | kinds.Contact) -> str:
    """The case that the step names, or the first one of the family that it names."""
    if step.case:
        return step.case
    for name, known in world.cases.items():
        if known.family == step.family:
            return name
    raise NoSuchName("name a case, or a family that has one")


def person_or_none(world: World, name: str | None) -> str | None:
    """The public id of somebody, if anybody is named."""
    return world.person(name) if name else None


def child_of(world: World, case: str, child: str | None) -> str:
    """The child that is named, or the only one of the case."""
    children = world.case(case).children
    if child is None and len(children) > 1:
        raise NoSuchName(f"say which child: {', '.join(children)}")
    return world.person(child or children[0])


def deadline_of(world: World, case: str, key: str, child: str | None) -> str:
    """The public id of a deadline, by its key."""
    return deadline_named(world, world.case(case).public_id, key, child)


def deadline_or_all(world: World, case: str, key: str, child: str | None) -> str | None:
    """The same; None stands for all of them."""
    return None if key == ALL else deadline_of(world, case, key, child)


def know(things: dict[str, Made], name: str, case: str, done: Outcome) -> None:
    """Give what was made its local name."""
    if isinstance(done, Done) and done.made:
        things[name] = Made(case, done.made)


def know_case(world: World, name: str, case: KnownCase) -> None:
    """Give a new case its local name; those who take part in every case join."""
    world.cases[name] = case
    let_others_join(world, head_of(world, case.public_id))
