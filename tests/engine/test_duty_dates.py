"""When deadlines are due and remind: series, hours, ages, and the next date of an idle case."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from engine.duties import DeadlineRule
from engine.duty_plan import Duty, DutyPlan, NewDuty, plan_duties
from engine.happened import Happened
from engine.snapshot import Child, Snapshot
from engine.span import Span
from tests.engine.builders import (
    BO,
    KIM,
    MAX,
    NOW,
    RECKONER,
    TODAY,
    a_case,
    a_deadline,
    a_duty,
    a_happening,
    with_deadlines,
)

PLACED = a_happening(entered="placed", act="placement")
OPENED = a_happening(entered="considered", opened=True)
NEXT_LOOK = a_deadline(
    "starts: {nothing_open: true}\nduring: open\nwithin: {weeks: 4}\nmet_by: {act: [look]}"
)


def planned(
    happened: Happened, *duties: Duty, case: Snapshot | None = None, **rules: DeadlineRule
) -> DutyPlan:
    """What becomes of the deadlines of a case with these rules."""
    stands = case or a_case(happened.entered or "checked")
    return plan_duties(with_deadlines(**rules), stands, happened, duties, RECKONER)


def begun(text: str, happened: Happened = PLACED, case: Snapshot | None = None) -> list[NewDuty]:
    """The deadlines that begin by one rule."""
    return list(planned(happened, case=case, evaluation=a_deadline(text)).begins)


def at(month: int, day: int, hour: int = 5) -> datetime:
    """A moment of 2026 in UTC; 05:00 is 07:00 in Amsterdam in summer."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def test_without_reminders_of_its_own_a_deadline_reminds_a_week_before_and_when_it_is_late() -> (
    None
):
    (new,) = begun("")

    assert new.due.on == date(2026, 4, 20)  # six weeks after Monday 9 March
    assert [(row.step, row.audience, row.fire_at) for row in new.reminders] == [
        ("before_1_weeks", "owner", at(4, 13)),
        ("after_1_working_days", "owner", at(4, 21)),
        ("after_1_working_days", "coordinator", at(4, 21)),
    ]


def test_reminders_go_out_on_working_days_at_the_local_hour() -> None:
    text = """
reminders:
  - {before: {working_days: 5}, to: [owner]}
  - {before: {weeks: 5}, to: [coordinator]}
  - {after: {days: 5}, to: [owner]}
"""

    (new,) = begun(text)

    assert [(row.step, row.fire_at) for row in new.reminders] == [
        ("before_5_working_days", at(4, 13)),
        ("before_5_weeks", at(3, 16, 6)),  # winter time
        ("after_5_days", at(4, 24)),  # 25 April is a Saturday
    ]


@pytest.mark.parametrize(
    ("text", "due", "late_after"),
    [
        pytest.param("within: {days: 27}", (4, 2), (4, 2), id="our norm moves before Easter"),
        pytest.param("within: {days: 27}\non_day_off: stays", (4, 5), (4, 5), id="or stays"),
        pytest.param("within: {days: 27}\nsource: LAW", (4, 5), (4, 5), id="law stays"),
        pytest.param("window: {after: {weeks: 1}}", (4, 20), (4, 27), id="late after the window"),
        pytest.param("kind: statutory\nwithin: {days: 27}", (4, 7), (4, 7), id="statutory"),
        pytest.param(
            "kind: working_days\nwithin: {working_days: 19}", (4, 7), (4, 7), id="working days"
        ),
        pytest.param(
            "kind: working_days\nwithin: {working_days: 19}\nsource: LAW",
            (4, 3),
            (4, 3),
            id="working days of the law: Good Friday may be one",
        ),
    ],
)
def test_a_deadline_is_due_by_the_rules_of_its_kind(
    text: str, due: tuple[int, int], late_after: tuple[int, int]
) -> None:
    (new,) = begun(text)

    assert (new.due.on, new.due.late_after) == (date(2026, *due), date(2026, *late_after))


