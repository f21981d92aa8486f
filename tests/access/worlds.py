"""Small worlds drawn by lot, the index the seed: who takes part where, for which child, and when.

Each has two families with one to three children, half-siblings among them, in one region or two,
some of them near a birthday that counts; one or two cases of each, as a draft, open, or closed long
or lately; and three persons, of two organisations or none, with rows of every sort: exclusions,
ended parts, parts of one child, of a family, of a whole region, given for the one organisation or
the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal, TypeAlias

from engine.access import ChildPart, Part, Viewer
from engine.lasting import Standing, StateClass, counting

TODAY = date(2026, 3, 9)
PERSONS = 3

ACCESS = (
    *("regisseur", "substitute", "chair", "secretary", "requester", "council_adviser"),
    *("gi_worker", "professional", "professional", "coordinator", "consultant", "informant"),
    *("youth", "parent_with_authority", "parent_without_authority", "confidential_advocate"),
    *("none", "excluded", "former_regisseur"),
)
"""The rows of the access table; that of most people is drawn twice as often."""

Lot: TypeAlias = Callable[[], float]
Place: TypeAlias = Literal["region", "family", "case"]
_PLACES: tuple[Place, ...] = ("case", "case", "family", "region")
_CLASSES: tuple[StateClass, ...] = ("open", "open", "closed", "closed", "draft")
_CLOSED_SINCE = (0, 1, 2, 27, 28, 29, 90)
"""So many days ago a closed case was closed: about the edges of what the table gives."""

_BORN = (
    *(date(2026 - age, 3, day) for age in (16, 18) for day in (8, 9, 10)),
    *(date(2015, 6, 1), None),
)
"""When children are born: for some a birthday that ends a part is yesterday, today or tomorrow."""

_NOBODY = "nobody"


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
    organisation: int | None = None

    def counts(self, day: int) -> bool:
        """Whether it holds on this day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Case:
    """A case of a family; by number, as everything here.

    ``owners`` says in which role what is owed about each child, and first in the shared part.
    """

    family: int
    children: tuple[int, ...]
    standing: Standing
    owners: tuple[str, ...]

    def owes(self, row: Row) -> bool:
        """Whether a deadline is open that this row's role owns."""
        about = zip((None, *self.children), self.owners, strict=True)
        return any(
            owner == row.access and (row.child in (None, child) or child is None)
            for child, owner in about
        )


@dataclass(frozen=True, slots=True)
class World:
    """What was drawn. A child's number says its family: ten times that, and its place."""

    index: int
    region_of: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    cases: tuple[Case, ...]
    rows: tuple[Row, ...]
    works_for: tuple[int | None, ...]
    born: tuple[date | None, ...]

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
        """Their parts in it, those that count there."""
        return self.counted(case, person, self.rows_in(case, person, day), day)

    def counted(
        self, case: int, person: int, rows: Iterable[Row], day: int = 0
    ) -> tuple[Part, ...]:
        """Those of these rows that count in the case as parts of this person."""
        here = self.cases[case]
        held = [self.part_of(row, here) for row in rows]
        return counting(self.viewer(person), held, here.standing, day_of(day))

    def part_of(self, row: Row, case: Case) -> Part:
        """The row as a part, its role named after its row of the access table."""
        until = None if row.until is None else day_of(row.until)
        child = None if row.child is None else self.child(row.child)
        return Part(row.access, row.access, child, row.organisation, until, case.owes(row))

    def child(self, number: int) -> ChildPart:
        """The child of this number."""
        return ChildPart(number, f"child {number}", self.born[number % len(self.born)])

    def viewer(self, person: int) -> Viewer:
        """Whoever looks."""
        return Viewer(person, f"person {person}", self.works_for[person])


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
    works_for = tuple(_organisation(lot) for _ in range(PERSONS))
    born = tuple(_BORN[int(lot() * len(_BORN))] for _ in range(5))
    return World(index, region_of, children, cases, rows, works_for, born)


def _cases(lot: Lot, children: tuple[tuple[int, ...], ...]) -> Iterator[Case]:
    for family in (0, 1):
        for _ in range(1 + int(lot() * 2)):
            among = children[family]
            about = tuple(each for each in among if lot() < 0.8) or among[:1]
            yield Case(family, about, _standing(lot), tuple(_owner(lot) for _ in (0, *about)))


def _standing(lot: Lot) -> Standing:
    kind = _CLASSES[int(lot() * len(_CLASSES))]
    if kind != "closed":
        return Standing(kind)
    return Standing(kind, day_of(-_CLOSED_SINCE[int(lot() * len(_CLOSED_SINCE))]))


def _owner(lot: Lot) -> str:
    """Who owes what there is; of most of it nobody who takes part."""
    return ACCESS[int(lot() * len(ACCESS))] if lot() < 0.2 else _NOBODY


def _organisation(lot: Lot) -> int | None:
    return int(lot() * 2) if lot() < 0.7 else None


def _row(lot: Lot, children: tuple[tuple[int, ...], ...], cases: tuple[Case, ...]) -> Row:
    place = _PLACES[int(lot() * len(_PLACES))]
    at = int(lot() * (len(cases) if place == "case" else 2))
    family = cases[at].family if place == "case" else at
    about = children[family]
    child = about[int(lot() * len(about))] if lot() < 0.5 else None
    since = int(lot() * 6) - 4
    until = since + int(lot() * 8) if lot() < 0.5 else None
    access = ACCESS[int(lot() * len(ACCESS))]
    person = int(lot() * PERSONS)
    return Row(person, place, at, child, access, since, until, _organisation(lot))


def day_of(day: int) -> date:
    """The date of a day of a world."""
    return TODAY + timedelta(days=day)
