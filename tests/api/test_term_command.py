"""`regietafel term` answers with the date and how it was computed."""

import pytest

from api.term_command import term_answer
from engine.calendar import Calendar
from engine.errors import TermOutOfScope
from engine.span import Span, Window

CALENDAR = Calendar()


def test_the_answer_has_the_date_and_the_reason_in_two_languages() -> None:
    answer = term_answer("2026-04-02", "5 working_days", "working_days", CALENDAR)

    assert answer == {
        "start": "2026-04-02",
        "due": "2026-04-13",
        "kind": "working_days",
        "explanation": {
            "nl": "5 werkdagen vanaf do 2 april 2026; Goede Vrijdag (3 apr) en Tweede paasdag "
            "(6 apr) tellen niet mee: uiterlijk ma 13 april 2026",
            "en": "5 working days from Thu 2 April 2026; Good Friday (3 Apr) and Easter Monday "
            "(6 Apr) do not count: by Mon 13 April 2026",
        },
    }


def test_the_start_of_a_countback_is_the_event() -> None:
    answer = term_answer("2026-07-05", "2 months", "countback", CALENDAR, law=True)

    assert (answer["start"], answer["due"]) == ("2026-07-05", "2026-05-05")


@pytest.mark.parametrize(
    ("start", "local_start", "local_due"),
    [
        pytest.param(
            "2026-10-24T20:00",
            "2026-10-24T20:00:00+02:00",
            "2026-10-26T19:00:00+01:00",
            id="local time",
        ),
        pytest.param(
            "2026-03-28T19:00Z",
            "2026-03-28T20:00:00+01:00",
            "2026-03-30T21:00:00+02:00",
            id="with its offset",
        ),
        pytest.param(
            "2026-10-25T02:30",
            "2026-10-25T02:30:00+02:00",
            "2026-10-27T01:30:00+01:00",
            id="a time that comes twice: the first",
        ),
    ],
)
def test_hours_start_and_end_at_moments_in_local_time(
    start: str, local_start: str, local_due: str
) -> None:
    answer = term_answer(start, "48 hours", "hours", CALENDAR)

    assert (answer["start"], answer["due"]) == (local_start, local_due)


def test_the_options_of_our_own_norms_are_passed_on() -> None:
    answer = term_answer(
        "2026-11-13",
        "6 weeks",
        "hard",
        CALENDAR,
        on_day_off="earlier",
        window=Window(after=Span(weeks=1)),
        suspended_days=0,
    )

    assert answer["due"] == "2026-12-24"
    assert (
        "op tijd van do 24 december 2026 tot en met do 31 december 2026"
        in (answer["explanation"]["nl"])
    )


@pytest.mark.parametrize(
    ("start", "span", "kind", "problem"),
    [
        pytest.param("2 april", "1 day", "hard", "'2 april' is no date", id="a date in words"),
        pytest.param("2026-04-02T10:00", "1 day", "hard", "is no date", id="a moment for a date"),
        pytest.param("2026-04-02", "1 hour", "hours", "is no moment", id="a date for a moment"),
        pytest.param("ten o'clock", "1 hour", "hours", "is no moment", id="a moment in words"),
        pytest.param("2026-04-02", "1 dya", "hard", "did you mean 'day'", id="a unit"),
        pytest.param("2026-04-02", "1 day", "harde", "did you mean 'hard'", id="a kind"),
    ],
)
def test_what_is_written_wrong_is_explained(start: str, span: str, kind: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        term_answer(start, span, kind, CALENDAR)


def test_a_term_that_its_kind_does_not_cover_is_refused() -> None:
    with pytest.raises(TermOutOfScope, match="use kind hard"):
        term_answer("2026-04-02", "1 year", "statutory", CALENDAR)
