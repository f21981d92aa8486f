"""What must hold in every world, and: who may, who is told and what is read are the same.

Source: SAFETY 5.7, 2 and 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import chain

import pytest
from sqlalchemy import Connection, bindparam, select

from engine.access import (
    Denied,
    Part,
    children_shown,
    classes_shown,
    may,
    may_change_parts,
    may_record,
    parts_about,
    parts_over,
    roles_for_all,
)
from engine.store.case_lists import list_cases
from engine.store.deadlines import open_deadlines_seen
from engine.store.tables.cases import CASES
from engine.store.tables.clock import DEADLINE
from engine.store.tables.people import PERSON
from engine.store.unit_of_work import reading
from engine.store.visibility import part_visible_to, visible_to
from tests.access.loading import BASE, fill, id_of, viewer_in
from tests.access.worlds import PERSONS, TODAY, World, part_of, viewer_of, world_of
from tests.store.databases import fresh_store

MANY, SOME, A_TENTH = 50_000, 2_000, 200
EVERY_SO_MANY = 50
"""Of so many worlds one is asked through the lists themselves, too."""

Rights = frozenset[object]
Seen = frozenset[tuple[int, int, int | None]]


@lru_cache(maxsize=200_000)
def rights(parts: tuple[Part, ...], children: tuple[int, ...]) -> Rights:
    """Everything that somebody may with these parts in a case of these children."""
    opened = children_shown(parts)
    shown = [each for each in (None, *children) if opened.shows(each)]
    read = ((each, kind) for each in shown for kind in classes_shown(parts_about(parts, each)))
    done = ((each, "records") for each in shown if may_record(parts_about(parts, each)))
    over = [
        each for each in (None, *children) if may_change_parts(parts_over(parts, each), one=True)
    ]
    changes = ((each, "changes") for each in over)
    is_in = [] if isinstance(may(viewer_of(0), parts), Denied) else ["sees"]
    return frozenset(chain(shown, read, done, changes, is_in))


def of_nobody(world: World, case: int, person: int) -> bool:
    parts = world.parts(case, person)
    return bool(parts) or not rights((), world.cases[case].children)


def excluded(world: World, case: int, person: int) -> bool:
    parts, out = world.parts(case, person), Part("x", "excluded")
    about = world.cases[case].children
    kept = any(part.access == "excluded" for part in parts)
    return not rights((*parts, out), about) and not (kept and rights(parts, about))


def ending(world: World, case: int, person: int) -> bool:
    rows = [row for row in world.rows_in(case, person) if row.access != "excluded"]
    children = world.cases[case].children
    every = tuple(part_of(row) for row in rows)
    before = rights(every, children)
    return all(rights(every[:at] + every[at + 1 :], children) <= before for at in range(len(rows)))


def elsewhere(world: World, case: int, person: int) -> bool:
    """What is given in another case changes nothing in this one."""
    other = (case + 1) % len(world.cases)
    more = [replace(row, place="case", at=other, person=person) for row in world.rows]
    grown = replace(world, rows=(*world.rows, *more))
    return grown.parts(case, person) == world.parts(case, person)


def in_its_period(world: World, case: int, person: int) -> bool:
    """Nothing the day before the first row begins, nor from the day on which the last ends."""
    mine = [row for row in world.rows if row.person == person]
    ends = [row.until for row in mine if row.until is not None]
    days = [min((row.since for row in mine), default=0) - 1]
    days += [max(ends)] if mine and len(ends) == len(mine) else []
    return not any(
        rights(world.parts(case, person, day), world.cases[case].children) for day in days
    )


def of_one_child(world: World, case: int, person: int) -> bool:
    """With the parts of one child alone nothing of another is open, and no case is moved."""
    children = world.cases[case].children
    for child in children:
        held = world.parts(case, person)
        mine = tuple(each for each in held if each.child and each.child.person == child)
        opened, others = children_shown(mine), [each for each in children if each != child]
        if any(opened.shows(each) or rights(mine, (each,)) - rights(mine, ()) for each in others):
            return False
        if others and roles_for_all(mine, [f"child {each}" for each in children]):
            return False
    return True


PROMISES: Mapping[str, Callable[[World, int, int], bool]] = {
    "no relation, nothing": of_nobody,
    "an exclusion beats everything": excluded,
    "ending a part never adds a right": ending,
    "a case changes nothing in another": elsewhere,
    "nothing outside its period": in_its_period,
    "the part of one child never opens another's": of_one_child,
}


def test_every_promise_holds_in_fifty_thousand_worlds() -> None:
    broken = []
    for index in range(MANY):
        world = world_of(index)
        case, person = index % len(world.cases), index % PERSONS
        broken += [
            (name, index) for name, holds in PROMISES.items() if not holds(world, case, person)
        ]

    assert broken == []


@pytest.mark.parametrize(
    ("kind", "worlds"),
    [
        pytest.param("sqlite", SOME, id="sqlite"),
        pytest.param("postgresql", A_TENTH, id="postgresql"),
    ],
)
def test_who_may_and_who_is_told_and_what_is_read_are_the_same(kind: str, worlds: int) -> None:
    every = [world_of(index) for index in range(worlds)]
    with fresh_store(kind) as store:
        fill(store, every)
        with reading(store) as connection:
            differ = [world.index for world in every if may_see(world) != told(connection, world)]
            listed = [
                world.index
                for world in every[::EVERY_SO_MANY]
                if not _lists_agree(connection, world)
            ]

    assert differ == []
    assert listed == []


def may_see(world: World) -> Seen:
    """Person, case and child (None: what is shared) of what each may see, by the pure rule."""
    return frozenset(
        (person, case, child)
        for person in range(PERSONS)
        for case, each in enumerate(world.cases)
        if not isinstance(may(viewer_of(person), parts := world.parts(case, person)), Denied)
        for child in (None, *each.children)
        if children_shown(parts).shows(child)
    )


_TOLD = (
    select(PERSON.c.id, CASES.c.id, DEADLINE.c.child_id)
    .join_from(PERSON, CASES, CASES.c.id.between(bindparam("first"), bindparam("beyond")))
    .join(DEADLINE, DEADLINE.c.case_id == CASES.c.id)
    .where(
        PERSON.c.id.between(bindparam("first"), bindparam("last")),
        visible_to(PERSON.c.id),
        part_visible_to(PERSON.c.id, DEADLINE.c.child_id),
    )
)


def told(connection: Connection, world: World) -> Seen:
    """The same as the condition in SQL says, of this world and of the one beside it."""
    first = world.index * BASE
    wanted = {"first": first, "last": first + BASE - 1, "beyond": first + 2 * BASE - 1}
    rows = connection.execute(_TOLD, {**wanted, "today": TODAY})
    return frozenset(
        (
            id_of(world, "person", person),
            id_of(world, "case", case),
            None if child is None else id_of(world, "child", child),
        )
        for person, case, child in rows
    )


def _lists_agree(connection: Connection, world: World) -> bool:
    """Whether the lists of cases and deadlines hold exactly what is theirs."""
    return frozenset(chain.from_iterable(_listed(connection, world))) == may_see(world)


def _listed(
    connection: Connection, world: World
) -> Iterator[Iterator[tuple[int, int, int | None]]]:
    for person in range(PERSONS):
        viewer = viewer_in(world, person)
        found = [each.head.id for each in list_cases(connection, viewer, on=TODAY, limit=9)]
        owed = open_deadlines_seen(connection, viewer, found, on=TODAY)
        yield (
            (
                person,
                id_of(world, "case", case),
                None if row.child_id is None else id_of(world, "child", row.child_id),
            )
            for case in found
            for row in owed[case]
        )
