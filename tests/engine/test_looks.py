"""Which look a date has."""

import pytest

from engine.agreement_duties import agreement_key
from engine.looks import look_of


@pytest.mark.parametrize(
    ("key", "is_law", "look"),
    [
        pytest.param("decision_term", True, "law", id="an act of law"),
        pytest.param(agreement_key("4f2a"), False, "agreement", id="agreed with a person"),
        pytest.param("preparation", False, "norm", id="a norm of ours"),
        pytest.param("repair.analysis", False, "norm", id="what a deviation brings"),
    ],
)
def test_a_date_has_one_of_three_looks(key: str, is_law: bool, look: str) -> None:
    assert look_of(key, is_law=is_law) == look
