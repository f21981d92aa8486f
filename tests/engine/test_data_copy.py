"""The copy of somebody's data: what is decided of each thing, and whose names are in it."""

from datetime import date

import pytest

from engine.data_copy import (
    Judged,
    Leaving,
    Other,
    Shown,
    Thing,
    copy_of,
    digest_of,
    rows_of,
    shown,
    undecided,
    withheld,
)
from engine.letter_names import unnamed

ELSKE, RIK = Other("1", "Elske de Boer", "een ander gezinslid"), Other("2", "Rik", "een ander")
LEAVING = Leaving((ELSKE, RIK), ("de buurman",), {"Karim", "Noor"})
GIVEN = Judged(None, frozenset())


def thing(said: str = "Noor belt.", key: str = "talk", **more: bool) -> Thing:
    """Make one, of a day."""
    lines = (("Wat", said),)
    return Thing(key=key, section="S", title="T", on=date(2026, 3, 2), lines=lines, **more)


def of(said: str, judged: Judged | None = GIVEN) -> Shown:
    """Show one."""
    return shown(thing(said), LEAVING, judged)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Elske de Boer belt Noor.", "[een ander gezinslid] belt Noor."),
        ("ELSKES moeder", "[een ander gezinslid] moeder"),
        ("El\u00adske en Elské", "[een ander gezinslid] en [een ander gezinslid]"),
        ("Volgens De Boer\nmeldde rik", "Volgens De [een ander gezinslid]\nmeldde [een ander]"),
        ("De buurman belt.", "[iemand anders] belt."),
        ("Els-ke komt", "[een ander gezinslid] komt"),
        ("niemand", "niemand"),
    ],
)  # fmt: skip
def test_a_name_becomes_what_they_are_however_it_is_written(said: str, told: str) -> None:
    assert of(said).lines == (("Wat", told),)


def test_a_name_that_is_kept_stays_and_is_still_told_of() -> None:
    found = of("Elske en Rik", Judged(None, frozenset({"1"})))

    assert found.lines[0][1] == "Elske en [een ander]"
    assert found.names == (ELSKE, RIK)


def test_of_names_that_lie_over_each_other_the_longer_counts() -> None:
    said = unnamed("Jan Willem komt", {"Jan Willem": "oom", "Willem": "vader"})

    assert said.text == "[oom] komt"
    assert said.names == ("Jan Willem", "Willem")


def test_who_has_the_same_name_as_who_gets_it_is_not_replaced() -> None:
    assert unnamed("Karim belt", {"Karim": "een ander"}, ["Karim"]).text == "Karim belt"


def test_what_is_free_shared_or_names_somebody_needs_a_look() -> None:
    assert of("Noor belt.").plain
    assert not of("Elske belt.").plain
    for free, shared in ((True, False), (False, True)):
        assert not shown(thing(free=free, shared=shared), LEAVING, None).plain


def test_what_is_left_out_is_counted_and_never_told() -> None:
    things = (
        of("Elske zei het"),
        shown(thing("CANARY", "b"), LEAVING, Judged("rights_of_others", frozenset())),
        shown(thing("CANARY", "c"), LEAVING, Judged("older_ground", frozenset())),
        shown(thing("CANARY", "d"), LEAVING, None),
    )
    assert (undecided(things), withheld(things)) == (1, 2)

    copy = copy_of(things, person="Noor", asker="Karim", cases=["RT-1"], on=date(2026, 3, 9))

    assert "CANARY" not in repr(copy)
    assert [(each["words"][:7], each["count"]) for each in copy["left_out"]] == [
        ("older_g", 1), ("Rechten", 1),
    ]  # fmt: skip
    assert (copy["names_replaced"], copy["made_on"]) == (1, "2026-03-09")
    assert list(rows_of(copy)) == [
        ("S", "T", "2026-03-02", "Wat", "[een ander gezinslid] zei het")
    ]  # fmt: skip


def test_a_thing_without_a_day_has_none() -> None:
    bare = Thing(key="p", section="S", title="T", on=None, lines=(("Naam", "Noor"),))

    copy = copy_of((shown(bare, LEAVING, GIVEN),), person="a", asker="a", cases=[], on=date.min)

    assert copy["sections"][0]["items"][0]["day"] == ""
    assert next(rows_of(copy))[2] == ""


def test_the_digest_is_another_once_anything_is_decided_otherwise() -> None:
    decided = (None, GIVEN, Judged("not_theirs", frozenset()), Judged(None, frozenset({"2", "1"})))
    found = [digest_of([of("Elske en Rik", judged)], "buren") for judged in decided]
    assert len({*found, digest_of([of("Elske en Rik")], "")}) == len(decided) + 1
    again = of("Elske en Rik", Judged(None, frozenset({"1", "2"})))
    assert digest_of([again], "buren") == found[-1]
