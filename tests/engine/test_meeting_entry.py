"""What a calendar says of a meeting: the own items, and a number that rises when it changes."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from engine.meeting_entry import Sitting, Slot, entries_of, entry_of, next_said, said_of, withdrawn

MEETING, PERSON = "1" * 32, "2" * 32


def a_sitting(**changes: Any) -> Sitting:
    """A meeting from nine to half past twelve."""
    said = {"starts": time(9), "ends": time(12, 30), "place": "Zaal 1", **changes}
    return Sitting(id=MEETING, on=date(2026, 3, 31), **said)


def span(*slots: Slot, **changes: Any) -> str:
    """From when until when it says that it is, by the clocks of Amsterdam."""
    entry = entry_of(said_of(a_sitting(**changes), PERSON, slots), MOMENT)
    if entry.starts is None or entry.ends is None:
        return "all day"
    return f"{entry.starts:%H.%M}-{entry.ends:%H.%M}"


MOMENT = datetime(2026, 3, 2, 8, tzinfo=UTC)
NINE, TEN = Slot(time(9), 60), Slot(time(10), 45)


@pytest.mark.parametrize(
    ("slots", "found"),
    [
        pytest.param((NINE,), "09.00-10.00", id="one"),
        pytest.param((NINE, TEN), "09.00-10.45", id="from the first to the end of the last"),
        pytest.param((Slot(time(11), None),), "11.00-12.00", id="an hour where nobody said"),
        pytest.param((NINE, Slot(None, 60)), "09.00-12.30", id="one without a time: all of it"),
        pytest.param((), "09.00-12.30", id="no item: all of it"),
    ],
)
def test_it_spans_the_own_items(slots: tuple[Slot, ...], found: str) -> None:
    assert span(*slots) == found


def test_without_hours_it_is_a_day_and_never_ends_before_it_begins() -> None:
    assert span(starts=None) == "all day"
    assert span(ends=None) == "09.00-10.00"
    assert span(ends=time(8)) == "09.00-10.00"


def test_it_counts_the_own_items_and_says_no_number_without_any() -> None:
    assert said_of(a_sitting(), PERSON, [NINE, TEN]).cases == 2
    assert said_of(a_sitting(), PERSON, []).cases is None


def test_each_has_an_entry_of_their_own() -> None:
    mine, theirs = (said_of(a_sitting(), who, [NINE]).uid for who in (PERSON, "3" * 32))

    assert mine != theirs
    assert mine == said_of(a_sitting(place="elders"), PERSON, []).uid


def test_the_number_rises_with_every_change_and_with_nothing_else() -> None:
    said = said_of(a_sitting(), PERSON, [NINE])
    first = next_said(None, said)
    assert first is not None
    assert first.sequence == 0
    assert next_said(first, said) is None

    moved = next_said(first, said_of(a_sitting(), PERSON, [TEN]))
    assert moved is not None
    gone = next_said(moved, withdrawn(moved))
    assert gone is not None
    assert (moved.sequence, gone.sequence, gone.withdrawn) == (1, 2, True)
    assert next_said(gone, withdrawn(gone)) is None


def test_of_what_leaves_together_each_entry_has_its_last_word() -> None:
    first = next_said(None, said_of(a_sitting(), PERSON, [NINE]))
    other = next_said(None, said_of(a_sitting(), "3" * 32, []))
    assert first
    assert other
    gone = next_said(first, withdrawn(first))
    assert gone
    later = datetime(2026, 3, 3, 8, tzinfo=UTC)

    found = entries_of([(gone, later), (first, MOMENT), (other, MOMENT)])

    assert {(each.uid, each.withdrawn, each.changed_at) for each in found} == {
        (first.uid, True, later), (other.uid, False, MOMENT)
    }  # fmt: skip
    assert entries_of([]) == ()
