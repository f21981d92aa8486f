"""What a guard asks can be said without a case to ask it of."""

from __future__ import annotations

import pytest

from engine.guards.asked import asked_by
from tests.engine.builders import a_case, a_guard, answer, catalogue


@pytest.mark.parametrize(
    "guard",
    [
        "{record: {type: analysis}}",
        "{participant: {role: scientist}}",
        "{age: {under: {years: 12}}}",
        "{consent: {to: placement}}",
        "{present: scientist}",
        "{agreements: {some: true}}",
        "{period: {from: input.a, until: input.b, at_most: {months: 6}}}",
        "{record: {type: analysis, for: {child: input.who}}}",
        "{any_of: [{assigned: regisseur}, {record: {type: conference}}]}",
        "{record: {type: analysis}, asks: {nl: Kijk, en: Look}}",
    ],
)
def test_it_asks_the_same_as_of_a_case(guard: str) -> None:
    asked = asked_by(a_guard(guard), catalogue())

    assert asked == answer(guard, a_case()).asks
    assert asked == answer(guard, a_case(records={}, scientist=False)).asks
