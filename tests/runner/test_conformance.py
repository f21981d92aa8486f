"""What every runner owes; a new one joins in RUNNERS."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from engine.ports import Message, Runner
from engine.runner.embedded import EmbeddedRunner
from engine.runner.manual import ManualRunner
from engine.store import notices
from engine.store.unit_of_work import unit_of_work
from tests.office import MORNING, World
from tests.runner.outbox import (
    LATER,
    FakeChannel,
    a_notice,
    a_reminder,
    add_notice,
    ledger,
    outbox,
    states,
    until,
)

BRAM, CARLA = "bram@voorbeeldstad.test", "carla@voorbeeldstad.test"


@dataclass(frozen=True)
class Bench:
    """A runner, not started, its channel, and what lets it do what is due."""

    runner: Runner
    channel: FakeChannel
    wake: Callable[[], object]


def _manual(world: World, channel: FakeChannel, _: Path) -> Bench:
    runner = ManualRunner(world.office, {"email": channel})
    return Bench(runner, channel, lambda: runner.run_until(world.clock.now()))


def _embedded(world: World, channel: FakeChannel, folder: Path) -> Bench:
    lock_file = folder / "owner.lock"
    channels = {"email": channel}
    runner = EmbeddedRunner(world.office, channels, sweep_seconds=0.05, lock_file=lock_file)
    return Bench(runner, channel, lambda: None)


RUNNERS = [pytest.param(_manual, id="manual"), pytest.param(_embedded, id="embedded")]


@pytest.fixture(params=RUNNERS)
def bench(request: pytest.FixtureRequest, world: World, tmp_path: Path) -> Iterator[Bench]:
    make: Callable[[World, FakeChannel, Path], Bench] = request.param
    bench = make(world, FakeChannel(), tmp_path)
    yield bench
    bench.runner.stop(60)


def test_what_is_due_goes_out(world: World, bench: Bench) -> None:
    case = world.open_case()
    a_reminder(world.office, case)

    bench.runner.start()
    bench.wake()

    until(lambda: states(outbox(world.office, case)) == ["sent"])
    assert bench.channel.addresses == [BRAM]
    assert ledger(world.office, case)[0].state == "fired"


def test_what_was_announced_goes_out_after_the_commit(world: World, bench: Bench) -> None:
    case = world.open_case()
    bench.runner.start()

    with unit_of_work(world.office.store) as connection:
        made = add_notice(connection, world, case, world.bram, key="told-1")
        bench.runner.announce(connection, [made])
        early = bench.channel.keys.copy()
    bench.wake()

    until(lambda: states(outbox(world.office, case)) == ["sent"])
    assert early == []


def test_what_was_announced_and_rolled_back_never_was(world: World, bench: Bench) -> None:
    case = world.open_case()
    bench.runner.start()

    def announce_and_fail() -> None:
        with unit_of_work(world.office.store) as connection:
            made = add_notice(connection, world, case, world.bram, key="told-1")
            bench.runner.announce(connection, [made])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        announce_and_fail()
    a_notice(world, case, world.carla, key="told-2")
    bench.wake()

    until(lambda: states(outbox(world.office, case)) == ["sent"])
    assert bench.channel.keys == ["told-2"]


def test_what_an_earlier_run_left_half_way_is_sent_again(world: World, bench: Bench) -> None:
    case = world.open_case()
    notice_id = a_notice(world, case, world.bram)
    with unit_of_work(world.office.store) as connection:
        notices.claim(connection, notice_id, now=MORNING)

    bench.runner.start()
    bench.wake()

    until(lambda: states(outbox(world.office, case)) == ["sent"])
    assert bench.channel.keys == ["told-1"]


def test_what_fails_is_tried_again_when_its_time_has_come(world: World, bench: Bench) -> None:
    case = world.open_case()
    a_notice(world, case, world.bram)
    bench.channel.answers[BRAM] = [LATER]

    bench.runner.start()
    bench.wake()
    until(lambda: states(outbox(world.office, case)) == ["failed"])
    world.clock.move_to(MORNING + timedelta(minutes=1))
    bench.wake()

    until(lambda: states(outbox(world.office, case)) == ["sent"])
    assert bench.channel.keys == ["told-1", "told-1"]


def test_a_channel_that_breaks_stops_neither_the_others_nor_the_runner(
    world: World, bench: Bench
) -> None:
    case = world.open_case()

    def break_down(message: Message) -> None:
        if message.to == BRAM:
            raise RuntimeError

    bench.channel.during = break_down
    a_notice(world, case, world.bram)
    a_notice(world, case, world.carla, key="told-2")

    bench.runner.start()
    bench.wake()

    until(lambda: states(outbox(world.office, case)) == ["uncertain", "sent"])
    a_notice(world, case, world.carla, key="told-3")
    bench.wake()
    until(lambda: states(outbox(world.office, case)) == ["uncertain", "sent", "sent"])


def test_after_the_stop_nothing_goes_out_until_the_next_start(world: World, bench: Bench) -> None:
    case = world.open_case()
    bench.runner.start()
    bench.wake()
    until(lambda: bench.runner.health().last_sweep == MORNING)

    bench.runner.stop(60)
    with unit_of_work(world.office.store) as connection:
        made = add_notice(connection, world, case, world.bram, key="told-1")
        bench.runner.announce(connection, [made])
    stopped = states(outbox(world.office, case))
    bench.runner.start()
    bench.wake()

    until(lambda: states(outbox(world.office, case)) == ["sent"])
    assert stopped == ["open"]


def test_health_says_how_far_behind_the_work_is(world: World, bench: Bench) -> None:
    case = world.open_case()
    a_reminder(world.office, case)
    a_notice(world, case, world.bram)
    left = a_notice(world, case, world.carla, key="told-2")
    with unit_of_work(world.office.store) as connection:
        notices.claim(connection, left, now=MORNING)
    world.clock.move_to(MORNING + timedelta(minutes=5))

    before = bench.runner.health()
    bench.runner.start()
    bench.wake()

    until(lambda: bench.runner.health().last_sweep == world.clock.now())
    after = bench.runner.health()
    assert (before.due_reminders, before.open_notices, before.stuck) == (1, 1, 1)
    assert before.last_sweep is None
    assert (after.due_reminders, after.open_notices, after.stuck) == (0, 0, 0)
