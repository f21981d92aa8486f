"""When a case was closed is kept with it, and whoever loses it by that loses it in every way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from alembic import command
from sqlalchemy import select, update

from engine.access import Viewer
from engine.errors import NotFound
from engine.store.case_lists import list_cases
from engine.store.cases import (
    CaseHead,
    bump_version,
    case_for_clock,
    get_case,
    record_move,
    record_version_move,
)
from engine.store.deadlines import start_deadline
from engine.store.events import append_event
from engine.store.ladders import on_ladders
from engine.store.lost_notices import drop_lost
from engine.store.notices import NewNotice, add_notice
from engine.store.participation import holders, parts_of
from engine.store.people import add_account, add_organisation
from engine.store.schema import alembic_config, upgrade
from engine.store.store import Store
from engine.store.tables.cases import CASES
from engine.store.tables.clock import NOTICE
from engine.store.tables.people import ACCOUNT
from engine.store.unit_of_work import unit_of_work
from tests.store.builders import (
    NOW,
    TODAY,
    World,
    a_deadline,
    a_world,
    an_event,
    takes_part,
    viewer,
)
from tests.store.databases import KINDS, fresh_store

BEFORE = "2026_11_22_22_restored"
CHAIR: dict[str, Any] = {"role": "chair", "access": "chair"}
LAST = TODAY + timedelta(days=28)


def closed(world: World) -> CaseHead:
    """Close the case, with the event that says so."""
    with unit_of_work(world.store) as connection:
        head = record_move(connection, world.case, to_state="placed", is_final=True, on=TODAY)
        append_event(connection, head, an_event(entered="placed"))
    return head


def sees(world: World, who: Viewer, on: date) -> bool:
    """Whether they see the case, closed or not; every way must agree."""
    with unit_of_work(world.store) as connection:
        head = case_for_clock(connection, world.case.id)
        held = bool(parts_of(connection, who, head, now=NOW, on=on))
        lists = [list_cases(connection, who, on=on, limit=9, closed=c) for c in (False, True)]
        try:
            found = get_case(connection, who, head.public_id, on=on) == head
        except NotFound:
            found = False
    assert [bool(lists[0] or lists[1]), found] == [held, held]
    return held


def test_the_day_of_closing_is_kept_until_the_case_is_open_again(world: World) -> None:
    head = closed(world)
    assert (head.state_class, head.closed_on) == ("closed", TODAY)

    with unit_of_work(world.store) as connection:
        later = bump_version(connection, head)
        again = record_move(
            connection, later, to_state="considered", is_final=False, on=TODAY + timedelta(days=3)
        )
        stored = case_for_clock(connection, head.id)

    assert later.closed_on == TODAY
    assert again == stored
    assert (stored.state_class, stored.closed_on) == ("open", None)


def test_a_draft_stays_one_until_it_leaves_that_state(world: World) -> None:
    with unit_of_work(world.store) as connection:
        draft = record_move(
            connection, world.case, to_state="considered", is_final=False, is_draft=True
        )
        raised = bump_version(connection, draft)
        moved = record_version_move(
            connection, raised, to_hash=raised.workflow_hash, to_state="considered", is_draft=True
        )
        stored = case_for_clock(connection, draft.id)

    assert moved == stored
    assert stored.state_class == "draft"


def test_a_chair_sees_a_closed_case_for_four_weeks_and_a_regisseur_longer(world: World) -> None:
    with unit_of_work(world.store) as connection:
        takes_part(connection, world.anna, case_id=world.case.id, **CHAIR)
    closed(world)

    assert sees(world, viewer(world.anna), LAST)
    assert not sees(world, viewer(world.anna), LAST + timedelta(days=1))
    assert sees(world, viewer(world.bram), LAST + timedelta(days=999))


def test_whoever_closes_it_sees_it_that_day(world: World) -> None:
    with unit_of_work(world.store) as connection:
        takes_part(
            connection, world.anna, case_id=world.case.id, role="requester", access="requester"
        )
    closed(world)

    assert sees(world, viewer(world.anna), TODAY)
    assert not sees(world, viewer(world.anna), TODAY + timedelta(days=1))


def test_whoever_owes_something_sees_it_for_as_long_as_that_is_open(world: World) -> None:
    with unit_of_work(world.store) as connection:
        takes_part(connection, world.anna, case_id=world.case.id, **CHAIR)
        start_deadline(connection, world.case.id, a_deadline(owner_role="chair"))
    closed(world)

    assert sees(world, viewer(world.anna), LAST + timedelta(days=99))


def test_nobody_is_told_of_a_case_that_they_lost(world: World) -> None:
    with unit_of_work(world.store) as connection:
        takes_part(connection, world.anna, case_id=world.case.id, **CHAIR)
    head = closed(world)

    for day, told in ((LAST, True), (LAST + timedelta(days=1), False)):
        with unit_of_work(world.store) as connection:
            assert ("chair" in on_ladders(connection, head, now=NOW, on=day)) is told


def test_mail_about_it_that_waits_does_not_leave_any_more(world: World) -> None:
    with unit_of_work(world.store) as connection:
        takes_part(connection, world.anna, case_id=world.case.id, **CHAIR)
        keys = {
            name: _notice(connection, world, person)
            for name, person in {"anna": world.anna, "bram": world.bram, "els": world.els}.items()
        }
    closed(world)

    with unit_of_work(world.store) as connection:
        for person in (world.anna, world.bram, world.els):
            assert drop_lost(connection, person.id, on=LAST) == 0
        for person in (world.anna, world.bram, world.els):
            drop_lost(connection, person.id, on=LAST + timedelta(days=1))
        rows = connection.execute(select(NOTICE.c.id, NOTICE.c.state))
        states = {row.id: row.state for row in rows}

    # Els never took part: she hears in another way, as a deputy does.
    assert {name: states[key] for name, key in keys.items()} == {
        "anna": "superseded",
        "bram": "open",
        "els": "open",
    }


@pytest.mark.parametrize(("also", "leaves"), [(None, True), ("excluded", False)])
def test_what_the_closing_tells_somebody_who_loses_it_by_that_leaves_all_the_same(
    world: World, also: str | None, leaves: bool
) -> None:
    with unit_of_work(world.store) as connection:
        rows = [row for row in ("requester", also) if row]
        for row in rows:
            takes_part(connection, world.anna, case_id=world.case.id, role=row, access=row)
        _notice(connection, world, world.anna, template="told")
        _notice(connection, world, world.anna, key="of a reminder")
    closed(world)

    with unit_of_work(world.store) as connection:
        dropped = drop_lost(connection, world.anna.id, on=TODAY + timedelta(days=1))

    assert dropped == (1 if leaves else 2)


def _notice(
    connection: Any, world: World, person: Any, *, template: str = "reminder", key: str = "key"
) -> int:
    new = NewNotice(
        key=f"{key}-{person.id}",
        person_id=person.id,
        channel="email",
        template=template,
        language="nl",
        sort="reminder",
        choice="at_once",
        case_id=world.case.id,
    )
    made = add_notice(connection, new, now=NOW)
    assert made is not None
    return made


def test_a_part_goes_with_the_organisation_of_the_account(world: World) -> None:
    anna = viewer(world.anna)
    with unit_of_work(world.store) as connection:
        home, away = (add_organisation(connection, name, kind="gi") for name in ("Home", "Away"))
        add_account(connection, world.anna.id, issuer="x", subject="anna", organisation_id=home)
        takes_part(connection, world.anna, case_id=world.case.id, role="worker", access="gi_worker")
    assert sees(world, replace(anna, organisation=home), TODAY)

    with unit_of_work(world.store) as connection:
        connection.execute(update(ACCOUNT).values(organisation_id=away))
        held = holders(connection, world.case, now=NOW, on=TODAY)

    assert not sees(world, replace(anna, organisation=away), TODAY)
    assert "worker" not in held  # so that somebody else is asked to do what it owes


@pytest.fixture(params=KINDS)
def filled(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Lend a store of its own: this test changes the tables themselves."""
    with fresh_store(request.param) as store:
        yield store


def test_the_step_to_these_tables_finds_the_day_in_what_happened(filled: Store) -> None:
    world = a_world(filled)
    closed(world)
    with unit_of_work(filled) as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, BEFORE)

    upgrade(filled)

    with unit_of_work(filled) as connection:
        rows = connection.execute(select(CASES.c.state_class, CASES.c.closed_on)).all()
    assert [tuple(row) for row in rows] == [("closed", TODAY)]
    assert sees(world, viewer(world.bram), TODAY)  # what refers to the case does so still
