"""Three clocks, and none of them runs backwards."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.clock import ManualClock, ShiftedClock, SystemClock

MOMENT = datetime(2031, 3, 2, 8, tzinfo=UTC)


def test_a_shifted_clock_is_always_as_far_ahead_of_the_machine() -> None:
    clock = ShiftedClock(timedelta(days=400))

    before, now, after = SystemClock().now(), clock.now(), SystemClock().now()

    assert before <= now - timedelta(days=400) <= after
    assert clock.now() >= now


def test_a_clock_that_is_set_says_that_moment_and_runs_on() -> None:
    clock = ShiftedClock.standing_at(MOMENT)

    first, second = clock.now(), clock.now()

    assert MOMENT <= first <= second < MOMENT + timedelta(hours=1)
    assert clock.offset > timedelta(0)


@pytest.mark.parametrize("clock", [SystemClock(), ManualClock(MOMENT), ShiftedClock(timedelta(9))])
def test_every_clock_speaks_utc(clock: SystemClock | ManualClock | ShiftedClock) -> None:
    assert clock.now().tzinfo is UTC
