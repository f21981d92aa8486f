"""What must hold in every family: what is read was published, and rule and statement agree.

Source: SAFETY 3, control 8; 5.7.
"""

from __future__ import annotations

import pytest

from engine.reader import SCOPES, Shown, reading_of, shown
from engine.store.readings import bonds_of, children_read
from engine.store.unit_of_work import reading
from tests.access.family_worlds import (
    ADULTS,
    CHILDREN,
    FamilyWorld,
    family_world,
    fill_families,
    key_in,
    public_in,
)
from tests.store.databases import fresh_store

MANY, A_TENTH = 2_000, 200
EVERYBODY = (*CHILDREN, *ADULTS)
ABOUT = ((0,), (1,), (0, 1))
"""Of which children each of the three items is."""


def scopes(world: FamilyWorld, person: int) -> dict[str, str]:
    """Find by the rule about whom somebody reads anything."""
    found = {
        public_in(world, child): reading_of(
            world.bond(person, child), world.born[child], world.on, world.word(person, child)
        ).scope
        for child in CHILDREN
    }
    return {child: scope for child, scope in found.items() if scope != "nothing"}


def read(world: FamilyWorld, person: int, at: int) -> Shown:
    """Find whether somebody reads an item."""
    readings = [
        reading_of(world.bond(person, c), world.born[c], world.on, world.word(person, c))
        for c in ABOUT[at]
    ]
    return shown(world.items[at], readings, world.decided[at][person], f"{person}")


@pytest.mark.parametrize(("kind", "size"), [("sqlite", MANY), ("postgresql", A_TENTH)])
def test_the_rule_and_the_statement_say_the_same_in_every_family(kind: str, size: int) -> None:
    worlds = [family_world(index) for index in range(size)]
    with fresh_store(kind) as store:
        fill_families(store, worlds)
        with reading(store) as connection:
            differ = [
                (world.index, person, scopes(world, person), told)
                for world in worlds
                for person in (CHILDREN[world.index % 2], ADULTS[world.index % 3])
                if (
                    told := {
                        each.public_id: each.scope
                        for each in children_read(connection, key_in(world, person), on=world.on)
                    }
                )
                != scopes(world, person)
            ]

    assert differ == []


def test_the_facts_of_the_rule_are_those_of_the_family() -> None:
    worlds = [family_world(index) for index in range(A_TENTH)]
    with fresh_store("sqlite") as store:
        fill_families(store, worlds)
        with reading(store) as connection:
            for world in worlds:
                keys = [key_in(world, person) for person in EVERYBODY]
                bonds = bonds_of(connection, keys, keys[:2], on=world.on)
                for person in EVERYBODY:
                    for child in CHILDREN:
                        found = bonds.of(key_in(world, person), key_in(world, child))
                        assert found == world.bond(person, child), world


def test_nothing_is_read_that_was_not_published_to_that_person() -> None:
    reads = 0
    for index in range(MANY):
        world = family_world(index)
        for person in EVERYBODY:
            for at, item in enumerate(world.items):
                told = read(world, person, at)
                if told.reads:
                    reads += 1
                    assert_published(world, person, at)
                assert item.norm != "never" or not told.reads

    assert reads > MANY / 4  # so it says something


def assert_published(world: FamilyWorld, person: int, at: int) -> None:
    """Whoever reads is bound to a child of it, not excluded; it is settled and meant for them."""
    item, decided = world.items[at], world.decided[at][person]
    bonds = [world.bond(person, child) for child in ABOUT[at]]
    assert any(bond.itself or bond.authority or bond.parent for bond in bonds)
    assert not any(bond.excluded for bond in bonds)
    assert item.settled
    assert item.meant_for is None or f"{person}" in item.meant_for
    assert decided != "withheld"
    by_name = decided == "published" or f"{person}" in item.given_to
    assert by_name or item.norm == "published"
    assert decided == "published" or not item.names_others
    if len(ABOUT[at]) > 1 and not by_name:
        assert all(bond.itself or bond.authority for bond in bonds)


def test_half_siblings_have_two_fathers_who_read_nothing_of_the_other_child() -> None:
    found = 0
    for index in range(MANY):
        world = family_world(index)
        for father, child, other in ((3, 0, 1), (4, 1, 0)):
            if world.bond(father, child).authority and not world.bond(father, other).authority:
                found += not world.bond(father, other).parent
                if not world.bond(father, other).parent:
                    assert public_in(world, other) not in scopes(world, father)
                    assert not read(world, father, other).reads

    assert found > 100


def test_growing_older_never_gives_a_parent_more() -> None:
    for index in range(MANY):
        world = family_world(index)
        for person in ADULTS:
            for child in CHILDREN:
                born, bond = world.born[child], world.bond(person, child)
                if born is not None and born.day <= 28:
                    days = [born.replace(year=born.year + age) for age in (5, 12, 16, 18)]
                    ranks = [SCOPES.index(reading_of(bond, born, day).scope) for day in days]
                    assert ranks == sorted(ranks, reverse=True)
