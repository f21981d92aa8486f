"""A seal binds every row that it takes, so that the first that is not as it was can be named."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from engine.seal import (
    FLOOR,
    FORM,
    GENESIS,
    LOG_FORMS,
    UNREADABLE,
    Leaf,
    Misfit,
    Seal,
    Window,
    event_leaf,
    first_misfit,
    follows,
    hash_of,
    log_leaf,
    pack,
    unpack,
)

AT = datetime(2026, 3, 9, 8, 30, 15, 123456, tzinfo=UTC)


def a_row(**changes: Any) -> dict[str, object]:
    """Make a row of the access log."""
    return {
        "id": 7,
        "at": AT,
        "person_id": 3,
        "on_behalf_of": None,
        "organisation_id": 1,
        "session": "s1",
        "access_point": "page",
        "action": "look",
        "case_id": 4,
        "record": None,
        "field_class": "open",
        "ground": "part",
        "outcome": "done",
        "emergency": False,
        "request_id": "r1",
        "reason_keys": ["age"],
        **changes,
    }


def a_seal(**changes: Any) -> Seal:
    """Make a seal that is whole."""
    seal = Seal(
        **{
            "organisation": "o1",
            "sealing": 3,
            "form": FORM,
            "sealed_at": AT,
            "window": Window(10, 20, 5, 9),
            "leaves": pack([log_leaf(a_row())]),
            "prev": GENESIS,
            **changes,
        }
    )
    return replace(seal, hash=hash_of(seal))


def leaves(*rows: int) -> tuple[Leaf, ...]:
    """Make leaves of the access log."""
    return tuple(log_leaf(a_row(id=row)) for row in rows)


def test_a_leaf_binds_every_column_of_its_form() -> None:
    other = {"at": AT + timedelta(microseconds=1), "emergency": True, "reason_keys": []}
    first = log_leaf(a_row())

    for name in LOG_FORMS[FORM]:
        value = other.get(name, 9 if name.endswith(("id", "_of")) else "other")
        assert log_leaf(a_row(**{name: value})).digest != first.digest, name


def test_a_leaf_binds_nothing_beside_its_form() -> None:
    assert log_leaf(a_row(later="x")) == log_leaf(a_row())


def test_a_moment_of_another_zone_makes_the_same_leaf() -> None:
    there = AT.astimezone(timezone(timedelta(hours=2)))

    assert log_leaf(a_row(at=there)) == log_leaf(a_row())


def test_a_value_that_no_column_can_hold_is_bound_all_the_same() -> None:
    assert log_leaf(a_row(ground=1.5)).digest != log_leaf(a_row(ground=1.25)).digest


def test_the_leaf_of_an_event_binds_its_row_and_its_hash() -> None:
    found = {event_leaf(1, "a" * 64), event_leaf(2, "a" * 64), event_leaf(1, "b" * 64)}

    assert len({leaf.digest for leaf in found}) == 3


def test_leaves_come_back_as_they_were_stored_in_41_bytes_each() -> None:
    stored = (*leaves(1, 2**40), event_leaf(FLOOR + 1, "a" * 64))

    assert unpack(pack(stored)) == stored
    assert len(pack(stored)) == 41 * len(stored)


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(pack(leaves(1))[:-1], id="cut short"),
        pytest.param(b"\x09" + pack(leaves(1))[1:], id="of no trail"),
    ],
)
def test_what_is_no_leaf_is_refused(packed: bytes) -> None:
    with pytest.raises(ValueError, match="no leaves"):
        unpack(packed)


@pytest.mark.parametrize(
    "change",
    [
        {"organisation": "o2"},
        {"sealing": 4},
        {"form": 2},
        {"sealed_at": AT + timedelta(seconds=1)},
        {"window": Window(11, 20, 5, 9)},
        {"window": Window(10, 21, 5, 9)},
        {"window": Window(10, 20, 6, 9)},
        {"window": Window(10, 20, 5, 8)},
        {"leaves": pack(leaves(8))},
        {"prev": "1" * 64},
        {"hash": "2" * 64},
    ],
    ids=str,
)
def test_a_seal_of_which_anything_was_changed_is_not_whole(change: dict[str, Any]) -> None:
    seal = a_seal()

    assert seal.is_whole
    assert not replace(seal, **change).is_whole


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        pytest.param(Window(20, 30, 9, 9), True, id="the next"),
        pytest.param(Window(21, 30, 9, 9), False, id="a log row in between"),
        pytest.param(Window(20, 30, 8, 9), False, id="an event twice"),
    ],
)
def test_windows_lie_side_by_side(window: Window, expected: bool) -> None:
    assert follows(window, Window(10, 20, 5, 9)) is expected


def test_the_first_window_begins_below_every_row() -> None:
    assert follows(Window(FLOOR, 3, FLOOR, 1), Window())


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(leaves(1, 2, 3), None, id="all fit"),
        pytest.param(leaves(1, 3), Misfit("access_log", 2, "gone"), id="one gone"),
        pytest.param(leaves(1, 2), Misfit("access_log", 3, "gone"), id="the last gone"),
        pytest.param(leaves(0, 1, 2, 3), Misfit("access_log", 0, "added"), id="one before"),
        pytest.param(
            (*leaves(1), replace(leaves(4)[0], row=2), *leaves(3)),
            Misfit("access_log", 2, "changed"),
            id="one changed",
        ),
        pytest.param(
            (*leaves(1), *leaves(3, 4)),
            Misfit("access_log", 2, "gone"),
            id="the first of several",
        ),
        pytest.param(
            (*leaves(1, 2, 3), event_leaf(1, "a" * 64)),
            Misfit("case_event", 1, "added"),
            id="of the other trail",
        ),
    ],
)
def test_the_first_row_that_does_not_fit_is_named(
    found: tuple[Leaf, ...], expected: Misfit | None
) -> None:
    assert first_misfit(leaves(1, 2, 3), found) == expected


def test_a_row_that_could_not_be_read_when_it_was_sealed_is_named_as_such() -> None:
    first, second = leaves(1, 2)

    assert first_misfit((first, replace(second, digest=UNREADABLE)), (first, second)) == Misfit(
        "access_log", 2, "unreadable"
    )
