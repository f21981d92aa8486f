"""How long a file is kept, as data, and the day from which it may be destroyed. Pure.

Of all terms that apply the latest counts. A legal hold beats every term, and what is not known
keeps a file for ever: nothing goes a day early.

Source: SAFETY control 20; DOMAIN fact 32.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field as Setting
from pydantic import model_validator

from engine.ages import birthday
from engine.calendar import IsoDate
from engine.definition import canonical
from engine.names import Name
from engine.text import Part, Text

Start: TypeAlias = Literal["last_change", "last_look", "majority"]
"""What a term counts from: the last event, the last look, or the youngest child being of age."""

Stop: TypeAlias = Literal["hold", "open", "no_class", "no_term", "birth_unknown"]
"""Why a file may not be destroyed, on whatever day."""

_Number: TypeAlias = Annotated[int, Setting(ge=1, le=200, strict=True)]
_DAY = timedelta(days=1)


class RetentionTerm(Part):
    """So many years, in force from a day on."""

    valid_from: IsoDate
    years: _Number
    source: str


class RetentionClass(Part):
    """A class of record (bewaargrond): what its term counts from, and how long it is."""

    title: Text
    starts: Start
    terms: Annotated[tuple[RetentionTerm, ...], Setting(min_length=1)]

    @model_validator(mode="after")
    def _one_after_another(self) -> Self:
        days = [term.valid_from for term in self.terms]
        if days != sorted(set(days)):
            raise ValueError("each term is in force from a later day than the one before it")
        return self

    def term_on(self, day: date) -> RetentionTerm | None:
        """The term that is in force on that day."""
        return next((term for term in reversed(self.terms) if term.valid_from <= day), None)


class RetentionTable(Part):
    """``workflows/retention.yaml``: the classes, and which of them a file has."""

    version: str = "0"
    majority: _Number = 18
    backups_kept: Annotated[int, Setting(ge=0, le=10_000, strict=True)] = 0
    classes: dict[Name, RetentionClass] = Setting(default_factory=dict)
    every_case: tuple[Name, ...] = ()
    workflows: dict[Name, tuple[Name, ...]] = Setting(default_factory=dict)
    records: dict[Name, tuple[Name, ...]] = Setting(default_factory=dict)

    @property
    def hash(self) -> str:
        """What tells one edition of the table from another."""
        return hashlib.sha256(canonical(self.model_dump(mode="json")).encode()).hexdigest()

    def classes_of(self, workflow: str, records: frozenset[str]) -> Mapping[str, RetentionClass]:
        """Every class that applies to a file; none when its workflow has none."""
        if not self.workflows.get(workflow):
            return {}
        named = [*self.workflows[workflow], *self.every_case]
        for record in sorted(records):
            named += self.records.get(record, ())
        return {key: self.classes[key] for key in dict.fromkeys(named)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What is known of the file of a case; a child whose birth date is unknown counts as None."""

    workflow: str
    is_final: bool
    last_change: date
    last_look: date | None = None
    births: tuple[date | None, ...] = ()
    records: frozenset[str] = frozenset()
    held: bool = False


@dataclass(frozen=True, slots=True)
class Basis:
    """One class that applies: up to and with which day it keeps the file, and by what."""

    key: str
    years: int
    source: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Verdict:
    """From which day on a file may be destroyed; None while something stops it for ever."""

    from_on: date | None
    bases: tuple[Basis, ...]
    stops: tuple[Stop, ...]

    def may_go(self, on: date) -> bool:
        """Whether it may be destroyed on that day."""
        return self.from_on is not None and self.from_on <= on


def judge_file(table: RetentionTable, facts: FileFacts, *, on: date) -> Verdict:
    """The day from which the file may be destroyed, by the terms in force on the day ``on``.

    A term that ends on a day keeps the file on that day still. What began on 29 February ends
    on 1 March in a common year.

    >>> years = RetentionTerm(valid_from=date(2015, 1, 1), years=20, source="LAW")
    >>> youth = RetentionClass(title=Text(nl="x", en="x"), starts="last_change", terms=(years,))
    >>> table = RetentionTable(classes={"youth": youth}, workflows={"regie": ("youth",)})
    >>> file = FileFacts(workflow="regie", is_final=True, last_change=date(2028, 2, 29))
    >>> judge_file(table, file, on=date(2030, 1, 1)).from_on
    datetime.date(2048, 3, 1)
    """
    classes = table.classes_of(facts.workflow, facts.records)
    stops: list[Stop] = list(_stops(facts, classes))
    bases = []
    for key, kind in classes.items():
        start, term = _start(table, facts, kind.starts), kind.term_on(on)
        if start is None:
            stops.append("birth_unknown")
        elif term is None:
            stops.append("no_term")
        else:
            bases.append(Basis(key, term.years, term.source, birthday(start, term.years)))
    bases.sort(key=lambda each: each.last_day, reverse=True)
    from_on = bases[0].last_day + _DAY if bases and not stops else None
    return Verdict(from_on, tuple(bases), tuple(dict.fromkeys(stops)))


def latest_change(table: RetentionTable, *, before: date, on: date) -> date | None:
    """No file that changed after this day may be destroyed before ``before``; None: nothing may.

    For a list that must not judge every file there is.
    """
    shortest = [
        term.years
        for kind in table.classes.values()
        if kind.starts == "last_change" and (term := kind.term_on(on))
    ]
    return birthday(before, -min(shortest)) if shortest else None


def _stops(facts: FileFacts, classes: Mapping[str, RetentionClass]) -> Iterator[Stop]:
    if facts.held:
        yield "hold"
    if not facts.is_final:
        yield "open"
    if not classes:
        yield "no_class"


def _start(table: RetentionTable, facts: FileFacts, starts: Start) -> date | None:
    if starts == "majority":
        births = [born for born in facts.births if born is not None]
        if not births or len(births) < len(facts.births):
            return None
        return birthday(max(births), table.majority)
    looked = facts.last_look or facts.last_change
    return facts.last_change if starts == "last_change" else max(looked, facts.last_change)
