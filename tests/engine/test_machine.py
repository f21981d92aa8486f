"""The move itself: the library does what the definition says, and nothing else."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import ValidationError

from engine.definition import Workflow
from engine.machine import WorkflowMachine, machine_of
from tests.engine.builders import a_workflow
from tests.shipped import the_library


def moves(workflow: Workflow) -> Iterator[tuple[str, str, str | None]]:
    """Each state with each step, and where the definition says that it leads."""
    for state in workflow.states:
        for name, step in workflow.transitions.items():
            yield state, name, step.target(state) if state in step.from_ else None


def test_every_step_of_every_shipped_version_leads_where_its_definition_says() -> None:
    versions = the_library().workflows
    wrong = [
        f"{workflow} in {region}: {name} from {state}"
        for (workflow, region), version in versions.items()
        for state, name, target in moves(version)
        if machine_of(version).next_state(state, name) != target
    ]

    assert versions
    assert not wrong, "\n".join(wrong)


def test_every_shipped_version_keeps_its_identity_when_it_is_stored() -> None:
    for version in the_library().workflows.values():
        assert Workflow.model_validate(version.to_data()).hash == version.hash


def test_a_version_has_one_machine() -> None:
    assert machine_of(a_workflow()) is machine_of(a_workflow())
    assert machine_of(a_workflow()) is not machine_of(a_workflow('version: "2"'))


@pytest.mark.parametrize("name", ["os.system", "import os", "Place", "", "a" * 41])
def test_a_name_that_python_could_import_is_no_name_of_a_step(name: str) -> None:
    with pytest.raises(ValidationError, match="should match pattern"):
        a_workflow(
            f"transitions:\n  {name!r}:\n    title: {{nl: X, en: X}}\n    from: [placed]\n"
            "    to: placed\n    by: [regisseur]\n"
        )


@pytest.mark.parametrize("name", ["os", "state", "trigger", "initial", "model"])
def test_a_step_may_bear_a_name_that_the_library_uses_itself(name: str) -> None:
    machine = WorkflowMachine("a", ("a", "b"), ((name, "a", "b"),))

    assert machine.next_state("a", name) == "b"
    assert machine.next_state("b", name) is None


def test_the_library_gets_nothing_to_call() -> None:
    for version in the_library().workflows.values():
        machine = machine_of(version)._machine
        steps = [
            step
            for event in machine.events.values()
            for group in event.transitions.values()
            for step in group
        ]

        assert len(steps) == sum(len(step.from_) for step in version.transitions.values())
        assert not [step for step in steps if step.conditions or step.before or step.after]
        assert not [step for step in steps if step.prepare]
        assert not [state for state in machine.states.values() if state.on_enter or state.on_exit]
        assert not machine.models
        assert machine.before_state_change == machine.after_state_change == []
        assert machine.prepare_event == machine.finalize_event == machine.on_exception == []


def test_threads_share_one_machine() -> None:
    workflow = a_workflow()
    expected = list(moves(workflow))

    def walk(_: int) -> list[tuple[str, str, str | None]]:
        machine = machine_of(workflow)
        return [(state, name, machine.next_state(state, name)) for state, name, _ in expected * 20]

    with ThreadPoolExecutor(8) as threads:
        walks = list(threads.map(walk, range(8)))

    assert walks == [expected * 20] * 8


def test_nothing_leaves_a_state_by_a_step_that_ends_elsewhere() -> None:
    machine = machine_of(a_workflow())

    assert machine.next_state("checked", "place") == "placed"
    assert machine.next_state("placed", "place") is None
    assert machine.next_state("returned", "return_home") is None
