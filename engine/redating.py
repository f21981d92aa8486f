"""What another version makes of the deadlines of a running case: moved, void or begun. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from engine.calendar import AMSTERDAM
from engine.definition import Workflow
from engine.deviation_duties import duty_rule
from engine.due import Due, at_reminder_time, due_at
from engine.duties import DeadlineRule, MetBy
from engine.duty_plan import NewDuty, Reckoner, clocks, is_wanted, starting, stays
from engine.happened import Happened
from engine.snapshot import Snapshot
from engine.span import Span

_STANDS_STILL = frozenset({"statutory", "hard", "working_days"})
"""The kinds of term of which the days that it stood still are added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A deadline that is open or suspended, and what its date was computed from.

    ``place`` tells the deadlines of one series apart; ``repeated`` is one that began when the
    one before it was met; ``first_due`` is its date before any extension.
    """

    id: int
    key: str
    child: str | None
    rule: DeadlineRule
    place: int = 0
    repeated: bool = False
    suspended: bool = False
    started_seq: int
    starts_on: date
    start: date | datetime
    span: Span
    suspended_days: int = 0
    stood_days: int = 0
    first_due: date
    due_on: date
    due_at: datetime

    @property
    def extended(self) -> bool:
        """Whether somebody extended it: then it counts from another day, or in another span."""
        return _day(self.start) != self.starts_on or self.span != _span_of(self, self.rule)


@dataclass(frozen=True, slots=True)
class Redated:
    """A deadline that goes on by another rule, and what its date is computed from now."""

    running: Running
    rule: DeadlineRule
    start: date | datetime
    span: Span
    suspended_days: int
    first_due: date
    due: Due

    @property
    def moves(self) -> bool:
        """Whether it is due at another moment than before."""
        return due_at(self.due) != self.running.due_at


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that made deadlines begin: the opening, or the coming to the present state."""

    seq: int
    happened: Happened


