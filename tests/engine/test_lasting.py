"""Parts that end by themselves: by closing, by a birthday, with an organisation, by their end."""

from datetime import date, timedelta

import pytest

from engine.access import ChildPart, Part, Viewer
from engine.lasting import BY_SEAT, Standing, StateClass, after_seat, class_of, counting, ends_on

ANNA = Viewer(1, "anna", organisation=1)
CLOSED_ON = date(2026, 11, 22)
OPEN, CLOSED = Standing(), Standing("closed", CLOSED_ON)
A_DAY = timedelta(days=1)


def counts(part: Part, case: Standing = OPEN, on: date = CLOSED_ON) -> bool:
    """Whether the part counts for Anna."""
    return bool(counting(ANNA, [part], case, on))


def of_a_parent(born: date | None, access: str) -> Part:
    return Part("parent", access, ChildPart(7, "noor", born))


@pytest.mark.parametrize(
    ("final", "draft", "kind"),
    [(True, False, "closed"), (False, True, "draft"), (False, False, "open")],
)
def test_a_state_is_of_one_class(final: bool, draft: bool, kind: StateClass) -> None:
    assert class_of(final=final, draft=draft) == kind


@pytest.mark.parametrize(
    ("access", "born", "last"),
    [
        ("parent_with_authority", date(2012, 5, 1), date(2030, 4, 30)),
        ("parent_with_authority", date(2012, 2, 29), date(2030, 2, 27)),  # in the strict reading
        ("parent_without_authority", date(2012, 5, 1), date(2028, 4, 30)),
        ("parent_without_authority", date(2012, 2, 29), date(2028, 2, 28)),
    ],
)
def test_the_part_of_a_parent_ends_at_the_start_of_a_birthday(
    access: str, born: date, last: date
) -> None:
    part = of_a_parent(born, access)

    assert counts(part, on=last)
    assert not counts(part, on=last + A_DAY)
    assert ends_on([part], OPEN) == last


@pytest.mark.parametrize("access", ["parent_with_authority", "parent_without_authority"])
def test_about_a_child_of_no_known_age_a_parent_has_no_part(access: str) -> None:
    assert not counts(of_a_parent(None, access))
    assert not counts(Part("parent", access))


@pytest.mark.parametrize("access", sorted(BY_SEAT))
def test_a_chair_or_secretary_keeps_an_open_case_and_a_closed_one_four_weeks(access: str) -> None:
    """It counts from the closing and not from a meeting: an open case comes back to the table."""
    part, weeks = Part(access, access), 28 * A_DAY

    assert counts(part, OPEN, CLOSED_ON + 999 * A_DAY)
    assert ends_on([part], OPEN) is None
    assert counts(part, CLOSED, CLOSED_ON + weeks)
    assert not counts(part, CLOSED, CLOSED_ON + weeks + A_DAY)


def test_what_a_seat_gave_counts_for_four_weeks_after_the_seat() -> None:
    part = Part("chair", "chair", until=after_seat(CLOSED_ON))

    assert counts(part, OPEN, CLOSED_ON + 27 * A_DAY)  # on that day the seat was no more
    assert not counts(part, OPEN, CLOSED_ON + 28 * A_DAY)


def test_a_birthday_ends_nothing_of_the_youth_or_of_a_professional() -> None:
    grown = ChildPart(7, "noor", date(1990, 1, 1))

    assert counts(Part("youth", "youth", grown))
    assert counts(Part("cjg_worker", "professional", grown))


@pytest.mark.parametrize(
    ("given_for", "works_for", "still"),
    [(1, 1, True), (1, 2, False), (None, 2, True), (1, None, True), (None, None, True)],
)
def test_a_part_goes_with_the_organisation_for_which_it_was_given(
    given_for: int | None, works_for: int | None, still: bool
) -> None:
    part = Part("regisseur", "regisseur", organisation=given_for)
    viewer = Viewer(1, "anna", organisation=works_for)

    assert bool(counting(viewer, [part], OPEN, CLOSED_ON)) is still


def test_whoever_still_owes_something_keeps_the_way_to_it() -> None:
    adviser = Part("council_adviser", "council_adviser", owes=True)
    later = CLOSED_ON + 99 * A_DAY

    assert counts(adviser, CLOSED, later)
    assert counts(adviser, Standing("draft"))
    assert ends_on([adviser], CLOSED) is None
    assert not counts(Part("council_adviser", "council_adviser"), CLOSED, later)


def test_an_owner_of_another_organisation_has_no_part_all_the_same() -> None:
    assert not counts(Part("chair", "chair", organisation=2, owes=True))


def test_an_exclusion_never_ends_by_itself() -> None:
    out = Part("x", "excluded", organisation=2)

    assert counts(out, CLOSED, CLOSED_ON + 999 * A_DAY)


def test_a_row_that_is_not_in_the_table_sees_no_closed_case() -> None:
    assert not counts(Part("x", "unheard_of"), CLOSED)


def test_the_first_of_several_ends_of_a_part_counts_and_the_last_of_several_parts() -> None:
    chair = Part("chair", "chair", until=CLOSED_ON + 3 * A_DAY)
    secretary = Part("secretary", "secretary")

    assert ends_on([chair], CLOSED) == CLOSED_ON + 2 * A_DAY
    assert ends_on([chair, secretary], CLOSED) == CLOSED_ON + 28 * A_DAY
    assert ends_on([chair, Part("lawyer", "none")], CLOSED) == CLOSED_ON + 2 * A_DAY
    assert ends_on([chair, Part("regisseur", "regisseur")], CLOSED) is None
    assert ends_on([Part("lawyer", "none")], CLOSED) is None
