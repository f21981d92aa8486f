"""What becomes of planned meetings when a table gets another rhythm."""

from datetime import date, time
from typing import Any

from engine.rhythm import Planned, Replanned, Rhythm, Week, replan

TUESDAYS, THURSDAYS = Rhythm(1, time(9)), Rhythm(3, time(9))
MONDAY, TUESDAY, THURSDAY = (date(2026, 3, day) for day in (9, 10, 12))
TODAY = date(2026, 3, 2)


def planned(on: date = TUESDAY, **said: Any) -> Planned:
    """Plan a meeting at nine, without cases, that nobody fixed."""
    usual = {"id": "a", "starts": time(9), "is_fixed": False, "has_cases": False}
    return Planned(on=on, **{**usual, **said})


def fate(meeting: Planned, new: Rhythm = THURSDAYS, **week: Any) -> Replanned:
    """See what becomes of one meeting of Tuesdays."""
    usual = {"today": TODAY, "is_off": lambda _: False, "taken": ()}
    (found,) = replan([meeting], TUESDAYS, new, Week(**{**usual, **week}))
    return found


def test_an_empty_meeting_goes_to_the_new_day_of_its_week() -> None:
    found = fate(planned(), Rhythm(3, time(13)))

    assert (found.fate, found.to, found.starts) == ("moves", THURSDAY, time(13))


def test_a_time_of_its_own_is_kept() -> None:
    assert fate(planned(starts=time(10)), Rhythm(3, time(13))).starts == time(10)


def test_what_has_cases_or_is_fixed_or_is_extra_stays() -> None:
    kept = (planned(has_cases=True), planned(is_fixed=True), planned(MONDAY))

    assert [(fate(each).fate, fate(each).why) for each in kept] == [
        ("stays", "cases"), ("stays", "fixed"), ("stays", "extra"),
    ]  # fmt: skip


def test_without_a_day_every_meeting_stays() -> None:
    assert fate(planned(), Rhythm(None, None)).why == "no_day"


def test_where_the_new_day_cannot_be_the_meeting_goes_and_it_says_why() -> None:
    off = fate(planned(), is_off=lambda day: day == THURSDAY)
    taken, past = fate(planned(), taken=[THURSDAY]), fate(planned(), Rhythm(0, None), today=MONDAY)

    assert [(each.fate, each.why, each.to) for each in (off, taken, past)] == [
        ("goes", "off", None), ("goes", "taken", None), ("goes", "past", None),
    ]  # fmt: skip


def test_on_the_same_day_only_the_time_follows() -> None:
    later, same = fate(planned(), Rhythm(1, time(10))), fate(planned(), TUESDAYS)

    assert (later.fate, later.to, later.starts) == ("time", TUESDAY, time(10))
    assert (same.fate, same.why) == ("stays", "same")


def test_of_two_on_one_day_the_second_finds_the_new_day_taken() -> None:
    week = Week(TODAY, lambda _: False, ())

    found = replan([planned(), planned(id="b")], TUESDAYS, THURSDAYS, week)

    assert [(each.fate, each.why) for each in found] == [("moves", None), ("goes", "taken")]
