"""Age clocks that another version adds, and the next date of a case that owes only those."""

from datetime import date

from tests.engine.builders import BO, KIM, a_deadline, with_deadlines
from tests.engine.test_redating import IDLE, becomes, running

CLOCK = a_deadline(
    "starts: {age: {birthday: 18}}\nduring: open\nwithin: {days: 0}\nnext_date: false"
)


def test_an_age_clock_that_the_new_version_adds_begins_for_each_child() -> None:
    found = becomes(with_deadlines(), with_deadlines(eighteen=CLOCK), children=(BO, KIM))

    assert [(new.child, new.start) for new in found.begins] == [
        ("bo", date(2034, 3, 1)),
        ("kim", date(2031, 5, 1)),
    ]


def test_an_age_clock_that_does_not_live_here_or_is_not_needed_does_not_begin() -> None:
    elsewhere = a_deadline("starts: {age: {birthday: 18}}\nduring: [considered]\nwithin: {days: 0}")
    young = "starts: {age: {birthday: 18}}\nduring: open\nwithin: {days: 0}\n"
    not_asked = a_deadline(f"{young}when: {{age: {{under: {{years: 12}}}}}}")

    assert becomes(with_deadlines(), with_deadlines(a=elsewhere), children=(KIM,)).begins == ()
    assert becomes(with_deadlines(), with_deadlines(a=not_asked), children=(KIM,)).begins == ()


def test_a_case_that_owes_a_birthday_only_keeps_its_next_date() -> None:
    idle, clock = running(IDLE, key="next_look"), running(CLOCK, key="eighteen")
    rules = {"next_look": IDLE, "eighteen": CLOCK}

    found = becomes(with_deadlines(**rules), with_deadlines(**rules), idle, clock)

    assert (found.void, found.begins, found.next_date) == ((), (), True)
