"""Mistakes in deadlines and in the shared parts are found."""

from pathlib import Path

import pytest

from tests.engine.definitions import sentences, written

ACTS, RECORDS = "acts.yaml", "records.yaml"
WORKFLOW = "placement/workflow.yaml"
ORDER_STARTS = "starts: {record_date: {type: order, field: ends_on}}"
ORDER_MET = "    before: {weeks: 8}\n    during: open\n    met_by: {entering: [returned]}"
LAST = "    source: LAW\n"
LOST = "  lost: {title: {nl: a, en: a}, phase: close, final: true}\ntransitions:\n"
DURING = "    during: [placed]\n"
STARTS_NOT = "nothing can start it: no step leads to what 'starts' names"
MEETS_NOT = "nothing can meet it: no step leads to what 'met_by' names"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            (WORKFLOW, ORDER_STARTS, "starts: {act: [unused_act]}"),
            [f"order_ends: {STARTS_NOT}"],
        ),
        (
            (WORKFLOW, ORDER_STARTS, "starts: {record: {type: order, status: [never]}}"),
            [f"order_ends: {STARTS_NOT}"],
        ),
        (
            (WORKFLOW, ORDER_STARTS, "starts: {input_date: {transition: place, field: when}}"),
            ["order_ends: 'place' asks for no date 'when'"],
        ),
        (
            (WORKFLOW, ORDER_STARTS, "starts: {input_date: {transition: place, field: coach}}"),
            ["order_ends: 'place' asks for no date 'coach'"],
        ),
        (
            (WORKFLOW, ORDER_STARTS, "starts: {input_date: {transition: place, field: placed_on}}"),
            [],
        ),
        (
            (WORKFLOW, ORDER_MET, ORDER_MET.replace("entering: [returned]", "act: [unused_act]")),
            [f"order_ends: {MEETS_NOT}"],
        ),
        (
            (
                WORKFLOW,
                ORDER_MET,
                ORDER_MET.replace("entering: [returned]", "record: {type: order, status: [never]}"),
            ),
            [f"order_ends: {MEETS_NOT}"],
        ),
        (
            (WORKFLOW, "transitions:\n", LOST),
            ["lost: no case ever comes here; add a transition to it or remove it"],
        ),
        (
            (WORKFLOW, LAST, f"{LAST}    extend: {{by: [coordinator], at_most: {{weeks: 1}}}}\n"),
            ["order_ends: a term of the law is not extended here: leave out 'extend'"],
        ),
        (
            (WORKFLOW, LAST, f"{LAST}    suspend: {{by: [coordinator], at_most: {{weeks: 1}}}}\n"),
            [
                (
                    "order_ends: of the law only a term of kind statutory is suspended: "
                    "leave out 'suspend'"
                )
            ],
        ),
        (
            (
                WORKFLOW,
                DURING,
                f"{DURING}    extend: {{by: [coordinator], at_most: {{weeks: 1}}}}\n",
            ),
            [],
        ),
        (
            (WORKFLOW, "    before: {weeks: 8}", "    before: {hours: 8}"),
            [
                (
                    "order_ends: A term of kind countback is counted in days, months, weeks, "
                    "working_days, years, not in hours."
                )
            ],
        ),
        (
            (
                WORKFLOW,
                LAST,
                f"{LAST}    reminders: [{{after: {{days: 1}}, to: [owner, owner]}}]\n",
            ),
            ["order_ends: the reminder after_1_days goes to 'owner' 2 times"],
        ),
    ],
)
def test_a_deadline_begins_ends_and_keeps_to_the_law(
    tmp_path: Path, change: tuple[str, str, str], says: list[str]
) -> None:
    assert sentences(written(tmp_path, change)) == says


def test_a_statutory_term_of_the_law_may_be_suspended(tmp_path: Path) -> None:
    changes = [
        (WORKFLOW, "kind: countback\n    " + ORDER_STARTS, "kind: statutory\n    " + ORDER_STARTS),
        (WORKFLOW, "    before: {weeks: 8}", "    within: {weeks: 8}"),
        (WORKFLOW, LAST, f"{LAST}    suspend: {{by: [coordinator], at_most: {{weeks: 1}}}}\n"),
    ]

    assert sentences(written(tmp_path, *changes)) == []


def test_a_deadline_in_a_state_where_no_case_comes_begins_and_ends_nowhere(tmp_path: Path) -> None:
    changes = [
        (WORKFLOW, "transitions:\n", LOST),
        (WORKFLOW, "starts: {entering: [considered]}", "starts: {entering: [lost]}"),
        (WORKFLOW, "met_by: {entering: [placed]}", "met_by: {any_of: [{entering: [lost]}]}"),
    ]

    assert sentences(written(tmp_path, *changes))[1:] == [
        f"preparation: {STARTS_NOT}",
        f"preparation: {MEETS_NOT}",
    ]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            (RECORDS, "asked: {initial: true}", "asked: {}"),
            ["order: exactly one status is initial, not 0"],
        ),
        (
            (RECORDS, "valid: {settled: true}", "valid: {settled: true, initial: true}"),
            ["order: exactly one status is initial, not 2: asked, valid"],
        ),
        (
            (ACTS, "found_as: [court_placement]", "found_as: [court_placement, return_home]"),
            ["out_of_home_placement: 'return_home' is a decision; 'found_as' names facts"],
        ),
        (
            (ACTS, "{kind: fact,", "{kind: fact, found_as: [court_placement],"),
            ["court_placement: a fact is not found as another act"],
        ),
    ],
)
def test_the_shared_parts_are_sound(
    tmp_path: Path, change: tuple[str, str, str], says: list[str]
) -> None:
    assert sentences(written(tmp_path, change)) == says
