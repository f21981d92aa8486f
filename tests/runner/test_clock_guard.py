"""A clock that jumped does no harm: nothing goes out, nothing is lost, nothing is sent twice."""

from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from engine.clock_guard import ClockGuard
from engine.runner.health import health_of
from engine.service.clock_guard import confirm_clock, holds
from engine.service.delivery import rescue
from engine.service.figures import pulse
from engine.service.tick import TickReport, tick
from engine.store import Connection, clock_guards, notices
from engine.store.unit_of_work import reading, unit_of_work
from tests.office import MORNING, World
from tests.runner.outbox import FakeChannel, a_notice, a_reminder, ledger, outbox, states
from tests.runner.uptimes import FakeUptime, later, with_clock_at

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
JUMPS = [
    pytest.param(-DAY, id="a day back"),
    pytest.param(-HOUR, id="an hour back"),
    pytest.param(HOUR, id="an hour on"),
    pytest.param(365 * DAY, id="a year on"),
]


def notes(connection: Connection, before: ClockGuard | None, found: ClockGuard) -> None:
    """Note this, and be the first to."""
    assert clock_guards.keep(connection, found, instead_of=before)


@pytest.fixture
def uptime() -> FakeUptime:
    """Lend a clock that nobody sets."""
    return FakeUptime()


@pytest.mark.parametrize("jump", JUMPS)
def test_while_the_clock_is_wrong_nothing_goes_out_and_afterwards_everything_once(
    world: World, uptime: FakeUptime, jump: timedelta
) -> None:
    case, channel = world.open_case(), FakeChannel()
    a_reminder(world.office, case, key="talk", at=world.clock.now() + MINUTE)
    tick(world.office, {"email": channel}, uptime=uptime)
    before = ledger(world.office, case), outbox(world.office, case)
    later(world, uptime, MINUTE)

    wrong = with_clock_at(world, jump).office
    reports = [tick(wrong, {"email": channel}, uptime=uptime) for _ in range(3)]

    assert set(reports) == {TickReport()}
    assert (ledger(world.office, case), outbox(world.office, case)) == before
    assert channel.handed == []
    for _ in range(2):
        tick(world.office, {"email": channel}, uptime=uptime)
        later(world, uptime, DAY)
    assert states(ledger(world.office, case)) == [
        "fired",
        "planned",
        "planned",
        "planned",
        "planned",
    ]
    assert (len(outbox(world.office, case)), len(channel.handed)) == (1, 1)


def test_a_message_that_was_made_meanwhile_leaves_when_the_clock_is_right_again(
    world: World, uptime: FakeUptime
) -> None:
    case, channel = world.open_case(), FakeChannel()
    tick(world.office, {"email": channel}, uptime=uptime)
    year_on = with_clock_at(world, 365 * DAY)
    tick(year_on.office, {"email": channel}, uptime=uptime)
    a_notice(year_on, case, world.bram)

    held = channel.handed.copy()
    for _ in range(2):
        tick(world.office, {"email": channel}, uptime=uptime)
        later(world, uptime, DAY)

    assert held == []
    assert states(outbox(world.office, case)) == ["sent"]


def test_a_message_that_was_rescued_meanwhile_is_tried_again_at_once(
    world: World, uptime: FakeUptime
) -> None:
    case, channel = world.open_case(), FakeChannel()
    left = a_notice(world, case, world.bram)
    with unit_of_work(world.office.store) as connection:
        notices.claim(connection, left, now=world.clock.now())
    tick(world.office, {"email": channel}, uptime=uptime)
    year_on = with_clock_at(world, 365 * DAY).office
    rescue(year_on)
    tick(year_on, {"email": channel}, uptime=uptime)

    tick(world.office, {"email": channel}, uptime=uptime)

    assert states(outbox(world.office, case)) == ["sent"]


def test_the_alarm_is_raised_once_and_its_end_is_told(world: World, uptime: FakeUptime) -> None:
    tick(world.office, {}, uptime=uptime)
    wrong = with_clock_at(world, -DAY).office

    with capture_logs() as log:
        for office in (wrong, wrong, world.office, world.office):
            tick(office, {}, uptime=uptime)

    assert [(line["event"], line["log_level"]) for line in log] == [
        ("clock_jumped", "error"),
        ("clock_back", "warning"),
    ]
    assert log[0]["ahead_s"] == -86_400


def test_a_jump_is_kept_over_a_restart_and_a_start_of_the_machine(
    world: World, uptime: FakeUptime
) -> None:
    case, channel = world.open_case(), FakeChannel()
    a_notice(world, case, world.bram)
    holds(world.office, uptime)
    wrong = with_clock_at(world, 2 * HOUR).office
    holds(wrong, uptime)

    tick(wrong, {"email": channel}, uptime=FakeUptime(runs=uptime.runs))
    tick(wrong, {"email": channel}, uptime=FakeUptime(boot="second", runs=MINUTE))

    assert channel.handed == []
    assert health_of(world.office).jumped_at == wrong.clock.now()


