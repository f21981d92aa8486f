"""What the pages of the workflows show: all in words, nothing by its key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from engine.definition import Transition, Workflow
from engine.diagram import Diagram, Numbered, diagram_of
from engine.difference import Difference, differences
from engine.duties import DeadlineRule
from engine.duty_words import (
    during_words,
    kind_words,
    length_words,
    met_words,
    repeats_words,
    starts_words,
)
from engine.guards.asked import asked_by
from engine.library import Library
from engine.merge import DEFAULT_REGION
from engine.reason import Severity
from engine.text import Text, joined


@dataclass(frozen=True, slots=True)
class RegionChoice:
    """A region to choose from."""

    key: str
    title: Text
    chosen: bool


@dataclass(frozen=True, slots=True)
class WorkflowRow:
    """A workflow in the list."""

    key: str
    title: Text
    states: int
    steps: int
    terms: int
    rules: int
    source: str


@dataclass(frozen=True, slots=True)
class WorkflowList:
    """The workflows of one region."""

    region: str
    regions: tuple[RegionChoice, ...]
    rows: tuple[WorkflowRow, ...]

    @classmethod
    def of(cls, library: Library, region: str, found: Sequence[Workflow]) -> WorkflowList:
        """The list for one region."""
        rows = tuple(
            WorkflowRow(
                key=workflow.workflow,
                title=workflow.title,
                states=len(workflow.states),
                steps=len(workflow.transitions),
                terms=len(workflow.deadlines),
                rules=len(_binding(workflow)),
                source=workflow.source,
            )
            for workflow in found
        )
        return cls(region, region_choices(library, region), rows)


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a step asks, how binding it is, and where it comes from."""

    asks: Text
    severity: Severity
    source: str


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step with its number in the drawing."""

    number: int
    title: Text
    from_: Text
    to: Text | None
    by: Text
    main: bool
    is_fact: bool
    questions: tuple[Text, ...]
    conditions: tuple[Condition, ...]
    opens: tuple[Text, ...]
    source: str


@dataclass(frozen=True, slots=True)
class TermShown:
    """A term in words; ``look`` says how hard it is: law, promise or our own norm."""

    title: Text
    look: Literal["law", "norm"]
    kind: Text
    length: Text
    starts: Text
    repeats: Text | None
    met: Text
    during: Text
    owner: Text
    source: str


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule on an act, with how binding it is here."""

    asks: Text
    acts: Text
    severity: Severity
    always: bool
    source: str


@dataclass(frozen=True, slots=True)
class WorkflowPage:
    """One workflow in one region."""

    key: str
    title: Text
    source: str
    version: str
    hash: str
    region: str
    region_title: Text
    regions: tuple[RegionChoice, ...]
    opened_by: Text
    diagram: Diagram
    steps: tuple[StepShown, ...]
    anywhere: tuple[StepShown, ...]
    entries: tuple[StepShown, ...]
    terms: tuple[TermShown, ...]
    rules: tuple[RuleShown, ...]
    differs: tuple[Difference, ...] | None
    """From the region ``default``; None when this is that region."""


def page_of(library: Library, workflow: Workflow) -> WorkflowPage:
    """All that the page of a workflow shows."""
    region, drawn = workflow.region, diagram_of(workflow)
    base = library.of(workflow.workflow, DEFAULT_REGION)
    return WorkflowPage(
        key=workflow.workflow,
        title=workflow.title,
        source=workflow.source,
        version=workflow.version,
        hash=workflow.hash,
        region=region,
        region_title=library.region_title(region),
        regions=region_choices(library, region),
        opened_by=workflow.catalogue.role_titles(workflow.opens.by),
        diagram=drawn,
        steps=tuple(_steps(workflow, drawn.steps)),
        anywhere=tuple(_steps(workflow, drawn.anywhere)),
        entries=tuple(_steps(workflow, drawn.entries)),
        terms=tuple(_term(workflow, rule) for rule in workflow.deadlines.values()),
        rules=tuple(_rules(workflow)),
        differs=None if region == DEFAULT_REGION else differences(base, workflow),
    )


def region_choices(library: Library, chosen: str) -> tuple[RegionChoice, ...]:
    """Every region, to choose from."""
    return tuple(
        RegionChoice(key, library.region_title(key), key == chosen)
        for key in sorted(library.regions)
    )


def _steps(workflow: Workflow, steps: Iterable[Numbered]) -> Iterator[StepShown]:
    for each in steps:
        step = each.step
        yield StepShown(
            number=each.number,
            title=step.title,
            from_=joined(workflow.states[key].title for key in step.from_),
            to=None if step.is_entry else workflow.states[step.to].title,
            by=workflow.catalogue.role_titles(step.by),
            main=step.main,
            is_fact=step.act is not None and not workflow.binds(step.act),
            questions=tuple(field.title for field in step.input.values()),
            conditions=tuple(_conditions(workflow, step)),
            opens=tuple(_opened(workflow, step)),
            source=step.source,
        )


def _conditions(workflow: Workflow, step: Transition) -> Iterator[Condition]:
    for guard in step.requires:
        asks = asked_by(guard, workflow.catalogue)
        yield Condition(asks, "block", guard.source or step.source)
    if workflow.binds(step.act):
        for rule in workflow.rules_on(step.act).values():
            yield Condition(rule.asks, rule.severity, rule.source)


def _opened(workflow: Workflow, step: Transition) -> Iterator[Text]:
    for part in step.then:
        name = getattr(part, "open", None)
        if name is not None:
            yield Text(nl=str(name).replace("_", " "), en=str(name).replace("_", " "))


def _term(workflow: Workflow, rule: DeadlineRule) -> TermShown:
    return TermShown(
        title=rule.title,
        look="law" if rule.is_law else "norm",
        kind=kind_words(rule),
        length=length_words(rule),
        starts=starts_words(rule.starts, workflow),
        repeats=repeats_words(rule),
        met=met_words(rule.met_by, workflow),
        during=during_words(rule, workflow),
        owner=workflow.catalogue.roles[rule.owner].title,
        source=rule.source,
    )


def _binding(workflow: Workflow) -> list[str]:
    """The rules on acts that the workflow performs as decisions."""
    acts = {step.act for step in workflow.transitions.values() if workflow.binds(step.act)}
    return [key for key, rule in workflow.rules.items() if acts & set(rule.on)]


def _rules(workflow: Workflow) -> Iterator[RuleShown]:
    acts = workflow.catalogue.acts
    for key in sorted(_binding(workflow)):
        rule = workflow.rules[key]
        yield RuleShown(
            asks=rule.asks,
            acts=joined(acts[act].title for act in rule.on if act in acts),
            severity=rule.severity,
            always=rule.always_binds,
            source=rule.source,
        )
