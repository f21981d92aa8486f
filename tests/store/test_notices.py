"""Each message is in the outbox once, and is sent by one worker at a time."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from engine.store.my_notices import count_unread, mark_read, notices_to
from engine.store.notices import (
    NewNotice,
    Reader,
    add_notice,
    claim,
    count_open,
    count_stuck,
    mark_failed,
    mark_sent,
    mark_uncertain,
    next_try_at,
    notices_of,
    open_notices,
    reader_of,
    reopen_uncertain,
    sending_to_uncertain,
    uncertain_notices,
)
from engine.store.tables.people import PERSON
from engine.store.unit_of_work import unit_of_work
from tests.store.builders import NOW, World, viewer

MINUTE, TODAY = timedelta(minutes=1), NOW.date()


@pytest.fixture
def notice(world: World) -> int:
    with unit_of_work(world.store) as connection:
        made = add_notice(connection, a_notice(world), now=NOW)
    assert made is not None
    return made


def a_notice(world: World, key: str = "reminder-1-bram-mail") -> NewNotice:
    return NewNotice(
        key=key,
        person_id=world.bram.id,
        channel="mail",
        template="reminder",
        language="nl",
        case_id=world.case.id,
    )


def test_a_message_is_in_the_outbox_once(world: World, notice: int) -> None:
    with unit_of_work(world.store) as connection:
        assert add_notice(connection, a_notice(world), now=NOW) is None
        assert add_notice(connection, a_notice(world, "another"), now=NOW) is not None
        assert [row.id for row in open_notices(connection, now=NOW, limit=1)] == [notice]
        assert open_notices(connection, now=NOW, limit=9, without=["mail"]) == ()
        assert len(notices_of(connection, world.case)) == 2
        assert count_open(connection, now=NOW) == 2


def test_a_message_is_claimed_by_one_worker(world: World, notice: int) -> None:
    with unit_of_work(world.store) as connection:
        [mine] = claim(connection, notice, now=NOW)
        theirs = claim(connection, notice, now=NOW)

        assert open_notices(connection, now=NOW, limit=9) == ()

    assert (mine.state, mine.tries, mine.key) == ("sending", 1, "reminder-1-bram-mail")
    assert theirs == ()


def test_a_message_is_sent_once(world: World, notice: int) -> None:
    with unit_of_work(world.store) as connection:
        assert not mark_sent(connection, notice, now=NOW)
        claim(connection, notice, now=NOW)
        assert mark_sent(connection, notice, now=NOW + MINUTE, address="bram@example.org")
        assert not mark_sent(connection, notice, now=NOW)
        assert claim(connection, notice, now=NOW + MINUTE) == ()
        (sent,) = notices_of(connection, world.case)

        assert next_try_at(connection, after=NOW) is None
    assert (sent.state, sent.sent_at, sent.address) == (
        "sent",
        NOW + MINUTE,
        "bram@example.org",
    )


def test_a_message_that_failed_waits_for_its_next_try(world: World, notice: int) -> None:
    with unit_of_work(world.store) as connection:
        claim(connection, notice, now=NOW)
        assert mark_failed(connection, notice, why="451", next_try_at=NOW + MINUTE)
        assert open_notices(connection, now=NOW, limit=9) == ()
        assert next_try_at(connection, after=NOW) == NOW + MINUTE
        [again] = claim(connection, notice, now=NOW + MINUTE)

    assert (again.tries, again.why) == (2, "451")


def test_a_message_that_is_given_up_on_waits_no_more(world: World, notice: int) -> None:
    with unit_of_work(world.store) as connection:
        claim(connection, notice, now=NOW)
        mark_failed(connection, notice, why="550 no such user", next_try_at=None)

        assert claim(connection, notice, now=NOW + 99 * MINUTE) == ()
        assert next_try_at(connection, after=NOW) is None
        assert [row.state for row in notices_of(connection, world.case)] == ["failed"]


def test_what_an_earlier_process_left_half_way_is_uncertain(world: World, notice: int) -> None:
    with unit_of_work(world.store) as connection:
        add_notice(connection, a_notice(world, "still open"), now=NOW)
        claim(connection, notice, now=NOW)

        assert count_stuck(connection, since=NOW) == 1
        why, later = "stopped while sending", NOW + MINUTE
        assert sending_to_uncertain(connection, why=why, now=later) == 1
        assert count_stuck(connection, since=later) == 0
        (unsure,) = uncertain_notices(connection, limit=9)
        assert not mark_sent(connection, notice, now=NOW)
        assert claim(connection, notice, now=NOW) == ()
        [again] = claim(connection, notice, now=later)

    assert (unsure.id, unsure.why) == (notice, "stopped while sending")
    assert again.key == unsure.key


def test_a_connection_that_broke_leaves_it_uncertain(world: World, notice: int) -> None:
    with unit_of_work(world.store) as connection:
        claim(connection, notice, now=NOW)
        assert mark_uncertain(connection, notice, why="dropped after DATA")
        assert claim(connection, notice, now=NOW + MINUTE) == ()
        assert [row.id for row in uncertain_notices(connection, limit=9)] == [notice]
        assert reopen_uncertain(connection, notice, now=NOW + MINUTE)
        assert not reopen_uncertain(connection, notice, now=NOW + MINUTE)
        assert claim(connection, notice, now=NOW + MINUTE) != ()


def test_one_that_is_uncertain_may_be_tried_again_by_itself(world: World, notice: int) -> None:
    with unit_of_work(world.store) as connection:
        claim(connection, notice, now=NOW)
        mark_uncertain(connection, notice, why="dropped", next_try_at=NOW + MINUTE)

        assert claim(connection, notice, now=NOW) == ()
        [again] = claim(connection, notice, now=NOW + MINUTE)

    assert again.tries == 2


def test_a_message_goes_to_where_its_reader_is_now(world: World, notice: int) -> None:
    with unit_of_work(world.store) as connection:
        before = reader_of(connection, notice)
        connection.execute(update(PERSON).values(email="bram@example.org"))

        assert before == Reader(world.bram.public_id, "")
        assert reader_of(connection, notice) == replace(before, address="bram@example.org")


def test_somebody_sees_their_own_messages_newest_first_and_a_page_at_a_time(
    world: World, notice: int
) -> None:
    with unit_of_work(world.store) as connection:
        later = add_notice(connection, a_notice(world, "another"), now=NOW)
        to_bram = notices_to(connection, viewer(world.bram), on=TODAY, before=None, limit=9)
        older = notices_to(connection, viewer(world.bram), on=TODAY, before=later, limit=9)
        newest = notices_to(connection, viewer(world.bram), on=TODAY, before=None, limit=1)
        to_anna = notices_to(connection, viewer(world.anna), on=TODAY, before=None, limit=9)

    assert [each.id for each in to_bram] == [later, notice]
    assert [each.id for each in older] == [notice]
    assert [each.id for each in newest] == [later]
    assert to_anna == ()


def test_somebody_marks_their_own_messages_as_read(world: World, notice: int) -> None:
    bram, anna = viewer(world.bram), viewer(world.anna)
    with unit_of_work(world.store) as connection:
        add_notice(connection, a_notice(world, "another"), now=NOW)
        [first, _] = notices_of(connection, world.case)
        by_anna = mark_read(connection, anna, named=[first.public_id], now=NOW)
        by_bram = mark_read(connection, bram, named=[first.public_id], now=NOW)
        left = count_unread(connection, bram)
        rest = mark_read(connection, bram, named=None, now=NOW + MINUTE)
        rows = notices_of(connection, world.case)

    assert (by_anna, by_bram, left, rest) == (0, 1, 1, 1)
    assert [row.read_at for row in rows] == [NOW, NOW + MINUTE]


def test_of_many_to_one_reader_that_are_not_in_a_mail_yet_one_stands_for_all(
    world: World, notice: int
) -> None:
    with unit_of_work(world.store) as connection:
        for number in range(3):
            new = replace(a_notice(world, f"digest-{number}"), choice="digest")
            add_notice(connection, new, now=NOW)
        found = open_notices(connection, now=NOW, limit=9)
        unmade = claim(connection, found[1].id, now=NOW)

    assert [row.bundle for row in found] == ["reminder-1-bram-mail", None]
    assert unmade == ()