def test_a_series_begins_with_all_its_moments() -> None:
    found = begun("moments: [{days: 1}, {days: 3}, {weeks: 1}]")

    assert [new.span for new in found] == [Span(days=1), Span(days=3), Span(weeks=1)]
    assert [new.due.on.day for new in found] == [10, 12, 16]


HOURS = """
kind: hours
within: {hours: 24}
reminders: [{before: {hours: 4}, to: [owner]}, {after: {hours: 1}, to: [owner]}]
"""


def test_a_term_in_hours_counts_from_the_moment() -> None:
    (new,) = begun(HOURS)

    assert new.start == NOW
    assert new.due.at == NOW + timedelta(hours=24)
    assert [row.fire_at for row in new.reminders] == [
        NOW + timedelta(hours=20),
        NOW + timedelta(hours=25),
    ]


def test_a_term_in_hours_starts_on_the_local_day() -> None:
    late = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)
    east = datetime(2026, 3, 10, 5, 0, tzinfo=timezone(timedelta(hours=9)))

    assert begun(HOURS, a_happening(entered="placed", at=late))[0].starts_on == date(2026, 3, 10)
    assert begun(HOURS, a_happening(entered="placed", at=east))[0].starts_on == date(2026, 3, 9)


def test_a_suspension_makes_a_deadline_later() -> None:
    rule = a_deadline("on_day_off: stays")

    found = RECKONER.due(rule, Span(weeks=6), TODAY, suspended_days=3)

    assert found.on == date(2026, 4, 23)


@pytest.mark.parametrize(
    ("age", "children", "start"),
    [
        pytest.param("{birthday: 18}", (KIM,), date(2031, 5, 1), id="a birthday"),
        pytest.param(
            "{before_birthday: 16, by: {months: 3}}", (KIM,), date(2029, 2, 1), id="before it"
        ),
        pytest.param(
            "{birthday: 18}", (Child("x", date(2012, 2, 29)),), date(2030, 3, 1), id="29 February"
        ),
        pytest.param(
            "{birthday: 11}", (BO, KIM), date(2027, 3, 1), id="one is past, the other to come"
        ),
        pytest.param("{birthday: 12}", (KIM,), None, id="past"),
        pytest.param("{birthday: 18}", (MAX,), None, id="unknown birth date"),
    ],
)
def test_an_age_clock_starts_when_the_case_comes_to_a_state_in_which_it_lives(
    age: str, children: tuple[Child, ...], start: date | None
) -> None:
    text = f"starts: {{age: {age}}}\nduring: open\nwithin: {{days: 0}}"
    case = a_case("considered", children=children)

    assert [new.start for new in begun(text, OPENED, case)] == ([start] if start else [])
    assert [new.start for new in begun(text, PLACED, case)] == ([start] if start else [])
    assert begun(text, a_happening(act="look"), case) == []


def test_of_several_children_each_has_a_clock_of_its_own() -> None:
    text = "starts: {age: {birthday: 18}}\nduring: open\nwithin: {days: 0}"

    found = begun(text, OPENED, a_case("considered", children=(BO, KIM)))

    assert [(new.child, new.start) for new in found] == [
        ("bo", date(2034, 3, 1)),
        ("kim", date(2031, 5, 1)),
    ]


def test_whether_a_clock_of_a_child_is_needed_is_asked_of_that_child_alone() -> None:
    text = (
        "starts: {age: {birthday: 18}}\nduring: open\nwithin: {days: 0}\n"
        "when: {age: {under: {years: 12}}}"
    )

    found = begun(text, OPENED, a_case("considered", children=(BO, KIM)))

    assert [new.child for new in found] == ["bo"]  # ten years old; Kim is twelve


def test_a_birthday_years_away_is_no_next_date_for_an_open_case() -> None:
    far = a_deadline(
        "starts: {age: {birthday: 18}}\nduring: open\nwithin: {days: 0}\nnext_date: false"
    )

    found = planned(OPENED, birthday=far, next_look=NEXT_LOOK).begins

    assert [new.key for new in found] == ["birthday", "next_look"]


