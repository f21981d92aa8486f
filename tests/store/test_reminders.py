"""Each reminder is in the ledger once, and fires once."""

from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest

from engine.store.deadlines import DeadlineSeen, start_deadline
from engine.store.reminders import (
    NewReminder,
    count_due,
    due_reminders,
    fire,
    later_is_due,
    next_fire_at,
    plan_reminders,
    reminder_for_clock,
    reminders_of,
    supersede,
    supersede_planned,
    suppress,
)
from engine.store.unit_of_work import reading, unit_of_work
from tests.store.builders import DAY, NOW, World, a_deadline


@pytest.fixture
def deadline(world: World) -> DeadlineSeen:
    with unit_of_work(world.store) as connection:
        return start_deadline(connection, world.case.id, a_deadline())


@pytest.fixture
def early(deadline: DeadlineSeen) -> NewReminder:
    return NewReminder(
        deadline_id=deadline.id,
        due_on=deadline.due_on,
        step="before_1_weeks",
        audience="owner",
        on_date=date(2026, 4, 13),
        fire_at=NOW + 35 * DAY,
    )


def ledger(world: World) -> list[tuple[str, str, str | None]]:
    """List what the ledger says: step, state and why."""
    with reading(world.store) as connection:
        rows = reminders_of(connection, world.case)
    return [(row.step, row.state, row.why) for row in rows]


def test_a_reminder_is_planned_once(world: World, early: NewReminder) -> None:
    other_ways = [
        replace(early, audience="coordinator"),
        replace(early, step="after_1_working_days"),
        replace(early, due_on=date(2026, 4, 21)),
    ]
    with unit_of_work(world.store) as connection:
        plan_reminders(connection, [early], now=NOW)
        plan_reminders(connection, [replace(early, fire_at=NOW), *other_ways], now=NOW)

        assert len(reminders_of(connection, world.case)) == 1 + len(other_ways)
        assert {row.fire_at for row in reminders_of(connection, world.case)} == {early.fire_at}


def test_what_is_due_comes_oldest_first(world: World, early: NewReminder) -> None:
    with unit_of_work(world.store) as connection:
        for days in (3, 1, 2, 9):
            new = replace(early, step=f"step_{days}", fire_at=NOW + days * DAY)
            plan_reminders(connection, [new], now=NOW)
        now = NOW + 3 * DAY

        assert [row.step for row in due_reminders(connection, now=now, limit=9)] == [
            "step_1",
            "step_2",
            "step_3",
        ]
        assert [row.step for row in due_reminders(connection, now=now, limit=1)] == ["step_1"]
        assert due_reminders(connection, now=NOW + DAY - timedelta(microseconds=1), limit=9) == ()
        assert next_fire_at(connection, after=NOW) == NOW + DAY
        assert next_fire_at(connection, after=NOW + 9 * DAY) is None
        assert count_due(connection, now=now) == 3


def test_a_reminder_fires_once(world: World, early: NewReminder) -> None:
    with unit_of_work(world.store) as connection:
        plan_reminders(connection, [early], now=NOW)
        (planned,) = due_reminders(connection, now=early.fire_at, limit=9)

        assert fire(connection, planned.id, now=early.fire_at)
        assert not fire(connection, planned.id, now=early.fire_at)
        assert due_reminders(connection, now=early.fire_at, limit=9) == ()
        fired = reminder_for_clock(connection, planned.id)

    assert (fired.state, fired.fired_at, fired.case_id) == (
        "fired",
        early.fire_at,
        world.case.id,
    )


def test_two_ticks_at_once_fire_it_once(world: World, early: NewReminder) -> None:
    with unit_of_work(world.store) as connection:
        for number in range(50):
            plan_reminders(connection, [replace(early, step=f"step_{number}")], now=NOW)
        planned = [row.id for row in due_reminders(connection, now=early.fire_at, limit=99)]
    start, fired = Barrier(2), list[int]()

    def tick() -> None:
        start.wait()
        for reminder_id in planned:
            with unit_of_work(world.store) as connection:
                if fire(connection, reminder_id, now=early.fire_at):
                    fired.append(reminder_id)

    threads = [Thread(target=tick) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(fired) == planned


def test_a_later_one_to_the_same_people_is_noticed(world: World, early: NewReminder) -> None:
    moment = early.fire_at + DAY
    with unit_of_work(world.store) as connection:
        plan_reminders(connection, [early], now=NOW)
        plan_reminders(connection, [replace(early, step="late", fire_at=moment)], now=NOW)
        elsewhere = replace(early, step="late", audience="coordinator", fire_at=moment + DAY)
        plan_reminders(connection, [elsewhere], now=NOW)
        first, later, other = reminders_of(connection, world.case)

        assert later_is_due(connection, first, now=moment)
        assert not later_is_due(connection, first, now=moment - timedelta(microseconds=1))
        assert not later_is_due(connection, later, now=moment + 9 * DAY)
        assert not later_is_due(connection, other, now=moment + 9 * DAY)


def test_one_that_fired_for_another_says_why(world: World, early: NewReminder) -> None:
    with unit_of_work(world.store) as connection:
        plan_reminders(connection, [early], now=NOW)
        (planned,) = reminders_of(connection, world.case)
        fire(connection, planned.id, now=NOW, why="nobody holds the role")

    assert ledger(world) == [("before_1_weeks", "fired", "nobody holds the role")]


def test_what_does_not_go_out_says_why(world: World, early: NewReminder) -> None:
    past = replace(early, step="past", state="suppressed", why="was past when recorded")
    with unit_of_work(world.store) as connection:
        for new in (early, replace(early, step="later"), past, replace(early, step="moved")):
            plan_reminders(connection, [new], now=NOW)
        first, later, *_ = reminders_of(connection, world.case)
        assert suppress(connection, first.id, why="nobody holds the role")
        assert supersede(connection, later.id, why="a later one went out")
        assert not suppress(connection, later.id, why="too late")
        assert supersede_planned(connection, early.deadline_id, why="due date moved") == 1

    assert ledger(world) == [
        ("before_1_weeks", "suppressed", "nobody holds the role"),
        ("later", "superseded", "a later one went out"),
        ("past", "suppressed", "was past when recorded"),
        ("moved", "superseded", "due date moved"),
    ]


def test_a_deadline_that_moves_back_has_its_reminders_back(
    world: World, early: NewReminder
) -> None:
    with unit_of_work(world.store) as connection:
        plan_reminders(connection, [early], now=NOW)
        supersede_planned(connection, early.deadline_id, why="due date moved")

        plan_reminders(connection, [early], now=NOW)

    assert ledger(world) == [("before_1_weeks", "planned", None)]


def test_one_that_fired_does_not_come_back(world: World, early: NewReminder) -> None:
    with unit_of_work(world.store) as connection:
        plan_reminders(connection, [early], now=NOW)
        (planned,) = reminders_of(connection, world.case)
        fire(connection, planned.id, now=NOW)
        supersede_planned(connection, early.deadline_id, why="due date moved")

        plan_reminders(connection, [early], now=NOW)

    assert ledger(world) == [("before_1_weeks", "fired", None)]
