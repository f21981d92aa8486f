"""Who should be asked to come, and who of them must not meet."""

from datetime import date, time

import pytest

from engine.invitees import (
    Comer,
    Guest,
    Relative,
    guests,
    is_no_time,
    meetings_to_avoid,
    time_of,
)

TODAY = date(2026, 3, 2)
FAMILY = (
    Relative("noor", is_parent=False, born=date(2014, 3, 2)),
    Relative("mila", is_parent=False, born=date(2014, 3, 3)),
    Relative("fien", is_parent=False),
    Relative("els", is_parent=True),
    Relative("karim", is_parent=True),
    Relative("oma", is_parent=False),
)


def asked(
    *children: str, authority: tuple[str, ...] = ("els",), **roles: tuple[str, ...]
) -> dict[str, str]:
    """Say why each stands on the list."""
    found = guests(FAMILY, children=children, with_authority=authority, roles=roles, on=TODAY)
    return {guest.person: guest.why for guest in found}


def test_with_authority_one_is_asked_and_without_only_if_somebody_chose_so() -> None:
    assert asked("noor") == {"els": "authority", "karim": "without_authority", "noor": "youth"}


def test_a_guardian_is_asked_as_a_parent_is() -> None:
    assert asked("noor", authority=("oma",))["oma"] == "authority"


@pytest.mark.parametrize(
    ("child", "why"),
    [
        pytest.param("noor", "youth", id="twelve today"),
        pytest.param("mila", "young_child", id="twelve tomorrow"),
        pytest.param("fien", "youth", id="of an age that nobody knows"),
    ],
)
def test_from_twelve_on_a_youth_is_asked(child: str, why: str) -> None:
    assert asked(child)[child] == why


def test_of_brothers_and_sisters_nobody_is_asked() -> None:
    assert "mila" not in asked("noor")


def test_professionals_are_asked_by_their_role_each_once() -> None:
    roles = {"requester": ("rik",), "gi_worker": ("rik", "gijs"), "chair": ("vera",)}
    found = asked("noor", **roles)

    assert {name: why for name, why in found.items() if name in {"rik", "gijs", "vera"}} == {
        "rik": "requester",
        "gijs": "gi",
    }


def test_the_list_keeps_its_order() -> None:
    found = guests(FAMILY, children=("noor",), with_authority=("els",), roles={}, on=TODAY)

    assert found[0] == Guest("els", "authority")


@pytest.mark.parametrize(
    ("mine", "theirs", "usual", "clash"),
    [
        pytest.param("9:00", "09.00", None, True, id="the same, written otherwise"),
        pytest.param("9.00", "9.29", None, True, id="29 minutes apart"),
        pytest.param("9.00", "9.30", None, False, id="30 minutes apart"),
        pytest.param("", "", None, True, id="none of their own"),
        pytest.param("", "", time(10), True, id="both at the time of the case"),
        pytest.param("", "10.00", time(10), True, id="one at the time of the case"),
        pytest.param("", "10.05", time(10), True, id="one just after the time of the case"),
        pytest.param("", "10.45", time(10), False, id="one long after the time of the case"),
        pytest.param("9.00", "", None, False, id="one of their own, the case not planned yet"),
        pytest.param("kwart voor 11", "9.00", time(10), True, id="one in words"),
    ],
)
def test_who_must_not_meet_come_half_an_hour_apart(
    mine: str, theirs: str, usual: time | None, *, clash: bool
) -> None:
    one, other = Comer("els", mine, "karim"), Comer("karim", theirs, None)

    for pair in ((one, other), (other, one)):
        found = meetings_to_avoid(pair, usual)
        assert found == ((frozenset({"els", "karim"}),) if clash else ())


def test_who_may_meet_may_come_at_the_same_time() -> None:
    comers = [Comer("els", "9.00", None), Comer("noor", "9.00", None)]

    assert meetings_to_avoid(comers, None) == ()


@pytest.mark.parametrize(
    "written", ["10", "10u", "kwart voor 11", "25.99", "9.60", "10.00 uur", "\u0661\u0660.00"]
)
def test_what_is_no_time_of_the_clock_is_not_read_as_one(written: str) -> None:
    assert time_of(written) is None
    assert is_no_time(written)


def test_no_time_at_all_is_nothing_wrong() -> None:
    assert not is_no_time(" ")
    assert not is_no_time("9.05")
