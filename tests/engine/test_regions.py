"""What a workflow includes and what a region changes exists, and is theirs to change."""

from pathlib import Path

import pytest

from engine.library import Library
from engine.loader import load
from tests.engine.definitions import added, problems, written
from tests.shipped import the_library

DEFAULT, VELUWE, OLDEBROEK = (f"regions/{name}.yaml" for name in ("default", "veluwe", "oldebroek"))
COMMON, RULES, WORKFLOW = "common.yaml", "rules.yaml", "placement/workflow.yaml"
REGIONS = ("default", "veluwe", "oldebroek")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(
            (WORKFLOW, "include: [every_case, ending]", "include: [every_case, ending, endng]"),
            [f"{WORKFLOW} line 10: include: no group 'endng'; did you mean 'ending'?"],
            id="unknown group",
        ),
        pytest.param(
            (
                WORKFLOW,
                "  returned: {",
                "  ended: {title: {nl: a, en: a}, phase: close, final: true}\n  returned: {",
            ),
            [
                (
                    f"{WORKFLOW} line 10: include: states.ended stands in the workflow and in "
                    "group ending"
                )
            ],
            id="a state twice",
        ),
        pytest.param(
            (COMMON, "ending:\n", "ending:\n  deadlines: {}\n"),
            [],
            id="an empty section",
        ),
        pytest.param(
            (OLDEBROEK, "inherits: veluwe", "inherits: velue"),
            [f"{OLDEBROEK} line 2: inherits: no region 'velue'; did you mean 'veluwe'?"],
            id="unknown parent",
        ),
        pytest.param(
            added(VELUWE, "inherits: nowhere"),
            [f"{VELUWE} line 2: inherits: no region 'nowhere'"],
            id="an unknown parent is told of the child alone",
        ),
        pytest.param(
            added(VELUWE, "inherits: oldebroek"),
            [
                (
                    f"{OLDEBROEK} line 2: inherits: inherits from itself: oldebroek ← veluwe ← "
                    "oldebroek"
                ),
                f"{VELUWE} line 2: inherits: inherits from itself: veluwe ← oldebroek ← veluwe",
            ],
            id="a circle",
        ),
        pytest.param(
            added(DEFAULT, "inherits: default"),
            [f"{DEFAULT} line 2: inherits: inherits from itself: default ← default"],
            id="a circle of one",
        ),
        pytest.param(
            added(VELUWE, "severities: {family_frst: warn}"),
            [
                (
                    f"{VELUWE} line 2: severities.family_frst: no rule 'family_frst'; did you mean "
                    "'family_first'?"
                )
            ],
            id="unknown rule",
        ),
        pytest.param(
            added(VELUWE, "severities: {board_advice: block_unless_deviation}"),
            [
                (
                    f"{VELUWE} line 2: severities.board_advice: the rule does not say how it may "
                    "be set aside: no 'deviation'"
                )
            ],
            id="a severity that needs a deviation",
        ),
        *[
            pytest.param(
                added(VELUWE, f"severities: {{analysis_first: {severity}}}"),
                [
                    (
                        f"{VELUWE} line 2: severities.analysis_first: an invariant of placement "
                        "rests on this rule; it cannot be softer here"
                    )
                ],
                id=f"an invariant rests on what would be {severity}",
            )
            for severity in ("warn", "'off'")
        ],
        pytest.param(
            (VELUWE, "placement.preparation", "placment.preparation"),
            [
                (
                    f"{VELUWE} line 3: terms.placment.preparation: no deadline "
                    "'placment.preparation'; did you mean 'placement.preparation'?"
                )
            ],
            id="unknown deadline",
        ),
        pytest.param(
            (VELUWE, "placement.preparation: {within", "placement.order_ends: {within"),
            [
                (
                    f"{VELUWE} line 3: terms.placement.order_ends: the law sets this term; a "
                    "region cannot change it"
                )
            ],
            id="a term of the law",
        ),
        pytest.param(
            (VELUWE, "{within: {weeks: 4}}", "{before: {weeks: 4}}"),
            [
                (
                    f"{VELUWE} line 3: terms.placement.preparation: give one of 'within', 'before' "
                    "and 'moments'"
                )
            ],
            id="a leaf that does not go with the deadline",
        ),
        pytest.param(
            (OLDEBROEK, "to: [coordinator]", "to: [owner, codinator]"),
            [
                (
                    f"{OLDEBROEK} line 6: terms.placement.preparation: no role 'codinator'; did "
                    "you mean 'coordinator'?"
                )
            ],
            id="an unknown audience",
        ),
        pytest.param(
            (OLDEBROEK, "placement.evaluation: on", "placement.evaluaton: off"),
            [
                (
                    f"{OLDEBROEK} line 9: reviews.placement.evaluaton: no deadline "
                    "'placement.evaluaton'; did you mean 'placement.evaluation'?"
                )
            ],
            id="unknown review",
        ),
        pytest.param(
            (OLDEBROEK, "placement.evaluation: on", "placement.preparation: off"),
            [
                (
                    f"{OLDEBROEK} line 9: reviews.placement.preparation: this is no review; only a "
                    "review can be left out"
                )
            ],
            id="not a review",
        ),
        pytest.param(
            (OLDEBROEK, "opens_by: {placement: [regisseur]}", "opens_by: {placment: [regiseur]}"),
            [
                (
                    f"{OLDEBROEK} line 7: opens_by.placment: no workflow 'placment'; did you mean "
                    "'placement'?"
                ),
                (
                    f"{OLDEBROEK} line 7: opens_by.placment: no role 'regiseur'; did you mean "
                    "'regisseur'?"
                ),
            ],
            id="unknown opener",
        ),
        pytest.param(
            (OLDEBROEK, "words: {cjg:", "words: {cgj:"),
            [f"{OLDEBROEK} line 4: words.cgj: no word 'cgj'; did you mean 'cjg'?"],
            id="unknown word",
        ),
        pytest.param(
            added(VELUWE, "bodies: {advise_board: {nl: a, en: a}}"),
            [
                (
                    f"{VELUWE} line 2: bodies.advise_board: no body 'advise_board'; did you mean "
                    "'advice_board'?"
                )
            ],
            id="unknown body",
        ),
        pytest.param(
            added(OLDEBROEK, "bodies: {advice_board: none}"),
            [
                (
                    f"{OLDEBROEK} line 2: bodies.advice_board: rule board_advice asks for "
                    "advice_board, which oldebroek does not have"
                )
            ],
            id="a body that is none",
        ),
        pytest.param(
            (OLDEBROEK, "municipalities: [Oldebroek]", "municipalities: [Oldebroek, Elburg]"),
            [
                f"{OLDEBROEK} line 3: municipalities: 'Elburg' is named 2 times in all regions",
                f"{VELUWE} line 2: municipalities: 'Elburg' is named 2 times in all regions",
            ],
            id="a municipality twice",
        ),
    ],
)
def test_what_a_workflow_or_a_region_may_not_do_is_told_with_its_line(
    tmp_path: Path, change: tuple[str, str, str], says: list[str]
) -> None:
    found = problems(written(tmp_path, change))

    assert [f"{problem.file} {problem}" for problem in found] == says


