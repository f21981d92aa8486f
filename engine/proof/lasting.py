"""What is owed after an act: a deadline that only the wanted record ends, and an alarm. Pure.

Structural: no clock is simulated. A case that ends owes nothing any more, so an end is no
escape here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from engine.definition import AfterAlways, Transition, Workflow
from engine.duties import DeadlineRule, MetBy
from engine.duty_plan import stays
from engine.guards import Guard
from engine.guards.file import RecordGuard
from engine.proof.budget import Budget
from engine.proof.chart import Chart
from engine.proof.report import Failing
from engine.proof.space import keys_of
from engine.span import Span
from engine.text import Text

_LONGEST = {"hours": 1 / 24, "days": 1, "weeks": 7, "months": 31, "years": 366}
_SHORTEST = {"hours": 1 / 24, "days": 1, "weeks": 7, "months": 28, "years": 365}


def lasting_failure(chart: Chart, invariant: AfterAlways, budget: Budget) -> Failing | None:
    """How it is broken, with the shortest way there; None when it holds."""
    workflow = chart.field.space.workflow
    acts = set(invariant.after.values())
    for state, name in chart.steps:
        step = workflow.transitions[name]
        if step.act not in acts:
            continue
        wrong = {
            key: next(_wrong(chart, rule, invariant, (state, step), budget), None)
            for key, rule in workflow.deadlines.items()
            if step.act in rule.starts.act and _is_about(rule.met_by, invariant.always)
        }
        if not any(why is None for why in wrong.values()):
            return Failing(chart.path_with(state, name), _says(workflow, wrong))
    return None


def _says(workflow: Workflow, wrong: dict[str, Text | None]) -> Text:
    none = Text(nl="er begint geen termijn voor", en="no deadline for it begins")
    found = [
        Text(nl=f"'{title.nl}' {why.nl}", en=f"'{title.en}' {why.en}")
        for title, why in ((workflow.deadlines[key].title, why) for key, why in wrong.items())
        if why
    ] or [none]
    return Text(
        nl=f"Niets dwingt het stuk daarna af: {'; '.join(text.nl for text in found)}.",
        en=f"Nothing makes sure of the record afterwards: {'; '.join(text.en for text in found)}.",
    )


def _wrong(
    chart: Chart,
    rule: DeadlineRule,
    invariant: AfterAlways,
    made: tuple[str, Transition],
    budget: Budget,
) -> Iterator[Text]:
    """Why this deadline does not make sure of it after a step that was made in this state."""
    state, step = made
    if not _is_within(rule, invariant.within):
        yield Text(nl="kan langer duren", en="may take longer")
    if not _only_met_by(chart.field.space.workflow, rule.met_by, invariant.always):
        yield Text(nl="wordt ook door iets anders gehaald", en="is met by something else as well")
    if rule.review:
        yield Text(nl="wordt ook met een gesprek gehaald", en="is met by a talk as well")
    if _is_of_each_child(chart.field.space.workflow, invariant.always):
        yield Text(
            nl="geldt voor alle kinderen samen: het stuk van één kind haalt hem",
            en="is for all children together: the record of one child meets it",
        )
    if voided := _voiding(chart, rule, step.target(state)):
        title = chart.field.space.workflow.states[voided].title
        yield Text(nl=f"vervalt in '{title.nl}'", en=f"becomes void in '{title.en}'")
    if not _escalates(rule):
        yield Text(
            nl="waarschuwt niemand anders als hij te laat is",
            en="warns nobody else once it is late",
        )
    if rule.when and not _starts_when_missing(chart, step, (rule.when, invariant.always), budget):
        yield Text(nl="begint niet altijd", en="does not always begin")


def _is_within(rule: DeadlineRule, within: Span) -> bool:
    """Whether it is late by then at the latest, also when it is extended or stands still."""
    later = [rule.window.after] if rule.window and rule.window.after else []
    later += [allowed.at_most for allowed in (rule.extend, rule.suspend) if allowed]
    if rule.kind == "countback":
        return False
    return all(_fits([span, *later], within) for span in rule.spans)


def _fits(spans: list[Span], within: Span) -> bool:
    if all(span.unit == within.unit for span in spans):
        return sum(span.amount for span in spans) <= within.amount
    if any(span.unit not in _LONGEST for span in (*spans, within)):
        return False
    longest = sum(span.amount * _LONGEST[span.unit] for span in spans)
    return longest <= within.amount * _SHORTEST[within.unit]


def _is_about(met_by: MetBy, wanted: Guard) -> bool:
    """Whether the wanted record is among what meets it."""
    if met_by.any_of:
        return any(_is_about(part, wanted) for part in met_by.any_of)
    if met_by.record is None or not isinstance(wanted, RecordGuard):
        return False
    return met_by.record.type == wanted.record.type


def _only_met_by(workflow: Workflow, met_by: MetBy, wanted: Guard) -> bool:
    """Whether nothing but the wanted record, at a wanted status, meets it."""
    if met_by.any_of:
        return all(_only_met_by(workflow, part, wanted) for part in met_by.any_of)
    if met_by.record is None or not isinstance(wanted, RecordGuard):
        return False
    asked = wanted.record
    statuses = asked.status or workflow.catalogue.records[asked.type].settled
    return met_by.record.type == asked.type and set(met_by.record.status) <= set(statuses)


def _is_of_each_child(workflow: Workflow, wanted: Guard) -> bool:
    """Whether several children each need it: what an act starts, it starts for them together."""
    if workflow.about != "family" or not isinstance(wanted, RecordGuard):
        return False
    return workflow.catalogue.records[wanted.record.type].about == "youth"


def _voiding(chart: Chart, rule: DeadlineRule, entered: str) -> str | None:
    """An open state in which it is void, that a case can come to afterwards."""
    workflow = chart.field.space.workflow
    seen, waiting = set[str](), [entered]
    while waiting:
        state = waiting.pop(0)
        if state in seen or workflow.states[state].final:
            continue
        if not stays(workflow, rule, state):
            return state
        seen.add(state)
        onward = sorted(name for at, name in chart.steps if at == state)
        waiting += [workflow.transitions[name].target(state) for name in onward]
    return None


def _escalates(rule: DeadlineRule) -> bool:
    """Whether somebody else than the owner hears of it once it is late."""
    late = (step for step in rule.reminders if step.direction == "after")
    return any(set(step.to) - {"owner", rule.owner} for step in late)


def _starts_when_missing(
    chart: Chart, step: Transition, guards: tuple[Guard, Guard], budget: Budget
) -> bool:
    """Whether it begins in every case in which the record is not there already."""
    space, (when, wanted) = chart.field.space, guards
    keys = sorted(keys_of(when, space.workflow) | keys_of(wanted, space.workflow))
    ranges = [space.dimensions[key].values_in(step) for key in keys]
    for chosen in product(*ranges):
        budget.spend()
        values = dict(zip(keys, chosen, strict=True))
        if space.met(when, values) is False and space.met(wanted, values) is not True:
            return False
    return True
