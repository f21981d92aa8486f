"""The steps of a case at the table: beginning the talk, deciding, putting it off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from engine.at_the_table import begins_talk, puts_off, talks
from engine.decision import Decision, decide
from engine.definition import Workflow
from engine.fields import Field
from engine.service.command import CaseInHand
from engine.service.deviation_use import with_usable
from engine.service.reasons_shown import decision_shown
from engine.snapshot import Snapshot
from engine.text import Text

StepKind: TypeAlias = Literal["begin", "decide", "put_off"]


@dataclass(frozen=True, slots=True)
class TalkStep:
    """A step of the talk before its form is filled in, also when its time has not come.

    ``is_next`` says that it leaves the state in which the case is.
    """

    name: str
    kind: StepKind
    title: Text
    target_title: Text
    form: Mapping[str, Field]
    decision: Decision
    is_next: bool


def talk_steps(work: CaseInHand, case: Snapshot) -> tuple[TalkStep, ...]:
    """The steps of the talk in their order; none where the workflow knows no talk."""
    return tuple(_seen(work, case, name, kind) for name, kind in _named(work.workflow))


def _named(workflow: Workflow) -> Iterator[tuple[str, StepKind]]:
    begin = begins_talk(workflow)
    if begin:
        yield begin, "begin"
    ends = [workflow.main_of(state) for state in sorted(talks(workflow))]
    for name in dict.fromkeys(filter(None, ends)):
        yield name, "decide"
    for name, step in workflow.transitions.items():
        if puts_off(workflow, step) and talks(workflow).intersection(step.from_):
            yield name, "put_off"


def _seen(work: CaseInHand, case: Snapshot, name: str, kind: StepKind) -> TalkStep:
    workflow, step = work.workflow, work.workflow.transitions[name]
    decision = decide(workflow, with_usable(work, case, name), name)
    return TalkStep(
        name=name,
        kind=kind,
        title=step.title,
        target_title=workflow.states[step.target(case.state)].title,
        form=step.input,
        decision=decision_shown(decision, work.parts, workflow.catalogue),
        is_next=case.state in step.from_,
    )
