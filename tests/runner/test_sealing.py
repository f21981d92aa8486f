"""The tick seals every minute and anchors every hour, and says so when it cannot."""

from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from engine.ports import Sent, Unreached
from engine.seal import unpack
from engine.service import sealing
from engine.service.anchoring import is_late, unkept_for
from engine.service.delivery import Answer
from engine.service.tick import TickReport, tick
from engine.store import anchors, heartbeat
from engine.store.seals import seals_between
from engine.store.tables.trail import ACCESS_LOG
from engine.store.unit_of_work import reading, unit_of_work
from tests.office import World
from tests.runner.outbox import FakeChannel, a_notice, open_work
from tests.runner.uptimes import FakeUptime
from tests.service.audits import HOUR, MINUTE, Hours
from tests.service.counting import counting

BOTH = ("folder", "mail")


@pytest.fixture
def hours(world: World) -> Hours:
    """Lend an office with a case, of which nothing is sealed yet."""
    return Hours(world, world.open_case())


def ticks(hours: Hours, after: timedelta = timedelta(0)) -> TickReport:
    """Tick, after some time."""
    clock = hours.world.clock
    clock.move_to(clock.now() + after)
    return tick(hours.world.office, {}, anchoring=hours.anchoring)


def sealed_rows(hours: Hours) -> list[int]:
    """How many rows each seal holds."""
    with reading(hours.world.office.store) as connection:
        return [len(unpack(seal.leaves)) for seal in seals_between(connection, 0, 1_000)]


def late(hours: Hours) -> bool:
    """Whether the alarm is on."""
    return is_late(hours.world.office, BOTH)


def test_the_tick_seals_once_a_minute_and_counts_it_nowhere(hours: Hours) -> None:
    assert ticks(hours) == TickReport()
    hours.looks()
    ticks(hours, MINUTE / 2)
    first = sealed_rows(hours)
    ticks(hours, MINUTE / 2)

    assert first == [2]  # the event of opening, and its row in the log
    assert sealed_rows(hours) == [2, 1]


def test_what_the_tick_does_itself_is_sealed_by_it(hours: Hours) -> None:
    ticks(hours)

    with reading(hours.world.office.store) as connection:
        (seal,) = seals_between(connection, 0, 1_000)
        rows = connection.execute(select(ACCESS_LOG.c.id)).scalars().all()
    assert seal.window.log_up_to == max(rows)


def test_an_idle_tick_writes_no_seal_and_asks_little(hours: Hours) -> None:
    ticks(hours)
    with counting(hours.world.office.store) as said:
        tick(hours.world.office, {})
    ticks(hours, HOUR)

    of_seals = [each for each in said if "FROM seal" in each or "pg_locks" in each]
    assert of_seals == []
    assert sealed_rows(hours) == [2]


def test_after_an_outage_all_is_sealed_in_one_tick(
    hours: Hours, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "ROWS", 5)
    hours.looks(11)
    ticks(hours)

    assert sealed_rows(hours) == [6, 5, 2]


def test_a_tick_that_must_end_seals_the_rest_next_time(hours: Hours) -> None:
    tick(hours.world.office, {}, halt=lambda: True)
    none = sealed_rows(hours)
    ticks(hours)

    assert (none, sealed_rows(hours)) == ([], [2])


def test_a_clock_that_is_not_believed_holds_no_seal_back(hours: Hours) -> None:
    uptime = FakeUptime()
    tick(hours.world.office, {}, uptime=uptime)
    hours.looks()
    hours.world.clock.move_to(hours.world.clock.now() + 9 * HOUR)
    tick(hours.world.office, {}, uptime=uptime)

    assert sealed_rows(hours) == [2, 1]


def test_without_places_nothing_is_anchored(hours: Hours) -> None:
    tick(hours.world.office, {})

    assert hours.verified([]).anchors == 0


def test_an_anchor_every_hour_goes_to_every_place(hours: Hours) -> None:
    for _ in range(12):
        hours.looks()
        ticks(hours, timedelta(minutes=15))

    numbers = [file.anchor.number for file in hours.shelf.files]
    assert numbers == [1, 2, 3]
    assert hours.second.files == hours.shelf.files
    assert [len(file.seals) for file in hours.shelf.files] == [1, 4, 4]


def test_an_hour_without_a_seal_asks_for_no_anchor(hours: Hours) -> None:
    for _ in range(3):
        ticks(hours, HOUR)

    assert len(hours.shelf.files) == 1
    assert not late(hours)


def test_what_a_place_does_not_take_is_brought_later(hours: Hours) -> None:
    hours.shelf.full = True
    with capture_logs() as log:
        ticks(hours)
    hours.looks()
    ticks(hours, HOUR)
    assert (len(hours.shelf.files), len(hours.second.files)) == (0, 2)
    hours.shelf.full = False
    ticks(hours, timedelta(minutes=5))

    assert hours.shelf.files == hours.second.files
    assert [line["event"] for line in log] == ["anchor_not_kept"]
    assert log[0]["place"] == "folder"


