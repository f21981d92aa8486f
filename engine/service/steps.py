"""The steps that leave a state: what each asks, and whether it may be made now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from engine.access import Part, Viewer
from engine.decision import Decision, available, decide
from engine.definition import Transition, Workflow
from engine.fields import Field
from engine.service.command import CaseInHand, looking
from engine.service.deviation_use import with_usable
from engine.service.file.children import children_by_key
from engine.service.invitations import proposed_answers
from engine.service.meeting_lists import MeetingRow, meetings_ahead_of
from engine.service.my_cases import ChildRow
from engine.service.office import Office
from engine.service.reasons_shown import decision_shown
from engine.snapshot import Snapshot
from engine.text import Text


@dataclass(frozen=True, slots=True)
class StepSeen:
    """One step before its form is filled in; ``main`` is the one that the state waits for."""

    name: str
    title: Text
    act: str | None
    is_fact: bool
    main: bool
    may_be_earlier: bool
    """Whether it may have happened before it is recorded."""

    target_title: Text
    decision: Decision
    form: Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class StepPage:
    """The form of one step, with the case that it is of."""

    id: str
    number: str
    version: int
    workflow: str
    workflow_title: Text
    state: str
    state_title: Text
    is_final: bool
    children: tuple[ChildRow, ...]
    step: StepSeen
    meetings: tuple[MeetingRow, ...] = ()
    """The meetings at which the case may be planned, where the form asks for one."""

    proposed: Mapping[str, str] = field(default_factory=dict)
    """Answers to begin with, from what is recorded; whoever makes the step may change them."""


def step_of(viewer: Viewer, office: Office, case: str, name: str) -> StepPage:
    """One step of the case, also one that does not leave its state: then its reasons say so.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
        UnknownTransition: this workflow version has no transition ``name``.
    """
    with looking(viewer, office, case, "read_step") as work:
        head, workflow = work.case, work.workflow
        decision = decide(workflow, with_usable(work, work.snapshot(), name), name)
        parts = work.parts
        return StepPage(
            id=head.public_id,
            number=head.number,
            version=head.version,
            workflow=head.workflow,
            workflow_title=workflow.title,
            state=head.state,
            state_title=workflow.states[head.state].title,
            is_final=head.is_final,
            children=tuple(children_by_key(work, parts).values()),
            step=_seen(workflow, head.state, decision_shown(decision, parts, workflow.catalogue)),
            meetings=_meetings(work, workflow.transitions[name]),
            proposed=proposed_answers(work, workflow.transitions[name]),
        )


def _meetings(work: CaseInHand, step: Transition) -> tuple[MeetingRow, ...]:
    asked = any(field.kind == "meeting" for field in step.input.values())
    return meetings_ahead_of(work) if asked else ()


def steps_in(work: CaseInHand, case: Snapshot, parts: Collection[Part]) -> tuple[StepSeen, ...]:
    """Every step that leaves the state of the case in hand: the main one, then as in the file."""
    workflow = work.workflow
    seen = [
        _seen(workflow, case.state, decision_shown(decision, parts, workflow.catalogue))
        for decision in available(workflow, case).values()
    ]
    return tuple(sorted(seen, key=lambda step: not step.main))


def _seen(workflow: Workflow, state: str, decision: Decision) -> StepSeen:
    name, step = decision.transition, workflow.transitions[decision.transition]
    return StepSeen(
        name=name,
        title=step.title,
        act=step.act,
        is_fact=step.act is not None and not workflow.binds(step.act),
        may_be_earlier=not workflow.happens_now(step),
        main=not workflow.states[state].final and name == workflow.main_of(state),
        target_title=workflow.states[step.target(state)].title,
        decision=decision,
        form=step.input,
    )
