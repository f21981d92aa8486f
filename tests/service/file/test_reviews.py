"""The talks that are owed: here and in the family's other cases, as far as the viewer sees them."""

from engine.service import orders
from engine.service.file.reviews import ReviewOpen, reviews_of
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import another_family
from tests.service.file.hands import in_hand
from tests.service.roads import a_placement


def owed(case: CaseAtDesk, by: str = "bram") -> tuple[ReviewOpen, ...]:
    """Give what somebody is offered."""
    with in_hand(case, by) as work:
        return reviews_of(work)


def test_those_of_the_case_come_before_those_of_the_others(desk: Desk) -> None:
    case = a_placement(desk, "placed")
    other = a_placement(desk, "placed")
    another_family(desk).opens()

    found = owed(other)

    assert {each.case for each in found} == {case.id, other.id}
    assert [each.is_here for each in found] == sorted(
        (each.is_here for each in found), reverse=True
    )
    expected = {row.public_id for one in (case, other) for row in one.owed.values() if row.review}
    assert {each.deadline for each in found} == expected


def test_a_talk_counts_from_the_opening_of_its_window(desk: Desk) -> None:
    case = a_placement(desk, "placed")
    rows = {row.public_id: row for row in case.owed.values()}

    for each in owed(case):
        row = rows[each.deadline]
        assert each.opens_on == (row.window_opens or row.starts_on)
        assert each.due_on == row.due_on


def test_a_case_that_the_viewer_does_not_see_is_left_out(desk: Desk) -> None:
    case = a_placement(desk, "placed")
    other = a_placement(desk, "placed")

    assert {each.case for each in owed(case, "anna")} == {case.id, other.id}
    other.done("bram", orders.Leave, person=desk.who("anna"), role="cjg_worker")
    assert {each.case for each in owed(case, "anna")} == {case.id}


def test_who_reads_titles_only_is_told_no_child(desk: Desk) -> None:
    case = a_placement(desk, "placed")

    assert owed(case, "cora")
    assert all(each.child is None for each in owed(case, "cora"))


def test_a_talk_that_was_held_is_not_owed(desk: Desk) -> None:
    case = a_placement(desk, "placed")
    desk.after(weeks=5)
    today = desk.office.today()
    open_now = [each for each in owed(case) if each.opens_on <= today]
    assert open_now
    counts_for = tuple((each.case, each.deadline) for each in open_now)

    case.done("bram", orders.HoldContact, held_on=today, words="Gesproken", counts_for=counts_for)

    assert not {each.deadline for each in open_now} & {each.deadline for each in owed(case)}
