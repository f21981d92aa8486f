"""The guard on the time between two dates: both days count."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from engine.guards.period import PeriodGuard
from engine.text import Text
from tests.engine.builders import a_case, a_guard, answer

WITHIN = "period: {from: input.from_on, until: input.until_on, at_most: {months: 6}}"
LONGER = "period: {from: input.from_on, until: input.until_on, more_than: {months: 6}}"


def lasts(begins: date, ends: date, bound: str) -> bool:
    """Whether the time between is as long as this bound says."""
    guard = a_guard(f"period: {{from: input.a, until: input.b, {bound}}}")
    assert isinstance(guard, PeriodGuard)
    return guard.period.holds(begins, ends)


@pytest.mark.parametrize(
    ("begins", "ends", "span", "fits"),
    [
        pytest.param(
            date(2026, 3, 1), date(2026, 8, 31), "months: 6", True, id="to the last day of it"
        ),
        pytest.param(date(2026, 3, 1), date(2026, 9, 1), "months: 6", False, id="a day more"),
        pytest.param(date(2026, 3, 15), date(2026, 9, 14), "months: 6", True, id="halfway a month"),
        pytest.param(date(2026, 3, 15), date(2026, 9, 15), "months: 6", False, id="a day over"),
        pytest.param(date(2025, 8, 31), date(2026, 2, 27), "months: 6", True, id="to February"),
        pytest.param(date(2025, 9, 1), date(2026, 2, 28), "months: 6", True, id="its last day"),
        pytest.param(date(2025, 8, 31), date(2026, 3, 1), "months: 6", False, id="past February"),
        pytest.param(date(2026, 1, 31), date(2026, 2, 28), "months: 1", True, id="a short month"),
        pytest.param(date(2026, 3, 2), date(2026, 3, 8), "weeks: 1", True, id="a week"),
        pytest.param(date(2026, 3, 2), date(2026, 3, 9), "weeks: 1", False, id="eight days"),
        pytest.param(date(2026, 3, 2), date(2026, 3, 2), "days: 1", True, id="one day"),
        pytest.param(date(2026, 3, 2), date(2026, 3, 3), "days: 1", False, id="two days"),
        pytest.param(date(2024, 2, 29), date(2025, 2, 28), "years: 1", True, id="a leap year"),
        pytest.param(date(2025, 3, 1), date(2026, 3, 1), "years: 1", False, id="a year and a day"),
        pytest.param(date(2026, 9, 1), date(2026, 3, 1), "months: 6", True, id="back in time"),
    ],
)
def test_both_the_first_and_the_last_day_count(
    begins: date, ends: date, span: str, fits: bool
) -> None:
    assert lasts(begins, ends, f"at_most: {{{span}}}") is fits
    assert lasts(begins, ends, f"more_than: {{{span}}}") is not fits


FORM = {"from_on": date(2026, 3, 1), "until_on": date(2026, 8, 31)}
TOO_LONG = {**FORM, "until_on": date(2026, 9, 1)}


@pytest.mark.parametrize(
    ("guard", "inputs", "met"),
    [
        pytest.param(WITHIN, FORM, True, id="at most so long"),
        pytest.param(WITHIN, TOO_LONG, False, id="longer than that"),
        pytest.param(LONGER, TOO_LONG, True, id="more than so long"),
        pytest.param(LONGER, FORM, False, id="no longer than that"),
        pytest.param(WITHIN, None, None, id="not filled in yet"),
        pytest.param(LONGER, None, None, id="not filled in yet either"),
        pytest.param(WITHIN, {"from_on": date(2026, 3, 1)}, False, id="no last day"),
        pytest.param(LONGER, {"until_on": date(2026, 9, 1)}, False, id="no first day"),
        pytest.param(WITHIN, {**FORM, "until_on": "never"}, False, id="no date"),
    ],
)
def test_the_dates_of_the_form_are_compared(
    guard: str, inputs: dict[str, Any] | None, met: bool | None
) -> None:
    assert answer(guard, a_case(inputs=inputs)).met is met


SINCE = "period: {from: act.placement, until: input.until_on, at_most: {months: 6}}"


@pytest.mark.parametrize(
    ("acted", "inputs", "met"),
    [
        pytest.param({"placement": date(2026, 3, 1)}, FORM, True, id="from the day of the act"),
        pytest.param({"placement": date(2026, 2, 28)}, FORM, False, id="which was earlier"),
        pytest.param({"court_placement": date(2026, 3, 1)}, FORM, False, id="of another act"),
        pytest.param({}, FORM, False, id="never done"),
        pytest.param({"placement": date(2026, 3, 1)}, None, None, id="not filled in yet"),
    ],
)
def test_it_may_count_from_the_day_of_an_act(
    acted: dict[str, date], inputs: dict[str, Any] | None, met: bool | None
) -> None:
    assert answer(SINCE, a_case(acted=acted, inputs=inputs)).met is met


@pytest.mark.parametrize(
    ("guard", "needs"), [(WITHIN, ("from_on", "until_on")), (SINCE, ("until_on",))]
)
def test_while_it_is_open_it_names_the_dates_that_it_needs(
    guard: str, needs: tuple[str, ...]
) -> None:
    assert answer(guard, a_case(inputs=None)).needs == needs
    assert answer(guard, a_case(inputs=FORM)).needs == ()


def test_its_key_is_the_last_day_and_its_words_are_plain() -> None:
    reason = answer(WITHIN, a_case(inputs=TOO_LONG))

    assert reason.key == "period.until_on"
    assert reason.asks == Text(nl="Let op de duur", en="Mind the length")
    assert reason.says == Text(nl="De duur klopt niet.", en="The length does not fit.")


@pytest.mark.parametrize("bounds", ["", "at_most: {months: 6}, more_than: {months: 3}"])
def test_a_period_has_one_bound(bounds: str) -> None:
    with pytest.raises(ValidationError, match="give either 'at_most' or 'more_than'"):
        a_guard(f"period: {{from: input.a, until: input.b, {bounds}}}")


@pytest.mark.parametrize("wrong", ["{hours: 6}", "{working_days: 6}"])
def test_a_period_is_counted_by_the_calendar(wrong: str) -> None:
    with pytest.raises(ValidationError):
        a_guard(f"period: {{from: input.a, until: input.b, at_most: {wrong}}}")
