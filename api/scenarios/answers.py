"""Answers on a form in local names, brought to the public ids that the engine knows."""

from __future__ import annotations

from collections.abc import Mapping

from api.scenarios.names import World
from engine.definition import Workflow
from engine.fields import Field

Answers = Mapping[str, object]


def translated(world: World, fields: Mapping[str, Field], given: Answers) -> dict[str, object]:
    """The answers with ids for persons, and for the children of a map per child.

    What is no name of the file is passed on as it is: the engine refuses it.
    """
    return {
        name: _value(world, fields[name], value) if name in fields else value
        for name, value in given.items()
    }


def fields_of_step(workflow: Workflow, transition: str) -> Mapping[str, Field]:
    """What the form of a transition asks; nothing when there is no such transition."""
    step = workflow.transitions.get(transition)
    return step.input if step else {}


def fields_of_record(
    workflow: Workflow, kind: str, status: str | None = None
) -> Mapping[str, Field]:
    """What a record holds, or what reaching a status asks."""
    found = workflow.catalogue.records.get(kind)
    if found is None:
        return {}
    if status is None:
        return found.fields
    return found.statuses[status].input if status in found.statuses else {}


def _value(world: World, field: Field, value: object) -> object:
    if field.per_child and isinstance(value, Mapping):
        known = world.persons()
        return {
            known.get(str(child), str(child)): _one(world, field, answer)
            for child, answer in value.items()
        }
    return _one(world, field, value)


def _one(world: World, field: Field, value: object) -> object:
    if field.kind == "person":
        return world.persons().get(str(value), value)
    if field.kind == "meeting":
        return world.meetings.get(str(value), value)
    return value
