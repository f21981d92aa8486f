"""Set a rule aside for one step, once: asked, confirmed or refused by a second person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Literal, TypeAlias

from engine.access import Viewer
from engine.decision import transition_named
from engine.deviation_duties import review_duty
from engine.duty_plan import NewDuty
from engine.fields import InputProblem, InvalidInput
from engine.guards import second_pair_of_eyes
from engine.happened import Happened
from engine.reason import Reason
from engine.rules import Rule
from engine.service.command import CaseInHand, Outcome, carry_out, refuse
from engine.service.deviation_use import stands
from engine.service.event_kinds import EventKind
from engine.service.office import Office
from engine.service.orders import AskDeviation, DecideDeviation
from engine.service.repeats import Done
from engine.service.settle import Change, settle
from engine.store import deadlines, deviations, people
from engine.store.deviations import DeviationHead, NewDeviation
from engine.store.tables.cases import DeviationState
from engine.terms import Kind, due
from engine.text import Text

Decided: TypeAlias = Literal["confirmed", "refused", "used", "rejected"]


def ask_deviation(viewer: Viewer, office: Office, order: AskDeviation) -> Outcome:
    """Ask to set a rule aside for one step of this case.

    Refused when the rule blocks whatever happens, when it does not bind that step, or when
    whoever asks could not make the step either.

    Raises:
        UnknownTransition: there is no such step. InvalidInput: no rule of that name, no reason.
    """
    return carry_out(viewer, office, order, _ask)


def decide_deviation(viewer: Viewer, office: Office, order: DecideDeviation) -> Outcome:
    """Confirm or refuse a deviation; never one's own.

    One that was used before it was confirmed and is refused now undoes nothing: it opens a
    review of the decision, due in two working days.
    """
    return carry_out(viewer, office, order, _decide)


def _ask(work: CaseInHand, order: AskDeviation) -> Done:
    step = transition_named(work.workflow, order.transition)
    rule = _rule(work, order)
    case = work.as_mover(work.snapshot())
    roles = work.workflow.catalogue.role_titles(step.by)
    refuse(
        "ask_deviation",
        Reason(
            key="role",
            met=bool(case.roles & set(step.by)),
            asks=Text(nl=f"Dit vraagt: {roles.nl}", en=f"This is asked by: {roles.en}"),
            says=Text(nl=f"Dit vraagt: {roles.nl}.", en=f"This is asked by: {roles.en}."),
        ),
        _may_be_set_aside(work, order, rule),
    )
    assert rule.deviation is not None  # noqa: S101 - else refused above
    after = rule.deviation.lapses_after
    kind: Kind = "working_days" if after.unit == "working_days" else "hard"
    calendar = work.reckoner.calendar
    last = due(work.today, after, kind, calendar).on
    new = NewDeviation(
        rule=order.rule,
        transition=order.transition,
        asked_by=work.viewer.person,
        lapses_on=last + timedelta(days=1),
    )
    made = deviations.ask(work.connection, work.case, new, now=work.now)
    payload = {"rule": order.rule, "transition": order.transition, "deviation": made.public_id}
    change = _change(work, "deviation_asked", payload, order.why)
    return settle(work, replace(change, made=made.public_id))


def _decide(work: CaseInHand, order: DecideDeviation) -> Done:
    found = deviations.get_deviation(work.connection, work.case, order.deviation)
    asker = people.public_id_of(work.connection, found.asked_by)
    rule = work.workflow.rules[found.rule]
    assert rule.deviation is not None  # noqa: S101 - only such rules are ever asked
    refuse(
        "decide_deviation",
        second_pair_of_eyes(
            work.as_mover(work.snapshot()),
            {asker},
            rule.deviation.confirmed_by,
            work.workflow.catalogue,
        ),
        still_to_decide(work, found),
    )
    if not order.confirmed and not order.why.strip():
        says = Text(nl="Vul in waarom.", en="Fill in why.")
        raise InvalidInput(InputProblem("why", "missing", says))
    state, kind = _outcome(found, confirmed=order.confirmed)
    deviations.decide(work.connection, found, state=state, by=work.viewer.person, now=work.now)
    payload = {"rule": found.rule, "transition": found.transition, "deviation": found.public_id}
    change = _change(work, kind, payload, order.why)
    extra = _review(work, found.rule, rule) if kind == "deviation_rejected" else ()
    return settle(work, replace(change, ticked=_second_look(work, found), extra=extra))


def _review(work: CaseInHand, key: str, rule: Rule) -> tuple[NewDuty, ...]:
    """The decision is looked at again."""
    duty, reckoner = review_duty(rule), work.reckoner
    return tuple(reckoner.begin(f"review.{key}", duty, span, work.on, None) for span in duty.spans)


def _second_look(work: CaseInHand, found: DeviationHead) -> tuple[int, ...]:
    """The deadline for the second pair of eyes that this decision meets, if it is the last."""
    used: tuple[DeviationState, ...] = ("used_unconfirmed",)
    waiting = deviations.deviations_of(work.connection, [work.case.id], states=used)
    if found.state != "used_unconfirmed" or any(
        row.rule == found.rule and row.id != found.id for row in waiting
    ):
        return ()
    rows = deadlines.open_deadlines(work.connection, [work.case.id])[work.case.id]
    return tuple(row.id for row in rows if row.key == f"eyes.{found.rule}")


def _outcome(found: DeviationHead, *, confirmed: bool) -> tuple[Decided, EventKind]:
    if found.state == "used_unconfirmed":
        if confirmed:
            return "used", "deviation_confirmed"
        return "rejected", "deviation_rejected"
    return ("confirmed", "deviation_confirmed") if confirmed else ("refused", "deviation_refused")


def _rule(work: CaseInHand, order: AskDeviation) -> Rule:
    """The rule to set aside, which must bind the step."""
    step = work.workflow.transitions[order.transition]
    bound = work.workflow.rules_on(step.act)
    problems = []
    if order.rule not in bound:
        listed = ", ".join(bound) or "–"
        says = Text(
            nl=f"Deze stap heeft geen regel '{order.rule}'; wel: {listed}.",
            en=f"This step has no rule '{order.rule}'; it has: {listed}.",
        )
        problems.append(InputProblem("rule", "unknown", says))
    if not order.why.strip():
        says = Text(nl="Vul in waarom.", en="Fill in why.")
        problems.append(InputProblem("why", "missing", says))
    if problems:
        raise InvalidInput(*problems)
    return bound[order.rule]


def _may_be_set_aside(work: CaseInHand, order: AskDeviation, rule: Rule) -> Reason:
    """A rule that binds whatever happens, or a step that closes the case, has no deviation.

    A final case owes nothing any more, so what is set aside there could never be made up.
    """
    closes = work.workflow.closes(work.workflow.transitions[order.transition])
    says = Text(nl="Van deze regel kan niet worden afgeweken.", en="This rule cannot be set aside.")
    if closes:
        says = Text(
            nl="Deze stap sluit de zaak; wat nu wordt overgeslagen kan daarna niet meer worden "
            "ingehaald. Leg het eerst vast.",
            en="This step closes the case; what is left out now can never be made up. "
            "Record it first.",
        )
    return Reason(
        key="no_deviation",
        met=rule.severity == "block_unless_deviation" and not closes,
        asks=rule.asks,
        says=says,
        source=rule.source,
        fix=rule.fix,
    )


def still_to_decide(work: CaseInHand, found: DeviationHead) -> Reason:
    """Whether a second person is still waited for."""
    waits = found.state == "asked" and stands(work, found)
    return Reason(
        key="decided",
        met=waits or found.state == "used_unconfirmed",
        asks=Text(nl="Vraag een nieuwe afwijking", en="Ask for a new deviation"),
        says=Text(
            nl="Over deze afwijking is al besloten, of zij is vervallen.",
            en="This deviation was decided already, or it lapsed.",
        ),
    )


def _change(work: CaseInHand, kind: EventKind, payload: dict[str, str], why: str) -> Change:
    return Change(
        kind=kind,
        happened=Happened(on=work.on, at=work.at),
        before=work.snapshot(),
        payload=dict(payload),
        details={"why": why},
    )
