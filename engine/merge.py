"""One effective definition: a workflow with its groups, the shared parts and one region. Pure.

Merging asks that every name exists; ``engine.checks`` says beforehand which do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from engine.calendar import CalendarRules
from engine.catalogue import Catalogue
from engine.definition import (
    ANY_OPEN,
    SYSTEM,
    Group,
    Invariant,
    NeverWithout,
    Transition,
    Workflow,
    WorkflowFile,
)
from engine.duties import DeadlineRule
from engine.guards import VOCABULARY
from engine.guards.quorum import with_quorum
from engine.mentions import Mention, in_act, in_record, in_rule, in_workflow
from engine.problems import Problem, unknown
from engine.region import RegionFile, TableTimes, TermLeaf
from engine.rules import Rule
from engine.text import Part

DEFAULT_REGION = "default"
_SECTIONS = ("states", "transitions", "deadlines")
_MAPS = (TermLeaf, TableTimes, CalendarRules)


@dataclass(frozen=True)
class Shared:
    """What all workflows of a folder share."""

    catalogue: Catalogue = field(default_factory=Catalogue)
    rules: Mapping[str, Rule] = field(default_factory=dict)


def with_groups(
    file: WorkflowFile, groups: Mapping[str, Group]
) -> tuple[WorkflowFile, list[Problem]]:
    """The workflow with its included groups, ``any_open`` written out, and what clashes."""
    problems = [
        Problem(where="include", says=unknown("group", name, groups), at=("include",))
        for name in file.include
        if name not in groups
    ]
    parts: list[tuple[str, Group]] = [("the workflow", file)]
    parts += [(f"group {name}", groups[name]) for name in file.include if name in groups]
    merged = {section: _joined(section, parts, problems) for section in _SECTIONS}
    return _any_open_written_out(file.model_copy(update=merged)), problems


def line_of_regions(name: str, files: Mapping[str, RegionFile]) -> list[RegionFile]:
    """The region and those that it inherits from, the farthest first: ``default``."""
    line: list[RegionFile] = []
    region = files.get(name)
    while region and region not in line:
        line.insert(0, region)
        region = files.get(parent_of(region) or "")
    return line


def parent_of(region: RegionFile) -> str | None:
    """The region that this one inherits from; nothing stands above ``default``."""
    return region.inherits or (None if region.region == DEFAULT_REGION else DEFAULT_REGION)


def merged_region(line: Iterable[RegionFile]) -> RegionFile:
    """One region out of its line: a scalar or a list replaces, a map merges by key.

    Its municipalities and what it is called are its own.
    """
    default, *others = line
    merged = default
    for region in others:
        merged = merged.model_copy(update=_over(merged, region))
        own = {"municipalities": region.municipalities, "title": region.title}
        merged = merged.model_copy(update=own)
    return merged


def with_leaf(rule: DeadlineRule, leaf: TermLeaf) -> DeadlineRule:
    """The deadline as a region changed it.

    Raises:
        pydantic.ValidationError: the leaf does not go with the deadline's kind.
    """
    if not leaf.model_fields_set:
        return rule
    changed = {name: getattr(leaf, name) for name in leaf.model_fields_set}
    own = {name: getattr(rule, name) for name in rule.model_fields_set}
    return DeadlineRule.model_validate(own | changed)


def effective(file: WorkflowFile, region: RegionFile, shared: Shared) -> Workflow:
    """The version of one workflow in one region; the file has its groups in it already."""
    parts = {name: getattr(file, name) for name in WorkflowFile.model_fields}
    if by := region.opens_by.get(file.workflow):
        own = (SYSTEM,) if file.opens.when else ()  # a region says which people, not what the clock
        parts["opens"] = file.opens.model_copy(update={"by": (*own, *by)})
    parts["deadlines"] = _deadlines(file, region)
    parts["transitions"] = _transitions(file, region)
    parts["invariants"] = tuple(_invariants(file, region))
    changed = WorkflowFile.model_validate(parts)
    rules = _rules(changed, region, shared)
    mentions = chain(in_workflow(changed), *(in_rule(key, rule) for key, rule in rules.items()))
    here = {
        "region": region.region,
        "vocabulary": VOCABULARY,
        "rules": rules,
        "catalogue": _mentioned(shared.catalogue, mentions),
        "words": region.words,
    }
    return Workflow.model_validate(parts | here)


def decisions_of(file: WorkflowFile, catalogue: Catalogue) -> set[str]:
    """The acts whose rules a version carries: performed, or found as a fact it records."""
    performed = {step.act for step in file.transitions.values() if step.act}
    found = {key for key, act in catalogue.acts.items() if performed & set(act.found_as)}
    return performed | found


def _joined(
    section: str, parts: list[tuple[str, Group]], problems: list[Problem]
) -> dict[str, Part]:
    """One section of all parts together; what occurs twice is a problem."""
    found: dict[str, Part] = {}
    origin: dict[str, str] = {}
    for name, part in parts:
        own: dict[str, Part] = getattr(part, section)
        for key in [key for key in own if key in found]:
            says = f"{section}.{key} stands in {origin[key]} and in {name}"
            problems.append(Problem(where="include", says=says, at=("include",)))
        new = {key: value for key, value in own.items() if key not in found}
        found |= new
        origin |= dict.fromkeys(new, name)
    return found


def _any_open_written_out(file: WorkflowFile) -> WorkflowFile:
    open_states = [key for key, state in file.states.items() if not state.final]
    transitions = {
        key: step.model_copy(update={"from_": _written_out(step.from_, open_states)})
        for key, step in file.transitions.items()
    }
    return file.model_copy(update={"transitions": transitions})


def _written_out(names: tuple[str, ...], open_states: list[str]) -> tuple[str, ...]:
    written = chain.from_iterable(open_states if name == ANY_OPEN else [name] for name in names)
    return tuple(dict.fromkeys(written))


def _over(base: Part, changes: Part) -> dict[str, object]:
    """What ``changes`` sets, on top of what ``base`` has there."""
    changed: dict[str, object] = {}
    for name in changes.model_fields_set:
        old, new = getattr(base, name), getattr(changes, name)
        changed[name] = _leaves_over(old, new) if isinstance(new, dict) else _leaf_over(old, new)
    return changed


def _leaves_over(old: dict[str, object], new: dict[str, object]) -> dict[str, object]:
    return old | {key: _leaf_over(old.get(key), leaf) for key, leaf in new.items()}


def _leaf_over(old: object, new: object) -> object:
    """A leaf replaces; the maps with leaves of their own (terms, table, calendar) merge."""
    if isinstance(old, Part) and type(old) is type(new) and type(new) in _MAPS:
        return old.model_copy(update=_over(old, new))
    return new


def _transitions(file: WorkflowFile, region: RegionFile) -> dict[str, Transition]:
    """The steps, with the region's quorum written out where one is asked."""
    quorum = _quorum(region)
    return {
        key: step.model_copy(
            update={"requires": tuple(with_quorum(guard, quorum) for guard in step.requires)}
        )
        for key, step in file.transitions.items()
    }


