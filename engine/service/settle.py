"""Write down what happened to a case: version, deadlines, facts, event, log row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pydantic import JsonValue

from engine.access import CLOCK
from engine.deviation_duties import duty_rule
from engine.duty_plan import Duty, DutyPlan, NewDuty, plan_duties
from engine.effects import after
from engine.happened import Happened
from engine.service.command import CaseInHand
from engine.service.event_kinds import EventKind
from engine.service.ledger import write_plan
from engine.service.orders import Order
from engine.service.repeats import Done
from engine.snapshot import Snapshot
from engine.store import access_log, cases, deadlines, events, facts
from engine.store.access_log import LogEntry
from engine.store.cases import CaseHead
from engine.store.events import NewEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a command did, before it is written down.

    ``payload`` holds keys, dates and public ids only; free text and values go to ``details``,
    which lie beside the chain.
    """

    kind: EventKind
    happened: Happened
    before: Snapshot
    facts: Mapping[str, str] = field(default_factory=dict)
    payload: Mapping[str, JsonValue] = field(default_factory=dict)
    details: Mapping[str, JsonValue] = field(default_factory=dict)
    made: str | None = None
    ticked: tuple[int, ...] = ()  # deadlines that a talk meets
    extra: tuple[NewDuty, ...] = ()  # deadlines that no definition starts
    found_without_gate: tuple[str, ...] = ()


def settle(work: CaseInHand, change: Change) -> Done:
    """Write the change down: exactly one event, the version one higher.

    Raises:
        StaleCase: somebody moved the case meanwhile; nothing is written.
    """
    plan = duty_plan(work, change)
    work = replace(work, case=_raised(work, change))
    facts.set_facts(
        work.connection,
        work.case,
        change.facts,
        from_on=work.on,
        now=work.now,
        seq=work.case.version,
    )
    write_plan(work, plan, on=change.happened.on)
    _write_event(work, change, plan)
    _write_log(work, change)
    return Done(
        case=work.case.public_id,
        version=work.case.version,
        state=work.case.state,
        kind=change.kind,
        made=change.made,
        found_without_gate=change.found_without_gate,
    )


def duty_plan(work: CaseInHand, change: Change) -> DutyPlan:
    """What the change does to the deadlines, computed on the case as it stands after it."""
    duties = open_duties(work)
    return plan_duties(
        work.workflow,
        after(change.before, change.happened, change.facts),
        change.happened,
        duties,
        work.reckoner,
        ticked=tuple(duty for duty in duties if duty.id in change.ticked),
        extra=change.extra,
    )


def open_duties(work: CaseInHand) -> tuple[Duty, ...]:
    """The case's deadlines that are open or suspended, with what the definition says of them."""
    public = {child.id: child.public_id for child in work.children}
    return tuple(
        Duty(
            id=row.id,
            key=row.key,
            child=None if row.child_id is None else public[row.child_id],
            rule=duty_rule(work.workflow, row.key),
            window_opens=row.window_opens,
        )
        for row in deadlines.open_deadlines(work.connection, [work.case.id])[work.case.id]
    )


def _raised(work: CaseInHand, change: Change) -> CaseHead:
    """The case one version on, in the state that was entered if there was one."""
    to = change.happened.entered
    if to is None or change.happened.opened:
        return cases.bump_version(work.connection, work.case)
    state = work.workflow.states[to]
    return cases.record_move(
        work.connection,
        work.case,
        to_state=to,
        is_final=state.final,
        is_draft=state.draft,
        on=work.today,
    )


def _write_event(work: CaseInHand, change: Change, plan: DutyPlan) -> None:
    happened = change.happened
    event = NewEvent(
        kind=change.kind,
        recorded_at=work.now,
        occurred_on=happened.on,
        occurred_at=happened.at,
        actor_id=None if work.viewer is CLOCK else work.viewer.person,
        workflow_hash=work.case.workflow_hash,
        transition=happened.transition,
        act=happened.act,
        entered=happened.entered,
        payload={**change.payload, "deadlines": _told(plan)},
        details=_details(change, work.order),
    )
    events.append_event(work.connection, work.case, event)


def _write_log(work: CaseInHand, change: Change) -> None:
    entry = work.logged(LogEntry(at=work.now, action=change.kind, outcome="done"))
    access_log.log(work.connection, None if work.viewer is CLOCK else work.viewer, entry)


def _details(change: Change, order: Order | None) -> dict[str, JsonValue]:
    """The free text that lies beside the chain, with what the order itself says."""
    said = {
        "late_reason": order.late_reason if order else "",
        "on_behalf_of": order.on_behalf_of if order else None,
    }
    return {**change.details, **{name: text for name, text in said.items() if text}}


def _told(plan: DutyPlan) -> dict[str, JsonValue]:
    """The deadlines that changed, for the event: keys, dates and of which child each is."""
    about: list[JsonValue] = [duty.child for duty in plan.met]
    return {
        "met": [duty.key for duty in plan.met],
        **({"met_about": about} if any(about) else {}),
        "void": [duty.key for duty in plan.void],
        "begun": [
            {"key": new.key, "due": new.due.on.isoformat(), **of_child(new.child)}
            for new in plan.begins
        ],
    }


def of_child(child: str | None) -> dict[str, JsonValue]:
    """Of which child part something in an event is; what is shared says nothing."""
    return {"child": child} if child else {}
