"""When something happened lies neither ahead nor before anybody of now was a youth."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.fields import InvalidInput
from engine.service import orders
from engine.service.moments import happened_at
from tests.service.builders import Desk
from tests.service.roads import a_placement

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "says"),
    [
        pytest.param(NOW + timedelta(seconds=1), "in de toekomst", id="ahead"),
        pytest.param(datetime(2001, 2, 27, tzinfo=UTC), "meer dan 25 jaar terug", id="too far"),
        pytest.param(datetime(1900, 1, 1, tzinfo=UTC), "meer dan 25 jaar terug", id="1900"),
    ],
)
def test_a_moment_that_cannot_be_is_told_as_such(at: datetime, says: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        happened_at(at, "laat gehoord", NOW)

    (problem,) = caught.value.problems
    assert (problem.field, problem.code) == ("occurred_at", "malformed")
    assert says in problem.says.nl


def test_something_of_25_years_back_may_be_recorded_with_a_reason() -> None:
    at = datetime(2001, 3, 2, 9, tzinfo=UTC)

    assert happened_at(at, "laat gehoord", NOW) == at


def test_nothing_is_recorded_of_a_moment_in_1900(desk: Desk) -> None:
    case = a_placement(desk)
    before = case.events
    at = datetime(1900, 1, 1, tzinfo=UTC)

    with pytest.raises(InvalidInput, match="25 years"):
        case.does("bram", orders.Suspend, until=desk.office.today() + timedelta(days=3),
                  reason="x", occurred_at=at, late_reason="x")  # fmt: skip

    assert case.events == before
