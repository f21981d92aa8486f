"""Open a case, move it, and ask what may be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pydantic import JsonValue

from engine.access import CLOCK, Viewer
from engine.decision import Allowed, Decision, Refused, available, decide, transition_named
from engine.definition import Transition
from engine.duty_plan import DutyPlan
from engine.effects import consequences
from engine.fields import InputProblem, InvalidInput, read_answers
from engine.happened import Happened
from engine.machine import machine_of
from engine.service.agenda import chosen_meeting, with_meeting
from engine.service.command import CaseInHand, Outcome, Turned, carry_out, looking
from engine.service.deviation_use import duties_of_deviations, use_deviations, with_usable
from engine.service.moments import happened_at
from engine.service.office import Office
from engine.service.orders import Advance, Schedule
from engine.service.plain import keys, plain
from engine.service.reasons_shown import decision_shown
from engine.service.repeats import Done
from engine.service.roles_given import weighed
from engine.service.settle import Change, duty_plan, settle
from engine.service.spread import spread
from engine.snapshot import Snapshot
from engine.store import access_log
from engine.store.access_log import LogEntry
from engine.store.cases import CaseHead
from engine.store.unit_of_work import unit_of_work
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Preview:
    """What a step would do, without doing it."""

    decision: Decision
    plan: DutyPlan | None = None


def advance(viewer: Viewer, office: Office, order: Advance) -> Outcome:
    """Make a step, or refuse it with every reason.

    A fact is never refused for what it lacks: what would have stopped it as a decision is
    listed as ``found_without_gate``, and its duties count from when it happened.

    Raises:
        NotFound, StaleCase, InvalidInput, UnknownTransition: nothing was saved.
    """
    return carry_out(viewer, office, order, _advance)


def schedule(viewer: Viewer, office: Office, order: Schedule) -> Outcome:
    """Make the step that puts the case on the agenda of a meeting; as ``advance``.

    Raises:
        InvalidInput: the step asks for no meeting, too.
    """
    return carry_out(viewer, office, order, _schedule)


def preview(viewer: Viewer, office: Office, order: Advance) -> Preview:
    """What ``advance`` would answer and set going: the same code, returning before any write."""
    with looking(viewer, office, order.case, "dry_run") as seen:
        work = replace(seen, at=happened_at(order.occurred_at, order.late_reason, seen.now))
        case, decision = _decided(work, order)
        told = _shown(work, decision)
        if isinstance(decision, Refused):
            return Preview(told)
        return Preview(told, duty_plan(work, _change(work, order, case, decision)))


def possible(viewer: Viewer, office: Office, case: str) -> dict[str, Decision]:
    """Every step that leaves the case's state, each with its reasons, met or not."""
    with looking(viewer, office, case, "possible") as work:
        found = available(work.workflow, with_usable(work, work.snapshot()))
        parts, catalogue = work.parts, work.workflow.catalogue
        return {name: decision_shown(each, parts, catalogue) for name, each in found.items()}


def explain(viewer: Viewer, office: Office, case: str, transition: str) -> Decision:
    """Whether the step may be made now, before its form is filled in, with every reason."""
    with looking(viewer, office, case, "explain") as work:
        found = with_usable(work, work.snapshot(), transition)
        return _shown(work, decide(work.workflow, found, transition))


def explain_at_the_machine(
    office: Office, head: CaseHead, transition: str, viewer: Viewer | None
) -> Decision:
    """The same, asked by whoever runs the program: for ``viewer``, else for whoever may.

    Nobody of the case looked, so the log names nobody and says where it was asked.
    """
    with unit_of_work(office.store) as connection:
        now = office.clock.now()
        workflow = office.version(connection, head.workflow_hash)
        work = CaseInHand(office, connection, viewer or CLOCK, head, workflow, now, now)
        case = with_usable(work, work.snapshot(), transition)
        if viewer is None:
            case = replace(case, roles=frozenset(transition_named(workflow, transition).by))
        entry = LogEntry(
            at=now, access_point="machine", action="explain", outcome="done", case_id=head.id
        )
        access_log.log(connection, None, entry)
        return decide(workflow, case, transition)


