"""Every name that is mentioned exists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeAlias

from engine.catalogue import Catalogue
from engine.definition import Workflow, WorkflowFile
from engine.mentions import Kind, Mention, in_act, in_record, in_rule, in_workflow
from engine.merge import Shared
from engine.problems import Place, Problem, dotted, unknown
from engine.span import did_you_mean


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What stands around a workflow: other workflows, their links, the whole catalogue.

    What is None is not known, so names of it are not checked.
    """

    catalogue: Catalogue | None = None
    workflows: Collection[str] | None = None
    links: Collection[str] | None = None
    files: Mapping[str, WorkflowFile] = field(default_factory=dict)
    """The other workflows themselves, with their groups."""


_Known: TypeAlias = dict[Kind, Collection[str]]
_TITLED = {"states", "transitions", "deadlines", "rules", "acts", "records"}


def name_problems(workflow: Workflow, around: Surroundings) -> Iterator[Problem]:
    """What the workflow names that does not exist, and what its rules ask of a workflow."""
    catalogue = around.catalogue or workflow.catalogue
    known = _in_catalogue(catalogue) | _in_workflow(workflow, around)
    yield from _unknown(in_workflow(workflow), known, catalogue)
    performed = {step.act for step in workflow.transitions.values()}
    for key, rule in workflow.rules.items():
        if performed & set(rule.on):
            yield from _unknown(in_rule(key, rule), known, catalogue)


def shared_name_problems(shared: Shared) -> Iterator[Problem]:
    """What the shared files name that does not exist."""
    catalogue = shared.catalogue
    mentions = chain(
        *(in_act(key, act) for key, act in catalogue.acts.items()),
        *(in_record(key, record) for key, record in catalogue.records.items()),
        *(in_rule(key, rule) for key, rule in shared.rules.items()),
    )
    yield from _unknown(mentions, _in_catalogue(catalogue), catalogue)


def _in_catalogue(catalogue: Catalogue) -> _Known:
    return {
        "act": catalogue.acts,
        "role": catalogue.roles,
        "record type": catalogue.records,
        **({"purpose": catalogue.purposes} if catalogue.purposes else {}),
    }


def _in_workflow(workflow: Workflow, around: Surroundings) -> _Known:
    known: _Known = {
        "state": workflow.states,
        "phase": workflow.phases,
        "transition": workflow.transitions,
        "deadline": workflow.deadlines,
    }
    if around.workflows is not None:
        known["workflow"] = around.workflows
    if around.links is not None:
        known["link"] = around.links
    return known


def _unknown(mentions: Iterable[Mention], known: _Known, catalogue: Catalogue) -> Iterator[Problem]:
    for mention in mentions:
        says = _says(mention, known, catalogue)
        if says:
            yield Problem(where=_where(mention.at), says=says, at=mention.at)


def _says(mention: Mention, known: _Known, catalogue: Catalogue) -> str:
    if mention.of:
        return _part_of_record(mention, catalogue)
    if mention.kind not in known or mention.name in known[mention.kind]:
        return ""
    return unknown(mention.kind, mention.name, known[mention.kind])


def _part_of_record(mention: Mention, catalogue: Catalogue) -> str:
    """A status or a date field of a record type; one that does not exist is reported itself."""
    record = catalogue.records.get(mention.of)
    if record is None:
        return ""
    dates = [key for key, asked in record.fields.items() if asked.kind == "date"]
    has = record.statuses if mention.kind == "status" else dates
    if mention.name in has:
        return ""
    return f"{mention.of} has no {mention.kind} '{mention.name}'{did_you_mean(mention.name, has)}"


def _where(at: Place) -> str:
    return str(at[1]) if at[0] in _TITLED else dotted(at[:2])
