"""Promise P10: late is handled, never skipped; and the odd nights of the calendar are nights."""

import random
from collections import defaultdict
from datetime import date, datetime, time, timedelta

import pytest

from engine.due import at_reminder_time
from engine.service.reminder_words import why_words
from engine.service.tick import tick
from engine.store import reminders
from engine.store.cases import CaseHead
from engine.store.reminders import NewReminder, ReminderSeen
from engine.store.unit_of_work import unit_of_work
from tests.office import MORNING, World
from tests.runner.outbox import FakeChannel, a_deadline, a_reminder, ledger, outbox

DAY = timedelta(days=1)
SEED, DEADLINES = 20260302, 8


def plan_at_random(world: World, case: CaseHead, down: timedelta) -> None:
    """Let many deadlines ask for attention while nothing runs, some of them several times."""
    drawn = random.Random(SEED)
    with unit_of_work(world.office.store) as connection:
        for number in range(DEADLINES):
            deadline = a_deadline(connection, case, f"talk_{number}")
            rows = [
                NewReminder(
                    deadline_id=deadline,
                    due_on=date(2026, 4, 13),
                    step=f"before_{step}_days",
                    audience=audience,
                    on_date=MORNING.date(),
                    fire_at=MORNING + timedelta(seconds=drawn.randrange(int(down.total_seconds()))),
                )
                for step in range(drawn.randint(1, 3))
                for audience in ("owner", "coordinator")[: drawn.randint(1, 2)]
            ]
            reminders.plan_reminders(connection, rows, now=MORNING)


def planned_here(world: World, case: CaseHead) -> list[ReminderSeen]:
    """List the rows of these deadlines, not of the one that every case begins with."""
    return [row for row in ledger(world.office, case) if row.key.startswith("talk")]


def last_of_each(rows: list[ReminderSeen]) -> set[int]:
    """Pick the last row of each deadline and audience."""
    found: dict[tuple[int, str], list[ReminderSeen]] = defaultdict(list)
    for row in rows:
        found[(row.deadline_id, row.audience)].append(row)
    return {max(each, key=lambda row: (row.fire_at, row.id)).id for each in found.values()}


@pytest.mark.parametrize("down", [timedelta(hours=1), 3 * DAY, 40 * DAY], ids=str)
def test_after_an_outage_everything_is_made_and_only_the_last_of_each_goes_out(
    world: World, down: timedelta
) -> None:
    case, channel = world.open_case(), FakeChannel()
    plan_at_random(world, case, down)
    world.clock.move_to(MORNING + down)

    tick(world.office, {"email": channel})
    again = tick(world.office, {"email": channel})

    rows = planned_here(world, case)
    last = last_of_each(rows)
    assert {row.id for row in rows if row.state == "fired"} == last
    assert {row.state for row in rows if row.id not in last} <= {"superseded"}
    assert {row.fired_at for row in rows if row.id in last} == {MORNING + down}
    assert (again.fired, again.superseded, again.suppressed) == (0, 0, 0)


def test_after_an_outage_messages_are_made_the_oldest_first(world: World) -> None:
    case = world.open_case()
    plan_at_random(world, case, 3 * DAY)
    world.clock.move_to(MORNING + 3 * DAY)

    tick(world.office, {})

    moments = {row.id: (row.fire_at, row.id) for row in planned_here(world, case)}
    made = [row.reminder_id for row in sorted(outbox(world.office, case), key=lambda row: row.id)]
    told = [moments[each] for each in made if each in moments]
    assert told == sorted(told)
    assert len(told) == len(set(told))


def test_what_a_later_one_took_the_place_of_says_so(world: World) -> None:
    case = world.open_case()
    world.clock.move_to(MORNING + 60 * DAY)

    tick(world.office, {})

    dropped = [row for row in ledger(world.office, case) if row.state == "superseded"]
    assert dropped
    assert {why_words(row.why or "", {}).nl for row in dropped} == {
        "Een latere herinnering ging in plaats hiervan."
    }


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        pytest.param(
            date(2026, 3, 29), time(2, 30), "2026-03-29T01:30", id="an hour that is not there"
        ),
        pytest.param(date(2026, 3, 29), time(7), "2026-03-29T05:00", id="after a short night"),
        pytest.param(
            date(2026, 10, 25), time(2, 30), "2026-10-25T00:30", id="an hour that is there twice"
        ),
        pytest.param(date(2026, 10, 25), time(7), "2026-10-25T06:00", id="after a long night"),
        pytest.param(date(2028, 2, 29), time(7), "2028-02-29T06:00", id="leap day"),
        pytest.param(date(2027, 1, 1), time(0), "2026-12-31T23:00", id="the turn of the year"),
    ],
)
def test_in_an_odd_night_a_reminder_goes_out_once_at_its_hour(
    world: World, day: date, at: time, expected: str
) -> None:
    case = world.open_case()
    a_reminder(world.office, case, at=at_reminder_time(day, at))
    hour, fired = datetime.fromisoformat(f"{expected}:00+00:00"), []

    for minutes in (-60, -1, 0, 60, 120):
        world.clock.move_to(hour + timedelta(minutes=minutes))
        tick(world.office, {})
        row = planned_here(world, case)[0]
        fired += [] if row.state == "planned" else [row.fired_at]

    [row] = planned_here(world, case)
    assert sum(each.reminder_id == row.id for each in outbox(world.office, case)) == 1