def test_whoever_looks_after_it_confirms_that_the_clock_is_right(
    world: World, uptime: FakeUptime
) -> None:
    holds(world.office, uptime)
    right = with_clock_at(world, 2 * HOUR).office
    assert not holds(right, uptime)

    confirmed = confirm_clock(right, by="beheer", why="de klok liep achter")

    assert confirmed
    assert holds(right, uptime)
    assert holds(right, uptime)
    with reading(world.office.store) as connection:
        found = clock_guards.confirmed(connection)
    assert found
    assert (found.at, found.by, found.why) == (right.clock.now(), "beheer", "de klok liep achter")


def test_after_a_start_of_the_machine_somebody_confirms_although_the_clock_is_right_again(
    world: World, uptime: FakeUptime
) -> None:
    holds(world.office, uptime)
    assert not holds(with_clock_at(world, 2 * HOUR).office, uptime)
    restarted = FakeUptime(boot="second", runs=MINUTE)

    held = [holds(world.office, restarted) for _ in range(2)]
    confirm_clock(world.office, by="beheer", why="de klok staat goed")

    assert held == [False, False]
    assert holds(world.office, restarted)
    assert health_of(world.office).jumped_at is None


def test_of_two_machines_on_one_database_a_jump_of_one_holds_both_until_it_is_back(
    world: World, uptime: FakeUptime
) -> None:
    other = FakeUptime(boot="other", runs=HOUR)
    wrong = with_clock_at(world, 365 * DAY).office
    well = [holds(world.office, each) for each in (uptime, other, uptime, other)]

    held = [holds(wrong, uptime), holds(world.office, other), holds(wrong, uptime)]
    jumped, pulsed = health_of(world.office).jumped_at, pulse(world.office).jumped
    back = [holds(world.office, each) for each in (uptime, other)]

    assert (well, held, back) == ([True] * 4, [False] * 3, [True] * 2)
    assert (jumped, pulsed) == (wrong.clock.now(), True)
    assert pulse(world.office).jumped is False


@pytest.mark.parametrize("meanwhile", ["looked first", "jumped", "confirmed"])
def test_a_look_overwrites_nothing_that_was_noted_since_it_read(
    world: World, uptime: FakeUptime, meanwhile: str
) -> None:
    known = ClockGuard(uptime.boot, MORNING - uptime.runs)
    jumped = replace(known, jumped_at=MORNING, ahead=DAY)
    with unit_of_work(world.office.store) as connection:
        if meanwhile != "looked first":
            notes(connection, None, known)
        read = clock_guards.guard(connection, uptime.boot)
        notes(connection, read, jumped)
        if meanwhile == "confirmed":
            clock_guards.confirm(connection, by="beheer", why="gekeken", now=MORNING)
        noted = clock_guards.keep(connection, known, instead_of=read)
        left = clock_guards.guard(connection, uptime.boot)

    assert not noted
    assert left == (None if meanwhile == "confirmed" else jumped)


def test_of_two_ticks_that_see_one_jump_both_hold_and_one_raises_the_alarm(
    world: World, uptime: FakeUptime, monkeypatch: pytest.MonkeyPatch
) -> None:
    holds(world.office, uptime)
    with reading(world.office.store) as connection:
        read_by_both = clock_guards.guard(connection, uptime.boot)
    monkeypatch.setattr(clock_guards, "guard", lambda *_: read_by_both)
    wrong = with_clock_at(world, HOUR).office

    with capture_logs() as log:
        held = [holds(wrong, uptime) for _ in range(2)]

    assert held == [False, False]
    assert [line["event"] for line in log] == ["clock_jumped"]


def test_there_is_nothing_to_confirm_while_the_clock_holds(
    world: World, uptime: FakeUptime
) -> None:
    assert holds(world.office, uptime)

    assert not confirm_clock(world.office, by="beheer", why="voor de zekerheid")


def test_a_clock_that_cannot_be_judged_is_not_believed(world: World, uptime: FakeUptime) -> None:
    case, channel = world.open_case(), FakeChannel()
    a_notice(world, case, world.bram)

    class Broken(FakeUptime):
        def elapsed(self) -> timedelta:
            raise OSError

    report = tick(world.office, {"email": channel}, uptime=Broken())

    assert report == TickReport(broken=1)
    assert channel.handed == []


def test_without_an_uptime_the_clock_is_believed_whatever_it_says(world: World) -> None:
    tick(world.office, {}, uptime=FakeUptime())
    case, channel = world.open_case(), FakeChannel()
    a_reminder(world.office, case, at=world.clock.now())

    report = tick(with_clock_at(world, 2 * HOUR).office, {"email": channel})

    assert report.fired == 1
