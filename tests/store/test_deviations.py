"""A rule is set aside once, by two people, for a while."""

from datetime import date

import pytest

from engine.errors import NotFound
from engine.store.cases import record_move
from engine.store.deviations import (
    DeviationHead,
    NewDeviation,
    ask,
    decide,
    deviations_of,
    due_to_lapse,
    get_deviation,
    lapse,
    mark_used,
)
from engine.store.participation import end_participation, takings_of
from engine.store.unit_of_work import reading, unit_of_work
from tests.store.builders import DAY, NOW, TODAY, World, a_case, takes_part

LAPSES = date(2026, 3, 23)


@pytest.fixture
def asked(world: World) -> DeviationHead:
    new = NewDeviation(
        rule="family_group_conference",
        transition="place",
        asked_by=world.anna.id,
        lapses_on=LAPSES,
    )
    with unit_of_work(world.store) as connection:
        takes_part(connection, world.anna, case_id=world.case.id)
        return ask(connection, world.case, new, now=NOW)


def current(world: World, deviation: DeviationHead) -> DeviationHead:
    with reading(world.store) as connection:
        return get_deviation(connection, world.case, deviation.public_id)


def test_a_deviation_is_found_through_its_case_only(world: World, asked: DeviationHead) -> None:
    with unit_of_work(world.store) as connection:
        other = a_case(connection, world.family, children=[world.sam])

        assert get_deviation(connection, world.case, asked.public_id) == asked
        with pytest.raises(NotFound, match="deviation"):
            get_deviation(connection, other, asked.public_id)
    assert (asked.state, asked.asked_in) == ("asked", "considered")


def test_it_is_decided_once(world: World, asked: DeviationHead) -> None:
    with unit_of_work(world.store) as connection:
        assert decide(connection, asked, state="confirmed", by=world.bram.id, now=NOW)
        assert not decide(connection, asked, state="refused", by=world.els.id, now=NOW)

    found = current(world, asked)
    assert (found.state, found.decided_by, found.decided_at) == (
        "confirmed",
        world.bram.id,
        NOW,
    )


def test_it_is_used_once(world: World, asked: DeviationHead) -> None:
    with unit_of_work(world.store) as connection:
        decide(connection, asked, state="confirmed", by=world.bram.id, now=NOW)
        confirmed = get_deviation(connection, world.case, asked.public_id)

        assert mark_used(connection, confirmed)
        assert not mark_used(connection, confirmed)
        assert not lapse(connection, asked.id)
        assert deviations_of(connection, [world.case.id]) == ()
        assert len(deviations_of(connection, [world.case.id], states=["used"])) == 1


@pytest.mark.parametrize("state", ["used", "rejected"])
def test_one_that_was_used_unconfirmed_is_looked_at_afterwards(
    world: World, asked: DeviationHead, state: str
) -> None:
    with unit_of_work(world.store) as connection:
        assert mark_used(connection, asked)
        assert not decide(connection, asked, state="confirmed", by=world.bram.id, now=NOW)
        assert decide(connection, asked, state=state, by=world.bram.id, now=NOW)  # type: ignore[arg-type]  # one of both

    assert current(world, asked).state == state


def lapsing(world: World, on: date = TODAY) -> list[int]:
    """List what the tick would let lapse on a day."""
    with reading(world.store) as connection:
        return [row.id for row in due_to_lapse(connection, on=on, now=NOW, limit=9)]


def test_it_lapses_on_its_day(world: World, asked: DeviationHead) -> None:
    assert lapsing(world, LAPSES - DAY) == []
    assert lapsing(world, LAPSES) == [asked.id]

    with unit_of_work(world.store) as connection:
        assert lapse(connection, asked.id)
        assert not lapse(connection, asked.id)
    assert current(world, asked).state == "lapsed"
    assert lapsing(world, LAPSES) == []


def test_it_lapses_when_the_case_leaves_its_state(world: World, asked: DeviationHead) -> None:
    with unit_of_work(world.store) as connection:
        record_move(connection, world.case, to_state="dropped", is_final=True)

    assert lapsing(world) == [asked.id]


def test_it_lapses_when_whoever_asked_takes_part_no_more(
    world: World, asked: DeviationHead
) -> None:
    with unit_of_work(world.store) as connection:
        (taking,) = (
            taking
            for taking in takings_of(connection, world.case, now=NOW, on=TODAY)
            if taking.person_id == world.anna.id
        )
        end_participation(connection, taking.id, until_on=TODAY + DAY, now=NOW)

    assert lapsing(world) == []
    assert lapsing(world, TODAY + DAY) == [asked.id]
