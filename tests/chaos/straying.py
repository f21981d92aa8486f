"""What people do besides: time, other documents, second thoughts, talks, terms, and mistakes."""

from __future__ import annotations

from datetime import timedelta

from engine.definition import Transition
from engine.service import orders
from engine.span import Span
from engine.store import deadlines
from engine.store.unit_of_work import reading
from tests.chaos.at_hand import AtHand


def stray(case: AtHand) -> None:
    """Do something that no step waits for."""
    case.luck.choice(ACTS)(case)


def _time(case: AtHand) -> None:
    case.world.waits(days=case.luck.choice([1, 2, 5, 20, 45]), hours=case.luck.randint(0, 9))


def _document(case: AtHand) -> None:
    name = case.luck.choice(sorted(case.workflow.catalogue.records))
    kind = case.workflow.catalogue.records[name]
    case.brings(name, kind, [case.luck.choice(sorted(kind.statuses))])


def _second_thoughts(case: AtHand) -> None:
    to = case.luck.choice(["placement", "verder_thuis", "assigned_help", "handover", "future_plan"])
    case.consents(to, case.luck.choice(["refused", "withdrawn"]))


def _talk(case: AtHand) -> None:
    who = case.actor(["regisseur"])
    owed = [row for row in _owed(case) if row.review]
    if who:
        counts = tuple((case.head.public_id, row.public_id) for row in owed)
        case.gives(who, orders.HoldContact, held_on=case.world.today, words="x", counts_for=counts)


def _terms(case: AtHand) -> None:
    who, owed = case.actor(["regisseur"]), _owed(case)
    if who is None or not owed:
        return
    row = case.luck.choice(owed)
    until = case.world.today + timedelta(days=case.luck.randint(1, 20))
    case.gives(who, orders.Extend, deadline=row.public_id, by=Span(weeks=2), reason="tijd")
    case.gives(who, orders.Suspend, until=until, reason="pauze")
    if case.luck.random() < 0.5:
        case.gives(who, orders.Resume)


def _leave(case: AtHand) -> None:
    held = [each for each in case.world.takings(case.head) if each.region is None]
    if held:
        taking = case.luck.choice(held)
        by = case.world.viewer(case.luck.choice(held).person_id)
        person = case.world.viewer(taking.person_id)
        if by and person:
            case.gives(by, orders.Leave, person=person.id, role=taking.role)


def _anybody(case: AtHand) -> None:
    """Anybody tries any step, with any form; mostly somebody of the case, whatever their role."""
    name = case.luck.choice(sorted(case.workflow.transitions))
    by = case.world.staff[case.luck.choice(sorted(case.world.staff))][1]
    held = case.world.takings(case.head)
    if held and case.luck.random() < 0.8:
        leaving = [key for key, step in case.workflow.transitions.items() if _leaves(case, step)]
        name = case.luck.choice(leaving or [name])
        by = case.world.viewer(case.luck.choice(held).person_id) or by
    case.tries_step(by, name)


def _leaves(case: AtHand, step: Transition) -> bool:
    return case.head.state in step.from_


def _aside(case: AtHand) -> None:
    """Somebody asks to set a rule aside, and somebody else says no."""
    rules = case.workflow.rules
    name = case.luck.choice(sorted(rules))
    case.sets_aside(name, yes=case.luck.random() < 0.5)


def _coordinate(case: AtHand) -> None:
    case.join(case.luck.choice(["regisseur", "fixed_contact", "substitute", "provider"]))


def _agree(case: AtHand) -> None:
    if case.luck.random() < 0.5:
        case.agrees()
    else:
        case.settles([case.luck.choice(["met", "ended", "not_met"])])


def _owed(case: AtHand) -> list[deadlines.DeadlineSeen]:
    with reading(case.world.office.store) as connection:
        rows = deadlines.deadlines_of(connection, case.head)
    owed = [row for row in rows if row.state in ("open", "suspended")]
    return sorted(owed, key=lambda row: row.id)


ACTS = (
    *(_time, _time, _document, _document, _second_thoughts, _talk, _terms, _leave),
    *(_anybody, _anybody, _aside, _coordinate, _agree),
)
