"""Nobody's deadline falls through: who is away, who left, and down to the region's address."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from engine.service.absence_orders import EndAbsence, ReportAbsence
from engine.service.absences import end_absence, report_absence
from engine.service.at_table import Changed
from engine.service.delivery import fire_reminder
from engine.store import Connection, ladders, participation, people
from engine.store.cases import CaseHead
from engine.store.participation import NewTaking
from engine.store.people import NewPerson, PersonSeen
from engine.store.tables.cases import CASES
from engine.store.tables.people import ACCOUNT
from engine.store.unit_of_work import unit_of_work
from engine.store.work import REFUSED, NewWork, add_work
from tests.office import MORNING, World
from tests.runner.outbox import a_reminder, ledger, outbox

DAY = timedelta(days=1)
TODAY = MORNING.date()


@pytest.fixture
def case(world: World) -> CaseHead:
    """Open a case of Bram's; everybody has a login."""
    with unit_of_work(world.office.store) as connection:
        for person in (world.anna, world.bram, world.carla):
            people.add_account(connection, person.id, issuer="test", subject=person.public_id)
    return world.open_case()


def away(
    world: World, person: PersonSeen, *, since: int = 0, deputy: PersonSeen | None = None
) -> str:
    """Let somebody report so many days ago that they are away, with nobody knowing until when."""
    order = ReportAbsence(
        from_on=world.office.today() - since * DAY,
        deputy=deputy.public_id if deputy else None,
    )
    done = report_absence(world.as_(person), world.office, order)
    assert isinstance(done, Changed)
    return done.id


def heard(world: World, case: CaseHead) -> tuple[list[int], str | None]:
    """Let a reminder to the owner go out; who gets a message, and what the ledger says."""
    a_reminder(world.office, case)
    fire_reminder(world.office, ledger(world.office, case)[0].id)
    found = [notice.person_id for notice in outbox(world.office, case)]
    return found, ledger(world.office, case)[0].why


def takes(world: World, person: PersonSeen, role: str, *, access: str = "coordinator") -> None:
    """Let somebody take part in the whole region, or be kept out of it."""
    new = NewTaking(role=role, access=access, ground="test", from_on=TODAY, region="default")
    with unit_of_work(world.office.store) as connection:
        participation.join(connection, person.id, new, now=world.clock.now())


def test_from_the_fifth_day_on_the_deputy_hears(world: World, case: CaseHead) -> None:
    away(world, world.bram, since=4, deputy=world.anna)

    assert heard(world, case) == ([world.anna.id], "regisseur: away; deputy: told")


def test_before_the_fifth_day_the_holder_hears(world: World, case: CaseHead) -> None:
    away(world, world.bram, since=3, deputy=world.anna)

    assert heard(world, case) == ([world.bram.id], None)


def test_in_a_crisis_the_deputy_hears_from_the_first_day_on(world: World, case: CaseHead) -> None:
    with unit_of_work(world.office.store) as connection:
        connection.execute(update(CASES).values(workflow="crisis"))
    away(world, world.bram, deputy=world.anna)

    assert heard(world, case) == ([world.anna.id], "regisseur: away; deputy: told")


def test_without_a_deputy_the_team_lead_hears_before_the_coordinator(
    world: World, case: CaseHead
) -> None:
    takes(world, world.anna, "team_lead")
    away(world, world.bram, since=9)

    assert heard(world, case) == (
        [world.anna.id],
        "regisseur: away; deputy: nobody; team_lead: told",
    )


def test_a_deputy_who_is_away_too_is_passed_over(world: World, case: CaseHead) -> None:
    away(world, world.bram, since=9, deputy=world.anna)
    away(world, world.anna)

    assert heard(world, case)[0] == [world.carla.id]


def test_a_deputy_who_is_kept_out_hears_nothing(world: World, case: CaseHead) -> None:
    takes(world, world.anna, "regisseur", access="excluded")
    away(world, world.bram, since=9, deputy=world.anna)

    assert heard(world, case)[0] == [world.carla.id]


def test_an_absence_that_is_over_or_withdrawn_counts_no_more(world: World, case: CaseHead) -> None:
    absence = away(world, world.bram, since=9, deputy=world.anna)
    end_absence(world.as_(world.bram), world.office, EndAbsence(absence=absence))

    assert heard(world, case) == ([world.bram.id], None)


def test_whoever_left_is_told_nothing_and_the_ledger_says_so(world: World, case: CaseHead) -> None:
    with unit_of_work(world.office.store) as connection:
        close_account(connection, world.bram)

    people_told, why = heard(world, case)

    assert people_told == [world.carla.id]
    assert why == "regisseur: left; deputy: nobody; team_lead: nobody; coordinator: told"


def test_an_address_that_refused_mail_for_good_is_passed_over(world: World, case: CaseHead) -> None:
    new = NewWork(kind="unreachable", key="x", why=REFUSED, person_id=world.bram.id)
    with unit_of_work(world.office.store) as connection:
        add_work(connection, new, now=MORNING)

    people_told, why = heard(world, case)

    assert people_told == [world.carla.id]
    assert why is not None
    assert why.startswith("regisseur: no_address; ")


def test_with_nobody_left_the_address_of_the_region_hears(world: World, case: CaseHead) -> None:
    with unit_of_work(world.office.store) as connection:
        new = NewPerson(name="Default", kind="professional", email="wacht@voorbeeldstad.test")
        box = people.add_person(connection, new, now=MORNING)
        ladders.keep_fallback(connection, "default", box.id)
        for person in (world.bram, world.carla):
            close_account(connection, person)

    people_told, why = heard(world, case)

    assert people_told == [box.id]
    assert why is not None
    assert why.endswith("coordinator: left; fallback: told")


def close_account(connection: Connection, person: PersonSeen) -> None:
    """Let somebody work here no more."""
    mine = ACCOUNT.c.person_id == person.id
    connection.execute(update(ACCOUNT).where(mine).values(active=False))
