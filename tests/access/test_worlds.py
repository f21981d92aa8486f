"""What must hold in every world, and: who may, who is told and what is read are the same.

Source: SAFETY 5.7, 2 and 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from itertools import chain

import pytest
from sqlalchemy import Connection, bindparam, select

from engine.access import (
    SEES,
    ChildPart,
    Denied,
    Part,
    Viewer,
    children_shown,
    classes_shown,
    may,
    may_change_parts,
    may_record,
    parts_about,
    parts_over,
    roles_for_all,
)
from engine.lasting import Standing, counting, ends_on
from engine.store.case_lists import list_cases
from engine.store.deadlines import open_deadlines_seen
from engine.store.tables.cases import CASES
from engine.store.tables.clock import DEADLINE
from engine.store.tables.people import PERSON
from engine.store.unit_of_work import reading
from engine.store.visibility import part_visible_to, visible_to
from tests.access.loading import BASE, fill, id_of, viewer_in
from tests.access.worlds import PERSONS, TODAY, World, world_of
from tests.store.databases import fresh_store

MANY, SOME, A_TENTH = 50_000, 2_000, 200
EVERY_SO_MANY = 50
"""Of so many worlds one is asked through the lists themselves, too."""

ELSEWHERE = 2
"""An organisation for which nobody was given a part."""

ANYBODY = Viewer(1, "anybody")
Rights = frozenset[object]
Seen = frozenset[tuple[int, int, int | None]]


def rights(parts: tuple[Part, ...], children: tuple[int, ...]) -> Rights:
    """Everything that somebody may with these parts, which count, in a case of these children."""
    return _rights(frozenset((part.access, part.child) for part in parts), children)


@lru_cache(maxsize=200_000)
def _rights(given: frozenset[tuple[str, ChildPart | None]], children: tuple[int, ...]) -> Rights:
    parts = [Part(access, access, child) for access, child in given]
    opened = children_shown(parts)
    shown = [each for each in (None, *children) if opened.shows(each)]
    read = ((each, kind) for each in shown for kind in classes_shown(parts_about(parts, each)))
    done = ((each, "records") for each in shown if may_record(parts_about(parts, each)))
    over = [
        each for each in (None, *children) if may_change_parts(parts_over(parts, each), one=True)
    ]
    changes = ((each, "changes") for each in over)
    is_in = [] if isinstance(may(ANYBODY, parts), Denied) else ["sees"]
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
    before = rights(world.counted(case, person, rows), children)
    fewer = (rows[:at] + rows[at + 1 :] for at in range(len(rows)))
    return all(rights(world.counted(case, person, each), children) <= before for each in fewer)


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


def of_its_class(world: World, case: int, person: int) -> bool:
    """Nobody sees more of a case as a draft, or closed, than while it is open; nor later more."""
    here = world.cases[case]
    running = replace(here, standing=Standing())
    cases = (*world.cases[:case], running, *world.cases[case + 1 :])
    rows = [row for row in world.rows_in(case, person) if row.access != "excluded"]
    days = [rights(world.counted(case, person, rows, day), here.children) for day in (0, 1, 30)]
    as_open = replace(world, cases=cases).counted(case, person, rows)
    return days[2] <= days[1] <= days[0] <= rights(as_open, here.children)


def to_its_last_day(world: World, case: int, person: int) -> bool:
    """On the day that somebody is told they see it last they do, and on the next no more."""
    parts, standing = world.parts(case, person), world.cases[case].standing
    seeing = [part for part in parts if part.access in SEES]
    last, viewer = ends_on(seeing, standing), world.viewer(person)
    if last is None:
        return True
    after = last + timedelta(days=1)
    return bool(counting(viewer, seeing, standing, last)) and not counting(
        viewer, seeing, standing, after
    )


def of_its_organisation(world: World, case: int, person: int) -> bool:
    """Whoever goes to work elsewhere keeps what was given for no organisation, and no more."""
    moved = replace(world, works_for=(ELSEWHERE,) * PERSONS)
    rows = [row for row in world.rows_in(case, person) if row.access != "excluded"]
    kept = [row for row in rows if row.organisation is None]
    return moved.counted(case, person, rows) == world.counted(case, person, kept)


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
    "a draft and a closed case show no more": of_its_class,
    "up to the last day that they are told, and not after": to_its_last_day,
    "nothing through another organisation": of_its_organisation,
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
        if not isinstance(may(ANYBODY, parts := world.parts(case, person)), Denied)
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
        found = [
            each.head.id
            for closed in (False, True)
            for each in list_cases(connection, viewer, on=TODAY, limit=9, closed=closed)
        ]
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