def test_a_place_is_not_tried_at_every_tick(hours: Hours) -> None:
    hours.shelf.full = True
    ticks(hours)
    hours.shelf.full = False
    ticks(hours, MINUTE)
    soon = len(hours.shelf.files)
    ticks(hours, 4 * MINUTE)

    assert (soon, len(hours.shelf.files)) == (0, 1)


def test_an_anchor_that_is_missing_for_two_hours_raises_the_alarm(hours: Hours) -> None:
    ticks(hours)
    fine = late(hours)
    hours.second.full = True
    hours.looks()
    ticks(hours, HOUR)
    waits = late(hours)
    ticks(hours, 2 * HOUR)
    on_time = late(hours)
    ticks(hours, MINUTE)

    assert (fine, waits, on_time, late(hours)) == (False, False, False, True)
    ticks(hours, 5 * MINUTE)
    ticks(hours, 5 * MINUTE)
    [asked] = open_work(hours.world)
    assert (asked.why, asked.role, asked.region) == ("anchors_late", "coordinator", None)
    hours.second.full = False
    ticks(hours, 5 * MINUTE)
    assert not late(hours)
    assert open_work(hours.world) == []


def test_what_nobody_seals_raises_the_alarm_too(hours: Hours) -> None:
    ticks(hours)
    hours.looks()
    hours.world.clock.move_to(hours.world.clock.now() + 3 * HOUR)

    assert unkept_for(hours.world.office, BOTH) == 3 * HOUR
    assert late(hours)


def test_a_process_that_ends_before_the_mark_brings_the_same_file_again(hours: Hours) -> None:
    class Ending:
        name = "folder"

        def keep(self, file: object) -> None:
            hours.shelf.keep(file)  # type: ignore[arg-type]  # it is one
            raise KeyboardInterrupt

    anchoring = hours.anchoring
    ending = type(anchoring)(anchoring.keys, (Ending(),))  # type: ignore[arg-type]  # it never answers
    with suppress(KeyboardInterrupt):
        tick(hours.world.office, {}, anchoring=ending)
    ticks(hours, timedelta(minutes=5))

    assert len(hours.shelf.files) == 1
    assert hours.verified().faults == ()


def test_seals_that_were_changed_before_they_were_brought_stay_inside(hours: Hours) -> None:
    hours.shelf.full = True
    ticks(hours)
    hours.does("update seal set hash = prev")
    hours.shelf.full = False
    with capture_logs() as log:
        ticks(hours, timedelta(minutes=5))

    assert hours.shelf.files == []
    assert [line["event"] for line in log] == ["anchor_does_not_fit"]


def test_another_who_anchors_at_the_same_time_does_no_harm(hours: Hours) -> None:
    ticks(hours)
    (file,) = hours.shelf.files
    with unit_of_work(hours.world.office.store) as connection:
        assert not anchors.add_anchor(connection, file.anchor)
        anchors.mark_sent(connection, file.anchor, "folder", now=hours.world.clock.now())

    assert hours.verified().faults == ()


def test_a_sealing_that_cannot_be_done_yet_is_tried_at_the_next_tick(
    hours: Hours, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("engine.store.seals.complete_up_to", lambda _: None)
        ticks(hours)
    with reading(hours.world.office.store) as connection:
        assert heartbeat.last(connection, sealing.SEAL) is None
    ticks(hours, timedelta(seconds=30))

    assert sealed_rows(hours) == [2]


@pytest.mark.parametrize("answer", [Sent(), Unreached("it did not answer")])
def test_a_mail_server_that_hangs_keeps_no_trail_open(hours: Hours, answer: Answer) -> None:
    clock, channel = hours.world.clock, FakeChannel()
    channel.answers = {"bram@voorbeeldstad.test": [answer] * 9}
    waited = list[timedelta]()

    def hangs(_: object) -> None:
        with reading(hours.world.office.store) as connection:
            oldest = anchors.oldest_unsealed(connection)
        waited.append(clock.now() - (oldest or clock.now()))
        hours.looks()
        clock.move_to(clock.now() + MINUTE)

    channel.during = hangs
    for nth in range(3):
        a_notice(hours.world, hours.case, hours.world.bram, key=f"told-{nth}")
    clock.move_to(clock.now() + MINUTE)
    report = tick(hours.world.office, {"email": channel}, anchoring=hours.anchoring)

    assert (report.sent, len(channel.handed)) == (3 if answer == Sent() else 0, 3)
    assert waited == [timedelta(0)] * 3
    assert [file.anchor.number for file in hours.shelf.files] == [1]
