"""Who of a family reads what on which day: every age, both sides of each birthday."""

from datetime import date, timedelta
from itertools import product

import pytest

from engine.reader import (
    CAN_BE_PUBLISHED,
    Bond,
    Decided,
    Item,
    Norm,
    Reading,
    Scope,
    Shown,
    YouthWord,
    reading_of,
    shown,
    together,
)

BORN = date(2012, 5, 1)
LEAP = date(2012, 2, 29)
EVE, DAY = timedelta(days=-1), timedelta()
ITSELF, AUTHORITY, PARENT, NOBODY = (
    Bond(itself=True),
    Bond(authority=True),
    Bond(parent=True),
    Bond(),
)
ALL = Reading("everything", "by_norm")


@pytest.mark.parametrize(
    ("bond", "on", "scope"),
    [
        (ITSELF, date(2024, 5, 1) + EVE, "nothing"),
        (ITSELF, date(2024, 5, 1), "everything"),
        (ITSELF, date(2028, 5, 1) + EVE, "everything"),
        (ITSELF, date(2028, 5, 1), "everything"),
        (ITSELF, date(2030, 5, 1) + EVE, "everything"),
        (ITSELF, date(2030, 5, 1), "everything"),
        (AUTHORITY, date(2024, 5, 1) + EVE, "everything"),
        (AUTHORITY, date(2024, 5, 1), "everything"),
        (AUTHORITY, date(2028, 5, 1) + EVE, "everything"),
        (AUTHORITY, date(2028, 5, 1), "own_authority"),
        (AUTHORITY, date(2030, 5, 1) + EVE, "own_authority"),
        (AUTHORITY, date(2030, 5, 1), "nothing"),
        (PARENT, date(2024, 5, 1) + EVE, "asked"),
        (PARENT, date(2024, 5, 1), "asked"),
        (PARENT, date(2028, 5, 1) + EVE, "asked"),
        (PARENT, date(2028, 5, 1), "nothing"),
        (PARENT, date(2030, 5, 1), "nothing"),
        (NOBODY, date(2020, 5, 1), "nothing"),
        (NOBODY, date(2027, 5, 1), "nothing"),
        (NOBODY, date(2031, 5, 1), "nothing"),
    ],
)
def test_the_day_before_a_birthday_and_the_birthday_itself(
    bond: Bond, on: date, scope: Scope
) -> None:
    assert reading_of(bond, BORN, on).scope == scope


@pytest.mark.parametrize(
    ("bond", "on", "scope"),
    [
        (AUTHORITY, date(2030, 2, 27), "own_authority"),
        (AUTHORITY, date(2030, 2, 28), "nothing"),
        (AUTHORITY, date(2028, 2, 28), "everything"),
        (AUTHORITY, date(2028, 2, 29), "own_authority"),
        (ITSELF, date(2024, 2, 28), "nothing"),
        (ITSELF, date(2024, 2, 29), "everything"),
        (ITSELF, date(2030, 2, 28), "everything"),
    ],
)
def test_born_on_29_february_a_parent_stops_on_28_february(
    bond: Bond, on: date, scope: Scope
) -> None:
    assert reading_of(bond, LEAP, on).scope == scope


@pytest.mark.parametrize("bond", [ITSELF, AUTHORITY, PARENT, NOBODY])
def test_an_unknown_birth_date_is_read_as_strictly_as_can_be(bond: Bond) -> None:
    assert reading_of(bond, None, date(2026, 3, 2)).scope == "nothing"


@pytest.mark.parametrize("bond", [ITSELF, AUTHORITY, PARENT])
def test_an_exclusion_beats_every_bond(bond: Bond) -> None:
    kept_out = Bond(bond.itself, bond.authority, bond.parent, excluded=True)
    assert reading_of(kept_out, BORN, date(2026, 3, 2)) == Reading("nothing", "excluded")


