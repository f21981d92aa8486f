"""Days, counts and moments as a person says them."""

from datetime import UTC, date, datetime

import pytest

from api.speech import speech_in
from engine.text import Language

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "nl", "en"),
    [
        pytest.param(date(2026, 11, 23), "vandaag", "today", id="today"),
        pytest.param(date(2026, 11, 24), "morgen", "tomorrow", id="tomorrow"),
        pytest.param(date(2026, 11, 26), "over 3 dagen", "in 3 days", id="some days off"),
        pytest.param(date(2026, 11, 22), "1 dag te laat", "1 day late", id="one day late"),
        pytest.param(date(2026, 11, 18), "5 dagen te laat", "5 days late", id="days late"),
        pytest.param(date(2030, 11, 23), "over 1.461 dagen", "in 1,461 days", id="years off"),
    ],
)
def test_how_far_off_a_day_is(day: date, nl: str, en: str) -> None:
    assert speech_in("nl").in_days(day, TODAY) == nl
    assert speech_in("en").in_days(day, TODAY) == en


@pytest.mark.parametrize(
    ("language", "day", "short", "moment", "time"),
    [
        ("nl", "di 3 maart 2026", "di 3 mrt", "di 3 maart 2026, 10.30 uur", "10.30 uur"),
        ("en", "Tue 3 March 2026", "Tue 3 Mar", "Tue 3 March 2026, 10:30", "10:30"),
    ],
)
def test_a_day_and_a_moment_in_words(
    language: Language, day: str, short: str, moment: str, time: str
) -> None:
    speech, now = speech_in(language), datetime(2026, 3, 3, 9, 30, tzinfo=UTC)

    assert speech.day(now.date()) == day
    assert speech.short_day(now.date()) == short
    assert speech.moment(now) == moment
    assert speech.time(now) == time
    assert speech.local_input(now) == "2026-03-03T10:30"
