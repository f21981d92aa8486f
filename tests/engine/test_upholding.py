"""A rule upholds an invariant by what it asks, not by the names that it shares with it."""

import pytest

from engine.checks.upholding import upholds
from tests.engine.builders import a_guard, catalogue

HALF_A_YEAR = "period: {from: input.since, until: input.until, at_most: {months: 6}}"
LONGER = "period: {from: input.since, until: input.until, more_than: {months: 6}}"
A_YEAR = "period: {from: input.starts, until: input.until, at_most: {years: 1}}"
SHORT_OR_LONG = f"""\
any_of:
  - all_of: [{{input: {{length: [short]}}}}, {{{HALF_A_YEAR}}}]
  - all_of: [{{input: {{length: [long]}}}}, {{{LONGER}}}]
"""
CONFIRMED = "record: {type: analysis, status: [confirmed]}"
RECENT = "record: {type: analysis, status: [confirmed], no_older_than: {months: 6}}"


@pytest.mark.parametrize(
    ("asked", "kept", "does"),
    [
        pytest.param(CONFIRMED, CONFIRMED, True, id="the same"),
        pytest.param(RECENT, CONFIRMED, True, id="a recent record is a record"),
        pytest.param(CONFIRMED, RECENT, False, id="a record need not be recent"),
        pytest.param(
            "record: {type: analysis, status: [confirmed], newer_than: {act: a}}",
            CONFIRMED,
            True,
            id="a newer record is a record",
        ),
        pytest.param(
            CONFIRMED,
            "record: {type: analysis, status: [confirmed], newer_than: {act: a}}",
            False,
            id="a record need not be newer",
        ),
        pytest.param(
            CONFIRMED,
            "record: {type: analysis, status: [started, confirmed]}",
            True,
            id="one of several statuses",
        ),
        pytest.param(
            "record: {type: analysis, status: [started, confirmed]}",
            CONFIRMED,
            False,
            id="a status too many",
        ),
        pytest.param(
            CONFIRMED, "record: {type: analysis}", True, id="without statuses the settled ones"
        ),
        pytest.param(
            "record: {type: order}", "record: {type: order}", True, id="of an unknown type"
        ),
        pytest.param(CONFIRMED, "record: {type: order}", False, id="another record"),
        pytest.param(
            CONFIRMED,
            "record: {type: analysis, status: [confirmed], for: any_child}",
            False,
            id="for other children",
        ),
        pytest.param(
            "input: {length: [short]}", "input: {length: [short, long]}", True, id="an answer"
        ),
        pytest.param(
            "input: {length: [short, long]}",
            "input: {length: [short]}",
            False,
            id="an answer too many",
        ),
        pytest.param("input: {length: [a]}", "input: {size: [a]}", False, id="another field"),
        pytest.param("fact: {length: [a]}", "fact: {length: [a, b]}", True, id="a fact"),
        pytest.param("fact: {length: [a]}", "fact: {size: [a]}", False, id="another fact"),
        pytest.param("fact: {length: [a]}", "input: {length: [a]}", False, id="another kind"),
        pytest.param(HALF_A_YEAR, HALF_A_YEAR, True, id="the same period"),
        pytest.param(A_YEAR, HALF_A_YEAR, False, id="a period until the same field"),
        pytest.param(
            "none_of: [{assigned: regisseur}]",
            "none_of: [{assigned: regisseur}]",
            True,
            id="the same is absent",
        ),
        pytest.param(SHORT_OR_LONG, SHORT_OR_LONG, True, id="the same ways"),
        pytest.param(
            f"all_of: [{{{CONFIRMED}}}, {{{A_YEAR}}}]",
            f"any_of: [{{{CONFIRMED}}}, {{{HALF_A_YEAR}}}]",
            True,
            id="one of two ways",
        ),
        pytest.param(
            CONFIRMED,
            f"all_of: [{{{CONFIRMED}}}, {{{HALF_A_YEAR}}}]",
            True,
            id="a part of what is kept",
        ),
        pytest.param(
            f"any_of: [{{input: {{length: [short]}}}}, {{{CONFIRMED}}}]",
            SHORT_OR_LONG,
            False,
            id="a way around",
        ),
        pytest.param(
            f"any_of: [{{{A_YEAR}}}, {{{CONFIRMED}}}]",
            SHORT_OR_LONG,
            False,
            id="only a name is shared",
        ),
    ],
)
def test_a_rule_upholds_what_it_makes_sure_of(asked: str, kept: str, does: bool) -> None:
    assert upholds(a_guard(asked), a_guard(kept), catalogue()) is does