def _quorum(region: RegionFile) -> tuple[str, ...]:
    return region.table.quorum if region.table else ()


def _invariants(file: WorkflowFile, region: RegionFile) -> Iterator[Invariant]:
    for invariant in file.invariants:
        if isinstance(invariant, NeverWithout) and not isinstance(invariant.without, dict):
            without = with_quorum(invariant.without, _quorum(region))
            yield invariant.model_copy(update={"without": without})
        else:
            yield invariant


def _deadlines(file: WorkflowFile, region: RegionFile) -> dict[str, DeadlineRule]:
    names = {key: f"{file.workflow}.{key}" for key in file.deadlines}
    return {
        key: with_leaf(rule, region.terms.get(names[key], TermLeaf()))
        for key, rule in file.deadlines.items()
        if region.reviews.get(names[key]) != "off"
    }


def _rules(file: WorkflowFile, region: RegionFile, shared: Shared) -> dict[str, Rule]:
    """The rules that this region has on the acts of this workflow, as severe as it wants."""
    decisions = decisions_of(file, shared.catalogue)
    quorum = _quorum(region)
    chosen = {
        key: rule.model_copy(
            update={
                "severity": region.severities.get(key, rule.severity),
                "requires": with_quorum(rule.requires, quorum),
            }
        )
        for key, rule in shared.rules.items()
        if decisions & set(rule.on)
    }
    return {key: rule for key, rule in chosen.items() if str(rule.severity) != "off"}


def _mentioned(catalogue: Catalogue, mentions: Iterable[Mention]) -> Catalogue:
    """The part of the catalogue that is named, directly or by what is named."""
    waiting, seen = list(mentions), set[tuple[str, str]]()
    while waiting:
        mention = waiting.pop()
        if (mention.kind, mention.name) not in seen:
            seen.add((mention.kind, mention.name))
            waiting += _mentioned_by(catalogue, mention)
    purposes = catalogue.purposes.items()
    return Catalogue(
        purposes={key: purpose for key, purpose in purposes if ("purpose", key) in seen},
        acts={key: act for key, act in catalogue.acts.items() if ("act", key) in seen},
        roles={key: role for key, role in catalogue.roles.items() if ("role", key) in seen},
        records={
            key: record for key, record in catalogue.records.items() if ("record type", key) in seen
        },
    )


def _mentioned_by(catalogue: Catalogue, mention: Mention) -> Iterable[Mention]:
    if mention.kind == "act" and mention.name in catalogue.acts:
        return in_act(mention.name, catalogue.acts[mention.name])
    if mention.kind == "record type" and mention.name in catalogue.records:
        return in_record(mention.name, catalogue.records[mention.name])
    return ()
