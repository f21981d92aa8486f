"""Work is made once, has a name on it, and goes when its cause is gone."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from engine.access import Viewer
from engine.decision import Refused
from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.service.absence_orders import CloseWork
from engine.service.at_table import Changed
from engine.service.my_work import (
    WorkShown,
    close_work,
    count_my_work,
    my_work,
    one_work,
)
from engine.service.tick import TickReport, tick
from engine.service.work_words import mended_at, what_to_do
from engine.store import participation, people
from engine.store.participation import NewTaking
from engine.store.tables.people import ACCOUNT, PERSON
from engine.store.unit_of_work import unit_of_work
from engine.store.work import NO_ADDRESS, REFUSED, NewWork, add_work
from tests.office import MORNING, World

DAY = timedelta(days=1)
AHEAD = MORNING + 30 * DAY
"""Two weeks before the preparation is due."""


def a_work(world: World, **said: object) -> int | None:
    """Let there be something to do in the region."""
    wanted: dict[str, object] = {"kind": "given_up", "key": "a", "why": "x", "region": "default"}
    with unit_of_work(world.office.store) as connection:
        return add_work(connection, NewWork(**{**wanted, **said}), now=world.clock.now())  # type: ignore[arg-type] # by name


def shown(world: World, viewer: Viewer | None = None) -> list[WorkShown]:
    """What Carla, or somebody else, has to do."""
    return list(my_work(viewer or world.as_(world.carla), world.office).rows)


def report(world: World) -> TickReport:
    """Let the clock look."""
    return tick(world.office, {})


def test_it_is_made_once_while_it_is_open(world: World) -> None:
    assert a_work(world) is not None
    assert a_work(world) is None

    assert [row.owners for row in shown(world)] == [("Carla",)]
    assert count_my_work(world.as_(world.carla), world.office) == 1


def test_it_is_for_the_roles_of_the_region_and_nobody_else(world: World) -> None:
    a_work(world)
    a_work(world, key="elsewhere", region="foodvalley")

    assert len(shown(world)) == 1
    assert shown(world, world.as_(world.bram)) == []
    assert count_my_work(world.as_(world.anna), world.office) == 0


def test_of_a_case_only_to_who_may_see_it(world: World) -> None:
    case = world.open_case()
    a_work(world, case_id=case.id)
    (row,) = shown(world)
    new = NewTaking(
        role="coordinator",
        access="excluded",
        ground="test",
        from_on=MORNING.date(),
        case_id=case.id,
    )
    with unit_of_work(world.office.store) as connection:
        participation.join(connection, world.carla.id, new, now=world.clock.now())

    assert row.number == case.number
    assert shown(world) == []
    assert count_my_work(world.as_(world.carla), world.office) == 0
    with pytest.raises(NotFound):
        one_work(world.as_(world.carla), world.office, row.id)


def test_it_names_a_professional_and_nobody_of_a_family(world: World) -> None:
    a_work(world, person_id=world.bram.id)
    a_work(world, key="b", person_id=world.sam.id)

    assert [row.person for row in shown(world)] == ["Bram", None]


def test_the_team_lead_does_it_where_there_is_one(world: World) -> None:
    a_work(world)
    new = NewTaking(
        role="team_lead",
        access="coordinator",
        ground="test",
        from_on=MORNING.date(),
        region="default",
    )
    with unit_of_work(world.office.store) as connection:
        participation.join(connection, world.anna.id, new, now=world.clock.now())

    assert [row.owners for row in shown(world)] == [("Anna",)]
    assert shown(world, world.as_(world.anna)) == shown(world)


def test_somebody_says_what_was_done_and_then_it_is_over(world: World) -> None:
    a_work(world)
    (row,) = shown(world)
    carla = world.as_(world.carla)

    done = close_work(carla, world.office, CloseWork(work=row.id, word="Gebeld"))
    again = close_work(carla, world.office, CloseWork(work=row.id, word="Gebeld"))

    assert isinstance(done, Changed)
    assert isinstance(again, Refused)
    assert [reason.key for reason in again.missing] == ["open"]
    assert shown(world) == []
    assert not one_work(carla, world.office, row.id).is_open
    assert a_work(world) is not None  # what comes back is new work


@pytest.mark.parametrize("word", ["", "  ", "x" * 20_001])
def test_it_asks_a_word(world: World, word: str) -> None:
    a_work(world)
    (row,) = shown(world)

    with pytest.raises(InvalidInput):
        close_work(world.as_(world.carla), world.office, CloseWork(work=row.id, word=word))


def test_whoever_it_is_not_for_cannot_close_it(world: World) -> None:
    a_work(world)
    (row,) = shown(world)

    with pytest.raises(NotFound):
        close_work(world.as_(world.bram), world.office, CloseWork(work=row.id, word="x"))


def test_a_deadline_that_nobody_owns_becomes_work_two_weeks_ahead(world: World) -> None:
    case = world.open_case()
    world.clock.move_to(MORNING + DAY)
    world.leaves("regisseur")
    report(world)
    assert shown(world) == []
    world.clock.move_to(AHEAD)

    assert report(world).named == 1

    (row,) = shown(world)
    assert (row.kind, row.about, row.case) == ("no_owner", "regisseur", case.public_id)
    assert mended_at(row) == f"/cases/{case.public_id}/assign/regisseur"
    assert what_to_do(row).en.startswith("Appoint somebody")


def test_an_owner_whose_account_was_closed_is_named(world: World) -> None:
    world.open_case()
    _left(world)
    world.clock.move_to(AHEAD)

    report(world)

    (row,) = shown(world)
    assert (row.kind, row.person, row.why) == ("left", "Bram", "account_closed")


def test_it_goes_by_itself_once_somebody_has_the_role(world: World) -> None:
    world.open_case()
    _left(world)
    world.clock.move_to(AHEAD)
    report(world)
    world.takes_part(world.anna, "regisseur")

    world.clock.move_to(AHEAD + timedelta(minutes=59))
    report(world)
    assert len(shown(world)) == 1  # it looks once an hour
    world.clock.move_to(AHEAD + timedelta(hours=1))
    report(world)

    assert shown(world) == []


def test_a_hundred_ticks_make_it_once(world: World) -> None:
    world.open_case()
    world.clock.move_to(MORNING + DAY)
    world.leaves("regisseur")
    for hour in range(3):
        world.clock.move_to(AHEAD + timedelta(hours=hour))
        report(world)
        assert report(world).named == 0

    assert len(shown(world)) == 1


def test_an_address_that_was_found_needs_nobody_any_more(world: World) -> None:
    unreachable = {"kind": "unreachable", "person_id": world.bram.id}
    a_work(world, key="none", why=NO_ADDRESS, **unreachable)
    a_work(world, key="refused", why=REFUSED, **unreachable)

    report(world)

    assert [row.why for row in shown(world)] == [REFUSED]  # somebody says when that works again


def test_one_that_is_not_there_stays_work(world: World) -> None:
    with unit_of_work(world.office.store) as connection:
        connection.execute(update(PERSON).where(PERSON.c.id == world.bram.id).values(email=None))
    a_work(world, kind="unreachable", why=NO_ADDRESS, person_id=world.bram.id)

    report(world)

    assert [row.why for row in shown(world)] == [NO_ADDRESS]


def test_the_list_comes_in_pages_the_oldest_first(world: World) -> None:
    for number in range(3):
        a_work(world, key=str(number), why=str(number))
    carla = world.as_(world.carla)

    first = my_work(carla, world.office, limit=2)
    second = my_work(carla, world.office, limit=2, after=first.next)

    assert [row.why for row in (*first.rows, *second.rows)] == ["0", "1", "2"]
    assert second.next is None


def _left(world: World) -> None:
    """Let Bram work here no more."""
    with unit_of_work(world.office.store) as connection:
        people.add_account(connection, world.bram.id, issuer="test", subject="bram")
        connection.execute(update(ACCOUNT).values(active=False))
