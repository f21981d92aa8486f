"""Who may ask for whose data on which day, and the term of the answer."""

from datetime import date, time
from typing import Any, get_args

import pytest

from engine.agreement_duties import agreement_rule
from engine.calendar import Calendar
from engine.data_rights import Asker, request_duty, request_key, request_rule, why_not
from engine.deviation_duties import duty_rule
from engine.duty_plan import Reckoner, stays
from engine.reader import Word
from tests.shipped import the_library

BORN = date(2012, 2, 29)


def says(on: date, *, born: date | None = BORN, **who: Any) -> str:
    """Ask for a youth's data; the first words of why not."""
    said = {"itself": False, "is_youth": True, "has_authority": True, "born": born, **who}
    text = why_not(Asker(**said), on)
    return text.en.split(".")[0] if text else ""


@pytest.mark.parametrize(
    ("on", "parent", "itself"),
    [
        pytest.param(date(2024, 2, 28), True, False, id="day before 12"),
        pytest.param(date(2024, 2, 29), True, True, id="12"),
        pytest.param(date(2028, 2, 28), True, True, id="day before 16"),
        pytest.param(date(2028, 2, 29), False, True, id="16"),
        pytest.param(date(2030, 2, 27), False, True, id="before 18"),
        pytest.param(date(2030, 2, 28), False, True, id="the earliest reading of 18"),
        pytest.param(date(2030, 3, 1), False, True, id="18"),
    ],
)
def test_who_asks_follows_from_the_age_of_that_day(on: date, parent: bool, itself: bool) -> None:
    assert (not says(on)) is parent
    assert (not says(on, itself=True, has_authority=False)) is itself


def test_each_age_has_its_own_reason() -> None:
    assert says(date(2020, 1, 1), itself=True).startswith("Under 12")
    assert says(date(2029, 1, 1)).startswith("From 16")
    assert "no authority" in says(date(2020, 1, 1), has_authority=False)
    assert "birth date is not known" in says(date(2020, 1, 1), born=None)
    assert "birth date is not known" in says(date(2020, 1, 1), born=None, itself=True)


def test_an_exclusion_and_an_objection_that_stands_stop_a_parent_and_never_the_youth() -> None:
    on = date(2025, 1, 1)
    assert "excluded" in says(on, excluded=True)
    stops = {word: says(on, word=word) for word in get_args(Word)}
    assert {word for word, text in stops.items() if text} == {"objected", "upheld"}
    assert not says(on, itself=True, excluded=True, word="objected")


def test_an_adult_asks_for_nobody_else() -> None:
    assert says(BORN, is_youth=False).startswith("An adult asks")
    assert not says(BORN, is_youth=False, itself=True)


def test_the_term_is_a_month_that_the_regisseur_may_lengthen_by_two() -> None:
    rule = duty_rule(the_library().of("placement", "default"), request_key("r1"))
    assert rule == request_rule()
    assert rule.extend is not None
    assert (rule.extend.by, rule.extend.at_most.amount) == (("regisseur",), 2)

    calendar = Calendar()
    duty = request_duty(Reckoner(calendar, time(7)), "r1", asked_on=date(2026, 3, 5), child="sam")

    assert (duty.key, duty.child) == ("data_request.r1", "sam")
    assert duty.due.on == date(2026, 4, 7)  # the 5th and 6th are Easter
    assert [each.audience for each in duty.reminders] == ["owner"] * 3 + ["coordinator"]


def test_the_term_outlasts_the_case_and_is_no_date_of_its_own() -> None:
    workflow = the_library().of("placement", "default")
    ends = [key for key, state in workflow.states.items() if state.final]

    assert ends
    assert all(stays(workflow, request_rule(), state) for state in workflow.states)
    assert not any(stays(workflow, agreement_rule(), state) for state in ends)
    assert not request_rule().next_date
