"""Who may see and touch a case: nobody without a part in it."""

import pytest

from engine.access import (
    CLOCK,
    EVERY,
    READS_NAMES,
    ChildPart,
    Denied,
    Granted,
    Opened,
    Part,
    Viewer,
    children_shown,
    classes_shown,
    may,
    may_change_parts,
    may_record,
    parts_about,
    parts_over,
    raises,
    roles_for_all,
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


DAAN, NOOR = ChildPart(1, "daan"), ChildPart(2, "noor")
FOR_DAAN = Part("protection_worker", "gi_worker", DAAN)
FOR_NOOR = Part("buddy", "informant", NOOR)
ONLY_DAAN = Opened(children=frozenset({DAAN}))


@pytest.mark.parametrize(
    ("parts", "opened"),
    [
        pytest.param([], Opened(), id="no part"),
        pytest.param([FOR_DAAN], ONLY_DAAN, id="one child"),
        pytest.param([FOR_DAAN, FOR_NOOR], Opened(children=frozenset({DAAN, NOOR})), id="two"),
        pytest.param([FOR_DAAN, WORKER], EVERY, id="a part that names no child opens all"),
        pytest.param([Part("lawyer", "none", DAAN)], Opened(), id="a part that gives nothing"),
        pytest.param([FOR_DAAN, NOTHING], ONLY_DAAN, id="nor takes it anything away"),
        pytest.param([WORKER, Part("x", "excluded", NOOR)], Opened(), id="excluded from one child"),
    ],
)
def test_a_part_of_one_child_opens_that_child_and_what_is_shared(
    parts: list[Part], opened: Opened
) -> None:
    assert children_shown(parts) == opened


@pytest.mark.parametrize(
    ("opened", "child", "shown"),
    [
        pytest.param(ONLY_DAAN, "daan", True, id="by public id"),
        pytest.param(ONLY_DAAN, 1, True, id="by key"),
        pytest.param(ONLY_DAAN, "noor", False, id="a sister"),
        pytest.param(ONLY_DAAN, 2, False, id="a sister by key"),
        pytest.param(ONLY_DAAN, None, True, id="shared"),
        pytest.param(Opened(), None, False, id="shared, with no part"),
        pytest.param(Opened(), "daan", False, id="no part"),
        pytest.param(EVERY, "noor", True, id="every child"),
        pytest.param(EVERY, None, True, id="shared, with a part of all"),
    ],
)
def test_what_is_of_another_child_is_not_open(
    opened: Opened, child: int | str | None, shown: bool
) -> None:
    assert opened.shows(child) is shown


def test_what_is_open_to_two_is_what_is_open_to_both() -> None:
    both = Opened(children=frozenset({DAAN, NOOR}))

    assert EVERY.within(both) == both.within(EVERY) == both
    assert both.within(ONLY_DAAN) == ONLY_DAAN
    assert EVERY.within(EVERY) == EVERY


def test_the_classes_that_somebody_reads_differ_by_child() -> None:
    parts = [FOR_DAAN, FOR_NOOR]

    assert classes_shown(parts_about(parts, "daan")) == {"open", "confidential"}
    assert classes_shown(parts_about(parts, 2)) == set()
    assert classes_shown(parts_about(parts, None)) == {"open", "confidential"}
    assert classes_shown(parts_about([*parts, Part("x", "excluded", NOOR)], "daan")) == set()


def test_over_the_whole_case_reaches_only_who_takes_part_for_all() -> None:
    assert parts_over([FOR_DAAN, WORKER], None) == (WORKER,)
    assert parts_over([FOR_DAAN, FOR_NOOR], "daan") == (FOR_DAAN,)
    assert parts_over([FOR_DAAN, EXCLUDED], None) == (EXCLUDED,)


@pytest.mark.parametrize(
    ("parts", "roles"),
    [
        pytest.param([FOR_DAAN], set(), id="one of two children"),
        pytest.param([WORKER, FOR_DAAN], {"cjg_worker"}, id="a role for all"),
        pytest.param(
            [FOR_DAAN, Part("protection_worker", "gi_worker", NOOR)],
            {"protection_worker"},
            id="each of them by name",
        ),
        pytest.param([FOR_DAAN, FOR_NOOR], set(), id="each in another role"),
    ],
)
def test_a_case_is_moved_in_a_role_that_is_held_for_every_child(
    parts: list[Part], roles: set[str]
) -> None:
    assert roles_for_all(parts, ["daan", "noor"]) == roles