def test_a_body_that_is_nowhere_is_missed_in_every_region(tmp_path: Path) -> None:
    found = problems(
        written(tmp_path, (DEFAULT, "bodies: {advice_board: {nl: Raad, en: Board}}\n", ""))
    )

    asks = "rule board_advice asks for advice_board"
    assert [(problem.file, problem.line, problem.says) for problem in found] == [
        (f"regions/{name}.yaml", 1, f"{asks}, which {name} does not have")
        for name in sorted(REGIONS)
    ]


def test_a_review_that_the_law_sets_stays_on(tmp_path: Path) -> None:
    changes = [
        (WORKFLOW, "    before: {weeks: 8}", "    review: true\n    before: {weeks: 8}"),
        (OLDEBROEK, "placement.evaluation: on", "placement.order_ends: off"),
    ]

    assert [problem.says for problem in problems(written(tmp_path, *changes))] == [
        "the law sets this review; it cannot be left out"
    ]


def test_a_rule_that_only_shares_a_name_with_an_invariant_may_be_softer(tmp_path: Path) -> None:
    asks = "{record: {type: analysis, status: [confirmed], no_older_than: {months: 6}}}"
    around = f"{{any_of: [{{assigned: regisseur}}, {asks}]}}"
    changes = [
        (RULES, f"requires: {asks}", f"requires: {around}"),
        added(VELUWE, "severities: {analysis_first: warn}"),
    ]

    assert problems(written(tmp_path, *changes)) == ()