AT_18 = "starts: {age: {birthday: 18}}\nduring: [placed]\nwithin: {days: 0}"


def test_an_age_clock_does_not_start_in_a_state_in_which_it_does_not_live() -> None:
    assert begun(AT_18, OPENED, a_case("considered")) == []
    assert [new.start for new in begun(AT_18, PLACED)] == [date(2031, 5, 1)]


def test_an_age_clock_that_runs_already_is_kept_and_not_begun_anew() -> None:
    runs = a_duty(a_deadline(AT_18))

    assert planned(PLACED, runs, evaluation=a_deadline(AT_18)) == DutyPlan()


def test_a_birthday_that_was_kept_comes_only_once_for_each_child() -> None:
    case = a_case("placed", children=(BO, KIM), clocks_met=frozenset({("evaluation", "kim")}))

    assert [new.child for new in begun(AT_18, PLACED, case)] == ["bo"]


def test_a_birthday_that_is_met_by_the_step_itself_does_not_begin_anew() -> None:
    rule = a_deadline(f"{AT_18}\nmet_by: {{entering: [placed]}}")

    plan = planned(PLACED, a_duty(rule), evaluation=rule)

    assert (len(plan.met), plan.begins) == (1, ())


def test_a_birthday_today_is_no_longer_to_come() -> None:
    child = Child("x", date(2008, 3, 9))
    text = "starts: {age: {birthday: 18}}\nduring: open\nwithin: {days: 0}"

    assert begun(text, OPENED, a_case("considered", children=(child,))) == []


def test_an_open_case_that_owes_nothing_gets_a_next_date() -> None:
    (new,) = planned(a_happening(), next_look=NEXT_LOOK).begins

    assert (new.key, new.child, new.start, new.due.on) == (
        "next_look",
        None,
        TODAY,
        date(2026, 4, 2),  # 6 April is Easter Monday, 3 April Good Friday
    )


def test_no_next_date_is_made_beside_another() -> None:
    other = a_duty(a_deadline("during: open"), key="evaluation")

    assert planned(a_happening(), other, next_look=NEXT_LOOK).begins == ()
    assert [
        new.key for new in planned(PLACED, evaluation=a_deadline(), next_look=NEXT_LOOK).begins
    ] == ["evaluation"]


def test_a_next_date_stays_while_nothing_else_is_owed() -> None:
    assert planned(a_happening(), a_duty(NEXT_LOOK, key="next_look"), next_look=NEXT_LOOK) == (
        DutyPlan()
    )


def test_a_next_date_that_was_looked_at_is_followed_by_another() -> None:
    look = a_duty(NEXT_LOOK, key="next_look")

    found = planned(a_happening(act="look"), look, next_look=NEXT_LOOK)

    assert (found.met, [new.key for new in found.begins]) == ((look,), ["next_look"])


def test_a_next_date_ends_when_something_else_is_owed() -> None:
    look = a_duty(NEXT_LOOK, key="next_look")
    other = a_duty(a_deadline("during: open"), id=2)

    begins = planned(PLACED, look, evaluation=a_deadline(), next_look=NEXT_LOOK)
    kept = planned(a_happening(), look, other, next_look=NEXT_LOOK)

    assert (begins.void, [new.key for new in begins.begins]) == ((look,), ["evaluation"])
    assert (kept.void, kept.begins) == ((look,), ())


def test_a_final_case_needs_no_next_date() -> None:
    assert planned(a_happening(entered="returned"), next_look=NEXT_LOOK) == DutyPlan()


def test_what_no_definition_starts_begins_beside_the_rest() -> None:
    rule = a_deadline("during: open")
    repair = RECKONER.begin("repair.conference", rule, Span(weeks=6), TODAY, None)

    found = plan_duties(
        with_deadlines(next_look=NEXT_LOOK),
        a_case(),
        a_happening(),
        (),
        RECKONER,
        extra=(repair,),
    )

    assert found.begins == (repair,)
