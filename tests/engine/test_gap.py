"""A gap says what a restore took away; whoever has the database alone cannot sign one."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine.anchor import Anchor
from engine.gap import Gap, first_numbers, is_signed, signature_of
from tests.engine.test_seal import AT

KEY, OLDER = b"k" * 32, b"o" * 32
GAP = Gap(
    restored_at=AT,
    since=AT - timedelta(hours=2),
    backup="f00d",
    last_sealing=5,
    last_anchor=2,
    prev="1" * 64,
    next_sealing=100,
    next_anchor=10,
    seen_outside="2" * 64,
)


def an_anchor(number: int, **changes: Any) -> Anchor:
    """Make an anchor of before the restore."""
    new = Anchor(number=number, made_at=AT, first_sealing=6, last_sealing=7, prev="1" * 64)
    return replace(new, **changes)


def test_it_holds_what_lies_between_the_backup_and_what_came_after_the_restore() -> None:
    assert [each for each in (1, 2, 3, 9, 10) if GAP.holds(an_anchor(each))] == [3, 9]
    assert [each for each in (5, 6, 99, 100) if GAP.holds_sealing(each)] == [6, 99]
    assert not GAP.holds(an_anchor(3, made_at=AT + timedelta(seconds=1)))


def test_it_is_signed_by_one_of_our_keys() -> None:
    signed = replace(GAP, signature=signature_of(GAP, KEY))

    assert is_signed(signed, [OLDER, KEY])
    assert not is_signed(signed, [OLDER])
    assert not is_signed(GAP, [KEY])


@pytest.mark.parametrize(
    "changes",
    [
        {"restored_at": AT + timedelta(days=1)},
        {"since": None},
        {"backup": "beef"},
        {"last_sealing": 4},
        {"last_anchor": 1},
        {"prev": "0" * 64},
        {"next_sealing": 101},
        {"next_anchor": 11},
        {"seen_outside": ""},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_whatever_is_changed_in_it_the_signature_does_not_fit(changes: dict[str, Any]) -> None:
    signed = replace(GAP, signature=signature_of(GAP, KEY), **changes)

    assert not is_signed(signed, [KEY])


def test_two_restores_of_one_backup_go_on_from_other_numbers() -> None:
    first = first_numbers(AT, sealing=5, anchor=2)
    second = first_numbers(AT + timedelta(minutes=1), sealing=5, anchor=2)

    assert first[0] < second[0]
    assert first[1] < second[1]
    assert first_numbers(AT, sealing=first[0], anchor=first[1]) == (first[0] + 1, first[1] + 1)
