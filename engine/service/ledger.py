"""Deadlines and their reminders as rows: begun, met, void, moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from pydantic import JsonValue

from engine.access import CLOCK
from engine.duties import DeadlineRule
from engine.duty_plan import Duty, DutyPlan, NewDuty, PlannedReminder
from engine.service.command import CaseInHand
from engine.service.office import local_day
from engine.span import Span
from engine.store import deadlines, reminders
from engine.store.deadlines import DeadlineSeen, DueDate, NewDeadline
from engine.store.reminders import NewReminder
from engine.store.rows import values_of
from engine.terms import Due, due_at, late_at

PAST = "was past when recorded"
FOUND_LATE = "found_late"
"""The step of a reminder that no definition plans: the deadline was late when it began."""


@dataclass(frozen=True, slots=True)
class Base:
    """What a due date is computed from, kept with it so that it can be computed again."""

    start: date | datetime
    span: Span
    suspended_days: int
    first_due: date  # before any extension: the maximum counts from here
    stood_days: int = 0  # how long it stood still in all, before an extension too

    def to_data(self) -> dict[str, JsonValue]:
        """As plain JSON."""
        return {
            "start": self.start.isoformat(),
            "span": self.span.model_dump(mode="json"),
            "suspended_days": self.suspended_days,
            "first_due": self.first_due.isoformat(),
            "stood_days": self.stood_days,
        }

    @classmethod
    def of(cls, row: DeadlineSeen) -> Base:
        """What the deadline's due date was computed from."""
        start = str(row.terms["start"])
        return cls(
            datetime.fromisoformat(start) if "T" in start else date.fromisoformat(start),
            Span.model_validate(row.terms["span"]),
            int(str(row.terms["suspended_days"])),
            date.fromisoformat(str(row.terms["first_due"])),
            int(str(row.terms["stood_days"])),
        )


def move(work: CaseInHand, row: DeadlineSeen, rule: DeadlineRule, base: Base) -> Due:
    """Compute the due date anew; the old reminders are superseded by those of the new date."""
    reckoner = work.reckoner
    found = reckoner.due(rule, base.span, base.start, suspended_days=base.suspended_days)
    put = deadlines.resume_deadline if row.state == "suspended" else deadlines.move_deadline
    put(work.connection, row.id, due_date(found, base))
    reminders.supersede_planned(work.connection, row.id, why="due date moved")
    rows = rows_of(work, row.id, found, reckoner.reminders(rule, found))
    reminders.plan_reminders(work.connection, rows, now=work.now)
    return found


def due_date(found: Due, base: Base) -> DueDate:
    """A computed due date as the store keeps it."""
    return DueDate(
        due_on=found.on,
        due_at=due_at(found),
        late_after=found.late_after,
        window_opens=found.window_opens,
        explanation=found.explanation.to_data(),
        terms=base.to_data(),
    )


def write_plan(work: CaseInHand, plan: DutyPlan, *, on: date) -> None:
    """Write what became of the deadlines; the reminders of those that ended are superseded.

    They ended on ``on``, the day on which it happened: a talk of yesterday was held in time.
    """
    for duty in plan.met:
        _end(work, duty, "met", on)
    for duty in plan.void:
        _end(work, duty, "void", on)
    rows = [row for new in plan.begins for row in begin(work, new)]
    reminders.plan_reminders(work.connection, rows, now=work.now)


def _end(work: CaseInHand, duty: Duty, state: Literal["met", "void"], on: date) -> None:
    deadlines.end_deadline(work.connection, duty.id, state=state, on=on, seq=work.case.version)
    reminders.supersede_planned(work.connection, duty.id, why=f"deadline {state}")


def begin(work: CaseInHand, new: NewDuty) -> list[NewReminder]:
    """A deadline with its explanation; the reminders that belong in the ledger with it."""
    rule, found = new.rule, new.due
    base = Base(new.start, new.span, 0, found.on)
    deadline = NewDeadline(
        **values_of(due_date(found, base)),
        key=new.key,
        kind=rule.kind,
        starts_on=new.starts_on,
        owner_role=rule.owner,
        started_seq=work.case.version,
        child_id=next((c.id for c in work.children if c.public_id == new.child), None),
        is_law=rule.is_law,
        review=rule.review,
    )
    row = deadlines.start_deadline(work.connection, work.case.id, deadline)
    return rows_of(work, row.id, found, new.reminders)


def rows_of(
    work: CaseInHand, deadline_id: int, found: Due, planned: tuple[PlannedReminder, ...]
) -> list[NewReminder]:
    """The ledger rows of one due date; one whose moment was past is never mailed.

    A deadline that is late when it begins would so be silent for ever: whoever hears last of it
    is told at once that it was found late. What the clock does counts as done at its own
    moment, however late the tick: after an outage its reminders are made, not suppressed.
    """
    recorded = work.at if work.viewer is CLOCK else work.now
    if planned and late_at(found) <= recorded:
        last = max(planned, key=lambda reminder: reminder.fire_at).step
        told = [each.audience for each in planned if each.step == last]
        planned += tuple(PlannedReminder(FOUND_LATE, audience, recorded) for audience in told)
    return [_row(deadline_id, found.on, reminder, recorded) for reminder in planned]


def _row(
    deadline_id: int, due_on: date, reminder: PlannedReminder, recorded: datetime
) -> NewReminder:
    past = reminder.fire_at < recorded
    return NewReminder(
        deadline_id=deadline_id,
        due_on=due_on,
        step=reminder.step,
        audience=reminder.audience,
        on_date=local_day(reminder.fire_at),
        fire_at=reminder.fire_at,
        state="suppressed" if past else "planned",
        why=PAST if past else None,
    )
