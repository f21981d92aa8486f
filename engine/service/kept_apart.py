"""Who must not meet whom at the talk that comes, and when each comes, of a whole agenda."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.access import EVERY, Part, children_shown, classes_shown
from engine.at_the_table import outcome_of, undecided
from engine.definition import Workflow
from engine.invitees import time_of
from engine.service.invitation_plans import COMES, INVITATION, SUPERSEDED
from engine.service.my_cases import reads_names
from engine.service.stripping import shown_fields
from engine.store import Connection, people, plans, step_answers
from engine.store.plans import PlanSeen


@dataclass(frozen=True, slots=True)
class KeptApart:
    """Two who must not meet, by name, and when each comes; ``clash``: at the same time."""

    one: str
    one_comes: str
    other: str
    other_comes: str
    clash: bool


@dataclass(frozen=True, slots=True)
class Reads:
    """A case on the agenda: the version it follows, and the parts of the viewer in it."""

    workflow: Workflow
    parts: tuple[Part, ...]


def kept_apart(
    connection: Connection, cases: Mapping[int, Reads]
) -> Mapping[int, tuple[KeptApart, ...]]:
    """The pairs of each case, in a constant number of statements; none for who may not read it.

    What was chosen for an earlier talk does not serve the next one.
    """
    read = {key: each for key, each in cases.items() if _may_read(each)}
    ends = {key: _ends(each.workflow) for key, each in read.items()}
    steps = frozenset[str]().union(*ends.values())
    made = step_answers.answers_of(connection, read, steps)
    chosen: dict[int, dict[str, Mapping[str, str]]] = defaultdict(dict)
    for plan in plans.plans_seen(connection, read, INVITATION):
        last = (each.seq for each in made[plan.case_id] if each.transition in ends[plan.case_id])
        if _is_chosen(read[plan.case_id], plan) and plan.seq > max(last, default=0):
            said = _said(read[plan.case_id], plan)
            comes = plan.status in COMES
            chosen[plan.case_id][said.pop("person", "")] = said if comes else {}
    ids = {who for said in chosen.values() for who in _named(said)}
    known = people.persons_by_public_id(connection, sorted(ids)) if ids else {}
    names = {public_id: person.name for public_id, person in known.items()}
    return {key: tuple(_pairs(said, names)) for key, said in chosen.items()}


def _may_read(case: Reads) -> bool:
    """Whoever takes part for one child does not: a pair may name the other parent of another."""
    kind = case.workflow.catalogue.records.get(INVITATION)
    reads = reads_names(case.parts) and children_shown(case.parts).every
    return kind is not None and reads and kind.class_ in classes_shown(case.parts)


def _ends(workflow: Workflow) -> frozenset[str]:
    """The steps with which a talk comes to an outcome."""
    talking = undecided(workflow)
    return frozenset(
        name
        for name, step in workflow.transitions.items()
        for state in talking.intersection(step.from_)
        if outcome_of(workflow, name, step.target(state)) == "decided"
    )


def _is_chosen(case: Reads, plan: PlanSeen) -> bool:
    """Whether it is a choice that stands, and no draft."""
    kind = case.workflow.catalogue.records[INVITATION]
    return plan.status != SUPERSEDED and kind.statuses[plan.status].settled


def _said(case: Reads, plan: PlanSeen) -> dict[str, str]:
    kind = case.workflow.catalogue.records[INVITATION]
    told = shown_fields(kind, plan.fields, classes_shown(case.parts), EVERY).fields
    return {key: str(value) for key, value in told.items() if value}


def _named(said: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    for person, plan in said.items():
        if other := plan.get("not_together_with"):
            yield from (person, other)


def _pairs(said: Mapping[str, Mapping[str, str]], names: Mapping[str, str]) -> Iterator[KeptApart]:
    """Each pair once; whoever is not asked to come meets nobody there."""
    pairs: dict[frozenset[str], Sequence[str]] = {}
    for person, plan in said.items():
        other = plan.get("not_together_with", "")
        if said.get(other) and person != other and {person, other} <= names.keys():
            pairs.setdefault(frozenset((person, other)), (person, other))
    for one, other in pairs.values():
        at, then = (said[each].get("own_time", "") for each in (one, other))
        yield KeptApart(names[one], at, names[other], then, clash=time_of(at) == time_of(then))
