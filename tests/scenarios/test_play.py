"""The player sees every difference, and says where it is and what was found."""

from pathlib import Path

import pytest

from api.scenarios.run import run
from engine.loader import load
from tests.office import DEFINITIONS
from tests.scenarios.small import a_scenario, first_line, lines, played
from tests.store.databases import sqlite_template


def test_a_scenario_that_goes_as_expected_has_no_problem() -> None:
    assert played().problems == ()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param(
            "because: [scientist_first]",
            "because: [other]",
            "small.yaml:14: steps.1.because: expected other, found scientist_first",
            id="another reason",
        ),
        pytest.param(
            "expect: refused, because: [scientist_first]",
            "expect: allowed",
            "small.yaml:14: steps.1.expect: expected allowed, found refused (scientist_first): "
            "There is no behavioural scientist.",
            id="refused",
        ),
        pytest.param(
            "expect: refused, because: [scientist_first]",
            "because: [scientist_first]",
            "small.yaml:14: steps.1: expected allowed, found refused (scientist_first): "
            "There is no behavioural scientist.",
            id="refused without a word",
        ),
        pytest.param(
            "state: considered",
            "state: placed",
            "small.yaml:17: steps.2.expect.state: expected placed, found considered",
            id="another state",
        ),
        pytest.param(
            "events: 1",
            "events: 2",
            "small.yaml:18: steps.2.expect.events: expected 2, found 1",
            id="another number of events",
        ),
        pytest.param(
            "missing: [scientist_first]",
            "missing: []",
            "small.yaml:19: steps.2.expect.missing: expected nothing, found scientist_first",
            id="something is missing",
        ),
        pytest.param(
            'next_date: "2026-04-13"',
            'next_date: "2026-04-14"',
            "small.yaml:20: steps.2.expect.next_date: expected 2026-04-14, found 2026-04-13",
            id="another next date",
        ),
        pytest.param(
            "owner: bram}",
            "owner: cora}",
            "small.yaml:21: steps.2.expect.deadlines: "
            "expected preparation (due 2026-04-13, owner cora), "
            "found preparation (due 2026-04-13, owner bram)",
            id="another owner",
        ),
        pytest.param(
            '[{about: preparation, due: "2026-04-13", owner: bram}]',
            "[]",
            "small.yaml:21: steps.2.expect.deadlines: "
            "expected nothing more, found preparation (due 2026-04-13)",
            id="a deadline too many",
        ),
        pytest.param(
            "late: [preparation]",
            "late: []",
            "small.yaml:25: steps.4.expect.late: expected nothing, found preparation",
            id="something is late",
        ),
        pytest.param(
            "times: 3}",
            "times: 2}",
            "small.yaml:26: steps.4.expect.sent: expected bram (times 2), found bram (times 3)",
            id="mail once more",
        ),
        pytest.param(
            "open_cases: [placement]",
            "open_cases: 2",
            "small.yaml:29: steps.7.expect.open_cases: expected 2, found 1 (placement)",
            id="fewer open cases",
        ),
    ],
)
def test_a_difference_is_said_with_its_line(old: str, new: str, says: str) -> None:
    assert first_line((old, new)) == says


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param(
            "{do: place, case: p, as: bram, expect",
            "{doo: place, case: p, as: bram, expect",
            "small.yaml:14: steps.1: no such step; did you mean 'do'?",
            id="an unknown kind of step",
        ),
        pytest.param(
            "missing: [scientist_first]",
            "misses: [scientist_first]",
            "small.yaml:19: steps.2.expect.misses: unknown key; did you mean 'missing'?",
            id="an unknown expectation",
        ),
        pytest.param(
            "{wait: {until",
            "{wait: {untill",
            "small.yaml:22: steps.3.wait.untill: unknown key; did you mean 'until'?",
            id="a misspelt key",
        ),
        pytest.param(
            '"2026-04-14 08:00"',
            '"2026-04-14"',
            "small.yaml:22: steps.3.wait.until: '2026-04-14' is no moment; "
            'write it as "2026-03-02 09:00"',
            id="a day for a moment",
        ),
        pytest.param(
            "expect: refused, because",
            "expect: refusd, because",
            "small.yaml:14: steps.1.expect: should be one of 'allowed', 'refused', 'stale', "
            "'denied', 'invalid'; did you mean 'refused'?",
            id="an outcome that does not exist",
        ),
    ],
)
def test_what_is_written_wrong_is_said_before_anything_is_played(
    old: str, new: str, says: str
) -> None:
    assert says in first_line((old, new))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param(
            "about: sam, as: bram",
            "about: sam, as: brom",
            "small.yaml:13: steps.0: there is no professional 'brom'; did you mean 'bram'?",
            id="whoever acts",
        ),
        pytest.param(
            "{join: dora, case: p",
            "{join: dora, case: q",
            "small.yaml:27: steps.5: there is no case 'q'",
            id="a case",
        ),
        pytest.param(
            "role: scientist",
            "role: scientst",
            "small.yaml:10: people.dora.role: there is no role 'scientst'; "
            "did you mean 'scientist'?",
            id="a role",
        ),
        pytest.param(
            "authority: [sam]",
            "authority: [tom]",
            "small.yaml:7: families.jansen.parents.els.authority: there is no child 'tom'",
            id="a child",
        ),
        pytest.param(
            "{els: {authority",
            "{bram: {authority",
            "small.yaml:7: families.jansen.parents.bram: somebody else is called 'bram', too",
            id="a name twice",
        ),
        pytest.param(
            "role: scientist, joins: later",
            "role: regisseur",
            "small.yaml:10: people.dora.role: 'bram' has this role; let one of them join later",
            id="a role that one holds",
        ),
        pytest.param(
            "region: default",
            "region: defalt",
            "small.yaml:2: region: there is no region 'defalt'; did you mean 'default'?",
            id="a region",
        ),
    ],
)
def test_a_name_that_the_file_did_not_introduce_is_pointed_out(
    old: str, new: str, says: str
) -> None:
    assert first_line((old, new)) == says


