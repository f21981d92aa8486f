"""One mail a day holds everything that waits for somebody; the rows stay the truth."""

from datetime import date, time, timedelta
from typing import Literal, TypeAlias

import pytest

from engine.notice_times import QuietHours
from engine.ports import Message
from engine.runner.manual import ManualRunner
from engine.service.delivery import rescue
from engine.service.tick import TickReport, tick
from engine.store import deadlines
from engine.store.deadlines import DueDate
from engine.store.unit_of_work import unit_of_work
from tests.office import MORNING, World
from tests.runner.outbox import (
    BROKEN,
    LATER,
    SEVEN,
    Crash,
    FakeChannel,
    a_reminder,
    chooses,
    outbox,
    states,
    told,
)

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
BRAM, CARLA = "bram@voorbeeldstad.test", "carla@voorbeeldstad.test"
Change: TypeAlias = Literal["met", "void", "suspended", "date moved"]
NIGHT = QuietHours(time(18), time(10))


def test_what_waits_for_one_person_leaves_as_one_mail_that_holds_a_count(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    for number in range(3):
        a_reminder(world.office, case, key=f"talk_{number}")
    a_reminder(world.office, case, key="talk_3", audience="coordinator")

    report = tick(world.office, {"email": channel})

    assert report == TickReport(fired=4, sent=2)
    assert [(each.to, each.values) for each in channel.handed] == [
        (BRAM, {"count": 3}),
        (CARLA, {"count": 1}),
    ]
    rows = outbox(world.office, case)
    assert set(states(rows)) == {"sent"}
    assert sorted({row.bundle or "" for row in rows}) == sorted(channel.keys)


def test_what_is_due_after_the_mail_of_today_waits_for_that_of_tomorrow(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    told(world, case, world.bram, "told-1")

    today = tick(world.office, {"email": channel})
    world.clock.move_to(SEVEN + DAY)
    tomorrow = tick(world.office, {"email": channel})

    assert (today, tomorrow) == (TickReport(), TickReport(sent=1))
    assert channel.keys == [f"digest-{world.bram.public_id}-2026-03-03-email"]


def test_there_are_never_two_on_one_day(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    a_reminder(world.office, case, key="talk_1")
    tick(world.office, {"email": channel})
    a_reminder(world.office, case, key="talk_2")

    again = tick(world.office, {"email": channel})
    [_, waiting] = outbox(world.office, case)
    world.clock.move_to(SEVEN + DAY)
    tomorrow = tick(world.office, {"email": channel})

    assert (again, tomorrow) == (TickReport(fired=1), TickReport(sent=1))
    assert (waiting.state, waiting.next_try_at) == ("open", SEVEN + DAY)


def test_when_an_outage_ends_one_mail_holds_everything(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    told(world, case, world.bram, "told-1")
    for number in range(3):
        a_reminder(world.office, case, key=f"talk_{number}", at=SEVEN + number * DAY)
    world.clock.move_to(MORNING + 3 * DAY)

    report = tick(world.office, {"email": channel})

    assert report == TickReport(fired=3, sent=1)
    assert channel.handed[0].values == {"count": 4}


def test_a_repeat_is_the_same_mail_whatever_was_added_meanwhile(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    a_reminder(world.office, case, key="talk_1")
    a_reminder(world.office, case, key="talk_2")
    channel.answers[BRAM] = [LATER, BROKEN]
    tick(world.office, {"email": channel})
    a_reminder(world.office, case, key="talk_3")

    world.clock.move_to(MORNING + MINUTE)
    tick(world.office, {"email": channel})
    world.clock.move_to(MORNING + 3 * MINUTE)
    tick(world.office, {"email": channel})

    assert len(set(channel.keys)) == 1
    assert [each.values["count"] for each in channel.handed] == [2, 2, 2]
    assert [(row.state, row.tries) for row in outbox(world.office, case)] == [
        ("sent", 3),
        ("sent", 3),
        ("open", 0),
    ]


def test_a_crash_while_it_is_sent_leaves_the_same_mail_to_be_repeated(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    a_reminder(world.office, case, key="talk_1")
    a_reminder(world.office, case, key="talk_2")

    def crash(message: Message) -> None:
        channel.handed.append(message)
        raise Crash

    channel.during = crash
    with pytest.raises(Crash):
        tick(world.office, {"email": channel})
    channel.during = None
    rescue(world.office)
    tick(world.office, {"email": channel})

    assert channel.handed[0] == channel.handed[1]
    assert states(outbox(world.office, case)) == ["sent", "sent"]


@pytest.mark.parametrize("change", ["met", "void", "suspended", "date moved"])
def test_what_ended_before_the_mail_left_is_left_out_and_the_rest_goes(
    world: World, change: Change
) -> None:
    case, channel = world.open_case(), FakeChannel()
    chooses(world, world.bram, NIGHT)
    gone = a_reminder(world.office, case, key="talk_1")
    a_reminder(world.office, case, key="talk_2")
    fired = tick(world.office, {"email": channel})
    end(world, gone, change)

    report = ManualRunner(world.office, {"email": channel}).run_until(MORNING + DAY)

    assert (fired, report) == (TickReport(fired=2), TickReport(sent=1))
    assert channel.handed[0].values == {"count": 1}
    left_out, sent = outbox(world.office, case)
    why = "due date moved" if change == "date moved" else f"deadline {change}"
    assert (left_out.state, left_out.why, left_out.bundle) == ("superseded", why, None)
    assert sent.state == "sent"


def end(world: World, deadline: int, change: Change) -> None:
    """Let the deadline end, stand still, or be due on another day."""
    today, later = MORNING.date(), date(2026, 5, 1)
    with unit_of_work(world.office.store) as connection:
        if change == "met" or change == "void":  # noqa: PLR1714 - what mypy understands
            deadlines.end_deadline(connection, deadline, state=change, on=today, seq=1)
        elif change == "suspended":
            deadlines.suspend_deadline(connection, deadline, on=today, until=today + 30 * DAY)
        else:
            moved = DueDate(
                due_on=later,
                due_at=MORNING + 60 * DAY,
                late_after=later,
                window_opens=None,
                explanation={},
                terms={},
            )
            deadlines.move_deadline(connection, deadline, moved)


def test_an_empty_one_is_not_sent(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    chooses(world, world.bram, NIGHT)
    gone = a_reminder(world.office, case)
    tick(world.office, {"email": channel})
    end(world, gone, "met")
    world.clock.move_to(MORNING + DAY)

    report = tick(world.office, {"email": channel})

    assert report == TickReport()
    assert (channel.handed, states(outbox(world.office, case))) == ([], ["superseded"])


def test_who_has_two_roles_on_one_deadline_gets_one_mail_that_counts_it_once(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    world.takes_part(world.bram, "coordinator")
    deadline = a_reminder(world.office, case)
    a_reminder(world.office, case, deadline=deadline, audience="coordinator")

    tick(world.office, {"email": channel})

    assert sorted((each.to, each.values["count"]) for each in channel.handed) == [
        (BRAM, 1),
        (CARLA, 1),
    ]
    of_bram = [row for row in outbox(world.office, case) if row.person_id == world.bram.id]
    assert [(row.state, row.why) for row in of_bram] == [
        ("sent", None),
        ("superseded", "the same person hears of it in another role"),
    ]


def test_who_wants_no_mail_has_it_in_the_app_and_no_row_says_that_it_was_sent(
    world: World,
) -> None:
    case, channel = world.open_case(), FakeChannel()
    chooses(world, world.bram, told="none")
    told(world, case, world.bram, "told-1")
    told(world, case, world.bram, "told-2", sort="urgent")

    report = ManualRunner(world.office, {"email": channel}).run_until(MORNING + 2 * DAY)

    assert (report.sent, channel.keys) == (1, ["told-2"])
    quiet, _ = outbox(world.office, case)
    assert (quiet.state, quiet.sent_at, quiet.tries, quiet.next_try_at) == ("in_app", None, 0, None)


def test_who_wants_each_at_once_gets_each_in_a_mail_of_its_own(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    chooses(world, world.bram, told="at_once")
    told(world, case, world.bram, "told-1")
    told(world, case, world.bram, "told-2")

    tick(world.office, {"email": channel})

    assert channel.keys == ["told-1", "told-2"]
    assert {(each.template, each.values["count"]) for each in channel.handed} == {("told", 1)}


def test_in_quiet_hours_only_what_is_urgent_comes(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    chooses(world, world.bram, NIGHT, told="at_once")
    a_reminder(world.office, case)
    told(world, case, world.bram, "told-1")
    told(world, case, world.bram, "told-2", sort="urgent")

    now = tick(world.office, {"email": channel})
    in_the_night = channel.keys.copy()
    later = ManualRunner(world.office, {"email": channel}).run_until(MORNING + 2 * DAY)

    assert (now, in_the_night) == (TickReport(fired=1, sent=1), ["told-2"])
    assert later == TickReport(sent=2)
    ends = SEVEN + timedelta(hours=3)
    assert {row.sent_at for row in outbox(world.office, case)} == {MORNING, ends}


def test_quiet_hours_that_were_chosen_meanwhile_hold_too(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    chooses(world, world.bram, told="at_once")
    told(world, case, world.bram, "told-1")
    chooses(world, world.bram, NIGHT)

    now = tick(world.office, {"email": channel})
    later = ManualRunner(world.office, {"email": channel}).run_until(MORNING + DAY)

    assert (now, later) == (TickReport(), TickReport(sent=1))


def test_a_repeat_does_not_come_in_quiet_hours(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    chooses(world, world.bram, QuietHours(time(9, 1), time(10)), told="at_once")
    told(world, case, world.bram, "told-1")
    channel.answers[BRAM] = [LATER]

    tick(world.office, {"email": channel})

    [row] = outbox(world.office, case)
    assert (row.state, row.next_try_at) == ("failed", SEVEN + timedelta(hours=3))
