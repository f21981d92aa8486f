"""Editions of a calendar: numbered per region, and held still while somebody computes dates."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from engine.calendar_edition import FILE, NATIONAL, EditionDays
from engine.store import calendars
from engine.store.calendars import NewEdition
from engine.store.store import Store
from engine.store.unit_of_work import reading, unit_of_work
from tests.office import MORNING
from tests.service.counting import counting
from tests.store.builders import World

_FREE = text("select pg_try_advisory_xact_lock(7218028)")


def add(world: World, region: str, number: int) -> None:
    """Make an edition that says nothing."""
    new = NewEdition(
        region=region,
        number=number,
        days=EditionDays(),
        reason="x",
        made_by=world.bram.id,
    )
    with unit_of_work(world.store) as connection:
        calendars.add_edition(connection, new, now=MORNING)


def test_the_newest_of_the_region_comes_after_that_of_the_country(world: World) -> None:
    for region, number in (("here", 2), ("there", 2), ("here", 3), (NATIONAL, 2)):
        add(world, region, number)

    with reading(world.store) as connection:
        found = calendars.newest(connection, "here")

    assert [(each.region, each.number) for each in found] == [(NATIONAL, 2), ("here", 3)]
    assert calendars.number_of(found, "here") == 3
    assert calendars.number_of(found, "elsewhere") == FILE


def test_of_two_at_one_moment_only_one_makes_the_next_edition(world: World) -> None:
    add(world, "here", 2)

    with pytest.raises(IntegrityError):
        add(world, "here", 2)


def test_an_edition_is_done_once(world: World) -> None:
    add(world, "here", 2)
    with unit_of_work(world.store) as connection:
        (edition,) = calendars.pending(connection)
        calendars.mark_done(connection, edition.id, now=MORNING)

    with reading(world.store) as connection:
        assert calendars.pending(connection) == ()
        assert calendars.editions_of(connection, "here")[0].done_at == MORNING


def test_no_calendar_changes_while_somebody_computes_dates(store: Store) -> None:
    with counting(store) as said, store.engine.connect() as computing:
        calendars.share_calendars(computing)
        if store.is_sqlite:  # there the writer's turn is enough
            assert said == []
            return
        with store.engine.connect() as another, store.engine.connect() as changing:
            calendars.share_calendars(another)  # two compute side by side
            another.rollback()
            assert changing.execute(_FREE).scalar_one() is False
            computing.rollback()
            assert changing.execute(_FREE).scalar_one() is True


def test_whoever_changes_a_calendar_is_alone(store: Store) -> None:
    with counting(store) as said, store.engine.connect() as changing:
        calendars.take_calendars(changing)
        if store.is_sqlite:
            assert said == []
            return
        with store.engine.connect() as another:
            shared = text("select pg_try_advisory_xact_lock_shared(7218028)")
            assert another.execute(shared).scalar_one() is False
