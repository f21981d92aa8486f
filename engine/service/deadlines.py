"""Move a deadline: extend it, let it stand still, let it run on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from pydantic import JsonValue

from engine.access import Viewer
from engine.deviation_duties import duty_rule
from engine.duties import Allowance, DeadlineRule
from engine.errors import TermOutOfScope
from engine.explanation import day_words
from engine.fields import InputProblem, InvalidInput
from engine.happened import Happened
from engine.reason import Reason
from engine.service.command import CaseInHand, Outcome, carry_out, refuse
from engine.service.event_kinds import EventKind
from engine.service.ledger import Base, move
from engine.service.office import Office
from engine.service.orders import Extend, Resume, Suspend
from engine.service.repeats import Done
from engine.service.settle import Change, settle
from engine.store import deadlines, reminders
from engine.store.deadlines import DeadlineSeen
from engine.terms import due
from engine.text import Text


def extend(viewer: Viewer, office: Office, order: Extend) -> Outcome:
    """Extend a deadline with a reason, by a role and up to the maximum that its rule names.

    Refused with ``extend`` where the rule allows none, ``role`` and ``at_most``.
    """
    return carry_out(viewer, office, order, extend_now)


def suspend(viewer: Viewer, office: Office, order: Suspend) -> Outcome:
    """Let one deadline, or all that may, stand still until a day at the latest.

    Terms of the law and safety duties go on: only a rule that names ``suspend`` stands still.
    """
    return carry_out(viewer, office, order, _suspend)


def resume(viewer: Viewer, office: Office, order: Resume) -> Outcome:
    """Let what stands still run on; the real number of days is added."""
    return carry_out(viewer, office, order, resume_now)


def extend_now(work: CaseInHand, order: Extend) -> Done:
    """Extend it inside a command that has begun; refuses and raises as ``extend``."""
    _reason_given(order.reason)
    found = deadlines.get_deadline(work.connection, work.case, order.deadline)
    work.must_be_open(found.child_id, "deadline")
    rule = duty_rule(work.workflow, found.key)
    start, base = found.due_on, Base.of(found)
    calendar = work.reckoner.calendar
    try:
        moved = due(start, order.by, rule.kind, calendar, on_day_off=rule.day_off)
    except TermOutOfScope as misfit:
        says = Text(
            nl="Deze termijn wordt niet in die eenheid geteld; kies dagen, weken of maanden, of "
            "werkdagen of uren waar de termijn zelf zo telt.",
            en=str(misfit),
        )
        raise InvalidInput(InputProblem("by", "malformed", says)) from misfit
    refuse("extend", *extension_reasons(work, found, moved.on))
    move(work, found, rule, Base(start, order.by, 0, base.first_due, base.stood_days))
    payload = {
        "deadline": found.key,
        "child": _child_of(work, found),
        "from": found.due_on.isoformat(),
        "to": moved.on.isoformat(),
    }
    return _settled(work, "deadline_extended", payload, order.reason)


def extension_reasons(work: CaseInHand, found: DeadlineSeen, to: date | None) -> tuple[Reason, ...]:
    """Whether the viewer may extend this deadline, and as far as ``to`` where that is known."""
    rule = duty_rule(work.workflow, found.key)
    may = (_allowed(found, rule, "extend"), _by(work, rule.extend, found))
    return may if to is None else (*may, _at_most(to, furthest_extension(work, found, rule)))


def _suspend(work: CaseInHand, order: Suspend) -> Done:
    _reason_given(order.reason)
    chosen = _chosen(work, order.deadline, "open")
    rules = {row.id: duty_rule(work.workflow, row.key) for row in chosen}
    if order.deadline is None:
        chosen = tuple(row for row in chosen if rules[row.id].suspend)
    refuse("suspend", *(r for row in chosen for r in _may_stand(work, row, rules[row.id], order)))
    if not chosen:
        refuse("suspend", _nothing())
    for row in chosen:
        since = max(work.on, row.starts_on)
        deadlines.suspend_deadline(work.connection, row.id, on=since, until=order.until)
        reminders.supersede_planned(work.connection, row.id, why="suspended")
    payload: dict[str, JsonValue] = {
        "which": [row.key for row in chosen],
        "about": [_child_of(work, row) for row in chosen],
        "until": order.until.isoformat(),
    }
    return _settled(work, "suspended", payload, order.reason)


def resume_now(work: CaseInHand, order: Resume) -> Done:
    """Run on; also what the clock does when the last day of a suspension has passed."""
    found = _chosen(work, order.deadline, "suspended")
    chosen = tuple(row for row in found if row.state == "suspended")
    if not chosen:
        refuse("resume", _nothing())
    for row in chosen:
        move(work, row, duty_rule(work.workflow, row.key), _run_on(work, row))
    payload: dict[str, JsonValue] = {
        "which": [row.key for row in chosen],
        "about": [_child_of(work, row) for row in chosen],
    }
    return _settled(work, "resumed", payload, order.reason)


def _child_of(work: CaseInHand, row: DeadlineSeen) -> str | None:
    """The child part that it is of, by public id; None: it is shared."""
    return next((each.public_id for each in work.children if each.id == row.child_id), None)


def _run_on(work: CaseInHand, row: DeadlineSeen) -> Base:
    """What the due date counts from once the days that it stood still are added."""
    assert row.suspended_on is not None  # noqa: S101 - so the store says of a suspended row
    base, stood = Base.of(row), (work.on - row.suspended_on).days
    # Of a term of the Awb the day of asking and the day of the answer both count (Awb 4:15).
    days = max(0, stood - 1 if duty_rule(work.workflow, row.key).kind == "statutory" else stood)
    return replace(
        base,
        suspended_days=base.suspended_days + days,
        first_due=base.first_due + timedelta(days=days),
        stood_days=base.stood_days + days,
    )


def _chosen(work: CaseInHand, named: str | None, state: str) -> tuple[DeadlineSeen, ...]:
    opened = work.opened
    if named is not None:
        found = deadlines.get_deadline(work.connection, work.case, named)
        work.must_be_open(found.child_id, "deadline")
        return (found,)
    rows = deadlines.open_deadlines(work.connection, [work.case.id])[work.case.id]
    return tuple(row for row in rows if row.state == state and opened.shows(row.child_id))


def _may_stand(
    work: CaseInHand, row: DeadlineSeen, rule: DeadlineRule, order: Suspend
) -> tuple[Reason, ...]:
    """Whether this deadline may stand still until that day, by this viewer."""
    return (
        _allowed(row, rule, "suspend"),
        _by(work, rule.suspend, row),
        _at_most(order.until, furthest_suspension(work, row, rule)),
        _ahead(work, order.until),
    )


def furthest_suspension(work: CaseInHand, row: DeadlineSeen, rule: DeadlineRule) -> date:
    """The last day until which the deadline may stand still; what it stood before counts too."""
    if rule.suspend is None:
        return work.today + timedelta(weeks=8)
    calendar = work.reckoner.calendar
    since = max(work.on, row.starts_on)
    latest = due(since, rule.suspend.at_most, "hard", calendar).on
    return latest - timedelta(days=Base.of(row).stood_days)


def furthest_extension(work: CaseInHand, found: DeadlineSeen, rule: DeadlineRule) -> date:
    """The last day to which the deadline may be extended, counted from its first due date."""
    first = Base.of(found).first_due
    if rule.extend is None:
        return first
    calendar = work.reckoner.calendar
    return due(first, rule.extend.at_most, rule.kind, calendar).on


def _allowed(found: DeadlineSeen, rule: DeadlineRule, what: Literal["extend", "suspend"]) -> Reason:
    words = {"extend": ("verlengd", "extended"), "suspend": ("opgeschort", "suspended")}
    allowance = rule.extend if what == "extend" else rule.suspend
    nl, en = words[what]
    return Reason(
        key=what,
        met=allowance is not None and found.state == "open",
        asks=Text(nl="Houd de termijn aan", en="Keep the term"),
        says=Text(
            nl=f"De termijn '{rule.title.nl}' kan niet worden {nl}.",
            en=f"The term '{rule.title.en}' cannot be {en}.",
        ),
        source="LAW" if found.is_law else "DEFAULT",
    )


def _by(work: CaseInHand, allowance: Allowance | None, row: DeadlineSeen) -> Reason:
    by = allowance.by if allowance else ()
    roles = work.workflow.catalogue.role_titles(by)
    return Reason(
        key="role",
        met=allowance is None or bool(_roles(work, row) & set(by)),
        asks=Text(nl=f"Dit doet: {roles.nl}", en=f"This is done by: {roles.en}"),
        says=Text(nl=f"Dit doet: {roles.nl}.", en=f"This is done by: {roles.en}."),
    )


def _roles(work: CaseInHand, row: DeadlineSeen) -> frozenset[str]:
    """In which roles the viewer acts on it: held for its child, or for all where it is shared."""
    return work.as_owner(work.snapshot(), row.child_id).roles


def _at_most(wanted: date, latest: date) -> Reason:
    nl, en = day_words(latest, "nl"), day_words(latest, "en")
    return Reason(
        key="at_most",
        met=wanted <= latest,
        asks=Text(nl=f"Kies een dag tot en met {nl}", en=f"Choose a day up to {en}"),
        says=Text(
            nl=f"Dit gaat verder dan het langst mogelijke: {nl}.",
            en=f"This goes beyond the furthest possible day: {en}.",
        ),
    )


def _ahead(work: CaseInHand, until: date) -> Reason:
    return Reason(
        key="ahead",
        met=until > work.today,
        asks=Text(nl="Kies een dag na vandaag", en="Choose a day after today"),
        says=Text(nl="Deze dag is al voorbij.", en="This day is past already."),
    )


def _nothing() -> Reason:
    return Reason(
        key="nothing",
        met=False,
        asks=Text(nl="Kies een termijn", en="Choose a deadline"),
        says=Text(
            nl="Er is geen termijn waarvoor dit kan.", en="There is no deadline to do this with."
        ),
    )


def _reason_given(reason: str) -> None:
    if not reason.strip():
        says = Text(nl="Vul in waarom.", en="Fill in why.")
        raise InvalidInput(InputProblem("reason", "missing", says))


def _settled(
    work: CaseInHand, kind: EventKind, payload: Mapping[str, JsonValue], reason: str
) -> Done:
    return settle(
        work,
        Change(
            kind=kind,
            happened=Happened(on=work.on, at=work.at),
            before=work.snapshot(),
            payload=payload,
            details={"reason": reason},
        ),
    )
