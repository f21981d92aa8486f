"""What holds in every state: an end can be reached, and something is owed by somebody. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from engine.definition import AlwaysHolds, Workflow
from engine.duties import DeadlineRule, MetBy
from engine.duty_plan import is_met, stays
from engine.happened import Happened
from engine.proof.chart import Chart
from engine.proof.cuts import TODAY
from engine.proof.dimension import BLANK
from engine.proof.report import Failing
from engine.text import Text

OPEN_STATE, FINAL_STATE = "open_state", "final_state"


def standing_failure(chart: Chart, invariant: AlwaysHolds) -> Failing | None:
    """How it is broken, with the shortest way there; None when it holds."""
    if "open_state_has" in invariant.always:
        return _without_date(chart)
    return _stuck(chart, invariant.always["from_every"], invariant.always["can_reach"])


def _stuck(chart: Chart, every: str, wanted: str) -> Failing | None:
    """A node from which no wanted state can be reached, however the case goes on."""
    states = chart.field.space.workflow.states
    open_states = {key for key, state in states.items() if not state.final}
    begins = open_states if every == OPEN_STATE else {every}
    ends = states.keys() - open_states if wanted == FINAL_STATE else {wanted}
    good = chart.before(node for node in chart.came if node[0] in ends)
    node = chart.first(lambda node: node[0] in begins and node not in good)
    if node is None:
        return None
    title = states[node[0]].title
    says = Text(
        nl=f"Vanaf '{title.nl}' is zo geen einde meer te bereiken.",
        en=f"From '{title.en}' no end can be reached this way.",
    )
    return Failing(chart.path(node), says)


def _without_date(chart: Chart) -> Failing | None:
    """A step into an open state in which nothing need be owed, or is owed by nobody we know."""
    workflow = chart.field.space.workflow
    dates = {key: covered_by(chart, rule) for key, rule in workflow.deadlines.items()}
    covered = {state for states in dates.values() for state in states}
    open_states = set(workflow.open_states)
    node = chart.first(lambda node: node[0] in open_states - covered)
    if node is None:
        return None
    title = workflow.states[node[0]].title
    says = Text(
        nl=f"In '{title.nl}' staat dan misschien geen enkele termijn met een eigenaar open.",
        en=f"In '{title.en}' there may be no open deadline with an owner then.",
    )
    return Failing(chart.path(node), says)


def covered_by(chart: Chart, rule: DeadlineRule) -> set[str]:
    """The open states in which this deadline is open, however a case came there."""
    workflow = chart.field.space.workflow
    if rule.owner not in workflow.catalogue.roles:
        return set()
    if rule.starts.nothing_open:
        return set(workflow.open_states)
    if rule.when is not None or not rule.starts.entering or _met_in_place(rule):
        return set()
    covered = {state for state in workflow.open_states if stays(workflow, rule, state)}
    while lost := {state for state in covered if not _carried(chart, rule, state, covered)}:
        covered -= lost
    return covered


def _met_in_place(rule: DeadlineRule) -> bool:
    """Whether a record or a talk may meet it, for good, while the case stays where it is."""
    return rule.repeats is None and (rule.review or _has_record(rule.met_by))


def _has_record(met_by: MetBy) -> bool:
    return met_by.record is not None or any(_has_record(part) for part in met_by.any_of)


def _carried(chart: Chart, rule: DeadlineRule, state: str, covered: Iterable[str]) -> bool:
    """Whether every way into the state begins the deadline, or brings it along unmet."""
    workflow = chart.field.space.workflow
    if state == workflow.initial and state not in rule.starts.entering:
        return False
    for before, name in chart.steps:
        step = workflow.transitions[name]
        if step.target(before) != state:
            continue
        if not step.is_entry and state in rule.starts.entering:
            continue
        if before not in covered or _meets(workflow, rule, name):
            return False
    return True


def _meets(workflow: Workflow, rule: DeadlineRule, name: str) -> bool:
    """Whether the step meets the deadline for good."""
    step = workflow.transitions[name]
    entered = None if step.is_entry else step.to
    done = Happened(on=TODAY, at=BLANK.now, entered=entered, transition=name, act=step.act)
    return is_met(rule.met_by, done) and rule.repeats is None