@pytest.fixture(scope="module")
def product() -> Library:
    """The regions that come with the program."""
    return the_library()


def test_each_region_has_as_many_municipalities_as_its_plan_counts(product: Library) -> None:
    counts = {key: len(region.municipalities) for key, region in product.regions.items()}

    assert counts == {
        "apeldoorn": 1,
        "centraal_gelderland": 11,
        "default": 0,
        "foodvalley": 7,
        "noord_veluwe": 5,  # and Oldebroek, which has a file of its own
        "oldebroek": 1,
    }


def test_more_than_a_year_of_help_is_warned_of_in_oldebroek_alone(product: Library) -> None:
    rules = {key: product.of("assigned_help", key).rules for key in product.regions}

    told = {key: rules[key].get("decision_up_to_a_year") for key in rules}
    assert [key for key, rule in told.items() if rule] == ["oldebroek"]
    assert rules["oldebroek"]["decision_up_to_a_year"].severity == "warn"


def test_the_conference_for_longer_help_binds_where_the_plan_says_so(product: Library) -> None:
    rules = {key: product.of("assigned_help", key).rules for key in product.regions}

    binding = [key for key in rules if rules[key]["conference_for_longer_help"].severity != "warn"]
    assert binding == ["default", "oldebroek"]


def test_the_gi_belongs_to_the_quorum_of_apeldoorn_alone(product: Library) -> None:
    tables = {key: region.table for key, region in product.regions.items() if region.table}

    assert [key for key, table in tables.items() if "gi_worker" in table.quorum] == ["apeldoorn"]
    assert len(tables) == len(product.regions)  # no region is without a quorum


def test_a_region_adds_a_line_to_those_of_all(tmp_path: Path) -> None:
    help_line = "{title: {nl: Hulp, en: Help}, number: 0800-1234, for: [youth]}"
    ours = "{title: {nl: Crisis, en: Crisis}, number: 055 123 4567, for: [parents, youth]}"
    folder = written(
        tmp_path,
        added(DEFAULT, f"lines: {{help: {help_line}}}"),
        added(VELUWE, f"lines: {{ours: {ours}}}\ncrisis_line: {ours}"),
    )

    regions = load(folder).regions

    assert [line.number for line in regions["default"].lines_for("youth")] == ["0800-1234"]
    assert [line.number for line in regions["oldebroek"].lines_for("youth")] == [
        "0800-1234",
        "055 123 4567",
    ]
    assert [line.number for line in regions["oldebroek"].lines_for("parents")] == ["055 123 4567"]
    assert regions["default"].crisis_line is None
    assert regions["oldebroek"].crisis_line


@pytest.mark.parametrize(
    ("number", "readers", "at"),
    [
        pytest.param("bel ons", "[youth]", "number", id="no number"),
        pytest.param("0800-1234", "[]", "for", id="for nobody"),
    ],
)
def test_a_line_that_no_letter_can_show_is_refused_where_it_stands(
    tmp_path: Path, number: str, readers: str, at: str
) -> None:
    line = f"{{title: {{nl: Hulp, en: Help}}, number: {number}, for: {readers}}}"

    (told,) = problems(written(tmp_path, added(DEFAULT, f"lines: {{help: {line}}}")))

    assert (told.file, told.line) == (DEFAULT, 2)
    assert told.where.startswith(f"lines.help.{at}")
