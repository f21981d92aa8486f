"""Which names a definition mentions, and where: what must exist, and what a version carries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import singledispatch
from itertools import chain
from typing import Literal, TypeAlias

from engine.catalogue import Act, RecordType
from engine.definition import (
    AfterAlways,
    AssignRole,
    ChildWhere,
    Consequence,
    EndRole,
    Invariant,
    NeverWithout,
    OpenCase,
    RecordAt,
    Seat,
    Transition,
    WorkflowFile,
)
from engine.duties import DeadlineRule, MetBy, RecordDate, RecordReached
from engine.guards import Composed, Guard
from engine.guards.file import DeadlineGuard, ElapsedGuard, LinkedCaseGuard, RecordGuard, Since
from engine.guards.meeting import PresentGuard
from engine.guards.people import (
    AssignedGuard,
    ConsentGuard,
    FourEyesGuard,
    ParticipantGuard,
)
from engine.guards.period import PeriodGuard
from engine.problems import Place
from engine.reason import Fix
from engine.rules import Rule

Kind: TypeAlias = Literal[
    "act",
    "role",
    "record type",
    "status",
    "date field",
    "state",
    "phase",
    "transition",
    "deadline",
    "workflow",
    "link",
    "purpose",
]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name, what kind of thing it names, and where it stands.

    ``of`` is the record type to which a status or a date field belongs.
    """

    kind: Kind
    name: str
    at: Place = ()
    of: str = ""


def in_workflow(file: WorkflowFile) -> Iterator[Mention]:
    """Every name that a workflow mentions."""
    yield from _named("role", file.opens.by, "opens", "by")
    if file.opens.when and file.opens.when.while_:
        yield from _named("workflow", file.opens.when.while_.open_case, "opens", "when")
    for key, state in file.states.items():
        yield Mention("phase", state.phase, ("states", key, "phase"))
    for key, step in file.transitions.items():
        yield from _under(_in_transition(step), "transitions", key)
    for key, rule in file.deadlines.items():
        yield from _under(_in_deadline(rule), "deadlines", key)
    for index, invariant in enumerate(file.invariants):
        yield from _under(_in_invariant(invariant), "invariants", index)


def in_rule(key: str, rule: Rule) -> Iterator[Mention]:
    """Every name that a rule mentions."""
    yield from _named("act", rule.on, "rules", key, "on")
    yield from _under(in_guard(rule.requires), "rules", key, "requires")
    yield from _under(_in_fix(rule.fix), "rules", key, "fix")
    if rule.deviation:
        at, repair = ("rules", key, "deviation"), rule.deviation.repair
        yield from _named("role", rule.deviation.confirmed_by, *at, "confirmed_by")
        yield from _under(_in_met_by(repair.met_by), *at, "repair", "met_by")
        yield Mention("role", repair.owner, (*at, "repair", "owner"))


def in_act(key: str, act: Act) -> Iterator[Mention]:
    """Every name that an act mentions."""
    yield from _named("act", act.found_as, "acts", key, "found_as")


def in_record(key: str, record: RecordType) -> Iterator[Mention]:
    """Every name that a record type mentions."""
    yield from _named("role", record.written_by, "records", key, "written_by")
    for name, status in record.statuses.items():
        at = ("records", key, "statuses", name)
        yield from _named("role", status.four_eyes.by if status.four_eyes else (), *at)
        yield from _under(_in_guards(status.requires), *at, "requires")
    for name, targets in record.moves.items():
        yield from _named("status", (name, *targets), "records", key, "moves", name, of=key)
    if record.dated_by != "settled":
        yield Mention("date field", record.dated_by, ("records", key, "dated_by"), key)


def in_guard(guard: Guard) -> Iterator[Mention]:
    """Every name that a guard and its parts mention, except fields of a form and facts."""
    yield from _in_fix(guard.fix)
    if isinstance(guard, Composed):
        for member in guard.members:
            yield from in_guard(member)
    else:
        yield from _in_simple(guard)


@singledispatch
def _in_simple(guard: object) -> Iterator[Mention]:
    yield from ()


@_in_simple.register
def _(guard: RecordGuard) -> Iterator[Mention]:
    wanted = guard.record
    yield Mention("record type", wanted.type)
    yield from _named("status", wanted.status, of=wanted.type)
    yield from _in_since(wanted.newer_than) if wanted.newer_than else ()


@_in_simple.register
def _(guard: ParticipantGuard) -> Iterator[Mention]:
    yield Mention("role", guard.participant.role)


@_in_simple.register
def _(guard: AssignedGuard) -> Iterator[Mention]:
    yield Mention("role", guard.assigned)


@_in_simple.register
def _(guard: ElapsedGuard) -> Iterator[Mention]:
    yield from _in_since(guard.elapsed.since)


@_in_simple.register
def _(guard: FourEyesGuard) -> Iterator[Mention]:
    wanted = guard.four_eyes
    yield from _named("role", wanted.by)
    yield from _named("record type", (wanted.of.record,))
    yield from _named("transition", (wanted.of.step,))


@_in_simple.register
def _(guard: LinkedCaseGuard) -> Iterator[Mention]:
    yield Mention("workflow", guard.linked_case.workflow)
    yield from _named("link", (guard.linked_case.link,))


