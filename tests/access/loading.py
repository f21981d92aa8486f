"""Many worlds in one database, each with keys of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import insert

from engine.access import Viewer
from engine.store.store import Store
from engine.store.tables.cases import CASE_CHILD, CASES, WORKFLOW_VERSION
from engine.store.tables.clock import DEADLINE
from engine.store.tables.people import ACCOUNT, FAMILY, ORGANISATION, PARTICIPATION, PERSON
from engine.store.unit_of_work import unit_of_work
from tests.access.worlds import PERSONS, TODAY, Row, World, day_of

BASE = 100
"""So many keys each world has for a sort of thing."""

_FIRST = {"child": 50, "case": 0, "family": 0, "person": 0}
_NOW = datetime(2026, 3, 9, 8, tzinfo=UTC)

Thing: TypeAlias = Literal["child", "case", "family", "person"]
Made: TypeAlias = Iterator[dict[str, Any]]


def key_of(world: World, thing: Thing, number: int) -> int:
    """The key in the database of this thing of the world; none is 0."""
    return world.index * BASE + _FIRST[thing] + number + 1


def id_of(world: World, thing: Thing, key: int) -> int:
    """Its number in the world; of another world one that there is not."""
    return key - key_of(world, thing, 0)


def viewer_in(world: World, person: int) -> Viewer:
    """Whoever looks, by their key."""
    key = key_of(world, "person", person)
    return Viewer(key, f"person {key}", _organisation(world.works_for[person]))


def fill(store: Store, worlds: Collection[World]) -> None:
    """Put them all in; each case owes something shared, and something for each of its children."""
    made = {
        FAMILY: _families,
        PERSON: _people,
        ACCOUNT: _accounts,
        CASES: _cases,
        CASE_CHILD: _children,
        PARTICIPATION: _rows,
        DEADLINE: _deadlines,
    }
    version = {"id": 1, "hash": "0" * 64, "workflow": "w", "region": "r", "label": "1"}
    with unit_of_work(store) as connection:
        connection.execute(
            insert(WORKFLOW_VERSION), {**version, "definition": {}, "published_at": _NOW}
        )
        connection.execute(insert(ORGANISATION), list(_organisations()))
        for table, make in made.items():
            connection.execute(insert(table), [row for world in worlds for row in make(world)])


def _organisation(number: int | None) -> int | None:
    """The key of the organisation of this number, the same in all worlds."""
    return None if number is None else number + 1


def _organisations() -> Made:
    for key in (1, 2):
        yield {"id": key, "public_id": f"organisation {key}", "name": "x", "kind": "x"}


def _accounts(world: World) -> Made:
    for person, organisation in enumerate(world.works_for):
        key = key_of(world, "person", person)
        yield {
            "public_id": f"account {key}",
            "person_id": key,
            "organisation_id": _organisation(organisation),
            "issuer": "x",
            "subject": f"{key}",
            "active": True,
        }


def _families(world: World) -> Made:
    for family in (0, 1):
        key = key_of(world, "family", family)
        yield {
            "id": key,
            "public_id": f"family {key}",
            "name": "x",
            "region": _region(world, world.region_of[family]),
            "created_at": _NOW,
        }


def _region(world: World, region: int) -> str:
    return f"{world.index}-{region}"


def _people(world: World) -> Made:
    grown = [(key_of(world, "person", each), None, None) for each in range(PERSONS)]
    young = [
        (key_of(world, "child", child), key_of(world, "family", family), world.child(child).born)
        for family in (0, 1)
        for child in world.children[family]
    ]
    for key, family_key, born in (*grown, *young):
        yield {
            "id": key,
            "public_id": f"person {key}",
            "name": "x",
            "born": born,
            "family_id": family_key,
            "kind": "professional" if family_key is None else "youth",
            "language": "nl",
            "created_at": _NOW,
        }


def _cases(world: World) -> Made:
    for number, case in enumerate(world.cases):
        key = key_of(world, "case", number)
        yield {
            "id": key,
            "public_id": f"case {key}",
            "number": f"{key}",
            "family_id": key_of(world, "family", case.family),
            "version_id": 1,
            "workflow": "w",
            "region": _region(world, world.region_of[case.family]),
            "state": "s",
            "is_final": case.standing.state_class == "closed",
            "state_class": case.standing.state_class,
            "closed_on": case.standing.closed_on,
            "version": 1,
            "opened_on": TODAY,
            "opened_at": _NOW,
        }


def _children(world: World) -> Made:
    for number, case in enumerate(world.cases):
        for position, child in enumerate(case.children):
            yield {
                "case_id": key_of(world, "case", number),
                "person_id": key_of(world, "child", child),
                "position": position,
            }


def _rows(world: World) -> Made:
    for number, row in enumerate(world.rows):
        yield {
            **_place(world, row),
            "public_id": f"row {world.index}-{number}",
            "person_id": key_of(world, "person", row.person),
            "role": row.access,
            "access": row.access,
            "organisation_id": _organisation(row.organisation),
            "child_id": None if row.child is None else key_of(world, "child", row.child),
            "ground": "x",
            "from_on": day_of(row.since),
            "until_on": None if row.until is None else day_of(row.until),
            "recorded_at": _NOW,
        }


def _place(world: World, row: Row) -> dict[str, Any]:
    place: dict[str, Any] = {"region": None, "family_id": None, "case_id": None}
    if row.place == "region":
        return {**place, "region": _region(world, row.at)}
    return {**place, f"{row.place}_id": key_of(world, row.place, row.at)}


def _deadlines(world: World) -> Made:
    for number, case in enumerate(world.cases):
        for child, owner in zip((None, *case.children), case.owners, strict=True):
            key = None if child is None else key_of(world, "child", child)
            yield {
                "public_id": f"deadline {world.index}-{number}-{child}",
                "case_id": key_of(world, "case", number),
                "key": "owed",
                "child_id": key,
                "slot": str(key or ""),
                "occurrence": 1,
                "kind": "hard",
                "starts_on": TODAY,
                "due_on": TODAY,
                "due_at": _NOW,
                "late_after": TODAY,
                "owner_role": owner,
                "is_law": False,
                "review": False,
                "state": "open",
                "explanation": {},
                "terms": {},
                "started_seq": 1,
            }
