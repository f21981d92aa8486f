"""Families, persons, logins, authority and qualifications."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, event, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from engine.access import Viewer
from engine.errors import NotFound
from engine.store.consents import end_authority, set_authority
from engine.store.families import add_family, family_by_id, family_by_public_id, lock_families
from engine.store.people import (
    PersonSeen,
    add_account,
    add_organisation,
    add_qualification,
    lock_person,
    person_by_public_id,
    qualifications_of,
    viewer_of,
)
from engine.store.tables.people import ACCOUNT
from engine.store.unit_of_work import reading, unit_of_work
from tests.store.builders import DAY, NOW, TODAY, World, a_person, takes_part

ISSUER, BRAM = "https://login", "bram"


def log_in(connection: Connection, person: PersonSeen, organisation: int | None = None) -> None:
    """Give somebody Bram's login."""
    add_account(connection, person.id, issuer=ISSUER, subject=BRAM, organisation_id=organisation)


def test_people_and_families_are_found_by_their_public_id(world: World) -> None:
    with reading(world.store) as connection:
        assert person_by_public_id(connection, world.sam.public_id) == world.sam
        assert family_by_public_id(connection, world.family.public_id) == world.family
        assert family_by_id(connection, world.family.id) == world.family
        with pytest.raises(NotFound, match="person"):
            person_by_public_id(connection, "nobody")
        with pytest.raises(NotFound, match="family"):
            family_by_public_id(connection, world.sam.public_id)


def test_a_login_leads_to_a_viewer(world: World) -> None:
    with unit_of_work(world.store) as connection:
        office = add_organisation(connection, "CJG", kind="cjg")
        log_in(connection, world.bram, office)

        found = viewer_of(connection, ISSUER, BRAM)
        stranger = viewer_of(connection, ISSUER, "anna")

    assert found == Viewer(world.bram.id, world.bram.public_id, office)
    assert stranger is None


def test_an_account_that_was_closed_leads_nowhere(world: World) -> None:
    with unit_of_work(world.store) as connection:
        log_in(connection, world.bram)
        connection.execute(update(ACCOUNT).values(active=False))

        assert viewer_of(connection, ISSUER, BRAM) is None


def test_a_login_belongs_to_one_person(world: World) -> None:
    with unit_of_work(world.store) as connection:
        log_in(connection, world.bram)

    with pytest.raises(IntegrityError), unit_of_work(world.store) as connection:
        log_in(connection, world.anna)


def test_authority_ends_once(world: World) -> None:
    with unit_of_work(world.store) as connection:
        set_authority(
            connection,
            world.sam.id,
            parent_id=world.els.id,
            from_on=TODAY,
            source="gezagsregister",
            by=world.bram.id,
            now=NOW,
        )
        ended = [
            end_authority(connection, world.sam.id, parent_id=world.els.id, until_on=TODAY + DAY)
            for _ in range(2)
        ]

    assert ended == [True, False]


def test_a_qualification_holds_from_a_day_to_a_day(world: World) -> None:
    with unit_of_work(world.store) as connection:
        add_qualification(
            connection,
            world.anna.id,
            name="behavioural_scientist",
            from_on=TODAY,
            until_on=TODAY + DAY,
            now=NOW,
        )
        found = [
            qualifications_of(connection, world.anna.id, on=TODAY + days * DAY, now=NOW)
            for days in (-1, 0, 1)
        ]
        before_it_was_known = qualifications_of(
            connection, world.anna.id, on=TODAY, now=NOW - timedelta(seconds=1)
        )

    assert found == [frozenset(), {"behavioural_scientist"}, frozenset()]
    assert before_it_was_known == frozenset()


@pytest.mark.parametrize(
    "place",
    [
        pytest.param({}, id="nowhere"),
        pytest.param({"region": "oldebroek", "family_id": 1}, id="in two places"),
    ],
)
def test_somebody_takes_part_in_one_place(world: World, place: dict[str, object]) -> None:
    with (
        pytest.raises(IntegrityError, match="one_place"),
        unit_of_work(world.store) as connection,
    ):
        takes_part(connection, world.anna, **place)


def test_a_locked_family_waits_and_another_does_not(world: World) -> None:
    if world.store.is_sqlite:
        pytest.skip("on SQLite the writer's turn is the lock")
    with unit_of_work(world.store) as connection:
        other = add_family(connection, "De Wit", region="oldebroek", now=NOW)

    with unit_of_work(world.store) as first:
        lock_families(first, [world.family.id])
        with unit_of_work(world.store) as second:
            second.execute(text("set local lock_timeout = '10ms'"))
            lock_families(second, [other.id])
            a_person(second, "Kim", kind="youth", family_id=world.family.id)  # refers to it
        with unit_of_work(world.store) as third:
            third.execute(text("set local lock_timeout = '10ms'"))
            with pytest.raises(OperationalError, match="lock timeout"):
                lock_families(third, [other.id, world.family.id])


def test_a_locked_person_waits_and_another_does_not(world: World) -> None:
    if world.store.is_sqlite:
        pytest.skip("on SQLite the writer's turn is the lock")
    with unit_of_work(world.store) as first:
        lock_person(first, world.bram.id)
        with unit_of_work(world.store) as second:
            second.execute(text("set local lock_timeout = '10ms'"))
            lock_person(second, world.anna.id)
            takes_part(second, world.bram, case_id=world.case.id)  # refers to him
            with pytest.raises(OperationalError, match="lock timeout"):
                lock_person(second, world.bram.id)
            second.rollback()


def test_the_lock_asks_nothing_of_sqlite(world: World) -> None:
    asked: list[str] = []
    with unit_of_work(world.store) as connection:
        event.listen(connection, "before_cursor_execute", lambda *said: asked.append(said[2]))
        lock_families(connection, [world.family.id])

    assert [("FOR NO KEY UPDATE" in said) for said in asked] == (
        [] if world.store.is_sqlite else [True]
    )
