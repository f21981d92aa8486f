"""A session: how long it lives, what opens it, and what is kept of it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from engine.clock import ManualClock
from engine.errors import NotFound
from engine.service.cases import possible
from engine.service.registering import NewProfessional, register_professional
from engine.service.sessions import (
    IDLE,
    LONGEST,
    choose_language,
    hashed,
    sign_in,
    sign_out,
    signed_in,
)
from engine.store.tables.people import PERSON
from engine.store.unit_of_work import unit_of_work
from tests.service.builders import MORNING, Desk
from tests.service.stages import everything
from tests.service.visits import (
    HOUR,
    MINUTE,
    SECOND,
    close_account,
    enter,
    later,
    rows,
    who,
    written,
)


@pytest.fixture
def desk(small_desk: Desk) -> Desk:
    """Work with the small definitions: of sessions they say nothing."""
    return small_desk


def test_whoever_signs_in_is_known_by_their_token(desk: Desk) -> None:
    bram = desk.viewers["bram"]

    token, entered = sign_in(desk.office, bram.id, through="page", request="r1")
    again = signed_in(desk.office, token, through="page", request="r2")

    assert again
    assert replace(again, viewer=entered.viewer) == entered
    assert entered.viewer == replace(bram, session=entered.session_id, through="page", request="r1")
    assert again.viewer == replace(entered.viewer, request="r2")
    assert (entered.name, entered.language, entered.through) == ("bram", "nl", "page")


def test_a_viewer_brings_the_organisation_of_the_account(desk: Desk) -> None:
    nina = NewProfessional(name="nina", subject="nina", works_as=(), organisation="Gemeente")
    known = register_professional(desk.office, nina)

    _, entered = sign_in(desk.office, known.id, through="api")

    assert entered.viewer.organisation == known.organisation
    assert known.organisation is not None


def test_the_session_is_named_by_an_id_that_opens_nothing(desk: Desk) -> None:
    token, entered = sign_in(desk.office, desk.viewers["bram"].id, through="page")

    assert token not in repr(entered)
    assert hashed(token) not in repr(entered)
    assert who(desk, entered.session_id) is None


def test_a_token_has_256_random_bits_and_never_comes_twice(desk: Desk) -> None:
    tokens = {enter(desk, name) for name in desk.viewers for _ in range(2)}

    assert len(tokens) == 2 * len(desk.viewers)
    assert {len(token) for token in tokens} == {43}  # 32 bytes in base64


def test_of_a_token_only_its_sha_256_is_stored(desk: Desk) -> None:
    token = enter(desk)
    store = desk.office.store

    assert [row.token_hash for row in rows(desk)] == [hashed(token)]
    assert len(hashed(token)) == 64
    assert token not in repr(everything(store))
    if store.is_sqlite:
        raw = Path(str(store.engine.url.database)).read_bytes()
        assert hashed(token).encode() in raw
        assert token.encode() not in raw


@pytest.mark.parametrize(
    ("away", "lives"),
    [
        pytest.param(IDLE - SECOND, True, id="one second less than 15 minutes"),
        pytest.param(IDLE, False, id="15 minutes"),
        pytest.param(IDLE + SECOND, False, id="one second more"),
    ],
)
def test_a_session_is_over_15_minutes_after_its_last_use(
    desk: Desk, clock: ManualClock, away: timedelta, lives: bool
) -> None:
    token = enter(desk)
    later(clock, 10 * MINUTE)
    assert who(desk, token)

    later(clock, away)

    assert bool(who(desk, token)) is lives
    assert bool(who(desk, token)) is lives


@pytest.mark.parametrize(
    ("age", "lives"),
    [
        pytest.param(LONGEST - SECOND, True, id="one second less than 10 hours"),
        pytest.param(LONGEST, False, id="10 hours"),
    ],
)
def test_a_session_is_over_10_hours_after_it_began_however_busy(
    desk: Desk, clock: ManualClock, age: timedelta, lives: bool
) -> None:
    token = enter(desk)
    while clock.now() + 10 * MINUTE < MORNING + age:
        later(clock, 10 * MINUTE)
        assert who(desk, token)

    clock.move_to(MORNING + age)

    assert bool(who(desk, token)) is lives


def test_the_limits_are_those_of_the_threat_model() -> None:
    assert (IDLE, LONGEST) == (15 * MINUTE, 10 * HOUR)


def test_a_session_of_a_closed_account_is_dead_on_the_next_request(desk: Desk) -> None:
    bram, anna = enter(desk), enter(desk, "anna")
    assert who(desk, bram)

    close_account(desk, "bram")

    assert who(desk, bram) is None
    assert who(desk, anna)


def test_whoever_signs_out_is_out_at_once(desk: Desk) -> None:
    token, other = enter(desk), enter(desk)

    sign_out(desk.office, token)

    assert who(desk, token) is None
    assert who(desk, other), "a session on another device stays"


def test_after_signing_out_not_one_of_many_requests_comes_in(desk: Desk) -> None:
    token = enter(desk)
    with ThreadPoolExecutor(8) as pool:
        before = [pool.submit(who, desk, token) for _ in range(50)]
        sign_out(desk.office, token)
        after = [pool.submit(who, desk, token) for _ in range(50)]

    assert [each.result() for each in after] == [None] * 50
    assert all(each.exception() is None for each in before)


def test_signing_out_twice_or_with_an_unknown_token_changes_nothing(
    desk: Desk, clock: ManualClock
) -> None:
    token = enter(desk)
    sign_out(desk.office, token)
    before = everything(desk.office.store)
    later(clock, MINUTE)

    sign_out(desk.office, token)
    sign_out(desk.office, "unknown")

    assert everything(desk.office.store) == before


@pytest.mark.parametrize(("begun", "comes"), [("page", "api"), ("api", "page")])
def test_a_token_opens_only_the_way_in_that_it_was_made_for(
    desk: Desk, begun: Any, comes: Any
) -> None:
    token = enter(desk, through=begun)

    assert signed_in(desk.office, token, through=comes) is None
    assert signed_in(desk.office, token, through=begun)


def test_use_is_written_down_at_most_once_a_minute(desk: Desk, clock: ManualClock) -> None:
    token = enter(desk)
    counts = []
    for away in (timedelta(), 59 * SECOND, SECOND, timedelta(), 59 * SECOND, 2 * SECOND):
        later(clock, away)
        with written(desk.office.store) as statements:
            assert who(desk, token)
        counts.append(len(statements))

    assert counts == [0, 0, 1, 0, 0, 1]
    assert rows(desk)[0].seen_at == clock.now()


def test_an_unknown_token_is_nobody_and_writes_nothing(desk: Desk) -> None:
    enter(desk)
    before = everything(desk.office.store)

    with written(desk.office.store) as statements:
        found = [who(desk, token) for token in ("", "unknown", "é" * 500)]

    assert found == [None] * 3
    assert statements == []
    assert everything(desk.office.store) == before


def test_a_session_that_is_over_is_not_noted_as_used(desk: Desk, clock: ManualClock) -> None:
    token = enter(desk)
    later(clock, IDLE)

    with written(desk.office.store) as statements:
        assert who(desk, token) is None

    assert statements == []


def test_what_somebody_does_is_logged_with_their_session_way_in_and_request(desk: Desk) -> None:
    case = desk.opens(workflow="trial")
    token = enter(desk)
    bram = signed_in(desk.office, token, through="page", request="r7")
    assert bram

    possible(bram.viewer, desk.office, case.id)
    with pytest.raises(NotFound):
        possible(bram.viewer, desk.office, "nothing")

    done, denied = desk.log()[-2:]
    assert (done.action, done.outcome, denied.outcome) == ("possible", "done", "denied")
    for row in (done, denied):
        assert (row.session, row.access_point, row.request_id) == (bram.session_id, "page", "r7")


def test_a_language_is_chosen_for_one_session(desk: Desk) -> None:
    token, other = enter(desk), enter(desk)

    choose_language(desk.office, token, "en")

    found = [who(desk, each) for each in (token, other)]
    assert [each and (each.language, each.viewer.language) for each in found] == [
        ("en", "en"),
        ("nl", "nl"),
    ]


def test_without_a_choice_the_language_is_that_of_the_person(desk: Desk) -> None:
    with unit_of_work(desk.office.store) as connection:
        mine = PERSON.c.public_id == desk.viewers["bram"].id
        connection.execute(update(PERSON).where(mine).values(language="en"))

    found = who(desk, enter(desk))

    assert found
    assert found.language == "en"


def test_a_language_is_not_chosen_for_a_session_that_is_over(
    desk: Desk, clock: ManualClock
) -> None:
    token = enter(desk)
    later(clock, IDLE)

    for each in (token, "unknown"):
        with pytest.raises(NotFound):
            choose_language(desk.office, each, "en")

    assert rows(desk)[0].language is None
