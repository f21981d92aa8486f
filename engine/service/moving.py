"""Let running cases follow another version of their workflow: one by one, each whole or not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from pydantic import JsonValue, ValidationError

from engine.access import CLOCK
from engine.definition import Workflow
from engine.duty_plan import Duty, DutyPlan
from engine.impact import Impact
from engine.redating import Redated, Redating
from engine.service.command import CaseInHand
from engine.service.impact import impact_in
from engine.service.ledger import Base, due_date, write_plan
from engine.service.move_plan import Prepared, nothing_to_do
from engine.service.move_reminders import rows_by_move
from engine.service.office import Office
from engine.service.settle import of_child
from engine.store import Connection, access_log, cases, deadlines, events, families, reminders
from engine.store.access_log import LogEntry
from engine.store.cases import CaseHead
from engine.store.deadlines import Redefined
from engine.store.events import NewEvent
from engine.store.rows import values_of
from engine.store.unit_of_work import reading, unit_of_work
from engine.text import Text

Outcome: TypeAlias = Literal["moved", "would_move", "already", "closed", "elsewhere", "refused"]

_UNREADABLE = Text(
    nl="dit programma kan de versie die de zaak nu volgt niet lezen",
    en="this program cannot read the version that the case follows now",
)


@dataclass(frozen=True, slots=True)
class CaseMove:
    """What came of one case, or would; ``why`` says why it was not moved."""

    number: str
    outcome: Outcome
    impact: Impact | None = None
    why: tuple[Text, ...] = ()

    @property
    def skipped(self) -> bool:
        """Whether there was nothing to do."""
        return self.outcome in ("already", "closed", "elsewhere")


def weigh_one(office: Office, prepared: Prepared, number: str) -> CaseMove:
    """What the move would do to a case, without doing it: the same code, before any write."""
    with reading(office.store) as connection:
        return _weighed(office, connection, prepared, number)[1]


def move_one(office: Office, prepared: Prepared, number: str) -> CaseMove:
    """Move one case under the lock of its family, unless something stands in the way.

    Each has its own transaction, and one that was moved before is skipped: a plan may be stopped
    at any moment and begun again.
    """
    with unit_of_work(office.store) as connection:
        head = cases.case_for_operator(connection, number)
        families.lock_families(connection, [head.family_id])
        work, found = _weighed(office, connection, prepared, number)
        if work is None or found.impact is None or found.outcome != "would_move":
            return found
        _move(work, prepared, found.impact)
        return replace(found, outcome="moved")


def touched(office: Office, old: Workflow, new: Workflow) -> tuple[Impact, ...]:
    """What ``new`` would do to each open case that follows ``old``."""
    with reading(office.store) as connection:
        return tuple(
            impact_in(_in_hand(office, connection, head), new, {})
            for head in cases.open_cases_of(connection, old.workflow, region=old.region)
            if head.workflow_hash == old.hash
        )


def _weighed(
    office: Office, connection: Connection, prepared: Prepared, number: str
) -> tuple[CaseInHand | None, CaseMove]:
    """The case as it stands now, and whether it can be moved."""
    head = cases.case_for_operator(connection, number)
    if outcome := nothing_to_do(head, prepared.target, prepared.only_from):
        return None, CaseMove(number, outcome)
    try:
        work = replace(_in_hand(office, connection, head), viewer=prepared.by)
    except ValidationError:
        return None, CaseMove(number, "refused", why=(_UNREADABLE,))
    impact = impact_in(work, prepared.target, prepared.plan.states)
    if impact.obstacles:
        return work, CaseMove(number, "refused", impact, impact.obstacles)
    return work, CaseMove(number, "would_move", impact)


def _in_hand(office: Office, connection: Connection, head: CaseHead) -> CaseInHand:
    """The case for the operator: nobody of the case looks."""
    now = office.clock.now()
    workflow = office.version(connection, head.workflow_hash)
    return CaseInHand(office, connection, CLOCK, head, workflow, now, now)


def _move(work: CaseInHand, prepared: Prepared, impact: Impact) -> None:
    assert impact.state is not None  # noqa: S101 - without one it is refused
    before, target = work.case, prepared.target
    head = cases.record_version_move(
        work.connection,
        before,
        to_hash=target.hash,
        to_state=impact.state,
        is_draft=target.states[impact.state].draft,
    )
    work = replace(work, case=head, workflow=target)
    plan = impact.redating
    void = tuple(Duty(each.id, each.key, each.child, each.rule) for each in plan.void)
    write_plan(work, DutyPlan(void=void, begins=plan.begins), on=work.today)
    for each in plan.changed:
        _redefine(work, each)
    _write_event(work, before, prepared, plan)
    entry = LogEntry(at=work.now, action="moved_version", outcome="done", case_id=head.id)
    access_log.log(work.connection, replace(work.viewer, through="machine"), entry)


def _redefine(work: CaseInHand, each: Redated) -> None:
    """A deadline goes on by the new rule; its reminders are those of the new rule."""
    running, rule = each.running, each.rule
    base = Base(each.start, each.span, each.suspended_days, each.first_due, running.stood_days)
    said = Redefined(
        **values_of(due_date(each.due, base)),
        kind=rule.kind,
        owner_role=rule.owner,
        is_law=rule.is_law,
        review=rule.review,
    )
    deadlines.redefine_deadline(work.connection, running.id, said)
    if running.suspended:  # its reminders come when it runs on
        return
    reminders.supersede_planned(work.connection, running.id, why="moved to another version")
    reminders.plan_reminders(work.connection, rows_by_move(work, each), now=work.now)


def _write_event(work: CaseInHand, before: CaseHead, prepared: Prepared, plan: Redating) -> None:
    by, second = prepared.names
    mapped = work.case.state != before.state
    old = work.office.version(work.connection, before.workflow_hash)
    payload: dict[str, JsonValue] = {
        "from": before.workflow_hash,
        "to": work.case.workflow_hash,
        "from_label": old.version,
        "label": work.workflow.version,
        "states": {before.state: work.case.state} if mapped else {},
        "deadlines": _told(plan),
    }
    event = NewEvent(
        kind="moved_version",
        recorded_at=work.now,
        occurred_on=work.on,
        occurred_at=work.at,
        actor_id=work.viewer.person,
        workflow_hash=work.case.workflow_hash,
        entered=work.case.state if mapped else None,
        payload=payload,
        details={"reason": prepared.plan.reason, "by": by, "second": second},
    )
    events.append_event(work.connection, work.case, event)


def _told(plan: Redating) -> dict[str, JsonValue]:
    """The deadlines that changed, for the event: keys and dates."""
    moved: list[JsonValue] = [
        {
            "key": each.running.key,
            "from": each.running.due_on.isoformat(),
            "to": each.due.on.isoformat(),
            **of_child(each.running.child),
        }
        for each in plan.changed
        if each.moves
    ]
    begun: list[JsonValue] = [
        {"key": new.key, "due": new.due.on.isoformat(), **of_child(new.child)}
        for new in plan.begins
    ]
    return {"met": [], "void": [each.key for each in plan.void], "begun": begun, "moved": moved}
