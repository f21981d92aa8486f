"""A version is named by its hash, or as a workflow in a region; what cannot be read is said."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from engine.service.moving import move_one
from engine.service.which_version import the_one, version_meant
from engine.store import versions
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading, unit_of_work
from tests.service.builders import CaseAtDesk, Desk
from tests.service.versions import SHORTER, a_move, changed, follow

VERSION = METADATA.tables["workflow_version"]


@pytest.fixture
def desk(small_desk: Desk) -> Desk:
    return small_desk


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    return desk.opens(workflow="trial")


def meant(desk: Desk, written: str) -> str:
    """Say which version somebody means."""
    with reading(desk.office.store) as connection:
        return version_meant(desk.office.library, connection, written).workflow.hash


def test_the_folder_and_what_was_published_last_are_told_apart(desk: Desk) -> None:
    old = desk.office.library.of("trial", "default")
    new = changed(SHORTER)
    desk.office = replace(desk.office, library=new)

    assert meant(desk, "trial/default@published") == old.hash
    assert meant(desk, "trial/default") == new.of("trial", "default").hash
    assert meant(desk, old.hash[:9].upper()) == old.hash


def test_digits_of_two_versions_are_too_few(desk: Desk) -> None:
    with reading(desk.office.store) as connection:
        found = versions.versions_like(connection, desk.office.library.of("trial", "default").hash)

    with pytest.raises(ValueError, match="2 versions begin with '0123abcd'; write more digits"):
        the_one([*found, *found], "0123abcd")


def test_a_workflow_that_nobody_published_is_said_so(desk: Desk) -> None:
    with unit_of_work(desk.office.store) as connection:
        connection.execute(VERSION.delete())

    with pytest.raises(ValueError, match="No version of trial in default is published"):
        meant(desk, "trial/default@published")


def test_a_version_that_this_program_cannot_read_is_said_so_and_left(
    desk: Desk, case: CaseAtDesk
) -> None:
    old, number = case.head.workflow_hash, case.head.number
    follow(desk, changed(SHORTER))
    with unit_of_work(desk.office.store) as connection:
        connection.execute(update(VERSION).where(VERSION.c.hash == old).values(definition={}))
    desk.office = replace(desk.office, known={})

    move = move_one(desk.office, a_move(desk).prepared, number)

    assert (move.outcome, [why.nl for why in move.why]) == (
        "refused", ["dit programma kan de versie die de zaak nu volgt niet lezen"],
    )  # fmt: skip
    with pytest.raises(ValueError, match="cannot read version"):
        meant(desk, old[:8])
