"""What another version of its workflow does to one running case: read, and asked of the rules.

A dry run and the move itself ask here, so what was shown is what is done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from engine.access import Viewer
from engine.definition import Workflow
from engine.deviation_duties import duty_rule
from engine.fields import Value, read_answers
from engine.happened import Happened
from engine.impact import (
    BrokenPromise,
    Impact,
    as_then,
    blocked_steps,
    in_version,
    promise_kept,
    promises_on,
    state_in,
)
from engine.proof.words import invariant_in_words
from engine.redating import Entry, Running, Standing, redating
from engine.service.command import CaseInHand
from engine.service.deviation_use import with_usable
from engine.service.ledger import Base
from engine.service.move_reminders import reminders_to_come
from engine.snapshot import Snapshot
from engine.store import deadlines, deviations, events, people, records, snapshots
from engine.store.deadlines import DeadlineSeen
from engine.store.events import EventSeen
from engine.store.snapshots import CLOCK, Asks
from engine.store.tables.cases import DeviationState
from engine.text import Text


def impact_in(work: CaseInHand, new: Workflow, states: Mapping[str, str]) -> Impact:
    """What ``new`` does to the case in hand, which follows ``work.workflow``."""
    old, head = work.workflow, work.case
    state, title = state_in(new, head.state, states), old.states[head.state].title
    happened = events.timeline(work.connection, head)
    broken = tuple(_broken(work, new, happened))
    unknown = tuple(_unknown(work, new))
    if state is None:
        return Impact(head.number, None, head.state, title, broken=broken, unknown=unknown)
    case = with_usable(work, _now(work, new))
    standing = _standing(work, in_version(case, state), happened)
    plan = redating(old, new, standing, work.reckoner)
    return Impact(
        head.number,
        state,
        head.state,
        title,
        state_title=new.states[state].title,
        redating=plan,
        blocked=blocked_steps(old, new, case, state),
        broken=broken,
        unknown=unknown,
        reminders=reminders_to_come(work, plan),
    )


def _now(work: CaseInHand, new: Workflow) -> Snapshot:
    asks = Asks.of(work.workflow.catalogue, new.catalogue)
    taken = snapshots.take(
        work.connection, [work.case], viewer=None, on=work.today, now=work.now, asks=asks
    )
    return taken[work.case.id]


def _standing(work: CaseInHand, case: Snapshot, happened: Sequence[EventSeen]) -> Standing:
    rows = deadlines.deadlines_of(work.connection, work.case)
    started: dict[str, int] = {}
    for row in rows:
        started[row.key] = max(row.started_seq, started.get(row.key, 0))
    alive = [row for row in rows if row.state in ("open", "suspended")]
    return Standing(
        case=case,
        running=tuple(_running(work, row, rows) for row in alive),
        entries=tuple(_entries(work, case.state, happened)),
        last_started=started,
    )


def _running(work: CaseInHand, row: DeadlineSeen, rows: Sequence[DeadlineSeen]) -> Running:
    base, rule = Base.of(row), duty_rule(work.workflow, row.key)
    same = [each for each in rows if (each.key, each.slot) == (row.key, row.slot)]
    together = [each.id for each in same if each.started_seq == row.started_seq]
    before = [each for each in same if each.state == "met"]
    return Running(
        id=row.id,
        key=row.key,
        child=next((c.public_id for c in work.children if c.id == row.child_id), None),
        rule=rule,
        place=sorted(together).index(row.id),
        repeated=rule.repeats is not None
        and any(each.ended_by_seq == row.started_seq for each in before),
        suspended=row.state == "suspended",
        started_seq=row.started_seq,
        starts_on=row.starts_on,
        start=base.start,
        span=base.span,
        suspended_days=base.suspended_days,
        stood_days=base.stood_days,
        first_due=base.first_due,
        due_on=row.due_on,
        due_at=row.due_at,
    )


def _entries(work: CaseInHand, state: str, happened: Sequence[EventSeen]) -> Iterator[Entry]:
    """The opening, and the last coming to the state in which the case stands."""
    opening = [event for event in happened if event.kind == "opened"][:1]
    coming = [event for event in happened if event.entered == work.case.state][-1:]
    for event in {event.seq: event for event in (*opening, *coming)}.values():
        entered = state if event.entered == work.case.state else event.entered
        yield Entry(
            event.seq,
            Happened(
                on=event.occurred_on,
                at=event.occurred_at,
                entered=entered,
                transition=event.transition,
                act=event.act,
                opened=event.kind == "opened",
            ),
        )


def _broken(
    work: CaseInHand, new: Workflow, happened: Sequence[EventSeen]
) -> Iterator[BrokenPromise]:
    """Acts of the past that the new version would not have let happen, as it was then."""
    for event in happened:
        promised = promises_on(new.invariants, event.act) if event.act else ()
        if not promised:
            continue
        then, roles = _then(work, new, event)
        for each in promised:
            if not promise_kept(each, then, roles, new):
                words = invariant_in_words(new, each)
                yield BrokenPromise(event.seq, event.occurred_on, each, words)


def _then(work: CaseInHand, new: Workflow, event: EventSeen) -> tuple[Snapshot, frozenset[str]]:
    """The case on the day of an event, as it was known then, and the roles of who did it."""
    actor = event.actor and people.person_by_public_id(work.connection, event.actor)
    viewer = Viewer(actor.id, actor.public_id) if actor else None
    taken = snapshots.take(
        work.connection,
        [work.case],
        viewer=viewer,
        on=event.occurred_on,
        now=event.recorded_at,
        asks=Asks.of(new.catalogue),
    )[work.case.id]
    old = work.office.version(work.connection, event.workflow_hash)
    then = as_then(taken, _answers(work, event, old), event.transition, old)
    return then, then.roles if viewer else frozenset({CLOCK})


def _answers(work: CaseInHand, event: EventSeen, old: Workflow) -> Mapping[str, Value]:
    """What was filled in, as far as it was not destroyed."""
    step = old.transitions.get(event.transition or "")
    if step is None:
        return {}
    children = tuple(child.public_id for child in work.children)
    answers, _ = read_answers(step.input, (event.details or {}).get("inputs", {}), children)
    return answers


def _unknown(work: CaseInHand, new: Workflow) -> Iterator[Text]:
    """What lies in the file and could not be shown or finished by the new version."""
    for kind in dict.fromkeys(row.type for row in _strangers(work, new)):
        title = work.workflow.catalogue.records[kind].title
        yield Text(
            nl=f"in het dossier ligt een stuk dat de nieuwe versie niet kent: {title.nl}",
            en=f"in the file is a record that the new version does not know: {title.en}",
        )
    asked = deviations.deviations_of(
        work.connection, [work.case.id], states=get_args(DeviationState)
    )
    for rule in dict.fromkeys(each.rule for each in asked if not _knows(new, each)):
        asks = work.workflow.rules[rule].asks
        yield Text(
            nl=f"er is afgeweken van een regel die de nieuwe versie zo niet kent: {asks.nl}",
            en=f"a rule was set aside that the new version does not know so: {asks.en}",
        )


def _strangers(work: CaseInHand, new: Workflow) -> Iterator[records.RecordHead]:
    known = new.catalogue.records
    for row in records.records_of(work.connection, work.case):
        if row.type not in known or row.status not in known[row.type].statuses:
            yield row


def _knows(new: Workflow, asked: deviations.DeviationHead) -> bool:
    rule = new.rules.get(asked.rule)
    has_rule = rule is not None and rule.deviation is not None
    return has_rule and asked.transition in new.transitions