@pytest.mark.parametrize(
    ("word", "on", "scope"),
    [
        (YouthWord("objected", date(2026, 3, 1)), date(2026, 3, 2), "nothing"),
        (YouthWord("upheld", date(2026, 3, 1)), date(2026, 3, 2), "nothing"),
        (YouthWord("set_aside", date(2026, 3, 1)), date(2026, 3, 2), "everything"),
        (YouthWord("upheld", date(2026, 3, 1)), date(2029, 3, 2), "nothing"),
        (YouthWord("allowed", date(2028, 5, 1)), date(2028, 5, 1), "everything"),
        (YouthWord("allowed", date(2028, 4, 30)), date(2028, 5, 1), "own_authority"),
        (YouthWord("allowed", date(2028, 5, 3)), date(2028, 5, 2), "own_authority"),
        (YouthWord("withdrawn", date(2028, 6, 1)), date(2028, 6, 1), "own_authority"),
        (YouthWord("allowed", date(2028, 5, 1)), date(2030, 5, 1), "nothing"),
    ],
)
def test_what_the_youth_said_counts_from_its_day(word: YouthWord, on: date, scope: Scope) -> None:
    assert reading_of(AUTHORITY, BORN, on, word).scope == scope


def test_with_consent_a_parent_without_authority_is_asked_again() -> None:
    word = YouthWord("allowed", date(2028, 5, 1))
    assert reading_of(PARENT, BORN, date(2028, 5, 2), word).scope == "asked"


def test_of_what_is_shared_somebody_reads_as_little_as_of_the_child_of_whom_they_read_least() -> (
    None
):
    least, most = together([ALL, Reading("nothing", "no_bond")])

    assert (least.scope, most.scope) == ("nothing", "everything")
    assert together([]) == (Reading("nothing", "no_bond"),) * 2


def item(norm: Norm = "published", **said: object) -> Item:
    """Lend something that is settled and that everybody may read."""
    return Item(norm=norm, settled=True, **said)  # type: ignore[arg-type] # the names of its fields


NONE, OWN = Reading("nothing", "of_age"), Reading("own_authority", "no_consent")
ASKED = Reading("asked", "on_request")


@pytest.mark.parametrize(
    ("what", "readings", "decided", "expected"),
    [
        (item(), [ALL], None, Shown(True, "by_norm")),
        (item(), [ALL], "withheld", Shown(False, "withheld")),
        (item("on_request"), [ALL], None, Shown(False, "on_request")),
        (item("on_request"), [ALL], "published", Shown(True, "published")),
        (item("never"), [ALL], "published", Shown(False, "never")),
        (Item(norm="published"), [ALL], "published", Shown(False, "not_settled")),
        (item(meant_for=frozenset({"b"})), [ALL], "published", Shown(False, "for_another")),
        (item(meant_for=frozenset({"a"})), [ALL], None, Shown(True, "by_norm")),
        (item(), [NONE], "published", Shown(False, "of_age")),
        (item(), [OWN], "published", Shown(False, "no_consent")),
        (item(own_authority=True), [OWN], None, Shown(True, "by_norm")),
        (item(), [ASKED], None, Shown(False, "on_request")),
        (item(), [ASKED], "published", Shown(True, "published")),
        (item(), [ALL, NONE], None, Shown(False, "not_every_child")),
        (item(), [ALL, NONE], "published", Shown(True, "published")),
        (item(), [ALL, OWN], None, Shown(False, "not_every_child")),
        (item(own_authority=True), [ALL, OWN], None, Shown(True, "by_norm")),
        (item(names_others=True), [ALL], None, Shown(False, "names_others")),
        (item(names_others=True), [ALL], "published", Shown(True, "published")),
        (item(), [], "published", Shown(False, "no_bond")),
    ],
)
def test_an_item_is_shown_or_says_why_not(
    what: Item, readings: list[Reading], decided: Decided, expected: Shown
) -> None:
    assert shown(what, readings, decided, "a") == expected


def test_withholding_shows_nobody_anything_more_and_only_what_may_be_decided_changes() -> None:
    decisions: tuple[Decided, ...] = (None, "published", "withheld")
    norms: tuple[Norm, ...] = ("published", "on_request", "never")
    for norm, settled, own, names, reading in product(
        norms, (True, False), (True, False), (True, False), (ALL, NONE, OWN, ASKED)
    ):
        what = Item(norm=norm, settled=settled, own_authority=own, names_others=names)
        by_itself, published, withheld = (
            shown(what, [reading], decided, "a") for decided in decisions
        )
        assert not withheld.reads
        assert published.reads == (by_itself.reads or by_itself.why in CAN_BE_PUBLISHED)
        if by_itself.reads:
            assert what.settled
            assert what.norm == "published"
