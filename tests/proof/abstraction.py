"""The value that each dimension has in a concrete case: the way back from case to proof."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from engine.proof.cuts import passed
from engine.proof.dimension import At, Dimension, Value
from engine.proof.forms import GIVEN, InputDimension, PeriodDimension
from engine.proof.papers import (
    AgreementsDimension,
    DeadlineDimension,
    FactDimension,
    LinkedDimension,
    SinceDimension,
)
from engine.proof.people import (
    AgeDimension,
    ConsentDimension,
    EyesDimension,
    PresentDimension,
    RoleDimension,
)
from engine.proof.records import RecordDimension
from engine.snapshot import Snapshot
from engine.terms import birthday


def value_in(dimension: Dimension, case: Snapshot) -> Value:
    """The value that this dimension has in this case."""
    return _SEEN[type(dimension)](dimension, case)


def _record(of: RecordDimension, case: Snapshot) -> Value:
    child = case.children[0].id if of.kind.about == "youth" else None
    seen = case.record(of.name, child)
    if seen is None:
        return None
    newer = tuple(_is_newer(seen.on, since.day(case)) for since in of.compared)
    return At(seen.status, passed(of.cuts, seen.on, case.on), newer)


def _is_newer(on: date, than: date | None) -> bool:
    return than is None or on > than


def _since(of: SinceDimension, case: Snapshot) -> Value:
    day = of.since.day(case)
    return None if day is None else passed(of.cuts, day, case.on)


def _role(of: RoleDimension, case: Snapshot) -> Value:
    held = case.holders.get(of.name, ())
    if any(holder.qualified for holder in held):
        return "qualified"
    return "somebody" if held else "nobody"


def _age(of: AgeDimension, case: Snapshot) -> Value:
    born = case.children[0].born
    return None if born is None else sum(case.on >= birthday(born, age) for age in of.ages)


def _eyes(of: EyesDimension, case: Snapshot) -> Value:
    authors = {seen.author for (kind, _), seen in case.records.items() if kind == of.record}
    first = authors if of.record else {case.stepped.get(of.step or "")}
    if case.actor in first:
        return "same"
    return "other" if case.roles & set(of.by) else "without_role"


def _consent(of: ConsentDimension, case: Snapshot) -> Value:
    seen = case.consents.get((of.name, case.children[0].id))
    return seen is not None and seen.complete


def _linked(of: LinkedDimension, case: Snapshot) -> Value:
    return frozenset(
        "final" if seen.is_final else "open"
        for seen in case.linked
        if seen.workflow == of.workflow and of.link in (None, seen.link)
    )


def _input(of: InputDimension, case: Snapshot) -> Value:
    given: object = (case.inputs or {}).get(of.name)
    if isinstance(given, Mapping):
        given = given.get(case.children[0].id)
    if isinstance(given, bool):
        return "yes" if given else "no"
    return GIVEN if isinstance(given, date) else given  # type: ignore[return-value] # text or None


def _period(of: PeriodDimension, case: Snapshot) -> Value:
    given, (*first, last) = case.inputs or {}, of.wanted.fields
    begins = case.acted.get(of.wanted.act) if of.wanted.act else given.get(first[0])
    ends = given.get(last)
    if not isinstance(begins, date) or not isinstance(ends, date):
        return None
    return passed(of.cuts, begins, ends)


_SEEN: Mapping[type[Dimension], Callable[[Any, Snapshot], Value]] = {
    RecordDimension: _record,
    SinceDimension: _since,
    RoleDimension: _role,
    AgeDimension: _age,
    EyesDimension: _eyes,
    ConsentDimension: _consent,
    LinkedDimension: _linked,
    InputDimension: _input,
    PeriodDimension: _period,
    PresentDimension: lambda of, case: of.name in case.present,
    FactDimension: lambda of, case: case.facts.get(of.name),
    DeadlineDimension: lambda of, case: case.duties.get(of.name),
    AgreementsDimension: lambda _, case: frozenset(case.agreements),
}
