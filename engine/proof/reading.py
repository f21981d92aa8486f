"""Which dimension each kind of guard reads: exactly one. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import singledispatch

from engine.checks.forms import values_of
from engine.definition import Workflow
from engine.guards import Guard
from engine.guards.file import (
    DeadlineGuard,
    ElapsedGuard,
    FactGuard,
    InputGuard,
    LinkedCaseGuard,
    RecordGuard,
)
from engine.guards.meeting import AgreementsGuard, PresentGuard
from engine.guards.people import (
    AgeGuard,
    AssignedGuard,
    ConsentGuard,
    FourEyesGuard,
    ParticipantGuard,
)
from engine.guards.period import PeriodGuard
from engine.proof.cuts import Cut, ordered
from engine.proof.dimension import Dimension
from engine.proof.forms import InputDimension, PeriodDimension
from engine.proof.papers import (
    AgreementsDimension,
    DeadlineDimension,
    FactDimension,
    LinkedDimension,
    SinceDimension,
    since_key,
)
from engine.proof.people import (
    AgeDimension,
    ConsentDimension,
    EyesDimension,
    PresentDimension,
    RoleDimension,
)
from engine.proof.records import RecordDimension

Leaves = Sequence[Guard]
"""The simple guards that read one dimension."""


@singledispatch
def dimension_key(leaf: object) -> str:
    """The dimension that a simple guard reads."""
    raise TypeError(f"{type(leaf).__name__} has no dimension")


@dimension_key.register
def _(leaf: RecordGuard) -> str:
    return f"record.{leaf.record.type}"


@dimension_key.register
def _(leaf: ElapsedGuard) -> str:
    return since_key(leaf.elapsed.since)


@dimension_key.register
def _(leaf: InputGuard) -> str:
    return f"input.{leaf.field}"


@dimension_key.register
def _(leaf: FactGuard) -> str:
    return f"fact.{leaf.name}"


@dimension_key.register
def _(leaf: LinkedCaseGuard) -> str:
    wanted = leaf.linked_case
    return f"linked.{wanted.workflow}{f'.{wanted.link}' if wanted.link else ''}"


@dimension_key.register
def _(leaf: DeadlineGuard) -> str:
    return f"deadline.{leaf.deadline.key}"


@dimension_key.register
def _(leaf: ParticipantGuard) -> str:
    return f"role.{leaf.participant.role}"


@dimension_key.register
def _(leaf: AssignedGuard) -> str:
    return f"role.{leaf.assigned}"


@dimension_key.register
def _(leaf: PresentGuard) -> str:
    return f"present.{leaf.present}"


@dimension_key.register
def _(leaf: AgeGuard) -> str:
    return "age"


@dimension_key.register
def _(leaf: FourEyesGuard) -> str:
    wanted = leaf.four_eyes
    return f"eyes.{wanted.of.record or wanted.of.step} {' '.join(wanted.by)}"


@dimension_key.register
def _(leaf: ConsentGuard) -> str:
    return f"consent.{leaf.consent.to}"


@dimension_key.register
def _(leaf: AgreementsGuard) -> str:
    return "agreements"


@dimension_key.register
def _(leaf: PeriodGuard) -> str:
    return f"period.{leaf.period.from_} {leaf.period.until}"


def dimension_of(key: str, leaves: Leaves, workflow: Workflow) -> Dimension:
    """The dimension of this key, with the cut points of all guards that read it."""
    kind, _, name = key.partition(".")
    return _MADE[kind](name, leaves, workflow)


def _record(name: str, leaves: Leaves, workflow: Workflow) -> Dimension:
    compared = [
        leaf.record.newer_than
        for leaf in leaves
        if isinstance(leaf, RecordGuard) and leaf.record.newer_than
    ]
    kind = workflow.catalogue.records[name]
    return RecordDimension(name, kind, _cuts(leaves), tuple(dict.fromkeys(compared)))


def _since(leaves: Leaves) -> Dimension:
    since = next(leaf.elapsed.since for leaf in leaves if isinstance(leaf, ElapsedGuard))
    return SinceDimension(since.name, since, _cuts(leaves))


def _age(leaves: Leaves) -> Dimension:
    asked = [leaf.age for leaf in leaves if isinstance(leaf, AgeGuard)]
    bounds = (bound for age in asked for bound in (age.under, age.at_least) if bound)
    return AgeDimension("age", tuple(sorted({bound.years for bound in bounds})))


def _fact(name: str, workflow: Workflow) -> Dimension:
    by_records = dict.fromkeys(_set_by_records(name, workflow))
    return FactDimension(name, workflow.facts[name].values, tuple(by_records))


def _set_by_records(fact: str, workflow: Workflow) -> Iterator[str]:
    for record in workflow.catalogue.records.values():
        if fact in record.sets:
            asked = dict(record.fields)
            for status in record.statuses.values():
                asked |= status.input
            yield from values_of(record.sets[fact], asked)


def _eyes(name: str, leaves: Leaves) -> Dimension:
    wanted = next(leaf.four_eyes for leaf in leaves if isinstance(leaf, FourEyesGuard))
    return EyesDimension(name, wanted.by, wanted.of.record, wanted.of.step)


def _linked(name: str, leaves: Leaves) -> Dimension:
    wanted = next(leaf.linked_case for leaf in leaves if isinstance(leaf, LinkedCaseGuard))
    return LinkedDimension(name, wanted.workflow, wanted.link)


def _period(name: str, leaves: Leaves) -> Dimension:
    wanted = [leaf.period for leaf in leaves if isinstance(leaf, PeriodGuard)]
    spans = (period.at_most or period.more_than for period in wanted)
    cuts = ordered(Cut(span, after=False) for span in spans if span)
    return PeriodDimension(name, wanted[0], cuts)


def _cuts(leaves: Leaves) -> tuple[Cut, ...]:
    """Every length of time that these guards compare an age with."""
    found = []
    for leaf in leaves:
        if isinstance(leaf, RecordGuard) and leaf.record.no_older_than:
            found.append(Cut(leaf.record.no_older_than, after=True))
        if isinstance(leaf, ElapsedGuard):
            wanted = leaf.elapsed
            found += [Cut(wanted.at_least, after=False)] if wanted.at_least else []
            found += [Cut(wanted.at_most, after=True)] if wanted.at_most else []
    return ordered(found)


_MADE: Mapping[str, Callable[[str, Leaves, Workflow], Dimension]] = {
    "record": _record,
    "since": lambda _, leaves, workflow: _since(leaves),
    "role": lambda name, *_: RoleDimension(name),
    "present": lambda name, *_: PresentDimension(name),
    "age": lambda _, leaves, workflow: _age(leaves),
    "input": lambda name, *_: InputDimension(name),
    "fact": lambda name, _, workflow: _fact(name, workflow),
    "eyes": lambda name, leaves, _: _eyes(name, leaves),
    "consent": lambda name, *_: ConsentDimension(name),
    "linked": lambda name, leaves, _: _linked(name, leaves),
    "deadline": lambda name, *_: DeadlineDimension(name),
    "agreements": lambda name, *_: AgreementsDimension("agreements"),
    "period": lambda name, leaves, _: _period(name, leaves),
}
