"""Small families drawn by lot, the index the seed: who is what of whom, and what was decided.

Each has two children by two fathers and a mother, or fewer bonds than that; birth dates lie around
the birthdays that count, 29 February among them; authority and parts begin and end; youths say who
may read along; somebody is excluded. Three items are about the one, the other, and both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert

from engine.reader import Bond, Decided, Item, Norm, Word, YouthWord
from engine.store.store import Store
from engine.store.tables.cases import CASES, WORKFLOW_VERSION
from engine.store.tables.people import AUTHORITY, FAMILY, PARTICIPATION, PERSON
from engine.store.tables.publication import PUBLICATION
from engine.store.unit_of_work import unit_of_work

TODAY = date(2026, 3, 9)
_NOW = datetime(2026, 3, 9, 8, tzinfo=UTC)
_DAYS = (date(2026, 3, 9), date(2026, 2, 28), date(2028, 2, 29), date(2030, 2, 28))
_WORDS: tuple[Word, ...] = ("allowed", "withdrawn", "objected", "upheld", "set_aside")
_NORMS: tuple[Norm, ...] = ("published", "published", "on_request", "never")
_PLACES = ("family_id", "case_id", "region")
CHILDREN, ADULTS = (0, 1), (2, 3, 4)
BASE = 10


@dataclass(frozen=True, slots=True)
class Held:
    """Authority, or a part as a parent, from a day up to another; days count from today."""

    adult: int
    child: int
    since: int
    until: int | None

    def counts(self) -> bool:
        """Whether it holds today."""
        return self.since <= 0 and (self.until is None or self.until > 0)


@dataclass(frozen=True, slots=True)
class FamilyWorld:
    """What was drawn; persons by number, children first."""

    index: int
    on: date
    born: tuple[date | None, ...]
    authority: tuple[Held, ...]
    parts: tuple[Held, ...]
    excluded: tuple[tuple[Held, str], ...]
    words: tuple[tuple[int, int, Word, int], ...]
    items: tuple[Item, ...]
    decided: tuple[tuple[Decided, ...], ...]  # of each item, for each person

    def bond(self, person: int, child: int) -> Bond:
        """What somebody is of a child today."""

        def held(rows: tuple[Held, ...]) -> bool:
            return any((row.adult, row.child) == (person, child) and row.counts() for row in rows)

        return Bond(
            itself=person == child,
            authority=held(self.authority),
            parent=held(self.parts),
            excluded=any(row.adult == person and row.counts() for row, _ in self.excluded),
        )

    def word(self, person: int, child: int) -> YouthWord | None:
        """What the child said last of this person."""
        said = [row for row in self.words if row[:2] == (person, child)]
        return YouthWord(said[-1][2], self.on + timedelta(days=said[-1][3])) if said else None


def family_world(index: int) -> FamilyWorld:
    """The world of this seed."""
    drawn = Random(index)
    on = drawn.choice(_DAYS)
    return FamilyWorld(
        index=index,
        on=on,
        born=tuple(_born(drawn, on) for _ in CHILDREN),
        authority=tuple(_held(drawn) for _ in range(drawn.randrange(5))),
        parts=tuple(_held(drawn) for _ in range(drawn.randrange(3))),
        excluded=tuple(
            (_held(drawn, anybody=True), drawn.choice(_PLACES))
            for _ in range(drawn.random() < 0.15)
        ),
        words=tuple(
            (drawn.choice(ADULTS), drawn.choice(CHILDREN), drawn.choice(_WORDS), -_days(drawn))
            for _ in range(drawn.randrange(4))
        ),
        items=tuple(_item(drawn) for _ in range(3)),
        decided=tuple(
            tuple(drawn.choice((None, None, "published", "withheld")) for _ in range(5))
            for _ in range(3)
        ),
    )


def _born(drawn: Random, on: date) -> date | None:
    if drawn.random() < 0.08:
        return None
    if drawn.random() < 0.2:
        return date(2012, 2, 29)
    age = drawn.choice((11, 12, 13, 15, 16, 17, 18, 5))
    return on.replace(year=on.year - age, day=min(on.day, 28)) + timedelta(
        days=drawn.randint(-2, 2)
    )


def _days(drawn: Random) -> int:
    return drawn.choice((0, 1, 30, 200, 700, 900))


def _held(drawn: Random, *, anybody: bool = False) -> Held:
    since = drawn.choice((-900, -30, -1, 0, 0, 1))
    until = drawn.choice((None, None, None, 0, 1, 30))
    who = (*CHILDREN, *ADULTS) if anybody else ADULTS
    return Held(drawn.choice(who), drawn.choice(CHILDREN), since, until)


def _item(drawn: Random) -> Item:
    meant = frozenset(f"{each}" for each in range(5) if drawn.random() < 0.4)
    return Item(
        norm=drawn.choice(_NORMS),
        settled=drawn.random() < 0.85,
        own_authority=drawn.random() < 0.3,
        meant_for=meant if drawn.random() < 0.3 else None,
        given_to=meant if drawn.random() < 0.5 else frozenset(),
        names_others=drawn.random() < 0.2,
    )


def fill_families(store: Store, worlds: list[FamilyWorld]) -> None:
    """Put them all in, each with keys of its own."""
    version = {"id": 1, "hash": "0" * 64, "workflow": "w", "region": "r", "label": "1"}
    made = {
        FAMILY: _families,
        PERSON: _persons,
        CASES: _cases,
        AUTHORITY: _authorities,
        PARTICIPATION: _takings,
        PUBLICATION: _said,
    }
    with unit_of_work(store) as connection:
        connection.execute(
            insert(WORKFLOW_VERSION), {**version, "definition": {}, "published_at": _NOW}
        )
        for table, make in made.items():
            connection.execute(insert(table), [row for world in worlds for row in make(world)])


def key_in(world: FamilyWorld, person: int) -> int:
    """The key of a person; none is 0."""
    return world.index * BASE + person + 1


def public_in(world: FamilyWorld, person: int) -> str:
    """The public id of a person."""
    return f"p{key_in(world, person)}"


_Rows = Iterator[dict[str, Any]]


def _home(world: FamilyWorld) -> int:
    return world.index + 1


def _families(world: FamilyWorld) -> _Rows:
    key = _home(world)
    yield {"id": key, "public_id": f"f{key}", "name": "x", "region": f"r{key}", "created_at": _NOW}


def _persons(world: FamilyWorld) -> _Rows:
    for person in (*CHILDREN, *ADULTS):
        yield {
            "id": key_in(world, person),
            "public_id": public_in(world, person),
            "name": "x",
            "born": world.born[person] if person in CHILDREN else None,
            "family_id": _home(world),
            "kind": "youth" if person in CHILDREN else "parent",
            "language": "nl",
            "created_at": _NOW,
        }


def _cases(world: FamilyWorld) -> _Rows:
    key = _home(world)
    yield {
        "id": key,
        "public_id": f"c{key}",
        "number": f"n{key}",
        "family_id": key,
        "version_id": 1,
        "workflow": "w",
        "region": f"r{key}",
        "state": "s",
        "is_final": False,
        "state_class": "open",
        "version": 1,
        "opened_on": TODAY,
        "opened_at": _NOW,
    }


def _span(world: FamilyWorld, row: Held) -> dict[str, Any]:
    until = None if row.until is None else world.on + timedelta(days=row.until)
    return {"from_on": world.on + timedelta(days=row.since), "until_on": until}


def _authorities(world: FamilyWorld) -> _Rows:
    for row in world.authority:
        yield {
            "child_id": key_in(world, row.child),
            "parent_id": key_in(world, row.adult),
            "source": "x",
            "recorded_at": _NOW,
            "recorded_by": key_in(world, row.adult),
            **_span(world, row),
        }


def _takings(world: FamilyWorld) -> _Rows:
    where = {"family_id": _home(world), "case_id": _home(world), "region": f"r{_home(world)}"}
    empty = {"family_id": None, "case_id": None, "region": None, "child_id": None}
    rows = [(row, "case_id", "parent_without_authority") for row in world.parts]
    out = [(row, place, "excluded") for row, place in world.excluded]
    for at, (row, place, access) in enumerate((*rows, *out)):
        child = key_in(world, row.child) if access != "excluded" else None
        yield {
            **empty,
            "public_id": f"t{world.index}-{at}",
            "person_id": key_in(world, row.adult),
            "role": access,
            "access": access,
            "ground": "x",
            "recorded_at": _NOW,
            place: where[place],
            "child_id": child,
            **_span(world, row),
        }


def _said(world: FamilyWorld) -> _Rows:
    for at, (adult, child, word, days) in enumerate(world.words):
        yield {
            "public_id": f"w{world.index}-{at}",
            "case_id": _home(world),
            "child_id": key_in(world, child),
            "item_kind": "child",
            "item": public_in(world, child),
            "reader_id": key_in(world, adult),
            "state": word,
            "by_id": key_in(world, adult),
            "on_date": world.on + timedelta(days=days),
            "recorded_at": _NOW,
            "reason": "",
            "second_reason": "",
            "seq": 1,
        }
