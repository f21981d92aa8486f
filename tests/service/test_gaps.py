"""After a restore whoever verifies hears what is lost; without a signature that is no excuse."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from engine.anchor import Anchor, AnchorFile, anchored
from engine.clock import ManualClock
from engine.errors import ConfigurationError
from engine.service.audit_rows import Fault
from engine.service.gaps import sign_gaps
from engine.service.mail_hold import hold
from engine.store.store import Store
from engine.store.tables.trail import ACCESS_LOG
from engine.store.unit_of_work import reading
from tests.office import a_world, an_office
from tests.service.audits import HOUR, KEY, MINUTE, Hours, some_hours

UNSIGNED = Fault("restores", "gap", "1", "unsigned")


@pytest.fixture
def hours(store: Store, clock: ManualClock) -> Hours:
    """Lend an office after three hours that was put back to the first: two are lost."""
    hours = some_hours(a_world(an_office(store, clock), clock))
    put_back_to(hours, 1)
    return hours


def put_back_to(hours: Hours, number: int) -> None:
    """Bring the database back to when it made this anchor, as the tools of PostgreSQL do."""
    younger = f"select id from anchor where number > {number}"
    sealing = f"(select last_sealing from anchor where number = {number})"
    up_to = f"(select max(log_up_to) from seal where sealing <= {sealing})"
    hours.does(
        f"delete from anchor_sent where anchor_id in ({younger})",
        f"delete from access_log where id > {up_to}",
        f"delete from seal where sealing > {sealing}",
        f"delete from anchor where number > {number}",
    )


def says(hours: Hours, key: bytes | None = KEY, outside: Anchor | None = None) -> None:
    """Tell the program that it was put back."""
    newest = outside or hours.shelf.files[-1].anchor
    hold(hours.world.office, by="beheer", why="hersteld", key=key, outside=newest)


def goes_on(hours: Hours, times: int = 2) -> None:
    """Let people look, seal and anchor."""
    for _ in range(times):
        hours.looks()
        hours.goes_by(HOUR)


def test_what_a_restore_took_away_is_told_and_is_no_fault(hours: Hours) -> None:
    says(hours)
    at = hours.world.clock.now()
    goes_on(hours)

    report = hours.verified()

    assert report.faults == ()
    [lost] = report.lost
    assert (lost.gap.restored_at, lost.gap.last_anchor, lost.anchors) == (at, 1, 2)
    assert lost.gap.since is not None
    assert lost.gap.since <= at
    assert (report.files, report.anchors) == (5, 3)


def test_nobody_takes_a_number_that_was_taken_before(hours: Hours) -> None:
    says(hours)
    goes_on(hours)

    numbers = [file.anchor.number for file in hours.shelf.files]
    sealings = [seal.sealing for file in hours.shelf.files for seal in file.seals]
    assert len(set(numbers)) == len(numbers) == 5
    assert numbers == sorted(numbers)
    assert all(file.seals for file in hours.shelf.files)
    assert set(sealings[:3]).isdisjoint(sealings[3:])


def test_without_the_key_the_gap_is_a_fault_until_somebody_signs_it(hours: Hours) -> None:
    says(hours, key=None)
    goes_on(hours)
    before = hours.verified()

    signed = sign_gaps(
        hours.world.office.store, hours.world.clock, KEY, by="beheer", why="de sleutel is terug"
    )
    again = sign_gaps(hours.world.office.store, hours.world.clock, KEY, by="beheer", why="nog eens")
    after = hours.verified()

    with reading(hours.world.office.store) as connection:
        logged = select(ACCESS_LOG.c.ground).where(ACCESS_LOG.c.action == "sign_gap")
        assert connection.execute(logged).scalars().all() == ["beheer: de sleutel is terug"]
    assert before.lost == ()
    assert [fault.part for fault in before.faults] == ["restores", "seals", "anchors"]
    assert before.faults[0] == UNSIGNED
    assert (len(signed), again) == (1, ())
    assert (after.faults, after.lost[0].gap) == ((), signed[0])


def test_a_gap_that_nobody_noted_stays_a_fault(hours: Hours) -> None:
    goes_on(hours)

    assert [fault.part for fault in hours.verified().faults] == ["anchors"]
    with pytest.raises(ConfigurationError, match="Nothing was restored here"):
        sign_gaps(hours.world.office.store, hours.world.clock, KEY, by="beheer", why="zomaar")


@pytest.mark.parametrize(
    "change",
    [
        "update gap set last_sealing = 0, last_anchor = 0",
        "update gap set next_sealing = next_sealing + 9, next_anchor = next_anchor + 9",
        "update gap set restored_at = '2027-01-01'",
        "update gap_signature set signature = 'no'",
    ],
)
def test_a_gap_that_was_made_wider_or_forged_is_none(hours: Hours, change: str) -> None:
    says(hours)
    goes_on(hours)
    hours.does(change)

    report = hours.verified()

    assert report.faults[0] == UNSIGNED
    assert report.lost == ()


def test_a_gap_explains_nothing_that_came_after_it(hours: Hours) -> None:
    says(hours)
    goes_on(hours, 3)
    last = hours.shelf.files[-2].anchor.number
    put_back_to(hours, last)

    [fault] = hours.verified().faults
    assert (fault.part, fault.table, fault.what) == ("anchors", "access_log", "gone")


def test_a_row_that_the_backup_held_is_found_when_it_is_altered(hours: Hours) -> None:
    says(hours)
    goes_on(hours)
    hours.does("update access_log set action = 'search' where id = 2")

    assert Fault("seals", "access_log", "2", "changed") in hours.verified().faults


def test_of_what_was_lost_no_anchor_may_go_either(hours: Hours) -> None:
    says(hours)
    goes_on(hours)
    first, lost, last_lost, *new = hours.shelf.kept

    def wrong(*kept: object) -> list[tuple[str, str]]:
        return [(fault.row, fault.what) for fault in hours.verified([*kept]).faults]  # type: ignore[list-item]  # they are

    assert last_lost.file is not None
    assert wrong(lost, last_lost, *new) == []  # the oldest may be put away
    assert wrong(last_lost, *new) == wrong(*new) == []
    assert wrong(first, last_lost, *new) == [("2", "gone")]
    assert wrong(first, lost, *new) == [(last_lost.file.anchor.hash[:16], "gone")]
    assert wrong(first, lost, last_lost, *new[:-1])[0][1] == "gone"
    assert wrong(first, lost, last_lost, new[-1])[0][1] == "gone"


def test_one_that_is_not_the_next_of_what_was_lost_is_found(hours: Hours) -> None:
    says(hours)
    first, second, third = hours.shelf.files
    other = anchored(replace(third.anchor, prev="0" * 64), third.seals, KEY)
    hours.shelf.files = [first, second, AnchorFile(other, third.seals)]

    assert hours.verified().faults == (Fault("anchors", "anchor", "3", "changed"),)


def test_an_old_server_that_went_on_after_the_restore_is_found(hours: Hours) -> None:
    says(hours)
    goes_on(hours)
    late = hours.shelf.files[2]
    moment = hours.world.clock.now()
    other = anchored(replace(late.anchor, made_at=moment), late.seals, KEY)
    hours.shelf.files[2] = AnchorFile(other, late.seals)

    assert [fault.part for fault in hours.verified().faults] == ["anchors"]


@pytest.mark.parametrize(
    "back_to", [lambda _: 1, lambda hours: hours.shelf.files[-2].anchor.number]
)
def test_a_second_restore_is_explained_beside_the_first(
    hours: Hours, back_to: Callable[[Hours], int]
) -> None:
    says(hours)
    goes_on(hours)
    number = back_to(hours)
    put_back_to(hours, number)
    if number == 1:  # the backup is older than the first restore
        hours.does("delete from gap_signature", "delete from gap")
    hours.world.clock.move_to(hours.world.clock.now() + MINUTE)
    says(hours)
    goes_on(hours)

    report = hours.verified()

    assert report.faults == ()
    assert [lost.anchors for lost in report.lost] == ([4] if number == 1 else [2, 1])


def test_two_restores_without_anything_in_between(hours: Hours) -> None:
    says(hours)
    says(hours)
    goes_on(hours)

    report = hours.verified()

    assert (report.faults, [lost.anchors for lost in report.lost]) == ((), [2, 0])


def test_without_a_key_nobody_looks_at_the_signature(hours: Hours) -> None:
    says(hours, key=None)
    goes_on(hours)
    outside = hours.shelf.kept

    assert hours.verified(outside).faults != ()
    assert hours.verified_without_keys().faults == ()
