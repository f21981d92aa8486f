"""Who sees which case: by the case, its family or its region; and not before or after."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from engine.access import Denied, may
from engine.errors import NotFound
from engine.store.case_lists import list_cases
from engine.store.cases import get_case
from engine.store.participation import (
    end_participation,
    holders,
    open_rows_of_role,
    parts_of,
    taking_in,
    takings_of,
)
from engine.store.tables.cases import CASES
from engine.store.unit_of_work import unit_of_work
from engine.store.visibility import visible
from tests.store.builders import DAY, NOW, TODAY, World, a_case, takes_part, viewer

CASE, FAMILY, REGION = "case_id", "family_id", "region"


def place_of(world: World, where: str) -> dict[str, Any]:
    places = {CASE: world.case.id, FAMILY: world.family.id, REGION: world.case.region}
    return {where: places[where]}


def sees(world: World, *parts: dict[str, Any], on: date = TODAY) -> bool:
    """Tell whether Anna, taking part like this, sees the case; four ways must agree."""
    anna = viewer(world.anna)
    with unit_of_work(world.store) as connection:
        for part in parts:
            takes_part(connection, world.anna, **part)
        held = parts_of(connection, anna, world.case, now=NOW, on=on)
        allowed = not isinstance(may(anna, held), Denied)
        listed = [each.head for each in list_cases(connection, anna, on=on, limit=9)]
        where = select(CASES.c.id).where(visible(anna))
        found = connection.execute(where, {"today": on}).scalars().all()
        try:
            got = [get_case(connection, anna, world.case.public_id, on=on)]
        except NotFound:
            got = []

    expected = [world.case] if allowed else []
    assert listed == got == expected
    assert found == [case.id for case in expected]
    return allowed


@pytest.mark.parametrize("where", [CASE, FAMILY, REGION])
def test_whoever_takes_part_sees_the_case(world: World, where: str) -> None:
    assert sees(world, place_of(world, where))


def test_a_stranger_does_not(world: World) -> None:
    assert not sees(world)


@pytest.mark.parametrize("where", [CASE, FAMILY, REGION])
@pytest.mark.parametrize("excluded", [CASE, FAMILY, REGION])
def test_an_exclusion_beats_every_part(world: World, where: str, excluded: str) -> None:
    assert not sees(
        world, place_of(world, where), {**place_of(world, excluded), "access": "excluded"}
    )


def test_a_role_without_access_shows_nothing(world: World) -> None:
    assert not sees(world, {**place_of(world, CASE), "role": "lawyer", "access": "none"})


def test_a_role_without_access_takes_nothing_away(world: World) -> None:
    lawyer = {**place_of(world, CASE), "role": "lawyer", "access": "none"}

    assert sees(world, lawyer, place_of(world, FAMILY))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param(TODAY - DAY, False, id="the day before"),
        pytest.param(TODAY, True, id="the first day"),
        pytest.param(TODAY + 9 * DAY, True, id="the last day"),
        pytest.param(TODAY + 10 * DAY, False, id="the day after"),
    ],
)
def test_taking_part_has_a_first_and_a_last_day(world: World, on: date, expected: bool) -> None:
    part = {**place_of(world, CASE), "until_on": TODAY + 10 * DAY}

    assert sees(world, part, on=on) is expected


def test_an_exclusion_that_ended_excludes_no_more(world: World) -> None:
    over = {"from_on": TODAY - 9 * DAY, "until_on": TODAY, "access": "excluded"}

    assert sees(world, {**place_of(world, CASE), **over}, place_of(world, CASE))


def test_a_part_in_another_region_shows_nothing(world: World) -> None:
    assert not sees(world, {"region": "elburg"})


def test_whoever_stops_today_sees_nothing_today(world: World) -> None:
    with unit_of_work(world.store) as connection:
        taking = takes_part(connection, world.anna, case_id=world.case.id)

        assert end_participation(connection, taking.id, until_on=TODAY, now=NOW)
        assert not end_participation(connection, taking.id, until_on=TODAY + DAY, now=NOW)

    assert not sees(world)


def test_holders_are_found_by_role_each_once(world: World) -> None:
    with unit_of_work(world.store) as connection:
        takes_part(connection, world.bram, case_id=world.case.id)
        takes_part(connection, world.anna, region="oldebroek", role="coordinator")
        takes_part(connection, world.els, case_id=world.case.id, access="excluded")

        found = holders(connection, world.case, now=NOW, on=TODAY)

    assert {role: [each.name for each in people] for role, people in found.items()} == {
        "regisseur": ["bram"],
        "coordinator": ["anna"],
    }


def test_a_part_of_the_family_reaches_all_its_cases(world: World) -> None:
    with unit_of_work(world.store) as connection:
        other = a_case(connection, world.family, children=[world.sam])
        bram = viewer(world.bram)

        found = get_case(connection, bram, other.public_id, on=TODAY)
        rows = open_rows_of_role(connection, world.family.id, role="regisseur")
        here = takings_of(connection, other, now=NOW, on=TODAY)

    assert found == other
    assert [row.person for row in rows] == [world.bram.public_id]
    assert here == tuple(rows)


def test_a_participant_is_found_through_the_case_only(world: World) -> None:
    with unit_of_work(world.store) as connection:
        other = a_case(connection, world.family, children=[world.sam])
        taking = takes_part(connection, world.anna, case_id=other.id)

        assert taking_in(connection, other, taking.public_id, now=NOW, on=TODAY) == taking
        with pytest.raises(NotFound, match="participant"):
            taking_in(connection, world.case, taking.public_id, now=NOW, on=TODAY)
