"""Who may see and touch a case: nobody without a part in it."""

import pytest

from engine.access import (
    CLOCK,
    READS_NAMES,
    Denied,
    Granted,
    Part,
    Viewer,
    classes_shown,
    may,
    may_change_parts,
    may_record,
    raises,
)
from engine.fields import FieldClass
from engine.service.my_cases import reads_names

ANNA = Viewer(1, "anna")
REGISSEUR = Part("regisseur", "regisseur")
WORKER = Part("cjg_worker", "professional")
EXCLUDED = Part("buddy", "excluded")
NOTHING = Part("mentor", "none")


@pytest.mark.parametrize(
    ("parts", "answer"),
    [
        pytest.param([], Denied("no_part"), id="no part in it"),
        pytest.param([REGISSEUR], Granted("regisseur"), id="one part"),
        pytest.param([REGISSEUR, WORKER], Granted("professional"), id="several, in a fixed order"),
        pytest.param([WORKER, REGISSEUR], Granted("professional"), id="whatever their order"),
        pytest.param([NOTHING], Denied("no_part"), id="a part that gives nothing"),
        pytest.param([NOTHING, WORKER], Granted("professional"), id="and one that does"),
        pytest.param([EXCLUDED], Denied("excluded"), id="excluded"),
        pytest.param([REGISSEUR, EXCLUDED], Denied("excluded"), id="an exclusion beats all"),
    ],
)
def test_who_takes_part_may_see_the_case(parts: list[Part], answer: Granted | Denied) -> None:
    assert may(ANNA, parts) == answer


def test_the_clock_has_no_part_in_any_case() -> None:
    assert may(CLOCK, []) == Denied("no_part")


@pytest.mark.parametrize(
    ("parts", "classes"),
    [
        pytest.param([], set(), id="no part in it"),
        pytest.param([Part("coordinator", "coordinator")], {"open"}, id="titles and dates"),
        pytest.param([WORKER], {"open", "confidential"}, id="the content"),
        pytest.param([REGISSEUR], {"open", "confidential", "shielded"}, id="everything"),
        pytest.param([WORKER, REGISSEUR], {"open", "confidential", "shielded"}, id="the highest"),
        pytest.param([Part("youth", "youth")], set(), id="a row that is not in the table"),
        pytest.param([REGISSEUR, EXCLUDED], set(), id="an exclusion beats all"),
    ],
)
def test_what_somebody_may_read_hangs_on_their_parts(
    parts: list[Part], classes: set[FieldClass]
) -> None:
    assert classes_shown(parts) == classes


@pytest.mark.parametrize(
    "access",
    [
        *("regisseur", "substitute", "professional", "gi_worker", "council_adviser", "chair"),
        *("secretary", "requester", "coordinator", "confidential_advocate", "informant"),
        *("parent_with_authority", "parent_without_authority", "youth", "none", "excluded"),
    ],
)
def test_names_are_for_those_who_read_what_is_confidential(access: str) -> None:
    reads = "confidential" in classes_shown([Part("x", access)])

    assert (access in READS_NAMES) == reads == reads_names([Part("x", access)])


def test_whoever_is_excluded_reads_no_names() -> None:
    assert not reads_names([REGISSEUR, EXCLUDED])


@pytest.mark.parametrize(
    ("parts", "records", "lets_in", "hands_over"),
    [
        pytest.param([REGISSEUR], True, True, True, id="the regisseur"),
        pytest.param([WORKER], True, True, True, id="a worker of the case"),
        pytest.param([Part("coordinator", "coordinator")], False, False, True, id="a coordinator"),
        pytest.param([Part("school", "informant")], False, False, False, id="an informant"),
        pytest.param(
            [Part("council_adviser", "council_adviser")], True, False, False, id="adviser"
        ),
        pytest.param([REGISSEUR, EXCLUDED], False, False, False, id="an exclusion beats all"),
        pytest.param([], False, False, False, id="nobody"),
    ],
)
def test_who_works_in_the_case_changes_who_takes_part(
    parts: list[Part], records: bool, lets_in: bool, hands_over: bool
) -> None:
    assert may_record(parts) is records
    assert may_change_parts(parts, one=False) is lets_in
    assert may_change_parts(parts, one=True) is hands_over


def test_a_role_that_shows_more_raises_whoever_gets_it() -> None:
    assert raises([WORKER], "regisseur")
    assert not raises([REGISSEUR], "professional")
    assert not raises([WORKER], "informant")
