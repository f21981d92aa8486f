"""Nobody switches off a privacy officer by letting them work on cases, and all hear who watches."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.access import Viewer
from engine.decision import Refused
from engine.service import orders
from engine.service.account_roles import appoint, watches
from engine.service.my_work import my_work
from engine.service.opening import open_case
from engine.service.table_orders import AddMember
from engine.service.tick import tick
from engine.store.tables.review import ACCOUNT_ROLE
from engine.store.tables.trail import ACCESS_LOG
from engine.store.unit_of_work import unit_of_work
from tests.service.builders import REGION, Desk
from tests.service.desks import another_family, professional, takes_part
from tests.service.rooms import Room
from tests.service.stages import everything

LATE = datetime(2026, 5, 5, 7, tzinfo=UTC)
"""After the day on which the review of March had to be done."""


def an_officer(desk: Desk, *works_as: str) -> Viewer:
    """Lend a privacy officer who also works in these roles, but on no case."""
    viewer = professional(desk.office, "petra", *works_as)
    appoint(desk.office, viewer, "privacy_officer", desk.region)
    return viewer


@pytest.mark.parametrize(
    ("order", "role"),
    [
        pytest.param(orders.Join, "cjg_worker", id="join"),
        pytest.param(orders.Join, "lawyer", id="join in a role that sees nothing"),
        pytest.param(orders.Assign, "regisseur", id="assign"),
    ],
)
def test_whoever_reviews_the_log_is_given_no_part_in_a_case(
    desk: Desk, order: type[orders.Join | orders.Assign], role: str
) -> None:
    case, officer = desk.opens(), an_officer(desk, "cjg_worker", "regisseur")

    keys = case.refused("bram", order, person=officer.id, role=role, ground="x")

    assert keys == ["account_role"]
    assert watches(officer, desk.office) == (desk.region,)


def test_whoever_reviews_the_log_opens_no_case(desk: Desk) -> None:
    officer = an_officer(desk, "regisseur")
    home = another_family(desk, officer)

    refused = open_case(officer, desk.office, home.order())

    assert isinstance(refused, Refused)
    assert "account_role" in [reason.key for reason in refused.missing if reason.stops]
    assert watches(officer, desk.office) == (desk.region,)


def test_whoever_reviews_the_log_sits_at_no_table(room: Room) -> None:
    officer = an_officer(room.desk, "chair")

    keys = room.refused("cora", AddMember, table=room.table, person=officer.id, role="chair")

    assert keys == ["account_role"]
    assert watches(officer, room.desk.office) == (room.desk.region,)


def test_an_officer_who_works_on_cases_watches_nothing_and_the_coordinator_hears_it(
    desk: Desk,
) -> None:
    case, officer = desk.opens(), an_officer(desk)
    takes_part(desk, officer, case_id=case.head.id)  # as before it was refused

    desk.clock.move_to(LATE)
    for _ in range(2):
        tick(desk.office, {})
        desk.after(hours=2)

    works = my_work(desk.viewers["cora"], desk.office).rows
    assert {row.why for row in works if row.kind == "log_review"} == {"nobody"}


def test_who_is_appointed_twice_is_so_once(desk: Desk) -> None:
    petra = professional(desk.office, "petra")
    for _ in range(2):
        appoint(desk.office, petra, "privacy_officer", REGION)

    rows = everything(desk.office.store)
    assert len(rows[ACCOUNT_ROLE.name]) == 1
    assert len([row for row in rows[ACCESS_LOG.name] if "appoint" in str(row)]) == 1


def test_who_reviewed_the_log_until_today_may_work_on_cases(desk: Desk) -> None:
    case, officer = desk.opens(), an_officer(desk, "cjg_worker")
    ends = ACCOUNT_ROLE.update().where(ACCOUNT_ROLE.c.person_id == officer.person)
    with unit_of_work(desk.office.store) as connection:
        connection.execute(ends.values(until_on=desk.office.today() + timedelta(days=1)))
    let_in = {"person": officer.id, "role": "cjg_worker", "ground": "x"}

    assert case.refused("bram", orders.Join, **let_in) == ["account_role"]
    desk.after(days=1)
    case.done("bram", orders.Join, **let_in)
