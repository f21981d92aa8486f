"""What becomes of the deadlines of a case when something happens. Pure.

The answers are data: which deadlines are met, which are void, which begin and with which
reminders. Writing them down is the service's work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from engine.calendar import AMSTERDAM, Calendar
from engine.definition import Workflow
from engine.duties import DeadlineRule, MetBy, RecordDate, RecordReached, Starts
from engine.happened import Happened, RecordChange
from engine.snapshot import Snapshot
from engine.span import Span
from engine.terms import Due, due, reminder_at


@dataclass(frozen=True, slots=True)
class Duty:
    """A deadline that is open or suspended, as the store holds it."""

    id: int
    key: str
    child: str | None
    rule: DeadlineRule
    window_opens: date | None = None


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """One row of the ledger to be: when, and to which audience."""

    step: str
    audience: str
    fire_at: datetime


@dataclass(frozen=True, slots=True)
class NewDuty:
    """A deadline that begins, computed and explained."""

    key: str
    child: str | None
    rule: DeadlineRule
    span: Span
    start: date | datetime
    due: Due
    reminders: tuple[PlannedReminder, ...]

    @property
    def starts_on(self) -> date:
        """The local day from which it counts."""
        start = self.start
        return start.astimezone(AMSTERDAM).date() if isinstance(start, datetime) else start


@dataclass(frozen=True, slots=True)
class DutyPlan:
    """What becomes of the deadlines of a case."""

    met: tuple[Duty, ...] = ()
    void: tuple[Duty, ...] = ()
    begins: tuple[NewDuty, ...] = ()


@dataclass(frozen=True, slots=True)
class Reckoner:
    """Computes due dates and reminders by one region's calendar."""

    calendar: Calendar
    reminder_time: time

    def begin(
        self, key: str, rule: DeadlineRule, span: Span, start: date | datetime, child: str | None
    ) -> NewDuty:
        """A deadline of this rule that counts from ``start``."""
        found = self.due(rule, span, start)
        return NewDuty(key, child, rule, span, start, found, self.reminders(rule, found))

    def due(
        self,
        rule: DeadlineRule,
        span: Span,
        start: date | datetime,
        *,
        suspended_days: int = 0,
    ) -> Due:
        """When a deadline of this rule is due that counts from ``start``, with its explanation."""
        return due(
            start,
            span,
            rule.kind,
            self.calendar,
            law=rule.is_law,
            on_day_off=rule.day_off,
            window=rule.window,
            suspended_days=suspended_days,
            source=rule.source,
        )

    def reminders(self, rule: DeadlineRule, found: Due) -> tuple[PlannedReminder, ...]:
        """One reminder for each step and audience of the rule."""
        return tuple(
            PlannedReminder(
                step.key,
                audience,
                reminder_at(
                    found,
                    step.offset,
                    step.direction,
                    self.calendar,
                    local_time=self.reminder_time,
                ),
            )
            for step in rule.reminders
            for audience in step.to
        )


def plan_duties(
    workflow: Workflow,
    case: Snapshot,
    happened: Happened,
    duties: Sequence[Duty],
    reckoner: Reckoner,
    *,
    ticked: tuple[Duty, ...] = (),
    extra: tuple[NewDuty, ...] = (),
) -> DutyPlan:
    """What becomes of the deadlines of ``case``, as it stands after what happened.

    What the happening meets is met; what it leaves behind is void; then new ones begin. A
    deadline that is already open is kept, so that nobody gains time by a detour; only one
    that hangs on a date that was written anew is replaced, and a term of the law that a form
    starts runs beside the one of an earlier form. An open case that would owe
    nothing gets the deadline that the workflow keeps for that.

    Args:
        ticked: deadlines that a held talk meets.
        extra: deadlines that begin although no definition starts them: a deviation's. In a
            final state only what is owed to a person begins.
    """
    met = tuple(
        duty for duty in duties if duty in ticked or is_met(duty.rule.met_by, happened, duty.child)
    )
    left = [duty for duty in duties if duty not in met]
    owed = (new for new in extra if stays(workflow, new.rule, case.state))
    begun = (*_begun(workflow, case, happened, met, reckoner), *owed)
    again = {(new.key, new.child) for new in begun if _runs_beside(new.rule)}
    redated = {(new.key, new.child) for new in begun if _is_dated(new.rule.starts)} - again
    void = tuple(
        duty
        for duty in left
        if (duty.key, duty.child) in redated or not stays(workflow, duty.rule, case.state)
    )
    kept = tuple(duty for duty in left if duty not in void)
    names = {(duty.key, duty.child) for duty in kept} - again
    begins = tuple(new for new in begun if (new.key, new.child) not in names)
    return _with_next_date(workflow, case, happened, DutyPlan(met, void, begins), kept, reckoner)


def is_met(met_by: MetBy, happened: Happened, child: str | None = None) -> bool:
    """Whether what happened meets a deadline."""
    if met_by.any_of:
        return any(is_met(part, happened, child) for part in met_by.any_of)
    if met_by.record:
        same_child = happened.record is None or happened.record.child in (None, child)
        same_child = child is None or same_child  # a record about the case is about each child
        return same_child and _reached(met_by.record, happened.record)
    return happened.entered in met_by.entering or happened.act in met_by.act


