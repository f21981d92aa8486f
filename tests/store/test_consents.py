"""Whose consent is there on a day: the last answer of everybody who is asked."""

from typing import Any

import pytest
from sqlalchemy import Connection

from engine.snapshot import Snapshot
from engine.store.consents import NewConsent, add_consent, end_authority, set_authority
from engine.store.snapshots import Asks, take
from engine.store.unit_of_work import unit_of_work
from tests.store.builders import DAY, NOW, TODAY, World, a_case, seen


def consents(found: Snapshot, world: World) -> tuple[bool, tuple[str, ...]]:
    """Tell whether the consent to the placement is complete, and who is missing, by name."""
    consent = found.consents[("placement", world.sam.public_id)]
    names = {world.sam.public_id: "sam", world.els.public_id: "els"}
    return consent.complete, tuple(sorted(names[person] for person in consent.missing))


def give(world: World, connection: Connection, **changes: Any) -> None:
    """Record what somebody said to the placement."""
    answer = {
        "child_id": world.sam.id,
        "purpose": "placement",
        "answer": "given",
        "from_on": TODAY,
        **changes,
    }
    add_consent(connection, NewConsent(**answer), by=world.bram.id, now=NOW)


ASKS = Asks(consents=frozenset({"placement"}))


@pytest.fixture
def with_authority(world: World) -> World:
    """Sam is 13, and Els has authority over him."""
    with unit_of_work(world.store) as connection:
        set_authority(
            connection,
            world.sam.id,
            parent_id=world.els.id,
            from_on=TODAY - 99 * DAY,
            source="gezagsregister",
            by=world.bram.id,
            now=NOW,
        )
    return world


def test_consent_is_asked_of_the_youth_and_the_parents(with_authority: World) -> None:
    world = with_authority
    with unit_of_work(world.store) as connection:
        before = consents(seen(world, connection, asks=ASKS), world)
        give(world, connection, person_id=world.sam.id)
        half = consents(seen(world, connection), world)
        give(world, connection, person_id=world.els.id)
        whole = consents(seen(world, connection), world)

    assert (before, half, whole) == ((False, ("els", "sam")), (False, ("els",)), (True, ()))


def test_the_last_answer_counts_also_when_it_ran_out(with_authority: World) -> None:
    world = with_authority
    with unit_of_work(world.store) as connection:
        give(world, connection, person_id=world.els.id)
        give(world, connection, person_id=world.sam.id)
        soon, later = TODAY + 10 * DAY, TODAY + 20 * DAY
        give(world, connection, person_id=world.sam.id, from_on=soon, until_on=later)
        give(world, connection, person_id=world.els.id, answer="withdrawn", from_on=later)
        found = [
            consents(seen(world, connection, on=on), world)
            for on in (TODAY, soon, later - DAY, later)
        ]

    assert found == [(True, ()), (True, ()), (True, ()), (False, ("els", "sam"))]


def test_consent_for_another_case_is_none_for_this_one(with_authority: World) -> None:
    world = with_authority
    with unit_of_work(world.store) as connection:
        other = a_case(connection, world.family, children=[world.sam])
        for person in (world.sam, world.els):
            give(world, connection, person_id=person.id, case_id=other.id)

        assert not consents(seen(world, connection, asks=ASKS), world)[0]
        found = take(connection, [other], viewer=None, on=TODAY, now=NOW)[other.id]
        assert consents(found, world) == (True, ())


def test_a_parent_whose_authority_ended_is_not_asked(with_authority: World) -> None:
    world = with_authority
    with unit_of_work(world.store) as connection:
        give(world, connection, person_id=world.sam.id)
        end_authority(connection, world.sam.id, parent_id=world.els.id, until_on=TODAY)

        assert consents(seen(world, connection), world) == (True, ())
        assert consents(seen(world, connection, on=TODAY - DAY, asks=ASKS), world) == (
            False,
            ("els", "sam"),
        )
