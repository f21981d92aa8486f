"""What a definition may say of a deadline, and what it may not."""

from datetime import date

import pytest
from pydantic import ValidationError

from engine.duties import Birthday, ReminderStep
from engine.span import Span
from tests.engine.builders import a_deadline


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("moments: [{days: 1}]\nbefore: {days: 1}", "give one of", id="two lengths"),
        pytest.param("before: {weeks: 8}", "a countback, and nothing else", id="before an event"),
        pytest.param("kind: countback", "a countback, and nothing else", id="a countback within"),
        pytest.param(
            "source: LAW Jeugdwet\nwindow: {after: {days: 1}}", "no window", id="law with a window"
        ),
        pytest.param("source: LAW\non_day_off: earlier", "does not move", id="law that moves"),
        pytest.param("starts: {}", "a deadline starts with one thing", id="nothing starts it"),
        pytest.param(
            "starts: {act: [a], entering: [b]}", "a deadline starts with one thing", id="two starts"
        ),
        pytest.param("met_by: {}", "one thing meets a deadline", id="nothing meets it"),
        pytest.param("met_by: {act: [a], entering: [b]}", "one thing meets", id="two meet it"),
        pytest.param("reminders: [{to: [owner]}]", "either 'before' or 'after'", id="no offset"),
        pytest.param(
            "reminders: [{before: {days: 1}, after: {days: 1}, to: [owner]}]",
            "either 'before' or 'after'",
            id="two offsets",
        ),
        pytest.param("starts: {age: {}}", "either 'birthday' or", id="no birthday"),
        pytest.param(
            "starts: {age: {birthday: 18, before_birthday: 16, by: {months: 3}}}",
            "either 'birthday' or",
            id="two birthdays",
        ),
        pytest.param("starts: {age: {before_birthday: 16}}", "go together", id="how long before"),
        pytest.param(
            "starts: {age: {birthday: 16, by: {months: 1}}}", "go together", id="before nothing"
        ),
        pytest.param(
            "starts: {age: {before_birthday: 16, by: {working_days: 5}}}",
            "in days, weeks, months or years",
            id="working days before a birthday",
        ),
        pytest.param(
            "reminders: [{before: {hours: 4}, to: [owner]}]",
            "a reminder in hours goes with a term in hours",
            id="hours before a day",
        ),
        pytest.param(
            "kind: hours\nwithin: {hours: 4}\nrepeats: {every: {hours: 4}}",
            "starts with a moment",
            id="hours that repeat",
        ),
        pytest.param(
            "kind: hours\nwithin: {hours: 4}\nstarts: {age: {birthday: 18}}",
            "starts with a moment",
            id="hours from a day",
        ),
        pytest.param("kind: hours\nwithin: {hours: 4}\nsource: ''", "at least 1", id="no source"),
    ],
)
def test_a_deadline_that_does_not_fit_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        a_deadline(text)


def test_a_deadline_has_some_length() -> None:
    with pytest.raises(ValidationError, match="give one of 'within', 'before' and 'moments'"):
        a_deadline("moments: []")


@pytest.mark.parametrize(
    "starts",
    ["{entering: [placed]}", "{act: [placement]}", "{record: {type: analysis, status: [started]}}"],
)
def test_a_term_in_hours_starts_with_a_moment(starts: str) -> None:
    rule = a_deadline(f"kind: hours\nwithin: {{hours: 4}}\nstarts: {starts}")

    assert rule.spans == (Span(hours=4),)


@pytest.mark.parametrize(
    ("text", "day_off"),
    [
        ("", "earlier"),
        ("on_day_off: stays", "stays"),
        ("source: LAW", "stays"),
        ("kind: statutory", "stays"),
        ("kind: countback\nbefore: {weeks: 8}\non_day_off: earlier", "earlier"),
    ],
)
def test_only_our_own_hard_norms_move_to_before_a_day_off(text: str, day_off: str) -> None:
    assert a_deadline(text).day_off == day_off


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", (Span(weeks=6),)),
        ("kind: countback\nbefore: {weeks: 8}", (Span(weeks=8),)),
        ("moments: [{days: 1}, {weeks: 1}]", (Span(days=1), Span(weeks=1))),
    ],
)
def test_a_deadline_has_one_length_or_a_series(text: str, spans: tuple[Span, ...]) -> None:
    assert a_deadline(text).spans == spans


def test_a_reminder_has_a_name_in_the_ledger() -> None:
    before = ReminderStep(before=Span(working_days=5), to=("owner",))
    after = ReminderStep(after=Span(days=0), to=("owner",))

    assert (before.key, before.direction) == ("before_5_working_days", "before")
    assert (after.key, after.direction) == ("after_0_days", "after")


def test_a_birthday_is_counted_back_in_calendar_time() -> None:
    born = date(2012, 2, 29)

    assert Birthday(birthday=0).day(born) == born
    assert Birthday(birthday=18).day(born) == date(2030, 3, 1)
    assert Birthday(before_birthday=16, by=Span(months=3)).day(born) == date(2027, 11, 29)
