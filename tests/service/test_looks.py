"""Three looks of a date, the same in every list: of the law, agreed with a person, or a norm."""

from datetime import timedelta

from engine.service import orders
from engine.service.dates import dates_of
from engine.service.my_cases import my_cases
from engine.service.my_dates import my_dates
from tests.service.builders import CaseAtDesk, Desk


def three(desk: Desk) -> CaseAtDesk:
    """Open a case with a term of the law, a norm of ours, and an agreement for tomorrow."""
    case = desk.opens(workflow="trial")
    tomorrow = desk.office.today() + timedelta(days=1)
    case.done("bram", orders.Agree, text="bellen", owner_words="tante", due_on=tomorrow)
    return case


def test_the_case_and_the_lists_say_the_same(small_desk: Desk) -> None:
    case, bram = three(small_desk), small_desk.viewers["bram"]

    of_case = {each.key: each.look for each in dates_of(bram, small_desk.office, case.id)}

    assert sorted(of_case.values()) == ["agreement", "law", "norm"]
    assert {each.key: each.look for each in my_dates(bram, small_desk.office).rows} == of_case
    (row,) = my_cases(bram, small_desk.office).rows
    assert row.next_look == "agreement"


def test_a_norm_is_past_only_after_its_window_and_an_agreement_at_once(small_desk: Desk) -> None:
    case, bram = three(small_desk), small_desk.viewers["bram"]
    small_desk.after(weeks=6, days=7)  # the talk was due a week ago, and its window ends today

    late = {each.look: each.late for each in dates_of(bram, small_desk.office, case.id)}

    assert late == {"agreement": True, "law": False, "norm": False}
    small_desk.after(days=1)
    past = {each.look: each.late for each in dates_of(bram, small_desk.office, case.id)}
    assert past["norm"]
    row = next(row for row in my_dates(bram, small_desk.office).rows if row.look == "norm")
    assert (row.late, row.past_norm) == (False, True)
