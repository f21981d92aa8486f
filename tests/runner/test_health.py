"""How the clock at work is doing, in numbers: what waits, what failed, what nobody knows."""

from datetime import timedelta
from pathlib import Path

import pytest

from engine.ports import Message, Unreached
from engine.runner.embedded import EmbeddedRunner
from engine.runner.health import PATIENCE, health_of
from engine.service.delivery import MOST_TRIES
from engine.service.figures import pulse
from engine.service.tick import tick
from engine.store import notices
from engine.store.unit_of_work import unit_of_work
from engine.store.work import NewWork, add_work, close_work
from tests.office import MORNING, World
from tests.runner.outbox import (
    BROKEN,
    LATER,
    FakeChannel,
    a_notice,
    a_reminder,
    open_work,
    outbox,
    states,
)
from tests.runner.uptimes import FakeUptime
from tests.service.visits import written

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
BRAM, CARLA = "bram@voorbeeldstad.test", "carla@voorbeeldstad.test"


def test_of_an_empty_office_there_is_nothing_to_tell(world: World) -> None:
    health = health_of(world.office)

    assert (health.due_reminders, health.failed, health.uncertain, health.open_work) == (0, 0, 0, 0)
    assert (health.last_sweep, health.oldest_notice, health.jumped_at) == (None, None, None)


def test_what_did_not_arrive_is_counted_and_the_oldest_has_an_age(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    channel.answers = {BRAM: [LATER] * 9, CARLA: [BROKEN] * 9}
    a_notice(world, case, world.bram)
    a_notice(world, case, world.carla, key="told-2")
    for _ in range(2):
        tick(world.office, {"email": channel})
        world.clock.move_to(world.clock.now() + DAY)

    health = health_of(world.office)

    assert states(outbox(world.office, case)) == ["failed", "uncertain"]
    assert (health.failed, health.uncertain, health.failed_today) == (1, 1, 0)
    assert (health.oldest_notice, health.last_sweep) == (MORNING, MORNING + DAY)


def test_what_was_given_up_is_undelivered_until_somebody_did_the_work(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    channel.answers = {BRAM: [Unreached("no connection")] * 200}
    a_notice(world, case, world.bram)
    for _ in range(3):
        tick(world.office, {"email": channel})
        world.clock.move_to(world.clock.now() + HOUR)
    tried = health_of(world.office)
    for _ in range(MOST_TRIES):
        tick(world.office, {"email": channel})
        world.clock.move_to(world.clock.now() + HOUR)
    given_up = health_of(world.office)
    [asked] = open_work(world)
    with unit_of_work(world.office.store) as connection:
        close_work(connection, asked.id, by=world.carla.id, word="gebeld", now=MORNING)
    done = health_of(world.office)

    assert len(channel.handed) == MOST_TRIES
    assert (tried.failed, tried.retried, tried.oldest_notice) == (1, 1, MORNING)
    assert (given_up.failed, given_up.retried, given_up.oldest_notice) == (1, 0, MORNING)
    assert (done.failed, done.retried, done.oldest_notice) == (0, 0, None)


def test_what_was_asked_of_a_person_is_unsure_and_what_is_on_its_way_too_long_is_stuck(
    world: World,
) -> None:
    case, channel = world.open_case(), FakeChannel()
    channel.answers = {BRAM: [BROKEN] * 9}
    a_notice(world, case, world.bram)
    for _ in range(9):
        tick(world.office, {"email": channel})
        world.clock.move_to(world.clock.now() + HOUR)
    left = a_notice(world, case, world.carla, key="told-2")
    with unit_of_work(world.office.store) as connection:
        notices.claim(connection, left, now=world.clock.now())
    world.clock.move_to(world.clock.now() + PATIENCE)

    health = health_of(world.office)

    assert (health.uncertain, health.retried, health.stuck) == (1, 0, 1)


def test_a_slow_server_that_accepts_does_not_let_the_sweep_look_late(world: World) -> None:
    case, channel, ages = world.open_case(), FakeChannel(), list[timedelta | None]()
    tick(world.office, {})
    for number in range(6):
        a_notice(world, case, world.bram, key=f"told-{number}")

    def answer_slowly(_: Message) -> None:
        world.clock.move_to(world.clock.now() + 80 * SECOND)
        ages.append(pulse(world.office).sweep_age)

    channel.during = answer_slowly
    tick(world.office, {"email": channel})

    assert ages == [80 * SECOND] * 6


def test_a_tick_in_which_nothing_takes_long_writes_its_heartbeat_once(world: World) -> None:
    tick(world.office, {})
    world.clock.move_to(world.clock.now() + MINUTE)

    with written(world.office.store) as noted:
        tick(world.office, {})

    assert len([each for each in noted if "heartbeat" in each]) == 1


def test_what_failed_today_is_told_apart(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    channel.answers = {BRAM: [LATER] * 9}
    a_notice(world, case, world.bram)

    tick(world.office, {"email": channel})

    assert health_of(world.office).failed_today == 1


def test_a_message_that_arrived_is_not_undelivered(world: World) -> None:
    case = world.open_case()
    a_notice(world, case, world.bram)

    before = health_of(world.office)
    tick(world.office, {"email": FakeChannel()})

    assert before.oldest_notice == MORNING
    assert health_of(world.office).oldest_notice is None


def test_reminders_that_should_have_gone_out_and_work_are_counted(world: World) -> None:
    case = world.open_case()
    a_reminder(world.office, case, at=MORNING - DAY)
    with unit_of_work(world.office.store) as connection:
        add_work(connection, NewWork(kind="no_owner", key="x", why="vacant"), now=MORNING)

    health = health_of(world.office)

    assert (health.due_reminders, health.open_work) == (1, 1)


@pytest.mark.parametrize("watched", [True, False])
def test_the_runner_watches_the_clock_that_it_is_handed(
    world: World, tmp_path: Path, watched: bool
) -> None:
    uptime, channel = FakeUptime(), FakeChannel()
    runner = EmbeddedRunner(
        world.office,
        {"email": channel},
        sweep_seconds=60,
        lock_file=tmp_path / "owner.lock",
        uptime=uptime if watched else None,
    )
    runner._sweep()
    world.clock.move_to(MORNING + 10 * MINUTE)
    a_notice(world, world.open_case(), world.bram)

    runner._sweep()

    held = runner.health().jumped_at is not None
    assert (held, len(channel.handed)) == ((True, 0) if watched else (False, 1))
