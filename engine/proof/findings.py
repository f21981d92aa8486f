"""What nobody meant: states that no case reaches, deadlines nobody can meet, idle guards. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.definition import Workflow
from engine.duties import DeadlineRule, MetBy
from engine.duty_plan import stays
from engine.proof.budget import Budget, LimitReached
from engine.proof.chart import Chart
from engine.proof.never import Question, breaking
from engine.proof.report import Finding
from engine.proof.space import Space
from engine.proof.steps import Condition, Conditions, Demand
from engine.text import Text


def unreachable(chart: Chart) -> Iterator[Finding]:
    """States that a case never comes to, as the guards of the steps to them contradict."""
    workflow = chart.field.space.workflow
    for key, state in workflow.states.items():
        if key not in chart.states:
            says = Text(
                nl=f"In '{state.title.nl}' komt geen zaak: de eisen onderweg sluiten elkaar uit.",
                en=f"No case comes to '{state.title.en}': what is asked on the way contradicts.",
            )
            yield Finding("unreachable", key, says)


def unmeetable(chart: Chart) -> Iterator[Finding]:
    """Deadlines that nothing can meet in the states in which they are open."""
    workflow = chart.field.space.workflow
    for key, rule in workflow.deadlines.items():
        if not rule.review and not _can_be_met(chart, rule, rule.met_by):
            says = Text(
                nl=f"De termijn '{rule.title.nl}' kan niemand halen.",
                en=f"Nobody can meet the deadline '{rule.title.en}'.",
            )
            yield Finding("unmeetable", key, says)


def idle(
    space: Space,
    conditions: Conditions,
    limits: Callable[[], Budget] = Budget,
) -> Iterator[Finding]:
    """Guards that are never the only one to stop a step: others ask as much."""
    for name, found in conditions.items():
        for condition in found:
            if not _stops_alone(space, conditions, condition, limits()):
                title = space.workflow.transitions[name].title
                says = Text(
                    nl=f"'{condition.key}' houdt '{title.nl}' nooit als enige tegen.",
                    en=f"'{condition.key}' is never the only one to stop '{title.en}'.",
                )
                yield Finding("idle", f"{name}.{condition.key}", says, falls_short=False)


def _can_be_met(chart: Chart, rule: DeadlineRule, met_by: MetBy) -> bool:
    workflow = chart.field.space.workflow
    if met_by.any_of:
        return any(_can_be_met(chart, rule, part) for part in met_by.any_of)
    lives = {state for state in chart.states if stays(workflow, rule, state)}
    if met_by.record:
        return bool(lives)
    return any(
        state in lives and _ends(workflow, name, met_by) for state, name in sorted(chart.steps)
    )


def _ends(workflow: Workflow, name: str, met_by: MetBy) -> bool:
    step = workflow.transitions[name]
    return step.act in met_by.act or (not step.is_entry and step.to in met_by.entering)


def _stops_alone(
    space: Space,
    conditions: Conditions,
    condition: Condition,
    budget: Budget,
) -> bool:
    """Whether in some case this guard stops the step and no other does; yes when unknown."""
    others = tuple(one for one in conditions[condition.step] if one is not condition)
    unmet = Demand(condition.keys, lambda values: space.met(condition.guard, values) is not True)
    asked = Question(space, {**conditions, condition.step: others}, (condition.step,), unmet)
    try:
        return breaking(asked, asked.cone(), budget) is not None
    except LimitReached:
        return True
