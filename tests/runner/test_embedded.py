"""The embedded runner: one owner, one sweep at a time, awake when something was announced."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread, active_count

import pytest
from sqlalchemy.exc import DatabaseError

from engine.errors import ConfigurationError
from engine.ports import Message
from engine.runner.embedded import EmbeddedRunner
from engine.runner.owner import OwnerLock
from engine.store.arrival import ArrivalLock
from engine.store.store import Store, open_store
from engine.store.unit_of_work import unit_of_work
from tests.conftest import fresh_sqlite
from tests.office import World
from tests.runner.outbox import (
    EMERGENCY_S,
    Crash,
    FakeChannel,
    a_notice,
    add_notice,
    outbox,
    states,
    until,
)
from tests.store.databases import fresh_store

HOUR = 3600

HOLDS_THE_LOCK = """\
import sys
from pathlib import Path
from engine.runner.owner import OwnerLock
lock = OwnerLock(Path(sys.argv[1]))
lock.take()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def store() -> Iterator[Store]:
    """Lend a store on SQLite: there one process owns the file."""
    with fresh_store("sqlite") as store:
        yield store


@pytest.fixture
def channel() -> FakeChannel:
    """Lend a channel that accepts everything."""
    return FakeChannel()


@pytest.fixture
def make(
    world: World, channel: FakeChannel, tmp_path: Path
) -> Iterator[Callable[..., EmbeddedRunner]]:
    """Make runners beside the same database, and stop them all afterwards."""
    made = list[EmbeddedRunner]()

    def one(sweep_seconds: float = HOUR) -> EmbeddedRunner:
        runner = EmbeddedRunner(
            world.office,
            {"email": channel},
            sweep_seconds=sweep_seconds,
            lock_file=tmp_path / "owner.lock",
        )
        made.append(runner)
        return runner

    yield one
    for runner in made:
        runner.stop(EMERGENCY_S)


def announced(world: World, runner: EmbeddedRunner, key: str = "told-1") -> None:
    """Put a message for Bram in the outbox, and say so."""
    case = world.open_case()
    with unit_of_work(world.office.store) as connection:
        made = add_notice(connection, world, case, world.bram, key=key)
        runner.announce(connection, [made])


def started(world: World, runner: EmbeddedRunner) -> EmbeddedRunner:
    """Start it and wait until its first sweep is over."""
    runner.start()
    until(lambda: runner.health().last_sweep is not None)
    return runner


def test_a_second_owner_is_refused_in_words(make: Callable[..., EmbeddedRunner]) -> None:
    make().start()

    for _ in range(2):
        with pytest.raises(ConfigurationError, match=r"process \(number \d+\).*Stop that one"):
            make().start()


def test_after_the_stop_another_may_own_it(make: Callable[..., EmbeddedRunner]) -> None:
    first, second = make(), make()
    first.start()
    first.stop(EMERGENCY_S)

    second.start()

    with pytest.raises(ConfigurationError):
        first.start()


def test_one_that_could_not_begin_leaves_it_to_others(
    world: World, channel: FakeChannel, tmp_path: Path
) -> None:
    lock_file = tmp_path / "owner.lock"
    with fresh_sqlite() as url:
        office = replace(world.office, store=open_store(url))  # without tables
        runner = EmbeddedRunner(office, {}, sweep_seconds=HOUR, lock_file=lock_file)
        with pytest.raises(DatabaseError):
            runner.start()
        office.store.close()

    lock = OwnerLock(lock_file)
    lock.take()
    lock.give_back()


