"""What is due on a case between its steps: done in time, late, put off, or left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from api.caseload import agreeing, mending
from api.caseload.at_work import AtWork
from api.caseload.intents import Somebody
from engine.deviation_duties import duty_rule
from engine.duties import DeadlineRule, MetBy, RecordReached
from engine.service import orders
from engine.service.repeats import Done
from engine.store import cases, deadlines
from engine.store.deadlines import DeadlineSeen
from engine.store.unit_of_work import reading

AGREEMENT = "agreement."
ENTRIES = (
    "record_invitations_sent",
    "record_papers_sent",
    "record_absent_parent_called",
    "record_letter_sent",
    "review_before_18",
    "review",
    "set_deputy",
    "tell_family",
)
"""The steps that record a chore; other steps that meet a deadline are decisions of their own."""


@dataclass(slots=True)
class Temper:
    """How somebody keeps to dates: so many days before they are due, and how often not at all."""

    ahead: int = 3
    slips: float = 0.1
    let_go: set[str] = field(default_factory=set)
    """The deadlines that were tried, or that nobody will see to any more."""


def next_chore(work: AtWork, temper: Temper) -> date | None:
    """The day on which somebody will see to the next deadline."""
    days = [_day(row, temper) for row in _due(work, temper)]
    return min(days, default=None)


def do_chores(work: AtWork, temper: Temper) -> None:
    """See to every deadline whose day has come, once."""
    for row in _due(work, temper):
        if work.is_open and _day(row, temper) <= work.today:
            temper.let_go.add(row.public_id)
            if work.rng.random() >= temper.slips:
                _see_to(work, row)


def _due(work: AtWork, temper: Temper) -> list[DeadlineSeen]:
    if not work.is_open:
        return []
    with reading(work.office.store) as connection:
        head = cases.case_for_operator(connection, work.case)
        rows = deadlines.open_deadlines(connection, [head.id])[head.id]
    work.version, work.state = head.version, head.state
    return [row for row in rows if row.state == "open" and row.public_id not in temper.let_go]


def _day(row: DeadlineSeen, temper: Temper) -> date:
    """The day on which it is seen to: a talk never before it counts."""
    day = row.due_on - timedelta(days=temper.ahead)
    return max(day, row.window_opens or row.starts_on) if row.review else day


def _see_to(work: AtWork, row: DeadlineSeen) -> None:
    if row.key.startswith(AGREEMENT):
        agreeing.settle(work, row.key.removeprefix(AGREEMENT), "met")
        return
    rule = duty_rule(work.workflow, row.key)
    if row.review and work.rng.random() < 0.75 and _talk(work, row):
        return
    if row.key.startswith("eyes."):
        mending.second_look(work, row.key.removeprefix("eyes."))
        return
    if _entry(work, rule.met_by):
        return
    for wanted in _records(rule.met_by):
        if mending.bring(work, wanted.type, wanted.status):
            return
    _put_off(work, row, rule)


def _entry(work: AtWork, met_by: MetBy) -> bool:
    """Make the entry that is due: a letter that was sent, a call that was made."""
    acts = {*met_by.act, *(act for one in met_by.any_of for act in one.act)}
    for name in ENTRIES:
        step = work.workflow.transitions.get(name)
        if step is not None and step.act in acts and work.state in step.from_:
            inputs = work.writer.filled(step.input, {"person": Somebody.COLLEAGUE})
            return mending.make_step(work, name, inputs) is not None
    return False


def _records(met_by: MetBy) -> Iterator[RecordReached]:
    if met_by.record:
        yield met_by.record
    for one in met_by.any_of:
        yield from _records(one)


def _talk(work: AtWork, row: DeadlineSeen) -> bool:
    """Hold the talk that the deadline plans, with the children and the first parent."""
    if (row.window_opens or row.starts_on) > work.today:
        return False
    return talk(work, ((work.case, row.public_id),))


def talk(work: AtWork, counts_for: tuple[tuple[str, str], ...] = ()) -> bool:
    """Hold a talk with the family; whether it was recorded."""
    names = (*work.about, work.home.parents[0].name)
    done = work.give(
        work.inviter,
        orders.HoldContact,
        held_on=work.today,
        words=work.rng.choice(_SPOKEN),
        with_persons=tuple(work.home.ids[name] for name in names),
        counts_for=counts_for,
    )
    return isinstance(done, Done)


_SPOKEN = (
    "Thuis gesproken. Het gaat beter dan vorige keer; school blijft een zorg.",
    "Gebeld met moeder, daarna met de jeugdige. Afspraken van vorige keer zijn nagekomen.",
    "Op school gesproken, met de mentor erbij. Volgende keer thuis.",
)


def _put_off(work: AtWork, row: DeadlineSeen, rule: DeadlineRule) -> None:
    """Extend, or let stand still, where the rule allows that; otherwise it gets late."""
    ways = [*(way for way in (rule.extend, rule.suspend) if way), None]
    way = work.rng.choice(ways)
    who = work.actor(way.by) if way else None
    if way is None or who is None:
        return
    if way is rule.extend:
        why = "Ouders waren pas later beschikbaar."
        work.give(who, orders.Extend, deadline=row.public_id, by=way.at_most, reason=why)
    else:
        pause(work, who, work.rng.randint(10, 25), deadline=row.public_id)


def pause(work: AtWork, who: str, days: int, *, deadline: str | None = None) -> None:
    """Let one deadline, or all that may, stand still."""
    why = "De jeugdige is ziek; het gezin vraagt even rust."
    until = work.today + timedelta(days=days)
    work.give(who, orders.Suspend, until=until, reason=why, deadline=deadline)
