"""The key of a reminder says of what, to whom and how; and tells nobody who reads it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engine.notice_key import Reminded, reminder_key

ABOUT = Reminded(
    family="f1",
    workflow="placement",
    youth="y1",
    nth=0,
    deadline="preparation",
    child="",
    occurrence=1,
    due_on=date(2026, 4, 13),
    step="before_1_weeks",
    audience="owner",
)
KEY = reminder_key(ABOUT, person="bram", channel="email")


def test_what_is_made_anew_has_the_same_key() -> None:
    assert reminder_key(replace(ABOUT), person="bram", channel="email") == KEY


@pytest.mark.parametrize(
    "changes",
    [
        {"family": "f2"},
        {"workflow": "crisis"},
        {"youth": "y2"},
        {"nth": 1},
        {"deadline": "next_look"},
        {"child": "y1"},
        {"occurrence": 2},
        {"due_on": date(2026, 4, 14)},
        {"step": "before_0_days"},
        {"audience": "coordinator"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_what_is_another_reminder_has_another_key(changes: dict[str, Any]) -> None:
    assert reminder_key(replace(ABOUT, **changes), person="bram", channel="email") != KEY


def test_another_person_or_channel_has_another_key() -> None:
    assert reminder_key(ABOUT, person="carla", channel="email") != KEY
    assert reminder_key(ABOUT, person="bram", channel="letter") != KEY


def test_nothing_of_it_can_be_read_in_the_key() -> None:
    word, _, digest = KEY.partition("-")

    assert word == "reminder"
    assert len(bytes.fromhex(digest)) == 20
