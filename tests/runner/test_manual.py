"""The manual runner lives through time: a tick at every moment at which something is due."""

from datetime import date, datetime, timedelta

import pytest

from engine.clock import SystemClock
from engine.errors import ConfigurationError
from engine.ports import Message
from engine.runner.manual import ManualRunner
from engine.service.deadlines import suspend
from engine.service.deviations import ask_deviation
from engine.service.office import Office
from engine.service.orders import AskDeviation, Suspend
from engine.service.tick import TickReport
from engine.store import events
from engine.store.unit_of_work import reading
from tests.office import MORNING, World
from tests.runner.outbox import LATER, FakeChannel, a_notice, ledger, outbox

DAY = timedelta(days=1)


def stamped(world: World, channel: FakeChannel) -> list[datetime]:
    """Note from now on at which moment each message goes out."""
    moments = list[datetime]()

    def note(message: Message) -> None:
        moments.append(world.clock.now())

    channel.during = note
    return moments


def test_each_reminder_goes_out_at_its_own_moment(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    moments = stamped(world, channel)

    report = ManualRunner(world.office, {"email": channel}).run_until(MORNING + 60 * DAY)

    assert report == TickReport(fired=4, sent=4)
    assert moments == [row.fire_at for row in ledger(world.office, case)]
    assert world.clock.now() == MORNING + 60 * DAY


def test_after_an_outage_the_next_tick_makes_up(world: World) -> None:
    world.open_case()
    channel = FakeChannel()
    runner = ManualRunner(world.office, {"email": channel})

    runner.skip_to(MORNING + 60 * DAY)
    unsent = list(channel.handed)
    report = runner.run_until(MORNING + 60 * DAY)

    assert not unsent
    assert report == TickReport(fired=2, superseded=2, sent=2)


def test_a_message_is_tried_again_when_its_back_off_ends(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    a_notice(world, case, world.bram)
    channel.answers["bram@voorbeeldstad.test"] = [LATER] * 3
    moments = stamped(world, channel)

    report = ManualRunner(world.office, {"email": channel}).run_until(MORNING + timedelta(hours=1))

    assert [int((at - MORNING) / timedelta(minutes=1)) for at in moments] == [0, 1, 3, 7]
    assert report == TickReport(failed=3, sent=1)
    assert outbox(world.office, case)[0].state == "sent"


def test_a_suspension_ends_and_a_deviation_lapses_in_the_morning_of_its_day(world: World) -> None:
    case = world.open_case()
    viewer = world.as_(world.bram)
    until = date(2026, 3, 12)
    pause = Suspend(case=case.public_id, until=until, reason="vakantie", seen_version=1)
    wish = AskDeviation(
        case=case.public_id, rule="scientist_first", transition="place", why="er is haast"
    )
    suspend(viewer, world.office, pause)
    ask_deviation(viewer, world.office, wish)

    report = ManualRunner(world.office, {}).run_until(MORNING + 20 * DAY)

    assert (report.resumed, report.lapsed) == (1, 1)
    with reading(world.office.store) as connection:
        *_, resumed, lapsed = events.timeline(connection, case)
    assert resumed.recorded_at == datetime.fromisoformat("2026-03-12T06:00Z")
    assert lapsed.recorded_at == datetime.fromisoformat("2026-03-17T06:00Z")


def test_what_keeps_failing_does_not_stop_time(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()

    def fail(connection: object, ids: object) -> None:
        raise RuntimeError

    runner = ManualRunner(world.office.announcing(fail), {"email": channel})
    report = runner.run_until(MORNING + 60 * DAY)

    assert report.sent == 0
    assert report.broken > 4
    assert {row.state for row in ledger(world.office, case)} == {"planned", "superseded"}


def test_time_does_not_run_back(world: World) -> None:
    with pytest.raises(ValueError, match="does not run back"):
        ManualRunner(world.office, {}).run_until(MORNING - DAY)


def test_a_clock_that_runs_by_itself_is_refused(world: World) -> None:
    office = Office(world.office.store, SystemClock(), world.office.library)

    with pytest.raises(ConfigurationError, match="ManualClock"):
        ManualRunner(office, {})
