"""A name that does not exist is found, with the one that was meant."""

from pathlib import Path

import pytest

from tests.engine.definitions import instead, sentences, written

ACTS, RECORDS, RULES = "acts.yaml", "records.yaml", "rules.yaml"
COMMON, WORKFLOW = "common.yaml", "placement/workflow.yaml"
MAIN = "\n    main: true\n    "


def at_end(part: str, after: str = "    source: LAW\n") -> tuple[str, str, str]:
    """One more line on the deadline ``order_ends``."""
    return WORKFLOW, after, f"{after}    {part}\n"


ORDER_STARTS = "starts: {record_date: {type: order, field: ends_on}}"
ORDER_MET = "    before: {weeks: 8}\n    during: open\n    met_by: {entering: [returned]}"
OPENED = "{none_of: [{assigned: regisseur}]}"
ASSIGNED = "{assign: cjg_worker, person: input.coach}"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            (WORKFLOW, "act: out_of_home_placement\n", "act: out_of_home_placment\n"),
            "place: no act 'out_of_home_placment'; did you mean 'out_of_home_placement'?",
        ),
        (
            (
                WORKFLOW,
                f"by: [regisseur]{MAIN}act: return",
                "by: [regiseur]\n    main: true\n    act: return",
            ),
            "return_home: no role 'regiseur'; did you mean 'regisseur'?",
        ),
        (
            (WORKFLOW, "opens: {by: [cjg_worker]}", "opens: {by: [cjg_werker]}"),
            "opens.by: no role 'cjg_werker'; did you mean 'cjg_worker'?",
        ),
        (
            (WORKFLOW, "phase: carry_out}", "phase: carry_on}"),
            "placed: no phase 'carry_on'; did you mean 'carry_out'?",
        ),
        (
            (WORKFLOW, "from: [placed]", "from: [placed, plaecd]"),
            "return_home: no state 'plaecd'; did you mean 'placed'?",
        ),
        (
            (WORKFLOW, "    to: considered", "    to: considerd"),
            "reopen: no state 'considerd'; did you mean 'considered'?",
        ),
        (
            instead("{participant: {role: scientst}}"),
            "place: no role 'scientst'; did you mean 'scientist'?",
        ),
        (instead("{assigned: xyz}"), "place: no role 'xyz'"),
        (instead("{record: {type: ordr}}"), "place: no record type 'ordr'; did you mean 'order'?"),
        (
            instead("{record: {type: order, status: [vald]}}"),
            "place: order has no status 'vald'; did you mean 'valid'?",
        ),
        (
            instead("{record: {type: order, newer_than: {act: return_hom}}}"),
            "place: no act 'return_hom'; did you mean 'return_home'?",
        ),
        (
            instead("{elapsed: {since: {entering: placd}, at_least: {days: 1}}}"),
            "place: no state 'placd'; did you mean 'placed'?",
        ),
        (
            instead("{elapsed: {since: {record: ordr}, at_least: {days: 1}}}"),
            "place: no record type 'ordr'; did you mean 'order'?",
        ),
        (
            instead("{elapsed: {since: {act: return_hom}, at_least: {days: 1}}}"),
            "place: no act 'return_hom'; did you mean 'return_home'?",
        ),
        (
            instead("{four_eyes: {of: {record: ordr}, by: [regisseur]}}"),
            "place: no record type 'ordr'; did you mean 'order'?",
        ),
        (
            instead("{four_eyes: {of: {step: plac}, by: [regisseur]}}"),
            "place: no transition 'plac'; did you mean 'place'?",
        ),
        (
            instead("{four_eyes: {of: {step: place}, by: [rgisseur]}}"),
            "place: no role 'rgisseur'; did you mean 'regisseur'?",
        ),
        (
            instead("{linked_case: {workflow: placment}}"),
            "place: no workflow 'placment'; did you mean 'placement'?",
        ),
        (
            instead("{linked_case: {workflow: placement, link: agin}}"),
            "place: no link 'agin'; did you mean 'again'?",
        ),
        (
            instead("{deadline: {key: evaluaton, state: [met]}}"),
            "place: no deadline 'evaluaton'; did you mean 'evaluation'?",
        ),
        (
            instead("{age: {under: {years: 12}}, fix: {record: ordr}}"),
            "place: no record type 'ordr'; did you mean 'order'?",
        ),
        (
            instead("{age: {under: {years: 12}}, fix: {participant: scientst}}"),
            "place: no role 'scientst'; did you mean 'scientist'?",
        ),
        (
            instead("{age: {under: {years: 12}}, fix: {assign: rgisseur}}"),
            "place: no role 'rgisseur'; did you mean 'regisseur'?",
        ),
        (
            instead("{age: {under: {years: 12}}, fix: {transition: plac}}"),
            "place: no transition 'plac'; did you mean 'place'?",
        ),
        (
            (WORKFLOW, "open: placement", "open: placment"),
            "return_home: no workflow 'placment'; did you mean 'placement'?",
        ),
        (
            (WORKFLOW, OPENED, "{assigned: rgisseur}"),
            "return_home: no role 'rgisseur'; did you mean 'regisseur'?",
        ),
        (
            (WORKFLOW, ASSIGNED, ASSIGNED.replace("cjg_worker", "cjg_werker")),
            "place: no role 'cjg_werker'; did you mean 'cjg_worker'?",
        ),
        (
            (WORKFLOW, ASSIGNED, "{end: cjg_werker}"),
            "place: no role 'cjg_werker'; did you mean 'cjg_worker'?",
        ),
        (
            (WORKFLOW, ASSIGNED, "{tell: cjg_werker}"),
            "place: no role 'cjg_werker'; did you mean 'cjg_worker'?",
        ),
        (
            (WORKFLOW, "starts: {entering: [considered]}", "starts: {entering: [considerd]}"),
            "preparation: no state 'considerd'; did you mean 'considered'?",
        ),
        (
            (
                WORKFLOW,
                "starts: {act: [out_of_home_placement, court_placement]}",
                "starts: {act: [court_placemnt]}",
            ),
            "evaluation: no act 'court_placemnt'; did you mean 'court_placement'?",
        ),
        (
            (WORKFLOW, ORDER_STARTS, "starts: {record: {type: ordr, status: [valid]}}"),
            "order_ends: no record type 'ordr'; did you mean 'order'?",
        ),
        (
            (WORKFLOW, ORDER_STARTS, "starts: {record: {type: order, status: [valid, vald]}}"),
            "order_ends: order has no status 'vald'; did you mean 'valid'?",
        ),
        (
            (WORKFLOW, ORDER_STARTS, "starts: {record_date: {type: ordr, field: ends_on}}"),
            "order_ends: no record type 'ordr'; did you mean 'order'?",
        ),
        (
            (WORKFLOW, ORDER_STARTS, "starts: {record_date: {type: order, field: end_on}}"),
            "order_ends: order has no date field 'end_on'; did you mean 'ends_on'?",
        ),
        (
            (WORKFLOW, ORDER_STARTS, "starts: {record_date: {type: order, field: note}}"),
            "order_ends: order has no date field 'note'",
        ),
        (
            (WORKFLOW, ORDER_STARTS, "starts: {input_date: {transition: plac, field: x}}"),
            "order_ends: no transition 'plac'; did you mean 'place'?",
        ),
        (
            (WORKFLOW, "    during: [placed]", "    during: [placd]"),
            "evaluation: no state 'placd'; did you mean 'placed'?",
        ),
        (
            (WORKFLOW, ORDER_MET, ORDER_MET.replace("returned", "returnd")),
            "order_ends: no state 'returnd'; did you mean 'returned'?",
        ),
        (
            (WORKFLOW, ORDER_MET, ORDER_MET.replace("entering: [returned]", "act: [retrn_home]")),
            "order_ends: no act 'retrn_home'; did you mean 'return_home'?",
        ),
        (
            (WORKFLOW, "    source: LAW\n", "    source: LAW\n    when: {assigned: xyz}\n"),
            "order_ends: no role 'xyz'",
        ),
        (
            at_end("reminders: [{after: {days: 1}, to: [owner, codinator]}]"),
            "order_ends: no role 'codinator'; did you mean 'coordinator'?",
        ),
        (
            at_end("extend: {by: [codinator], at_most: {weeks: 1}}", "    during: [placed]\n"),
            "evaluation: no role 'codinator'; did you mean 'coordinator'?",
        ),
        (
            at_end("suspend: {by: [codinator], at_most: {weeks: 1}}", "    during: [placed]\n"),
            "evaluation: no role 'codinator'; did you mean 'coordinator'?",
        ),
        (
            (COMMON, "owner: regisseur", "owner: regiseur"),
            "next_look: no role 'regiseur'; did you mean 'regisseur'?",
        ),
        (
            (WORKFLOW, "{role: [regisseur]}", "{role: [rgisseur]}"),
            "invariants.1: no role 'rgisseur'; did you mean 'regisseur'?",
        ),
        (
            (WORKFLOW, "without: {record: {type: analysis,", "without: {record: {type: order,"),
            "invariants.0: order has no status 'confirmed'",
        ),
        (
            (WORKFLOW, "after: {act: court_placement}", "after: {act: court_placemnt}"),
            "invariants.2: no act 'court_placemnt'; did you mean 'court_placement'?",
        ),
        (
            (WORKFLOW, "always: {record: {type: analysis}}", "always: {record: {type: analyses}}"),
            "invariants.2: no record type 'analyses'; did you mean 'analysis'?",
        ),
        (
            (RULES, "on: [unused_act]", "on: [unusd_act]"),
            "rule_on_unused_act: no act 'unusd_act'; did you mean 'unused_act'?",
        ),
        (
            (RULES, "requires: {assigned: regisseur}", "requires: {assigned: xyz}"),
            "rule_on_unused_act: no role 'xyz'",
        ),
        (
            (RULES, "fix: {record: analysis}", "fix: {transition: plac}"),
            "analysis_first: no transition 'plac'; did you mean 'place'?",
        ),
        (
            (RULES, "confirmed_by: [scientist]", "confirmed_by: [scientst]"),
            "family_first: no role 'scientst'; did you mean 'scientist'?",
        ),
        (
            (RULES, "met_by: {record: {type: analysis,", "met_by: {record: {type: analyss,"),
            "family_first: no record type 'analyss'; did you mean 'analysis'?",
        ),
        (
            (RULES, "      owner: regisseur", "      owner: regiseur"),
            "family_first: no role 'regiseur'; did you mean 'regisseur'?",
        ),
        (
            (ACTS, "found_as: [court_placement]", "found_as: [court_placement, courtplacement]"),
            "out_of_home_placement: no act 'courtplacement'; did you mean 'court_placement'?",
        ),
        (
            (RECORDS, "written_by: [unused_role]", "written_by: [unusd_role]"),
            "unused_record: no role 'unusd_role'; did you mean 'unused_role'?",
        ),
        (
            (RECORDS, "four_eyes: {by: [scientist]}", "four_eyes: {by: [scientst]}"),
            "analysis: no role 'scientst'; did you mean 'scientist'?",
        ),
        (
            (RECORDS, "moves: {asked: [valid]}", "moves: {asked: [valid, vaild]}"),
            "order: order has no status 'vaild'; did you mean 'valid'?",
        ),
        (
            (RECORDS, "moves: {asked: [valid]}", "moves: {asked: [valid], valed: [asked]}"),
            "order: order has no status 'valed'; did you mean 'valid'?",
        ),
        (
            (RECORDS, "dated_by: began_on", "dated_by: begn_on"),
            "order: order has no date field 'begn_on'; did you mean 'began_on'?",
        ),
    ],
)
def test_a_name_that_does_not_exist_is_told_with_the_one_that_was_meant(
    tmp_path: Path, change: tuple[str, str, str], says: str
) -> None:
    assert sentences(written(tmp_path, change)) == [says]
