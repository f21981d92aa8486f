"""What is recorded in a linked case as it opens: a fact that it can take, with its whole form."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checks.names import Surroundings
from engine.definition import OpenCase, RecordedStep, Transition, Workflow, WorkflowFile
from engine.problems import Problem, unknown


def linked_problems(workflow: Workflow, around: Surroundings) -> Iterator[Problem]:
    """What cannot be recorded in the case that a step opens."""
    for name, step in workflow.transitions.items():
        for part in step.then:
            if isinstance(part, OpenCase) and part.records:
                for says in _recorded(part, part.records, around):
                    yield Problem(where=name, says=says, at=("transitions", name, "then"))


def _recorded(part: OpenCase, recorded: RecordedStep, around: Surroundings) -> Iterator[str]:
    opened = around.files.get(part.open)
    if opened is None:
        return
    step = opened.transitions.get(recorded.step)
    if step is None:
        yield f"'{part.open}' has {unknown('transition', recorded.step, opened.transitions)}"
        return
    if not _begins(opened, recorded.step):
        yield f"'{recorded.step}' does not leave the state in which '{part.open}' begins"
    act = around.catalogue and around.catalogue.acts.get(step.act or "")
    if not act or act.kind != "fact":
        yield f"'{recorded.step}' is no fact; a decision is never taken by another case"
    yield from _form(recorded, step)


def _form(recorded: RecordedStep, step: Transition) -> Iterator[str]:
    for name in recorded.with_:
        if name not in step.input:
            yield f"'{recorded.step}' asks {unknown('field', name, step.input)}"
    for name, field in step.input.items():
        if not field.optional and name not in recorded.with_:
            yield f"'{recorded.step}' asks '{name}' as well: add it to 'with'"


def _begins(opened: WorkflowFile, step: str) -> bool:
    return any(opened.states[key].initial for key in opened.transitions[step].from_
               if key in opened.states)  # fmt: skip