def test_the_lock_of_a_process_that_died_is_free(tmp_path: Path) -> None:
    path = tmp_path / "owner.lock"
    command = [sys.executable, "-c", HOLDS_THE_LOCK, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(ConfigurationError, match=str(holder.pid)):
            OwnerLock(path).take()
        holder.kill()
        holder.wait(EMERGENCY_S)

    lock = OwnerLock(path)
    lock.take()
    lock.give_back()


def test_what_was_announced_goes_out_long_before_the_next_sweep(
    make: Callable[..., EmbeddedRunner], world: World, channel: FakeChannel
) -> None:
    runner = started(world, make(sweep_seconds=HOUR))

    for number in range(20):
        announced(world, runner, key=f"told-{number}")

    until(lambda: len(channel.handed) == 20)


def test_a_sweep_that_was_woken_waits_for_the_commit(
    make: Callable[..., EmbeddedRunner], world: World, channel: FakeChannel
) -> None:
    runner, case = started(world, make(sweep_seconds=HOUR)), world.open_case()
    writers = world.office.store.writers
    assert isinstance(writers, ArrivalLock)

    with unit_of_work(world.office.store) as connection:
        made = add_notice(connection, world, case, world.bram, key="told-1")
        runner.announce(connection, [made])
        until(lambda: bool(writers._waiting))
        early = channel.keys.copy()

    until(lambda: states(outbox(world.office, case)) == ["sent"])
    assert early == []


def test_what_nobody_announced_goes_out_at_the_next_sweep(
    make: Callable[..., EmbeddedRunner], world: World, channel: FakeChannel
) -> None:
    started(world, make(sweep_seconds=0.05))
    a_notice(world, world.open_case(), world.bram)

    until(lambda: channel.keys == ["told-1"])


def test_sweeps_never_overlap(
    make: Callable[..., EmbeddedRunner], world: World, channel: FakeChannel
) -> None:
    runner, at_once, most = started(world, make(sweep_seconds=0.05)), list[str](), list[int]()

    def count(message: Message) -> None:
        at_once.append(message.key)
        most.append(len(at_once))
        Event().wait(0.01)
        at_once.remove(message.key)

    channel.during = count
    for number in range(20):
        announced(world, runner, key=f"told-{number}")

    until(lambda: len(channel.handed) == 20)
    assert max(most) == 1


def test_stop_waits_for_the_item_in_hand_and_begins_no_other(
    make: Callable[..., EmbeddedRunner], world: World, channel: FakeChannel
) -> None:
    runner, case = make(), world.open_case()
    sending, go_on = Event(), Event()

    def hold(message: Message) -> None:
        sending.set()
        assert go_on.wait(EMERGENCY_S)

    channel.during = hold
    for number in range(3):
        a_notice(world, case, world.bram, key=f"told-{number}")
    runner.start()
    assert sending.wait(EMERGENCY_S)

    stopping = Thread(target=runner.stop, args=[EMERGENCY_S])
    stopping.start()
    until(runner._halted.is_set)
    go_on.set()
    stopping.join(EMERGENCY_S)

    assert states(outbox(world.office, case)) == ["sent", "open", "open"]


def test_while_an_item_is_still_in_hand_the_database_stays_ours(
    make: Callable[..., EmbeddedRunner], world: World, channel: FakeChannel
) -> None:
    runner, case = make(), world.open_case()
    sending, go_on = Event(), Event()

    def hold(message: Message) -> None:
        sending.set()
        assert go_on.wait(EMERGENCY_S)

    channel.during = hold
    a_notice(world, case, world.bram)
    runner.start()
    assert sending.wait(EMERGENCY_S)

    runner.stop(0)

    with pytest.raises(ConfigurationError):
        make().start()
    go_on.set()
    until(lambda: states(outbox(world.office, case)) == ["sent"])


def test_what_a_sweep_could_not_mark_is_taken_up_by_the_next(
    make: Callable[..., EmbeddedRunner], world: World, channel: FakeChannel
) -> None:
    case = world.open_case()
    first = list[str]()

    def crash_once(message: Message) -> None:
        if not first:
            first.append(message.key)
            raise Crash

    channel.during = crash_once
    a_notice(world, case, world.bram)

    started(world, make(sweep_seconds=0.05))

    until(lambda: states(outbox(world.office, case)) == ["sent"])
    assert first == channel.keys == ["told-1"]


def test_a_stopped_runner_leaves_no_thread_behind(
    make: Callable[..., EmbeddedRunner], world: World
) -> None:
    before = active_count()
    runner = make()

    for _ in range(5):
        started(world, runner).stop(EMERGENCY_S)

    until(lambda: active_count() == before)
