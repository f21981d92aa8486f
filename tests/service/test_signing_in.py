"""Signing in: who may, how often, and what the log says of it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.clock import ManualClock
from engine.errors import NotFound, TooMany
from engine.service.registering import NewProfessional, register_professional
from engine.service.sessions import LISTED, LONGEST, hashed, people_to_sign_in_as, sign_in, sign_out
from engine.store import participation, people
from engine.store.participation import NewTaking
from engine.store.people import NewPerson
from engine.store.unit_of_work import unit_of_work
from tests.service.builders import Desk
from tests.service.visits import (
    HOUR,
    MINUTE,
    SECOND,
    close_account,
    enter,
    later,
    logged,
    rows,
    who,
)


@pytest.fixture
def desk(small_desk: Desk) -> Desk:
    """Work with the small definitions: of sessions they say nothing."""
    return small_desk


def test_signing_in_makes_a_new_token_and_ends_no_other_session(desk: Desk) -> None:
    first, second, third = enter(desk), enter(desk), enter(desk, "anna")

    assert len({first, second, third}) == 3
    assert all(who(desk, token) for token in (first, second, third))


def test_signing_in_ends_the_session_that_it_comes_instead_of_and_no_other(desk: Desk) -> None:
    first, second = enter(desk), enter(desk)

    third = enter(desk, "anna", instead_of=first)

    assert who(desk, first) is None
    assert all(who(desk, token) for token in (second, third))
    assert [(row.action, row.person_id) for row in logged(desk)[2:]] == [
        ("sign_out", desk.viewers["bram"].person),
        ("sign_in", desk.viewers["anna"].person),
    ]


def test_instead_of_an_unknown_token_is_as_good_as_without(desk: Desk) -> None:
    assert who(desk, enter(desk, instead_of="unknown"))


def test_a_refused_sign_in_leaves_the_session_that_it_would_replace(desk: Desk) -> None:
    token = enter(desk)

    with pytest.raises(NotFound):
        sign_in(desk.office, "nobody", through="page", instead_of=token)

    assert who(desk, token)


def test_the_seventh_sign_in_of_one_person_in_a_minute_is_refused(
    desk: Desk, clock: ManualClock
) -> None:
    first = enter(desk)
    sign_out(desk.office, first)  # leaving again gives no new turn
    later(clock, 20 * SECOND)
    for _ in range(5):
        enter(desk)
    later(clock, 39 * SECOND)

    with pytest.raises(TooMany, match="in 1 seconds; nothing was saved") as refused:
        enter(desk)

    assert refused.value.retry_after_s == 1
    assert enter(desk, "anna"), "another person is not kept out"
    later(clock, SECOND)
    assert enter(desk)
    with pytest.raises(TooMany) as again:
        enter(desk)
    assert again.value.retry_after_s == 20


def test_whoever_was_refused_waits_no_longer_for_having_tried(
    desk: Desk, clock: ManualClock
) -> None:
    for _ in range(6):
        enter(desk)
    for _ in range(3):
        later(clock, 15 * SECOND)
        with pytest.raises(TooMany):
            enter(desk)

    later(clock, 15 * SECOND)

    assert enter(desk)


def test_a_part_of_a_second_to_wait_is_told_as_a_whole_one(desk: Desk, clock: ManualClock) -> None:
    for _ in range(6):
        enter(desk)
    later(clock, MINUTE - timedelta(milliseconds=1))

    with pytest.raises(TooMany) as refused:
        enter(desk)

    assert refused.value.retry_after_s == 1


def test_the_sixty_first_sign_in_of_all_in_a_minute_is_refused(
    desk: Desk, clock: ManualClock
) -> None:
    names = [f"worker {number}" for number in range(11)]
    new = [NewProfessional(name=name, subject=name, works_as=()) for name in names]
    workers = [register_professional(desk.office, each).id for each in new]
    for worker in workers[:10]:
        for _ in range(6):
            sign_in(desk.office, worker, through="api")
    later(clock, 10 * SECOND)

    with pytest.raises(TooMany) as refused:
        sign_in(desk.office, workers[10], through="page")

    assert refused.value.retry_after_s == 50
    later(clock, 50 * SECOND)
    assert sign_in(desk.office, workers[10], through="page")


def test_of_many_who_sign_in_at_once_as_one_person_six_come_in(desk: Desk) -> None:
    def try_to(_: int) -> bool:
        try:
            enter(desk)
        except TooMany:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        came_in = list(pool.map(try_to, range(24)))

    assert sum(came_in) == len(rows(desk)) == 6
    assert [row.outcome for row in logged(desk)].count("denied") == 18


def test_whoever_has_no_active_account_cannot_sign_in(desk: Desk) -> None:
    close_account(desk, "anna")
    told = set()
    for person in (desk.viewers["anna"].id, desk.els, desk.sam, desk.family, "nobody", ""):
        with pytest.raises(NotFound) as refused:
            sign_in(desk.office, person, through="page")
        told.add(str(refused.value))

    assert len(told) == 1, "whether somebody exists is not told"
    assert rows(desk) == []


def test_signing_in_and_out_are_rows_of_the_log(desk: Desk) -> None:
    bram = desk.viewers["bram"]
    token, entered = sign_in(desk.office, bram.id, through="api", request="r1")
    sign_out(desk.office, token, request="r2")

    first, second = logged(desk)
    assert (first.action, second.action) == ("sign_in", "sign_out")
    assert (first.request_id, second.request_id) == ("r1", "r2")
    for row in (first, second):
        assert (row.outcome, row.person_id, row.session) == (
            "done",
            bram.person,
            entered.session_id,
        )
        assert row.access_point == "api"


def test_a_refused_sign_in_is_a_denied_row_that_names_nobody_as_acting(desk: Desk) -> None:
    bram = desk.viewers["bram"]
    with pytest.raises(NotFound):
        sign_in(desk.office, "n" * 1000, through="page", request="r1")
    for _ in range(6):
        enter(desk)
    with pytest.raises(TooMany):
        sign_in(desk.office, bram.id, through="api", request="r2")

    denied = [row for row in logged(desk) if row.outcome == "denied"]
    assert [(row.record, row.access_point, row.request_id) for row in denied] == [
        ("n" * 32, "page", "r1"),
        (bram.id, "api", "r2"),
    ]
    assert {(row.person_id, row.session) for row in denied} == {(None, "")}


@pytest.mark.parametrize(
    ("age", "kept"),
    [
        pytest.param(24 * HOUR + LONGEST - SECOND, True, id="may be over for less than a day"),
        pytest.param(24 * HOUR + LONGEST, False, id="over for a day at least"),
    ],
)
def test_signing_in_forgets_what_was_over_for_a_day(
    desk: Desk, clock: ManualClock, age: timedelta, kept: bool
) -> None:
    old = enter(desk)
    later(clock, age)

    new = enter(desk)

    assert [row.token_hash for row in rows(desk)] == [hashed(old)] * kept + [hashed(new)]


def test_the_demo_lists_who_may_sign_in_with_their_roles(desk: Desk) -> None:
    new = NewProfessional(
        name="Åsa de Groot", subject="asa", works_as=("worker", "regisseur"), organisation="CJG"
    )
    asa = register_professional(desk.office, new)
    close_account(desk, "anna")

    found = {each.name: each for each in people_to_sign_in_as(desk.office)}

    assert list(found) == ["bram", "cora", "dora", "vera", "Åsa de Groot"]
    roles = desk.office.library.catalogue.roles
    assert found["bram"].roles == (roles["regisseur"].title,)
    assert found["bram"].organisation is None
    assert found["Åsa de Groot"].id == asa.id
    assert set(found["Åsa de Groot"].roles) == {roles["worker"].title, roles["regisseur"].title}
    assert found["Åsa de Groot"].organisation == "CJG"
    assert all(sign_in(desk.office, each.id, through="page") for each in found.values())


def test_the_demo_lists_people_in_one_order_on_every_database(desk: Desk) -> None:
    for name in ("Éva", "étienne", "Bo"):
        new = NewProfessional(name=name, subject=name, works_as=())
        register_professional(desk.office, new)

    found = [each.name for each in people_to_sign_in_as(desk.office)]

    assert found == ["anna", "Bo", "bram", "cora", "dora", "vera", "étienne", "Éva"]


def test_the_demo_lists_the_first_two_hundred_by_name(desk: Desk) -> None:
    with unit_of_work(desk.office.store) as connection:
        for number in range(LISTED):
            new = NewPerson(name=f"B{number:03}", kind="professional")
            person = people.add_person(connection, new, now=desk.clock.now())
            people.add_account(connection, person.id, issuer="demo", subject=new.name)

    found = [each.name for each in people_to_sign_in_as(desk.office)]

    assert len(found) == LISTED
    assert found[:2] == ["anna", "B000"]


def test_a_role_that_is_only_held_is_listed_too_but_no_exclusion(desk: Desk) -> None:
    roles = desk.office.library.catalogue.roles
    taking = NewTaking(
        role="team_lead",
        access="coordinator",
        ground="test",
        from_on=desk.office.today(),
        region=desk.region,
    )
    with unit_of_work(desk.office.store) as connection:
        anna = desk.viewers["anna"].person
        for each in (taking, replace(taking, role="coach", access="excluded")):
            participation.join(connection, anna, each, now=desk.clock.now())

    found = {each.name: each.roles for each in people_to_sign_in_as(desk.office)}

    assert found["anna"] == (roles["worker"].title, roles["team_lead"].title)
