"""Which steps may be recorded later than they happened: what asks nothing of the file."""

import pytest

from tests.shipped import the_library


@pytest.mark.parametrize(
    ("workflow", "step", "now"),
    [
        pytest.param("placement", "decide_to_place", True, id="a decision"),
        pytest.param("placement", "place_in_emergency", False, id="a fact"),
        pytest.param("placement", "hold", False, id="nothing asked"),
        pytest.param("crisis", "route", False, id="only of the form"),
        pytest.param("crisis", "end_as_no_crisis", True, id="a record"),
        pytest.param("crisis", "take_over_lead", True, id="a fact of the case"),
    ],
)
def test_a_step_that_asks_of_the_file_is_taken_when_it_is_recorded(
    workflow: str, step: str, now: bool
) -> None:
    found = the_library().of(workflow, "default")

    assert found.happens_now(found.transitions[step]) is now