def test_time_does_not_run_back() -> None:
    assert (
        first_line(("2026-04-14 08:00", "2026-03-01 08:00"))
        == "small.yaml:22: steps.3: it is 2026-03-02 09:00 already"
    )


@pytest.mark.parametrize(
    ("said", "to_bram"),
    [
        pytest.param("down", 0, id="a server that is away takes nothing"),
        pytest.param("refuses bram", 0, id="nor does one that refuses"),
        pytest.param("up", 3, id="one that is there takes all"),
    ],
)
def test_the_mail_server_does_as_the_file_says(said: str, to_bram: int) -> None:
    to_cora = {"down": 0, "refuses bram": 2, "up": 1}[said]  # who is refused is passed over

    result = played(
        (
            '  - {wait: {until: "2026-04-14',
            f'  - {{mail: {said}}}\n  - {{wait: {{until: "2026-04-14',
        ),
        ("times: 3", f"times: {to_bram}"),
        ("times: 1", f"times: {to_cora}"),
    )

    assert result.lines() == []


def test_mail_that_waited_is_sent_once_the_server_is_back() -> None:
    result = played(
        (
            lines('{wait: {until: "2026-04-14 08:00"}}'),
            lines(
                "{mail: down}",
                '{wait: {until: "2026-04-14 07:30"}}',
                "{expect: {case: p, sent: []}}",
                "{mail: up}",
                '{wait: {until: "2026-04-14 09:30"}}',
            ),
        ),
        ("times: 3", "times: 2"),  # the first letter was given up on after four days
    )

    assert result.lines() == []


def test_after_an_outage_only_the_last_reminder_goes_out() -> None:
    result = played(
        ('{wait: {until: "2026-04-14 08:00"}}', '{down: {until: "2026-04-14 08:00"}}'),
        ("times: 3", "times: 1"),
    )

    assert result.lines() == []


def test_a_remembered_version_is_stale_after_a_change() -> None:
    result = played(
        (
            lines("{join: dora, case: p, as: bram}"),
            lines(
                "{remember: page}",
                "{do: delay, case: p, as: bram}",
                "{do: place, case: p, as: bram, seen: page, expect: stale}",
                "{join: dora, case: p, as: bram}",
            ),
        )
    )

    assert result.lines() == []


def test_whoever_takes_no_part_is_denied() -> None:
    result = played(
        (
            lines("{join: dora, case: p, as: bram}"),
            lines(
                "{do: delay, case: p, as: dora, expect: denied}",
                "{do: dely, case: p, as: bram, expect: invalid}",
                "{join: dora, family: jansen, as: bram}",
            ),
        )
    )

    assert result.lines() == []


def test_a_deviation_sets_a_rule_aside_and_is_repaired_later() -> None:
    result = played(
        (
            lines("{join: dora, case: p, as: bram}", "{do: place, case: p, as: bram}"),
            lines(
                "{deviate: scientist_first, name: alone, case: p, for: place, why: Nu, as: bram}",
                "{confirm: alone, as: bram, expect: refused, because: [four_eyes]}",
                "{confirm: alone, as: cora}",
                "{do: place, case: p, as: bram, set_aside: [scientist_first]}",
                "{expect: {case: p, deadlines: ["
                '{about: repair.scientist_first, due: "2026-05-12"}, '
                "{about: preparation, state: met}]}}",
            ),
        )
    )

    assert result.lines() == []


@pytest.mark.parametrize(
    ("warned", "says"),
    [
        pytest.param("[scientist_first]", "", id="what was not met"),
        pytest.param(
            "[]",
            "small.yaml:14: steps.1.warned: expected nothing, found scientist_first",
            id="nothing was expected",
        ),
    ],
)
def test_what_a_decision_was_warned_of_is_compared(tmp_path: Path, warned: str, says: str) -> None:
    milder = {"regions/default.yaml": "region: default\nseverities: {scientist_first: warn}\n"}
    for name, words in {**DEFINITIONS, **milder}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(words, encoding="utf-8")
    place = "{do: place, case: p, as: bram"
    text = a_scenario((f"{place}, expect: refused, because: [scientist_first]", place))
    steps = text.partition("  - expect:")[0].replace(place, f"{place}, warned: {warned}")

    result = run(steps, load(tmp_path), file="small.yaml", blank=sqlite_template())

    assert "\n".join(result.lines()) == says
