"""Sessions as rows: found by a hash, ended once, counted and purged."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, select, text, update
from sqlalchemy.exc import IntegrityError

from engine.store.people import PersonSeen, add_account, add_organisation, add_qualification
from engine.store.sessions import (
    PURGED_AT_ONCE,
    NewSession,
    SessionSeen,
    Start,
    end_session,
    find_session,
    mark_seen,
    person_with_account,
    purge_sessions,
    roles_of,
    set_language,
    start_session,
    starts_since,
    take_turns,
)
from engine.store.tables.people import ACCOUNT
from engine.store.tables.sessions import SESSION
from engine.store.unit_of_work import reading, unit_of_work
from tests.store.builders import DAY, NOW, TODAY, World, takes_part

MINUTE = timedelta(minutes=1)


def has_account(
    connection: Connection, person: PersonSeen, *, organisation: int | None = None
) -> None:
    """Give somebody a login."""
    add_account(
        connection, person.id, issuer="demo", subject=person.name, organisation_id=organisation
    )


def works_as(connection: Connection, person: PersonSeen, name: str, begun: int, until: int) -> None:
    """Let somebody work as this from so many days after today until so many."""
    from_on, until_on = TODAY + begun * DAY, TODAY + until * DAY
    add_qualification(connection, person.id, name=name, from_on=from_on, until_on=until_on, now=NOW)


def begins(
    connection: Connection, person: PersonSeen, token_hash: str = "t", ago: timedelta = timedelta()
) -> SessionSeen:
    """Begin a session, so long ago."""
    new = NewSession(token_hash=token_hash, person_id=person.id, through="page")
    return start_session(connection, new, now=NOW - ago)


def test_a_session_is_found_by_the_hash_of_its_token(world: World) -> None:
    with unit_of_work(world.store) as connection:
        cjg = add_organisation(connection, "CJG", kind="cjg")
        has_account(connection, world.bram, organisation=cjg)
        made = begins(connection, world.bram, "abc")

    with reading(world.store) as connection:
        assert find_session(connection, "abc") == made
        assert find_session(connection, "abd") is None
    assert (made.person_id, made.person, made.name) == (
        world.bram.id,
        world.bram.public_id,
        "bram",
    )
    assert (made.organisation_id, made.active, made.language) == (cjg, True, "nl")
    assert (made.through, made.started_at, made.seen_at, made.ended_at) == ("page", NOW, NOW, None)


def test_two_sessions_never_share_a_token(world: World) -> None:
    with unit_of_work(world.store) as connection:
        has_account(connection, world.bram)
        begins(connection, world.bram)

    with pytest.raises(IntegrityError), unit_of_work(world.store) as connection:
        begins(connection, world.bram)


@pytest.mark.parametrize(("column", "value"), [("through", "mail"), ("language", "fr")])
def test_a_session_comes_in_one_way_and_speaks_one_language(
    world: World, column: str, value: str
) -> None:
    with unit_of_work(world.store) as connection:
        has_account(connection, world.bram)
        begins(connection, world.bram)

    with pytest.raises(IntegrityError, match="ck_session"), unit_of_work(world.store) as connection:
        connection.execute(update(SESSION).values({column: value}))


def test_the_language_of_the_session_goes_before_that_of_the_person(world: World) -> None:
    with unit_of_work(world.store) as connection:
        has_account(connection, world.bram)
        mine, other = begins(connection, world.bram), begins(connection, world.bram, "other")
        set_language(connection, mine.id, language="en")
        found = [find_session(connection, each) for each in ("t", "other")]

    assert [each and each.language for each in found] == ["en", "nl"]
    assert other.language == "nl"


def test_a_session_ends_once_and_its_first_end_stays(world: World) -> None:
    with unit_of_work(world.store) as connection:
        has_account(connection, world.bram)
        made, other = begins(connection, world.bram), begins(connection, world.bram, "other")

        assert end_session(connection, made.id, now=NOW + MINUTE)
        assert not end_session(connection, made.id, now=NOW + 2 * MINUTE)
        ended, still = find_session(connection, "t"), find_session(connection, "other")

    assert ended
    assert ended.ended_at == NOW + MINUTE
    assert still == other


def test_a_use_that_was_just_noted_is_not_noted_again(world: World) -> None:
    with unit_of_work(world.store) as connection:
        has_account(connection, world.bram)
        made = begins(connection, world.bram)
        second = timedelta(seconds=1)

        mark_seen(connection, made.id, not_since=NOW - second, now=NOW + MINUTE)
        too_soon = find_session(connection, "t")
        mark_seen(connection, made.id, not_since=NOW, now=NOW + MINUTE)
        in_time = find_session(connection, "t")

    assert too_soon == made
    assert in_time
    assert in_time.seen_at == NOW + MINUTE


def test_sign_ins_are_counted_from_after_a_moment_the_last_one_first(world: World) -> None:
    with unit_of_work(world.store) as connection:
        for person in (world.anna, world.bram):
            has_account(connection, person)
        begins(connection, world.bram, "at the moment", ago=2 * MINUTE)
        ended = begins(connection, world.anna, "after it", ago=MINUTE)
        begins(connection, world.bram, "now")
        end_session(connection, ended.id, now=NOW)

        assert starts_since(connection, NOW - 2 * MINUTE) == (
            Start(world.bram.id, NOW),
            Start(world.anna.id, NOW - MINUTE),
        )


def test_a_purge_takes_the_oldest_and_never_many_at_once(world: World) -> None:
    with unit_of_work(world.store) as connection:
        has_account(connection, world.bram)
        begins(connection, world.bram, "young", ago=DAY - timedelta(seconds=1))
        for number in range(PURGED_AT_ONCE + 2):
            begins(connection, world.bram, str(number), ago=DAY + number * MINUTE)

        first = purge_sessions(connection, before=NOW - DAY)
        left = set(connection.execute(select(SESSION.c.token_hash)).scalars())
        second = purge_sessions(connection, before=NOW - DAY)
        last = list(connection.execute(select(SESSION.c.token_hash)).scalars())

    assert (first, left) == (PURGED_AT_ONCE, {"young", "0", "1"})
    assert (second, last) == (2, ["young"])


def test_only_somebody_with_an_active_account_is_found_to_sign_in(world: World) -> None:
    with unit_of_work(world.store) as connection:
        for person in (world.anna, world.bram):
            has_account(connection, person)
        closed = ACCOUNT.c.person_id == world.anna.id
        connection.execute(update(ACCOUNT).where(closed).values(active=False))

        ids = [each.public_id for each in (world.bram, world.anna, world.els)]
        found = [person_with_account(connection, each) for each in [*ids, "nobody"]]

    assert found == [world.bram.id, None, None, None]


def test_what_somebody_works_in_or_holds_counts_on_its_days_only(world: World) -> None:
    days = {"today": (0, 5), "over": (-5, 0), "to come": (1, 5)}
    with unit_of_work(world.store) as connection:
        for name, (begun, until) in days.items():
            works_as(connection, world.anna, name, begun, until)
        works_as(connection, world.els, "of another", 0, 5)
        takes_part(connection, world.anna, role="held", family_id=world.family.id)
        takes_part(connection, world.anna, role="held", case_id=world.case.id)
        for access in ("none", "excluded"):
            takes_part(
                connection, world.anna, role=access, access=access, family_id=world.family.id
            )
        takes_part(connection, world.anna, role="left", family_id=world.family.id, until_on=TODAY)
        found = roles_of(connection, [world.anna.id, world.sam.id], on=TODAY, now=NOW)

    assert found == {world.anna.id: {"today", "held"}, world.sam.id: set()}


def test_whoever_takes_the_turn_keeps_others_waiting_until_the_end(world: World) -> None:
    if world.store.is_sqlite:
        pytest.skip("on SQLite the turn is that of every writer")
    # Of this database only: another worker of the tests may hold one in its own.
    here = "(select oid from pg_database where datname = current_database())"
    of_here = f"pg_locks where locktype = 'advisory' and database = {here}"
    held = select(func.count()).select_from(text(of_here))
    with unit_of_work(world.store) as connection:
        take_turns(connection)
        during = connection.execute(held).scalar()
    with reading(world.store) as connection:
        after = connection.execute(held).scalar()

    assert (during, after) == (1, 0)