@dataclass(frozen=True, slots=True)
class Redating:
    """What becomes of the deadlines; ``next_date`` says whether any is left."""

    changed: tuple[Redated, ...] = ()
    void: tuple[Running, ...] = ()
    begins: tuple[NewDuty, ...] = ()
    next_date: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A case as it would stand in the new version, with what it owes until then.

    ``last_started`` says per key with which event such a deadline began last, ended or not.
    """

    case: Snapshot
    running: tuple[Running, ...]
    entries: tuple[Entry, ...]
    last_started: Mapping[str, int]


def redating(old: Workflow, new: Workflow, standing: Standing, reckoner: Reckoner) -> Redating:
    """What ``new`` makes of the deadlines of a case that stands in ``standing``.

    A deadline goes on from its own start, by the new rule; one that somebody extended keeps the
    later of both dates. What the new version does not know, or not in this state, is void. What
    it would have begun when the case opened or came to its present state begins, counted from
    that day, unless the old version began the same or it was met since.
    """
    state = standing.case.state
    changed: list[Redated] = []
    void: list[Running] = []
    for each in standing.running:
        rule = rule_in(new, each)
        if rule is None or _span_of(each, rule) is None or not stays(new, rule, state):
            void.append(each)
        elif _other(each.rule, rule):
            changed.append(_redated(each, rule, reckoner))
    kept = [each for each in standing.running if each not in void]
    begins = [*_longer_series(new, kept, reckoner)]
    begins += _begun(old, new, standing, reckoner)
    return _with_next_date(new, standing.case, (changed, void, begins), kept, reckoner)


def rule_in(new: Workflow, running: Running) -> DeadlineRule | None:
    """What the new version says of a deadline; what was agreed stands outside any version."""
    kind, dot, rule = running.key.partition(".")
    if not dot:
        return new.deadlines.get(running.key)
    if kind == "agreement":
        return running.rule
    has_it = rule in new.rules and new.rules[rule].deviation is not None
    return duty_rule(new, running.key) if has_it else None


def _other(before: DeadlineRule, after: DeadlineRule) -> bool:
    """Whether the rule says something else of a date, its owner or its reminders."""
    return _weighed(before) != _weighed(after)


def _weighed(rule: DeadlineRule) -> tuple[object, ...]:
    return (
        rule.kind,
        rule.spans,
        rule.repeats,
        rule.is_law,
        rule.day_off,
        rule.window,
        rule.owner,
        rule.reminders,
        rule.review,
    )


def _span_of(running: Running, rule: DeadlineRule) -> Span | None:
    """How long this one of the series is by the rule; None where there is no such one."""
    if running.repeated:
        return rule.repeats.every if rule.repeats else None
    return rule.spans[running.place] if running.place < len(rule.spans) else None


def _redated(running: Running, rule: DeadlineRule, reckoner: Reckoner) -> Redated:
    own = _from_own_start(running, rule, reckoner)
    if not running.extended or rule.kind != running.rule.kind:
        return own
    start, span, days = running.start, running.span, running.suspended_days
    due = reckoner.due(rule, span, start, suspended_days=days)
    granted = Redated(running, rule, start, span, days, own.due.on, due)
    return max(own, granted, key=lambda each: due_at(each.due))


def _from_own_start(running: Running, rule: DeadlineRule, reckoner: Reckoner) -> Redated:
    start = running.starts_on if running.extended else running.start
    counted = _as_kind(start, rule)
    span = _span_of(running, rule)
    assert span is not None  # noqa: S101 - one without is void
    days = running.stood_days if rule.kind in _STANDS_STILL else 0
    due = reckoner.due(rule, span, counted, suspended_days=days)
    return Redated(running, rule, counted, span, days, due.on, due)


def _as_kind(start: date | datetime, rule: DeadlineRule) -> date | datetime:
    """A day for terms in days, the moment at which that day begins for terms in hours."""
    if rule.kind != "hours":
        return _day(start)
    return start if isinstance(start, datetime) else at_reminder_time(start, time(0))


def _day(start: date | datetime) -> date:
    return start.astimezone(AMSTERDAM).date() if isinstance(start, datetime) else start


def _longer_series(new: Workflow, kept: Sequence[Running], reckoner: Reckoner) -> Iterator[NewDuty]:
    """The moments that the new version adds to a series that runs."""
    last = {(each.key, each.child): each for each in kept if each.key in new.deadlines}
    for each in last.values():
        rule = new.deadlines[each.key]
        start = _as_kind(each.starts_on if each.extended else each.start, rule)
        for span in () if each.repeated else rule.spans[len(each.rule.spans) :]:
            yield reckoner.begin(each.key, rule, span, start, each.child)


def _begun(
    old: Workflow, new: Workflow, standing: Standing, reckoner: Reckoner
) -> Iterator[NewDuty]:
    for key, rule in new.deadlines.items():
        is_new = key not in old.deadlines or _starts(old.deadlines[key]) != _starts(rule)
        if is_new and not any(each.key == key for each in standing.running):
            yield from _begun_by(standing, new, key, reckoner)


def _begun_by(standing: Standing, new: Workflow, key: str, reckoner: Reckoner) -> Iterator[NewDuty]:
    """From the entry that starts it: the first where it lives on, else the last."""
    rule, case = new.deadlines[key], standing.case
    if rule.starts.age:
        yield from _clocks(new, case, key, reckoner)
        return
    found = [
        (entry, start)
        for entry in standing.entries
        if (start := starting(rule, case, entry.happened)) is not None
        and standing.last_started.get(key, 0) < entry.seq
    ]
    for entry, start in found[:1] if rule.during == "open" else found[-1:]:
        wanted = stays(new, rule, case.state) and is_wanted(new, rule, case, None)
        if wanted and not _met_since(rule.met_by, case, entry.happened.on):
            for span in rule.spans:
                yield reckoner.begin(key, rule, span, start, None)


def _clocks(new: Workflow, case: Snapshot, key: str, reckoner: Reckoner) -> Iterator[NewDuty]:
    """The age clocks that the new version adds: of each child whose day is still to come."""
    rule = new.deadlines[key]
    for day, child in clocks(rule, case):
        if stays(new, rule, case.state) and is_wanted(new, rule, case, child):
            yield from (reckoner.begin(key, rule, span, day, child) for span in rule.spans)


def _starts(rule: DeadlineRule) -> tuple[object, ...]:
    return rule.starts, rule.when, rule.during


def _met_since(met_by: MetBy, case: Snapshot, since: date) -> bool:
    """Whether what meets it has happened since that day: then nothing is owed any more."""
    if met_by.any_of:
        return any(_met_since(part, case, since) for part in met_by.any_of)
    if met_by.record:
        return any(
            seen.type == met_by.record.type
            and seen.status in met_by.record.status
            and seen.on >= since
            for seen in case.records.values()
        )
    days = [case.entered.get(key) for key in met_by.entering if key != case.state]
    days += [case.acted.get(key) for key in met_by.act]
    return any(day is not None and day >= since for day in days)


def _with_next_date(
    new: Workflow,
    case: Snapshot,
    found: tuple[list[Redated], list[Running], list[NewDuty]],
    kept: Collection[Running],
    reckoner: Reckoner,
) -> Redating:
    """No open case without a next date, and none made for that beside another."""
    changed, void, begins = found
    idle = {key for key, rule in new.deadlines.items() if rule.starts.nothing_open}
    spare = [each for each in kept if each.key in idle]
    owed = [new.deadlines.get(each.key, each.rule) for each in kept if each.key not in idle]
    owed += [each.rule for each in begins]
    if any(rule.next_date for rule in owed):
        void += spare
        changed = [each for each in changed if each.running not in spare]
    elif not spare:
        begins += [
            reckoner.begin(key, new.deadlines[key], span, case.on, None)
            for key in sorted(idle)
            for span in new.deadlines[key].spans
        ]
    left = any(rule.next_date for rule in owed) or bool(spare or idle)
    return Redating(tuple(changed), tuple(void), tuple(begins), left)
