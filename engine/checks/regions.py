"""A region changes only what it may, and names only what exists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from engine.checks.upholding import upholds
from engine.definition import NeverWithout, WorkflowFile
from engine.duties import DeadlineRule
from engine.merge import DEFAULT_REGION, Shared, parent_of, with_leaf
from engine.misfits import plainly
from engine.problems import Problem, unknown
from engine.region import RegionFile
from engine.rules import Rule

_SOFTER = ("block", "block_unless_deviation", "warn", "off")


@dataclass(frozen=True, kw_only=True)
class Base:
    """What regions differ from: the workflows with their groups, the shared parts, each other."""

    workflows: Mapping[str, WorkflowFile]
    shared: Shared
    regions: Mapping[str, RegionFile]

    @property
    def deadlines(self) -> dict[str, DeadlineRule]:
        """Every deadline by the name that a region uses: ``workflow.deadline``."""
        return {
            f"{name}.{key}": rule
            for name, file in self.workflows.items()
            for key, rule in file.deadlines.items()
        }


def region_problems(name: str, base: Base) -> Iterator[Problem]:
    """What is wrong with the leaves that one region file sets itself."""
    region = base.regions[name]
    yield from _inheritance(region, base)
    yield from _severities(region, base)
    yield from _terms(region, base)
    yield from _reviews(region, base)
    yield from _openers(region, base)
    yield from _declared(region, base)
    yield from _municipalities(region, base)


def body_problems(region: RegionFile, rules: Mapping[str, Rule]) -> Iterator[Problem]:
    """Rules that lean on a body that the merged region does not have."""
    for key, rule in rules.items():
        body = rule.asks_for_body
        is_on = region.severities.get(key) != "off"
        if body and is_on and region.bodies.get(body, "none") == "none":
            says = f"rule {key} asks for {body}, which {region.region} does not have"
            yield Problem(where=f"bodies.{body}", says=says, at=("bodies", body))


def _inheritance(region: RegionFile, base: Base) -> Iterator[Problem]:
    line = [region.region]
    while (parent := parent_of(base.regions[line[-1]])) is not None:
        if parent not in base.regions:
            if line == [region.region]:
                yield _problem(unknown("region", parent, base.regions), "inherits")
            return
        if parent in line:
            if parent == region.region:
                says = f"inherits from itself: {' ← '.join([*line, parent])}"
                yield _problem(says, "inherits")
            return
        line.append(parent)


def _severities(region: RegionFile, base: Base) -> Iterator[Problem]:
    rules = base.shared.rules
    for key, severity in region.severities.items():
        rule = rules.get(key)
        if rule is None:
            yield _problem(unknown("rule", key, rules), "severities", key)
            continue
        if severity == "block_unless_deviation" and rule.deviation is None:
            says = "the rule does not say how it may be set aside: no 'deviation'"
            yield _problem(says, "severities", key)
        if _SOFTER.index(severity) > _SOFTER.index(rule.severity):
            for workflow in _resting_on(rule, base):
                says = f"an invariant of {workflow} rests on this rule; it cannot be softer here"
                yield _problem(says, "severities", key)


def _resting_on(rule: Rule, base: Base) -> Iterator[str]:
    """The workflows with an invariant that this rule upholds: same act, and it makes sure of it."""
    for name, file in base.workflows.items():
        for invariant in file.invariants:
            if not isinstance(invariant, NeverWithout) or isinstance(invariant.without, dict):
                continue
            on_its_act = set(invariant.never.values()) & set(rule.on)
            if on_its_act and upholds(rule.requires, invariant.without, base.shared.catalogue):
                yield name
                break


def _terms(region: RegionFile, base: Base) -> Iterator[Problem]:
    for key, leaf in region.terms.items():
        rule = base.deadlines.get(key)
        if rule is None:
            yield _problem(unknown("deadline", key, base.deadlines), "terms", key)
            continue
        if rule.is_law:
            yield _problem("the law sets this term; a region cannot change it", "terms", key)
            continue
        try:
            with_leaf(rule, leaf)
        except ValidationError as error:
            yield _problem(plainly(error), "terms", key)
        audiences = {name for step in leaf.reminders or () for name in step.to} - {"owner"}
        for name in sorted(audiences - base.shared.catalogue.roles.keys()):
            yield _problem(unknown("role", name, base.shared.catalogue.roles), "terms", key)


def _reviews(region: RegionFile, base: Base) -> Iterator[Problem]:
    for key in region.reviews:
        rule = base.deadlines.get(key)
        if rule is None:
            yield _problem(unknown("deadline", key, base.deadlines), "reviews", key)
        elif not rule.review:
            yield _problem("this is no review; only a review can be left out", "reviews", key)
        elif rule.is_law:
            yield _problem("the law sets this review; it cannot be left out", "reviews", key)


def _openers(region: RegionFile, base: Base) -> Iterator[Problem]:
    roles = base.shared.catalogue.roles
    for name, by in region.opens_by.items():
        if name not in base.workflows:
            yield _problem(unknown("workflow", name, base.workflows), "opens_by", name)
        for role in by:
            if role not in roles:
                yield _problem(unknown("role", role, roles), "opens_by", name)


def _declared(region: RegionFile, base: Base) -> Iterator[Problem]:
    """Words and bodies are those that the default region has; a rule may ask for more bodies."""
    default = base.regions.get(DEFAULT_REGION, region)
    asked = {rule.asks_for_body for rule in base.shared.rules.values() if rule.asks_for_body}
    if region is default:
        return
    for key in region.words:
        if key not in default.words:
            yield _problem(unknown("word", key, default.words), "words", key)
    bodies = {*default.bodies, *asked}
    for key in region.bodies:
        if key not in bodies:
            yield _problem(unknown("body", key, sorted(bodies)), "bodies", key)


def _municipalities(region: RegionFile, base: Base) -> Iterator[Problem]:
    named = Counter(name for each in base.regions.values() for name in each.municipalities)
    for name in region.municipalities:
        if named[name] > 1:
            yield _problem(
                f"'{name}' is named {named[name]} times in all regions", "municipalities"
            )


def _problem(says: str, *at: str) -> Problem:
    return Problem(where=".".join(at), says=says, at=at)
