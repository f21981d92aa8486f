"""The tick does all that is due, each item once and by itself, however many ticks there are."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier, local
from typing import get_args

import pytest
from structlog.testing import capture_logs

from engine.service.cases import advance
from engine.service.deadlines import suspend
from engine.service.deviations import ask_deviation
from engine.service.orders import Advance, AskDeviation, Suspend
from engine.service.repeats import Done
from engine.service.tick import TickReport, tick
from engine.store import Connection, answers, deadlines, deviations, events, heartbeat, notices
from engine.store.cases import CaseHead
from engine.store.deadlines import DeadlineSeen
from engine.store.events import EventSeen
from engine.store.tables.cases import DeviationState
from engine.store.unit_of_work import reading, unit_of_work
from tests.office import MORNING, PREPARATION_DUE, World
from tests.runner.outbox import (
    EMERGENCY_S,
    SEVEN,
    FakeChannel,
    a_notice,
    a_reminder,
    ledger,
    outbox,
    states,
)

DAY = timedelta(days=1)


def timeline(world: World, case: CaseHead) -> list[EventSeen]:
    """Read what happened to the case."""
    with reading(world.office.store) as connection:
        assert events.verify_chain(connection, case.id) is None
        return list(events.timeline(connection, case))


def preparation(world: World, case: CaseHead) -> DeadlineSeen:
    """Read the deadline that every case here begins with."""
    with reading(world.office.store) as connection:
        return deadlines.deadlines_of(connection, case)[0]


def suspended(world: World, case: CaseHead, until: date) -> None:
    """Let Bram suspend the preparation."""
    order = Suspend(case=case.public_id, until=until, reason="vakantie", seen_version=case.version)
    assert isinstance(suspend(world.as_(world.bram), world.office, order), Done)


def asked(world: World, case: CaseHead) -> None:
    """Let Bram ask to place without a behavioural scientist."""
    order = AskDeviation(
        case=case.public_id, rule="scientist_first", transition="place", why="er is haast"
    )
    assert isinstance(ask_deviation(world.as_(world.bram), world.office, order), Done)


def deviation_states(world: World, case: CaseHead) -> list[str]:
    """Name the states of the deviations of the case."""
    with reading(world.office.store) as connection:
        found = deviations.deviations_of(connection, [case.id], states=get_args(DeviationState))
        return [each.state for each in found]


def test_two_ticks_at_once_make_each_reminder_and_send_each_message_once(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    for number in range(200):
        a_reminder(world.office, case, key=f"talk_{number}", at=SEVEN - number * DAY)
    together, seen = Barrier(2), local()

    def both_have_read_the_first_batch() -> bool:
        if not hasattr(seen, "waited"):
            seen.waited = together.wait(EMERGENCY_S)
        return False

    def one(_: int) -> TickReport:
        return tick(world.office, {"email": channel}, halt=both_have_read_the_first_batch)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(one, range(2))

    assert first.fired + second.fired == 200
    assert first.sent + second.sent == len(channel.keys) == 1
    assert first.broken == second.broken == 0
    assert len(outbox(world.office, case)) == 200
    assert states(ledger(world.office, case)).count("fired") == 200


def test_more_than_one_batch_is_done_in_one_tick(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    for number in range(250):
        a_notice(world, case, world.bram, key=f"told-{number}")

    assert tick(world.office, {"email": channel}) == TickReport(sent=250)


def test_what_raises_is_logged_without_words_and_keeps_nothing_waiting(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    for number in range(120):
        a_reminder(world.office, case, key=f"broken_{number}", at=SEVEN - DAY)
    a_reminder(world.office, case, key="later", audience="coordinator")

    def break_down(connection: Connection, ids: Sequence[int]) -> None:
        made = {row.id: row.person_id for row in notices.notices_of(connection, case)}
        if any(made[each] == world.bram.id for each in ids):
            raise RuntimeError("Sam Jansen")

    with capture_logs() as log:
        report = tick(world.office.announcing(break_down), {"email": channel})

    assert report == TickReport(fired=1, sent=1, broken=120)
    assert channel.addresses == ["carla@voorbeeldstad.test"]
    assert {(line["chore"], line["error"]) for line in log} == {("remind", "RuntimeError")}
    assert "Sam" not in str(log)
    assert tick(world.office, {"email": channel}).fired == 120


def test_a_tick_that_must_end_leaves_the_rest_for_the_next(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    for number in range(5):
        a_notice(world, case, world.bram, key=f"told-{number}")

    first = tick(world.office, {"email": channel}, halt=lambda: len(channel.handed) == 2)
    second = tick(world.office, {"email": channel})

    assert (first, second) == (TickReport(sent=2), TickReport(sent=3))


def test_the_tick_leaves_a_heartbeat(world: World) -> None:
    tick(world.office, {})

    with reading(world.office.store) as connection:
        assert heartbeat.last(connection, "sweep") == MORNING


def test_kept_answers_are_forgotten_after_a_day(world: World) -> None:
    with unit_of_work(world.office.store) as connection:
        answers.keep_answer(
            connection,
            world.as_(world.bram),
            "key",
            body_hash="hash",
            answer={"case": "x"},
            now=MORNING,
        )
    young = tick(world.office, {})
    world.clock.move_to(MORNING + DAY)

    assert young == TickReport()
    assert tick(world.office, {}) == TickReport(purged=1)


def test_the_clock_resumes_what_stood_still_until_today(world: World) -> None:
    case = world.open_case()
    suspended(world, case, until=date(2026, 3, 12))
    world.clock.move_to(MORNING + 9 * DAY)
    early = tick(world.office, {})
    world.clock.move_to(MORNING + 10 * DAY)

    report = tick(world.office, {})

    assert (early.resumed, report.resumed) == (0, 1)
    row = preparation(world, case)
    assert (row.state, row.due_on) == ("open", PREPARATION_DUE + 10 * DAY)
    *_, resumed = timeline(world, case)
    assert (resumed.kind, resumed.actor, resumed.occurred_on) == (
        "resumed",
        None,
        date(2026, 3, 12),
    )
    planned = [row for row in ledger(world.office, case) if row.state == "planned"]
    assert {row.due_on for row in planned} == {PREPARATION_DUE + 10 * DAY}
    assert tick(world.office, {}) == TickReport()


def test_a_late_clock_adds_the_days_of_the_suspension_only(world: World) -> None:
    case = world.open_case()
    suspended(world, case, until=date(2026, 3, 12))
    world.clock.move_to(MORNING + 80 * DAY)

    report = tick(world.office, {})

    assert report.resumed == 1
    assert preparation(world, case).due_on == PREPARATION_DUE + 10 * DAY
    *_, resumed = timeline(world, case)
    assert (resumed.occurred_on, resumed.recorded_at) == (date(2026, 3, 12), world.clock.now())


def test_what_a_late_clock_missed_is_mailed_all_the_same(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    suspended(world, case, until=date(2026, 3, 12))
    world.clock.move_to(MORNING + 80 * DAY)

    report = tick(world.office, {"email": channel})

    assert (report.resumed, report.sent) == (1, 2)


@pytest.mark.parametrize("how", ["its day came", "the case left", "whoever asked left"])
def test_a_deviation_that_nobody_may_use_any_more_lapses(world: World, how: str) -> None:
    case = world.open_case()
    asked(world, case)
    still = tick(world.office, {})
    if how == "its day came":
        world.clock.move_to(MORNING + 15 * DAY)
    elif how == "the case left":
        order = Advance(case=case.public_id, transition="delay", seen_version=2)
        assert isinstance(advance(world.as_(world.bram), world.office, order), Done)
    else:
        world.clock.move_to(MORNING + DAY)
        world.leaves("regisseur")

    report = tick(world.office, {})

    assert (still.lapsed, report.lapsed) == (0, 1)
    assert deviation_states(world, case) == ["lapsed"]
    *_, last = timeline(world, case)
    assert (last.kind, last.actor) == ("deviation_lapsed", None)
    assert last.payload["rule"] == "scientist_first"
    assert last.payload["because"].startswith(how.replace("left", "").strip())
    assert tick(world.office, {}).lapsed == 0


def test_two_ticks_at_once_resume_and_lapse_once(world: World) -> None:
    case = world.open_case()
    suspended(world, case, until=date(2026, 3, 16))
    asked(world, world.case(case.public_id))
    world.clock.move_to(MORNING + 20 * DAY)
    together = Barrier(2)

    def one(_: int) -> TickReport:
        together.wait(EMERGENCY_S)
        return tick(world.office, {})

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(one, range(2))

    both = first + second
    assert (both.resumed, both.lapsed, both.broken) == (1, 1, 0)
    assert [event.kind for event in timeline(world, case)][-2:] == ["resumed", "deviation_lapsed"]