@_in_simple.register
def _(guard: DeadlineGuard) -> Iterator[Mention]:
    yield Mention("deadline", guard.deadline.key)


@_in_simple.register
def _(guard: PresentGuard) -> Iterator[Mention]:
    yield Mention("role", guard.present)


@_in_simple.register
def _(guard: ConsentGuard) -> Iterator[Mention]:
    yield Mention("purpose", guard.consent.to)


@_in_simple.register
def _(guard: PeriodGuard) -> Iterator[Mention]:
    yield from _named("act", (guard.period.act,))


def _in_guards(guards: Iterable[Guard]) -> Iterator[Mention]:
    for index, guard in enumerate(guards):
        yield from _under(in_guard(guard), index)


def _in_since(since: Since) -> Iterator[Mention]:
    yield from _named("state", (since.entering,))
    yield from _named("record type", (since.record,))
    yield from _named("act", (since.act,))


def _in_transition(step: Transition) -> Iterator[Mention]:
    yield from _named("state", step.from_, "from")
    yield from _named("state", () if step.is_entry else (step.to,), "to")
    yield from _named("role", step.by, "by")
    yield from _named("act", (step.act,), "act")
    yield from _named("role", (step.when_vacant,), "when_vacant")
    yield from _under(_in_guards(step.requires), "requires")
    for index, consequence in enumerate(step.then):
        yield from _under(_in_consequence(consequence), "then", index)


def _in_consequence(consequence: Consequence) -> Iterator[Mention]:
    match consequence:
        case OpenCase():
            yield from _in_opened(consequence)
        case AssignRole():
            yield from _named("role", (consequence.assign, consequence.holder))
        case EndRole():
            yield Mention("role", consequence.end)
        case Seat():
            yield from _named("role", consequence.seat, "seat")
        case _:
            yield Mention("role", consequence.tell)


def _in_opened(part: OpenCase) -> Iterator[Mention]:
    yield Mention("workflow", part.open)
    yield from in_guard(part.when) if part.when else ()
    if isinstance(part.for_, ChildWhere) and isinstance(part.for_.child_where, RecordAt):
        yield from _in_record_reached(part.for_.child_where.record)


def _in_deadline(rule: DeadlineRule) -> Iterator[Mention]:
    starts = rule.starts
    yield from _named("state", starts.entering, "starts")
    yield from _named("act", starts.act, "starts")
    yield from _under(_in_record_reached(starts.record), "starts")
    yield from _under(_in_record_date(starts.record_date), "starts")
    if starts.input_date:
        yield Mention("transition", starts.input_date.transition, ("starts",))
    yield from _under(_in_met_by(rule.met_by), "met_by")
    yield from _named("state", () if rule.during in (None, "open") else rule.during, "during")
    yield from _under(in_guard(rule.when) if rule.when else (), "when")
    yield from _in_people_of(rule)


def _in_people_of(rule: DeadlineRule) -> Iterator[Mention]:
    yield Mention("role", rule.owner, ("owner",))
    for index, step in enumerate(rule.reminders):
        audiences = [name for name in step.to if name != "owner"]
        yield from _named("role", audiences, "reminders", index)
    yield from _named("role", rule.extend.by if rule.extend else (), "extend")
    yield from _named("role", rule.suspend.by if rule.suspend else (), "suspend")


def _in_met_by(met_by: MetBy) -> Iterator[Mention]:
    yield from _named("state", met_by.entering)
    yield from _named("act", met_by.act)
    yield from _in_record_reached(met_by.record)
    for index, part in enumerate(met_by.any_of):
        yield from _under(_in_met_by(part), "any_of", index)


def _in_record_reached(reached: RecordReached | None) -> Iterator[Mention]:
    if reached:
        yield Mention("record type", reached.type)
        yield from _named("status", reached.status, of=reached.type)


def _in_record_date(dated: RecordDate | None) -> Iterator[Mention]:
    if dated:
        yield Mention("record type", dated.type)
        yield Mention("date field", dated.field, of=dated.type)


def _in_invariant(invariant: Invariant) -> Iterator[Mention]:
    if isinstance(invariant, NeverWithout):
        yield from _named("act", invariant.never.values())
        if isinstance(invariant.without, dict):
            yield from _named("role", chain.from_iterable(invariant.without.values()))
        else:
            yield from in_guard(invariant.without)
    elif isinstance(invariant, AfterAlways):
        yield from _named("act", invariant.after.values())
        yield from in_guard(invariant.always)


def _in_fix(fix: Fix | None) -> Iterator[Mention]:
    if fix:
        yield from _named("record type", (fix.record,))
        yield from _named("role", (fix.participant, fix.assign))
        yield from _named("transition", (fix.transition,))


def _named(
    kind: Kind, names: Iterable[str | None], *at: str | int, of: str = ""
) -> Iterator[Mention]:
    return (Mention(kind, name, at, of) for name in names if name)


def _under(mentions: Iterable[Mention], *at: str | int) -> Iterator[Mention]:
    # Not replace(): there are tens of thousands of these, and it is four times as slow.
    return (Mention(each.kind, each.name, (*at, *each.at), each.of) for each in mentions)