def _shown(work: CaseInHand, decision: Decision) -> Decision:
    return decision_shown(decision, work.parts, work.workflow.catalogue)


def _advance(work: CaseInHand, order: Advance) -> Done:
    case, decision = _decided(work, order)
    if isinstance(decision, Refused):
        raise Turned(decision)
    done = settle(work, _change(work, order, case, decision))
    use_deviations(work, decision)
    return spread(work, case, order.transition, done, note_step)


def _schedule(work: CaseInHand, order: Schedule) -> Done:
    chosen = with_meeting(work, order.transition, order.meeting)
    return _advance(work, replace(order, inputs={**order.inputs, **chosen}))


def note_step(
    work: CaseInHand, order: Advance, told: Mapping[str, JsonValue] | None = None
) -> Done:
    """Make a step whoever acts: a fact in a case that a step opened, or a step of the clock.

    ``told`` is what its event says beside the step: what made the clock do it.
    """
    case, _ = _decided(work, order)
    step = work.workflow.transitions[order.transition]
    case = replace(case, roles=case.roles | set(step.by))
    decision = weighed(work, case, order.transition, decide(work.workflow, case, order.transition))
    if isinstance(decision, Refused):
        raise Turned(decision)
    change = _change(work, order, case, decision)
    done = settle(work, replace(change, payload={**change.payload, **(told or {})}))
    return spread(work, case, order.transition, done, note_step)


def _decided(work: CaseInHand, order: Advance) -> tuple[Snapshot, Decision]:
    """The decision on the step as its form was filled in.

    A decision is taken when it is recorded; anything else is weighed as it was on its day.

    Raises:
        InvalidInput: the form has problems, or a decision is dated back.
    """
    step = transition_named(work.workflow, order.transition)
    _decided_now(work, step)
    children = tuple(child.public_id for child in work.children)
    inputs, problems = read_answers(step.input, order.inputs, children)
    if problems:
        raise InvalidInput(*problems)
    chosen_meeting(work, step, inputs)  # one that is no meeting for this case is a problem, too
    case = with_usable(work, work.snapshot(inputs=inputs), order.transition)
    decision = decide(work.workflow, case, order.transition)
    return case, weighed(work, case, order.transition, decision)


def _decided_now(work: CaseInHand, step: Transition) -> None:
    """A decision dated back would come before its own grounds: only facts have a past."""
    if work.workflow.happens_now(step) and work.at < work.now:
        says = Text(
            nl="Dit besluit valt op het moment dat u het vastlegt; laat het moment leeg.",
            en="This is decided when you record it; leave the moment out.",
        )
        raise InvalidInput(InputProblem("occurred_at", "malformed", says))


def _change(work: CaseInHand, order: Advance, case: Snapshot, decision: Allowed) -> Change:
    """The step as a change to the case; the machine makes the move."""
    step = work.workflow.transitions[order.transition]
    target = machine_of(work.workflow).next_state(case.state, order.transition)
    meeting = chosen_meeting(work, step, case.inputs or {})
    return Change(
        kind="advanced",
        happened=Happened(
            on=work.on,
            at=work.at,
            entered=None if step.is_entry else target,
            transition=order.transition,
            act=step.act,
            inputs=case.inputs or {},
            meeting=meeting.on_date if meeting else None,
        ),
        before=case,
        facts=consequences(work.workflow, case, order.transition).facts,
        payload=_payload(order, case, step.act, decision),
        details={"inputs": plain(case.inputs or {})},
        extra=duties_of_deviations(work, decision),
        found_without_gate=keys(decision.found_without_gate),
    )


def _payload(
    order: Advance, case: Snapshot, act: str | None, decision: Allowed
) -> dict[str, JsonValue]:
    unmet = decision.warnings
    return {
        "transition": order.transition,
        "act": act,
        "from": case.state,
        "to": decision.target,
        "warned": [reason.key for reason in unmet if not (reason.set_aside or reason.shadow)],
        "shadowed": [reason.key for reason in unmet if reason.shadow],
        "set_aside": {reason.key: reason.set_aside for reason in unmet if reason.set_aside},
        "found_without_gate": list(keys(decision.found_without_gate)),
    }
