"""What does not fit its model is said in words that a policy adviser understands."""

from pathlib import Path

import pytest

from tests.engine.definitions import problems, sentences, written

WORKFLOW = "placement/workflow.yaml"
A_NAME = "a name: small letters, digits and _, at most 40, beginning with a letter"
GUARDS = (
    "record, participant, assigned, age, elapsed, input, fact, four_eyes, consent, linked_case, "
    "deadline, present, agreements, period, all_of, any_of, none_of"
)
A_SPAN = (
    "a span has exactly one unit: hours, days, working_days, weeks, months, years; "
    "for example {weeks: 6}"
)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        pytest.param(
            "acts.yaml",
            "unused_act:",
            "Unused:",
            f"Unused: should be {A_NAME}",
            id="a name with a capital",
        ),
        pytest.param(
            "acts.yaml",
            "unused_act: {kind: decision, title: {nl: Anders, en: Other}, source: law}",
            "unused_act: decision",
            "unused_act: should be a map",
            id="a word for a map",
        ),
        pytest.param(
            "acts.yaml",
            "title: {nl: Anders, en: Other}",
            "title: {nl: Anders, en: 6}",
            "unused_act.title.en: should be a word",
            id="a number for a word",
        ),
        pytest.param(
            WORKFLOW, 'version: "1"', "version: 1", "version: should be a word", id="version"
        ),
        pytest.param(
            WORKFLOW,
            "    main: true\n    act: out",
            '    main: "true"\n    act: out',
            "transitions.place.main: should be true or false",
            id="a word for truth",
        ),
        pytest.param(
            WORKFLOW,
            "    from: [placed]",
            "    from: placed",
            "transitions.return_home.from: should be a list",
            id="a word for a list",
        ),
        pytest.param(
            WORKFLOW,
            "    from: [placed]",
            "    from: []",
            "transitions.return_home.from: should not be empty",
            id="an empty list",
        ),
        pytest.param(
            WORKFLOW,
            "source: LAW",
            'source: ""',
            "deadlines.order_ends.source: should not be empty",
            id="an empty word",
        ),
        pytest.param(
            "rules.yaml",
            "{age: {under: {years: 12}}}",
            "{age: {under: {years: 131}}}",
            "family_first.requires.none_of.0.all_of.0.age.under.years: should be at most 130",
            id="too much",
        ),
        pytest.param(
            "rules.yaml",
            "{age: {under: {years: 12}}}",
            "{age: {under: {years: -1}}}",
            "family_first.requires.none_of.0.all_of.0.age.under.years: should be at least 0",
            id="too little",
        ),
        pytest.param(
            "rules.yaml",
            "{age: {under: {years: 12}}}",
            '{age: {under: {years: "12"}}}',
            "family_first.requires.none_of.0.all_of.0.age.under.years: should be a whole number",
            id="a word for a number",
        ),
        pytest.param(
            "rules.yaml",
            "{assigned: regisseur}",
            "{asigned: regisseur}",
            "rule_on_unused_act.requires: no such guard; did you mean 'assigned'?",
            id="a misspelt guard",
        ),
        pytest.param(
            "rules.yaml",
            "{assigned: regisseur}",
            "{moon: full}",
            f"rule_on_unused_act.requires: no such guard; the kinds are {GUARDS}",
            id="no guard at all",
        ),
        pytest.param(
            "rules.yaml",
            "{assigned: regisseur}",
            "regisseur",
            f"rule_on_unused_act.requires: should be a guard: a map with one of {GUARDS}",
            id="a word for a guard",
        ),
        pytest.param(
            "rules.yaml",
            "{assigned: regisseur}",
            "{record: {type: analysis}, age: {}}",
            "rule_on_unused_act.requires.age: unknown key; did you mean 'age'?",
            id="two guards in one",
        ),
        pytest.param(
            "rules.yaml",
            "{assigned: regisseur}",
            "{assigned: regisseur, asksfor: x}",
            "rule_on_unused_act.requires.asksfor: unknown key; did you mean 'asks'?",
            id="an unknown key in a guard",
        ),
        pytest.param(
            "rules.yaml",
            "fix: {record: analysis}",
            "fix: {}",
            "analysis_first.fix: a fix names one thing: record, participant, assign, consent …",
            id="a sentence of the model itself",
        ),
        pytest.param(
            WORKFLOW,
            "person: input.coach",
            "person: coach",
            (
                "transitions.place.then.0.person: should be 'actor', or 'input.' or 'holder.' "
                "and a name"
            ),
            id="a source that is nobody",
        ),
        pytest.param(
            WORKFLOW,
            "{participant: {role: scientist}}",
            "{period: {from: placed_on, until: input.placed_on, at_most: {months: 6}}}",
            "transitions.place.requires.0.period.from: should be 'input.' or 'act.' and a name",
            id="a beginning that is no date",
        ),
        pytest.param(
            WORKFLOW,
            "{participant: {role: scientist}}",
            "{period: {from: input.placed_on, until: act.place, at_most: {months: 6}}}",
            "transitions.place.requires.0.period.until: should be 'input.' and the name of a field",
            id="an end that the form does not ask",
        ),
        pytest.param(
            WORKFLOW,
            "{assign: cjg_worker, person: input.coach}",
            "{asign: cjg_worker, person: input.coach}",
            "transitions.place.then.0.assign: field required\n"
            "transitions.place.then.0.asign: unknown key; did you mean 'assign'?",
            id="the misspelt member of a union",
        ),
        pytest.param(
            WORKFLOW,
            "{assign: cjg_worker, person: input.coach}",
            "tell",
            "transitions.place.then.0: should be a map",
            id="no member of a union of maps",
        ),
        pytest.param(
            WORKFLOW,
            "link: again,",
            "link: again, for: each_chld,",
            "transitions.return_home.then.0.for: should be one of 'case', 'each_child', a map; "
            "did you mean 'each_child'?",
            id="no member of a mixed union",
        ),
        pytest.param(
            WORKFLOW,
            "    during: open\n",
            "    during: [Open]\n",
            f"deadlines.order_ends.during.0: should be {A_NAME}",
            id="the right member of a mixed union",
        ),
        pytest.param(
            WORKFLOW,
            "{role: [regisseur]}",
            "{rol: [regisseur]}",
            "invariants.1.without.rol: should be 'role'",
            id="a wrong key in a closed map",
        ),
        pytest.param(
            WORKFLOW,
            "    or: escalation",
            "    or: nothing",
            "invariants.2.or: should be 'escalation'",
            id="the right invariant of three",
        ),
        pytest.param(
            WORKFLOW,
            "    before: {weeks: 8}",
            "    before: 8",
            f"deadlines.order_ends.before: {A_SPAN}",
            id="a number without its unit",
        ),
        pytest.param(
            "common.yaml",
            "nothing_open: true",
            "nothing_open: false",
            "every_case.deadlines.next_look.starts.nothing_open: should be 'true'",
            id="only true",
        ),
        pytest.param(
            "regions/veluwe.yaml",
            "terms: {placement.preparation:",
            "terms: {preparation:",
            "terms.preparation: should be 'workflow.deadline'",
            id="a deadline without its workflow",
        ),
        pytest.param(
            "regions/default.yaml",
            '"09:00"',
            '"9"',
            'table.starts: should be a time, such as "09:00"',
            id="no time",
        ),
        pytest.param(
            "regions/default.yaml",
            '"09:00"',
            "9",
            'table.starts: should be a time, such as "09:00"',
            id="a number for a time",
        ),
        pytest.param(
            "regions/oldebroek.yaml",
            "region: oldebroek",
            "region: oldebrook",
            "region: should be 'oldebroek', as its file is called",
            id="a region in the wrong file",
        ),
        pytest.param(
            WORKFLOW,
            "workflow: placement",
            "workflow: place",
            "workflow: should be 'placement', as its folder is called",
            id="a workflow in the wrong folder",
        ),
    ],
)
def test_what_does_not_fit_is_said_plainly(
    tmp_path: Path, file: str, old: str, new: str, says: str
) -> None:
    found = problems(written(tmp_path, (file, old, new)))

    assert "\n".join(f"{problem.where}: {problem.says}" for problem in found) == says
    assert {problem.file for problem in found} == {file}


def test_of_a_union_the_meant_member_is_told_beside_other_mistakes(tmp_path: Path) -> None:
    changes = [
        (WORKFLOW, "about: youth", "about: yuth"),
        (WORKFLOW, "person: input.coach", "persn: input.coach"),
        (WORKFLOW, "{role: [regisseur]}", "{role: regisseur}"),
    ]

    assert sentences(written(tmp_path, *changes)) == [
        "about: should be one of 'youth', 'family'; did you mean 'youth'?",
        "transitions.place.then.0.person: field required",
        "transitions.place.then.0.persn: unknown key; did you mean 'person'?",
        "invariants.1.without.role: should be a list",
    ]
