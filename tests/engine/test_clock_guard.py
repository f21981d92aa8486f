"""The clock is held against one that nobody sets: a jump is seen, a little drift is followed."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.clock_guard import ClockGuard, Reading, watched

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BOOT = NOON - timedelta(days=3)
KNOWN = ClockGuard("first", BOOT)
JUMPED = ClockGuard("first", BOOT, NOON, timedelta(days=365))


def after(guard: ClockGuard | None, *, boot: str = "first", **ahead: float) -> ClockGuard:
    """Look once more, the clock so far ahead."""
    seen = Reading(boot, BOOT + timedelta(**ahead))
    return watched(guard, seen, now=NOON + timedelta(**ahead))


def test_the_first_look_believes_the_clock() -> None:
    assert after(None, hours=2) == ClockGuard("first", BOOT + timedelta(hours=2))


@pytest.mark.parametrize(
    "ahead",
    [
        timedelta(days=365),
        timedelta(hours=1),
        timedelta(seconds=301),
        timedelta(seconds=-301),
        timedelta(hours=-1),
        timedelta(days=-1),
    ],
    ids=str,
)
def test_more_than_five_minutes_is_a_jump(ahead: timedelta) -> None:
    found = after(KNOWN, seconds=ahead.total_seconds())

    assert found.jumped_at == NOON + ahead
    assert (found.ahead, found.began) == (ahead, BOOT)


@pytest.mark.parametrize("minutes", [5, 0.1, -5])
def test_a_clock_that_is_kept_right_by_a_little_is_followed(minutes: float) -> None:
    assert after(KNOWN, minutes=minutes) == ClockGuard("first", BOOT + timedelta(minutes=minutes))


def test_slewing_an_hour_in_small_steps_is_no_jump() -> None:
    guard = KNOWN
    for minutes in range(0, 61, 4):
        guard = after(guard, minutes=minutes)

    assert guard.jumped_at is None


def test_while_nothing_changes_there_is_nothing_to_note() -> None:
    assert after(KNOWN, milliseconds=3) is KNOWN


def test_a_jump_lasts_until_the_clock_is_back() -> None:
    later = watched(JUMPED, Reading("first", BOOT + timedelta(days=365)), now=NOON)

    assert (later.jumped_at, later.ahead) == (NOON, timedelta(days=365))
    assert after(JUMPED, minutes=1) == ClockGuard("first", BOOT + timedelta(minutes=1))
    assert after(JUMPED) == KNOWN


@pytest.mark.parametrize("guard", [KNOWN, JUMPED], ids=["known", "jumped"])
def test_another_start_of_a_machine_has_a_guard_of_its_own(guard: ClockGuard) -> None:
    assert after(guard, boot="second", hours=9) == ClockGuard("second", BOOT + timedelta(hours=9))
