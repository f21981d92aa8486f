"""How a date was computed: in words, and as data that comes back the same."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.calendar import Calendar
from engine.explanation import Explanation, day_words, moment_words
from engine.span import Kind, Span, Window
from engine.terms import Due, OnDayOff, due
from engine.text import Language

CALENDAR = Calendar(
    equated={date(2026, 5, 15): "decree"}, closing_days=frozenset({date(2026, 6, 9)})
)
THREE_WEEKS = Window(before=Span(weeks=3), after=Span(weeks=3))


def explained(
    start: str,
    span: str,
    kind: Kind,
    *,
    law: bool = False,
    on_day_off: OnDayOff = "stays",
    window: Window | None = None,
    suspended_days: int = 0,
) -> Explanation:
    """The explanation of a term with everything left out that the test is not about."""
    return due(
        datetime.fromisoformat(start) if "T" in start else date.fromisoformat(start),
        Span.parse(span),
        kind,
        CALENDAR,
        law=law,
        on_day_off=on_day_off,
        window=window,
        suspended_days=suspended_days,
    ).explanation


@pytest.mark.parametrize(
    ("explanation", "nl", "en"),
    [
        pytest.param(
            explained("2026-04-02", "5 working_days", "working_days"),
            "5 werkdagen vanaf do 2 april 2026; Goede Vrijdag (3 apr) en Tweede paasdag (6 apr) "
            "tellen niet mee: uiterlijk ma 13 april 2026",
            "5 working days from Thu 2 April 2026; Good Friday (3 Apr) and Easter Monday (6 Apr) "
            "do not count: by Mon 13 April 2026",
            id="two days did not count",
        ),
        pytest.param(
            explained("2026-06-08", "1 working_day", "working_days"),
            "1 werkdag vanaf ma 8 juni 2026; sluitingsdag (9 jun) telt niet mee: "
            "uiterlijk wo 10 juni 2026",
            "1 working day from Mon 8 June 2026; closing day (9 Jun) does not count: "
            "by Wed 10 June 2026",
            id="one day did not count",
        ),
        pytest.param(
            explained("2026-06-12", "2 working_days", "working_days"),
            "2 werkdagen vanaf vr 12 juni 2026: uiterlijk di 16 juni 2026",
            "2 working days from Fri 12 June 2026: by Tue 16 June 2026",
            id="a weekend goes without saying",
        ),
        pytest.param(
            explained("2026-04-07", "5 working_days", "countback"),
            "ten minste 5 werkdagen vóór di 7 april 2026; Goede Vrijdag (3 apr) en "
            "Tweede paasdag (6 apr) tellen niet mee: uiterlijk vr 27 maart 2026",
            "at least 5 working days before Tue 7 April 2026; Good Friday (3 Apr) and "
            "Easter Monday (6 Apr) do not count: by Fri 27 March 2026",
            id="counted back",
        ),
        pytest.param(
            explained("2026-07-05", "2 months", "countback", law=True),
            "ten minste 2 maanden vóór zo 5 juli 2026: uiterlijk di 5 mei 2026 "
            "(Bevrijdingsdag, schuift niet; herinnering op ma 4 mei 2026)",
            "at least 2 months before Sun 5 July 2026: by Tue 5 May 2026 "
            "(Liberation Day, does not move; reminder on Mon 4 May 2026)",
            id="a day off that stays",
        ),
        pytest.param(
            explained("2026-02-09", "8 weeks", "statutory"),
            "8 weken vanaf ma 9 februari 2026 is ma 6 april 2026; loopt door over "
            "Tweede paasdag (6 apr): uiterlijk di 7 april 2026",
            "8 weeks from Mon 9 February 2026 is Mon 6 April 2026; runs on over "
            "Easter Monday (6 Apr): by Tue 7 April 2026",
            id="rolls on over a holiday",
        ),
        pytest.param(
            explained("2026-03-20", "8 weeks", "statutory"),
            "8 weken vanaf vr 20 maart 2026 is vr 15 mei 2026; loopt door over "
            "gelijkgestelde dag (15 mei), zaterdag (16 mei) en zondag (17 mei): "
            "uiterlijk ma 18 mei 2026",
            "8 weeks from Fri 20 March 2026 is Fri 15 May 2026; runs on over "
            "equated day (15 May), Saturday (16 May) and Sunday (17 May): by Mon 18 May 2026",
            id="rolls on over three days",
        ),
        pytest.param(
            explained("2026-02-09", "8 weeks", "statutory", suspended_days=1),
            "8 weken vanaf ma 9 februari 2026 (plus 1 dag opschorting): uiterlijk di 7 april 2026",
            "8 weeks from Mon 9 February 2026 (plus 1 day of suspension): by Tue 7 April 2026",
            id="suspended",
        ),
        pytest.param(
            explained("2026-04-02", "3 days", "statutory"),
            "3 dagen vanaf do 2 april 2026 is zo 5 april 2026; Goede Vrijdag (3 apr), "
            "zaterdag (4 apr), Eerste paasdag (5 apr) en Tweede paasdag (6 apr) tellen niet mee, "
            "en er horen twee werkdagen in te zitten: uiterlijk wo 8 april 2026",
            "3 days from Thu 2 April 2026 is Sun 5 April 2026; Good Friday (3 Apr), "
            "Saturday (4 Apr), Easter Sunday (5 Apr) and Easter Monday (6 Apr) do not count, "
            "and two working days belong in it: by Wed 8 April 2026",
            id="two working days belong in it",
        ),
        pytest.param(
            explained("2026-11-13", "6 weeks", "hard", on_day_off="earlier"),
            "6 weken vanaf vr 13 november 2026 is vr 25 december 2026, een vrije dag "
            "(Eerste kerstdag), dus de werkdag ervoor: uiterlijk do 24 december 2026",
            "6 weeks from Fri 13 November 2026 is Fri 25 December 2026, a day off "
            "(Christmas Day), so the working day before: by Thu 24 December 2026",
            id="the working day before",
        ),
        pytest.param(
            explained("2026-11-30", "3 months", "hard", on_day_off="earlier", window=THREE_WEEKS),
            "3 maanden vanaf ma 30 november 2026 is zo 28 februari 2027, een vrije dag (zondag), "
            "dus de werkdag ervoor: streefdag vr 26 februari 2027, op tijd van vr 5 februari 2027 "
            "tot en met vr 19 maart 2027",
            "3 months from Mon 30 November 2026 is Sun 28 February 2027, a day off (Sunday), "
            "so the working day before: aim for Fri 26 February 2027, on time from "
            "Fri 5 February 2027 up to and including Fri 19 March 2027",
            id="a window",
        ),
        pytest.param(
            explained("2026-03-31", "3 working_days", "working_days", suspended_days=1),
            "3 werkdagen vanaf di 31 maart 2026 (plus 1 dag opschorting); Goede Vrijdag (3 apr) "
            "en Tweede paasdag (6 apr) tellen niet mee: uiterlijk wo 8 april 2026",
            "3 working days from Tue 31 March 2026 (plus 1 day of suspension); Good Friday "
            "(3 Apr) and Easter Monday (6 Apr) do not count: by Wed 8 April 2026",
            id="suspended working days",
        ),
        pytest.param(
            explained("2026-04-02", "4 working_days", "working_days", suspended_days=1),
            "4 werkdagen vanaf do 2 april 2026 (plus 1 dag opschorting) is za 11 april 2026; "
            "Goede Vrijdag (3 apr) en Tweede paasdag (6 apr) tellen niet mee; loopt door over "
            "zaterdag (11 apr) en zondag (12 apr): uiterlijk ma 13 april 2026",
            "4 working days from Thu 2 April 2026 (plus 1 day of suspension) is Sat 11 April "
            "2026; Good Friday (3 Apr) and Easter Monday (6 Apr) do not count; runs on over "
            "Saturday (11 Apr) and Sunday (12 Apr): by Mon 13 April 2026",
            id="suspended working days that roll on",
        ),
        pytest.param(
            explained("2026-06-20T09:05+02:00", "24 hours", "hours"),
            "24 uur vanaf za 20 juni 2026, 09.05 uur: uiterlijk zo 21 juni 2026, 09.05 uur",
            "24 hours from Sat 20 June 2026, 09:05: by Sun 21 June 2026, 09:05",
            id="hours",
        ),
        pytest.param(
            explained("2026-10-24T20:00+02:00", "48 hours", "hours"),
            "48 uur vanaf za 24 oktober 2026, 20.00 uur; de klok gaat een uur terug: "
            "uiterlijk ma 26 oktober 2026, 19.00 uur",
            "48 hours from Sat 24 October 2026, 20:00; the clocks go back an hour: "
            "by Mon 26 October 2026, 19:00",
            id="hours, the clocks go back",
        ),
        pytest.param(
            explained("2026-03-28T20:00+01:00", "48 hours", "hours"),
            "48 uur vanaf za 28 maart 2026, 20.00 uur; de klok gaat een uur vooruit: "
            "uiterlijk ma 30 maart 2026, 21.00 uur",
            "48 hours from Sat 28 March 2026, 20:00; the clocks go forward an hour: "
            "by Mon 30 March 2026, 21:00",
            id="hours, the clocks go forward",
        ),
    ],
)
def test_an_explanation_is_one_plain_sentence(explanation: Explanation, nl: str, en: str) -> None:
    assert explanation.words("nl") == nl
    assert explanation.words("en") == en


@pytest.mark.parametrize(
    ("month", "nl", "en"),
    [
        (1, "do 1 januari 2026", "Thu 1 January 2026"),
        (2, "zo 1 februari 2026", "Sun 1 February 2026"),
        (3, "zo 1 maart 2026", "Sun 1 March 2026"),
        (5, "vr 1 mei 2026", "Fri 1 May 2026"),
        (6, "ma 1 juni 2026", "Mon 1 June 2026"),
        (7, "wo 1 juli 2026", "Wed 1 July 2026"),
        (8, "za 1 augustus 2026", "Sat 1 August 2026"),
        (9, "di 1 september 2026", "Tue 1 September 2026"),
        (12, "di 1 december 2026", "Tue 1 December 2026"),
    ],
)
def test_a_date_in_full(month: int, nl: str, en: str) -> None:
    assert day_words(date(2026, month, 1), "nl") == nl
    assert day_words(date(2026, month, 1), "en") == en


def test_the_abbreviation_of_maart_is_mrt() -> None:
    good_friday_2027 = explained("2027-03-25", "1 working_day", "working_days")

    assert "Goede Vrijdag (26 mrt) en Tweede paasdag (29 mrt)" in good_friday_2027.words("nl")
    assert "Good Friday (26 Mar)" in good_friday_2027.words("en")


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", "di 1 december 2026, 10.30 uur"), ("en", "Tue 1 December 2026, 10:30")],
)
def test_a_moment_is_told_in_local_time(language: Language, words: str) -> None:
    assert moment_words(datetime(2026, 12, 1, 9, 30, tzinfo=UTC), language) == words


def test_the_data_is_plain_and_keeps_its_shape() -> None:
    data = explained("2026-02-09", "8 weeks", "statutory").to_data()

    assert data == {
        "kind": "statutory",
        "span": {"weeks": 8},
        "start": "2026-02-09",
        "due": "2026-04-07",
        "start_at": None,
        "due_at": None,
        "skipped": [],
        "moved": {
            "away_from": "2026-04-06",
            "to": "2026-04-07",
            "why": "rolled",
            "over": [
                {"day": "2026-04-06", "name": {"nl": "Tweede paasdag", "en": "Easter Monday"}}
            ],
        },
        "reminder": None,
        "suspended_days": 0,
        "window_opens": None,
        "late_after": None,
        "source": "",
        "calendar": CALENDAR.edition,
    }


def test_data_that_is_no_explanation_is_refused() -> None:
    with pytest.raises(ValidationError, match="kind"):
        Explanation.from_data({"start": "2026-02-09"})


def spans(unit: str, most: int) -> st.SearchStrategy[Span]:
    return st.integers(0, most).map(lambda amount: Span.model_validate({unit: amount}))


CALENDAR_SPANS = spans("days", 90) | spans("weeks", 12) | spans("months", 3)
DAYS = st.dates(date(2020, 1, 1), date(2050, 12, 31))
WINDOWS = st.none() | st.builds(Window, before=spans("weeks", 4), after=spans("working_days", 9))


@st.composite
def dues(draw: st.DrawFn) -> Due:
    """Any term that can be computed, of any kind, with what goes with that kind."""
    kind: Kind = draw(st.sampled_from(["statutory", "hard", "countback", "working_days", "hours"]))
    if kind == "hours":
        start = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 2**23)))
        return due(start, draw(spans("hours", 500)), kind, CALENDAR)
    span = spans("working_days", 60) if kind == "working_days" else CALENDAR_SPANS
    return due(
        draw(DAYS),
        draw(span),
        kind,
        CALENDAR,
        on_day_off="stays" if kind == "statutory" else draw(st.sampled_from(["stays", "earlier"])),
        window=draw(WINDOWS),
        suspended_days=0 if kind == "countback" else draw(st.integers(0, 60)),
        source=draw(st.sampled_from(["LAW", "DEFAULT; repairs 004"])),
    )


@given(dues())
def test_an_explanation_comes_back_the_same_from_what_is_kept(computed: Due) -> None:
    kept = json.dumps(computed.explanation.to_data())
    back = Explanation.from_data(json.loads(kept))

    assert back == computed.explanation
    assert back.words("nl") == computed.explanation.words("nl")


@given(dues())
def test_an_explanation_names_the_dates_that_it_explains(computed: Due) -> None:
    how = computed.explanation

    assert (how.due, how.due_at) == (computed.on, computed.at)
    assert day_words(computed.on, "nl") in how.words("nl")
    assert computed.remind_on <= computed.on <= computed.late_after
    if computed.at is None and computed.remind_on != computed.on:
        assert f"herinnering op {day_words(computed.remind_on, 'nl')}" in how.words("nl")