def stays(workflow: Workflow, rule: DeadlineRule, state: str) -> bool:
    """Whether a deadline of this rule lives on in this state."""
    if workflow.states[state].final:
        return rule.outlasts
    during = rule.during or rule.starts.entering or "open"
    return during == "open" or state in during


def _begun(
    workflow: Workflow,
    case: Snapshot,
    happened: Happened,
    met: tuple[Duty, ...],
    reckoner: Reckoner,
) -> Iterator[NewDuty]:
    """The deadlines that what happened sets going."""
    for duty in met:
        if duty.rule.repeats and stays(workflow, duty.rule, case.state):
            every = duty.rule.repeats.every
            yield reckoner.begin(duty.key, duty.rule, every, happened.on, duty.child)
    repeated = {duty.key for duty in met if duty.rule.repeats}
    for key, rule in workflow.deadlines.items():
        if key in repeated or not stays(workflow, rule, case.state):
            continue
        for start, child in _starts(rule, case, happened):
            if rule.starts.age and _had(case, key, child, met):
                continue
            if is_wanted(workflow, rule, case, child):
                yield from (reckoner.begin(key, rule, span, start, child) for span in rule.spans)


def _had(case: Snapshot, key: str, child: str | None, met: tuple[Duty, ...]) -> bool:
    """Whether an age clock was met before, or is met just now: a birthday comes once.

    One that runs is kept, and so not begun anew either.
    """
    just_met = {(duty.key, duty.child) for duty in met}
    return (key, child) in case.clocks_met | just_met


def _starts(
    rule: DeadlineRule, case: Snapshot, happened: Happened
) -> Iterator[tuple[date | datetime, str | None]]:
    """From when it counts, and for which child part where there are several."""
    if rule.starts.age:
        yield from clocks(rule, case) if happened.entered else ()
        return
    start = starting(rule, case, happened)
    if start is not None:
        several = len(case.children) > 1
        yield start, happened.record.child if happened.record and several else None


def clocks(rule: DeadlineRule, case: Snapshot) -> Iterator[tuple[date, str | None]]:
    """The days of an age clock that are still to come, each child's where there are several."""
    for child in case.children:
        day = rule.starts.age.day(child.born) if rule.starts.age and child.born else None
        if day and day > case.on:
            yield day, child.id if len(case.children) > 1 else None


def starting(rule: DeadlineRule, case: Snapshot, happened: Happened) -> date | datetime | None:
    """From when a deadline of this rule counts, or None when this does not start it.

    An age clock is no matter of what happened: it is the birth date's.
    """
    starts = rule.starts
    day: date | None = None
    if starts.meeting:
        day = happened.meeting
    elif starts.record_date:
        day = _record_day(starts.record_date, happened.record)
    elif starts.input_date and happened.transition == starts.input_date.transition:
        given = happened.inputs.get(starts.input_date.field)
        day = given if isinstance(given, date) else None
    elif _is_started(starts, happened):
        return happened.at if rule.kind == "hours" else happened.on
    return day


def _is_started(starts: Starts, happened: Happened) -> bool:
    return (
        happened.entered in starts.entering
        or happened.act in starts.act
        or (starts.record is not None and _reached(starts.record, happened.record))
    )


def _record_day(wanted: RecordDate, change: RecordChange | None) -> date | None:
    if change is None or change.type != wanted.type:
        return None
    return change.dates.get(wanted.field)


def is_wanted(workflow: Workflow, rule: DeadlineRule, case: Snapshot, child: str | None) -> bool:
    """Whether its ``when`` holds, of the child part that it begins for."""
    if rule.when is None:
        return True
    if child is not None:
        case = replace(case, children=tuple(each for each in case.children if each.id == child))
    return rule.when.check(case, workflow.catalogue).met is not False


def _reached(wanted: RecordReached, change: RecordChange | None) -> bool:
    return change is not None and change.type == wanted.type and change.status in wanted.status


def _runs_beside(rule: DeadlineRule) -> bool:
    """Whether a second event has a term of its own: the law's term of the first goes on."""
    return rule.is_law and rule.starts.input_date is not None


def _is_dated(starts: Starts) -> bool:
    dates = (starts.record_date, starts.input_date, starts.meeting)
    return any(date is not None for date in dates)


def _with_next_date(
    workflow: Workflow,
    case: Snapshot,
    happened: Happened,
    plan: DutyPlan,
    kept: tuple[Duty, ...],
    reckoner: Reckoner,
) -> DutyPlan:
    """No open case without a next date, and none made for that beside another."""
    idle = {key for key, rule in workflow.deadlines.items() if rule.starts.nothing_open}
    spare = tuple(duty for duty in kept if duty.key in idle)
    owed: tuple[NewDuty | Duty, ...] = (
        *plan.begins,
        *(duty for duty in kept if duty.key not in idle),
    )
    if any(duty.rule.next_date for duty in owed):
        return replace(plan, void=(*plan.void, *spare))
    if spare or workflow.states[case.state].final:
        return plan
    begins = tuple(
        reckoner.begin(key, workflow.deadlines[key], span, happened.on, None)
        for key in sorted(idle)
        for span in workflow.deadlines[key].spans
    )
    return replace(plan, begins=(*plan.begins, *begins))
