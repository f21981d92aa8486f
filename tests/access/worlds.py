"""Small worlds drawn by lot, the index the seed: who takes part where, for which child, and when.

Each has two families with one to three children, half-siblings among them, in one region or two;
one or two cases of each; and three persons with rows of every sort: exclusions, ended parts,
parts of one child, of a family, of a whole region.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal, TypeAlias

from engine.access import ChildPart, Part, Viewer

TODAY = date(2026, 3, 9)
PERSONS = 3

ACCESS = (
    *("regisseur", "substitute", "chair", "secretary", "requester", "council_adviser"),
    *("gi_worker", "professional", "professional", "coordinator", "consultant", "informant"),
    *("youth", "parent_with_authority", "parent_without_authority", "confidential_advocate"),
    *("none", "excluded"),
)
"""The rows of the access table; that of most people is drawn twice as often."""

Lot: TypeAlias = Callable[[], float]
Place: TypeAlias = Literal["region", "family", "case"]
_PLACES: tuple[Place, ...] = ("case", "case", "family", "region")


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody takes part; days count from today, ``until`` is the first day on which no more."""

    person: int
    place: Place
    at: int
    child: int | None
    access: str
    since: int
    until: int | None

    def counts(self, day: int) -> bool:
        """Whether it holds on this day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Case:
    """A case of a family; by number, as everything here."""

    family: int
    children: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class World:
    """What was drawn. A child's number says its family: ten times that, and its place."""

    index: int
    region_of: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    cases: tuple[Case, ...]
    rows: tuple[Row, ...]

    def rows_in(self, case: int, person: int, day: int = 0) -> Iterator[Row]:
        """The rows of this person that reach the case on this day."""
        family = self.cases[case].family
        here = {("case", case), ("family", family), ("region", self.region_of[family])}
        return (
            row
            for row in self.rows
            if row.person == person and row.counts(day) and (row.place, row.at) in here
        )

    def parts(self, case: int, person: int, day: int = 0) -> tuple[Part, ...]:
        """Their parts in it."""
        return tuple(part_of(row) for row in self.rows_in(case, person, day))


def part_of(row: Row) -> Part:
    """The row as a part, its role named after its row of the access table."""
    child = None if row.child is None else ChildPart(row.child, f"child {row.child}")
    return Part(row.access, row.access, child)


def viewer_of(person: int) -> Viewer:
    """Whoever looks."""
    return Viewer(person, f"person {person}")


def world_of(index: int) -> World:
    """The world of this seed."""
    drawn = Random(index)
    lot = drawn.random
    children = tuple(
        tuple(family * 10 + nth for nth in range(1 + int(lot() * 3))) for family in (0, 1)
    )
    region_of = (0, int(lot() * 2))
    cases = tuple(_cases(lot, children))
    rows = tuple(_row(lot, children, cases) for _ in range(2 + int(lot() * 7)))
    return World(index, region_of, children, cases, rows)


def _cases(lot: Lot, children: tuple[tuple[int, ...], ...]) -> Iterator[Case]:
    for family in (0, 1):
        for _ in range(1 + int(lot() * 2)):
            among = children[family]
            yield Case(family, tuple(each for each in among if lot() < 0.8) or among[:1])


def _row(lot: Lot, children: tuple[tuple[int, ...], ...], cases: tuple[Case, ...]) -> Row:
    place = _PLACES[int(lot() * len(_PLACES))]
    at = int(lot() * (len(cases) if place == "case" else 2))
    family = cases[at].family if place == "case" else at
    about = children[family]
    child = about[int(lot() * len(about))] if lot() < 0.5 else None
    since = int(lot() * 6) - 4
    until = since + int(lot() * 8) if lot() < 0.5 else None
    access = ACCESS[int(lot() * len(ACCESS))]
    return Row(int(lot() * PERSONS), place, at, child, access, since, until)


def day_of(day: int) -> date:
    """The date of a day of a world."""
    return TODAY + timedelta(days=day)
