"""A version is the workflow with its groups, its rules and one region; a region may not do more."""

from pathlib import Path

import pytest

from engine.definition import Workflow
from engine.guards import leaves
from engine.guards.meeting import PresentGuard
from engine.library import Library
from engine.loader import load
from engine.span import Span
from tests.engine.definitions import added, loaded, written
from tests.shipped import the_library

DEFAULT, VELUWE, OLDEBROEK = (f"regions/{name}.yaml" for name in ("default", "veluwe", "oldebroek"))
RULES, COMMON, WORKFLOW = "rules.yaml", "common.yaml", "placement/workflow.yaml"
REGIONS = ("default", "veluwe", "oldebroek")


def hashes(library: Library) -> dict[str, str]:
    """The identity of the placement workflow in each region."""
    return {region: library.of("placement", region).hash for region in REGIONS}


def quorum_asked(workflow: Workflow) -> list[str]:
    """The roles that must be present for the step ``place``."""
    quorum = workflow.transitions["place"].requires[0]
    return [leaf.present for leaf in leaves(quorum) if isinstance(leaf, PresentGuard)]


def test_the_included_groups_are_in_it(tmp_path: Path) -> None:
    workflow = loaded(tmp_path).of("placement", "default")

    assert list(workflow.states) == ["considered", "placed", "returned", "ended"]
    assert list(workflow.deadlines)[-1] == "next_look"
    assert workflow.transitions["end"].to == "ended"


def test_any_open_stands_for_every_open_state_once(tmp_path: Path) -> None:
    change = (COMMON, "from: [any_open]", "from: [placed, any_open]")

    step = loaded(tmp_path, change).of("placement", "default").transitions["end"]

    assert step.from_ == ("placed", "considered")


def test_it_carries_the_rules_on_its_acts_and_no_others(tmp_path: Path) -> None:
    workflow = loaded(tmp_path).of("placement", "default")

    assert list(workflow.rules) == ["analysis_first", "family_first", "board_advice"]


def test_it_carries_the_rules_of_a_decision_that_it_only_finds_as_a_fact(tmp_path: Path) -> None:
    workflow = loaded(
        tmp_path, (WORKFLOW, "    act: out_of_home_placement\n", "    act: unused_act\n")
    ).of("placement", "default")

    assert list(workflow.rules) == [
        "analysis_first",
        "family_first",
        "board_advice",
        "rule_on_unused_act",
    ]
    assert workflow.decisions_found_as("court_placement") == ("out_of_home_placement",)


def test_it_carries_what_it_names_of_the_catalogue_and_no_more(tmp_path: Path) -> None:
    catalogue = loaded(tmp_path).of("placement", "default").catalogue

    assert set(catalogue.acts) == {"out_of_home_placement", "court_placement", "return_home"}
    assert set(catalogue.roles) == {"regisseur", "cjg_worker", "scientist", "coordinator"}
    assert set(catalogue.records) == {"analysis", "order"}


def test_the_plain_data_of_a_version_is_the_version(tmp_path: Path) -> None:
    for workflow in loaded(tmp_path).workflows.values():
        again = Workflow.model_validate(workflow.to_data())

        assert again == workflow
        assert again.hash == workflow.hash


def test_two_loads_give_the_same_versions_and_regions_that_differ_do_not(tmp_path: Path) -> None:
    first, second = hashes(loaded(tmp_path)), hashes(load(tmp_path))

    assert first == second
    assert len(set(first.values())) == 3


def test_a_region_without_differences_has_all_but_the_same_version(tmp_path: Path) -> None:
    folder = written(tmp_path, **{"regions/plain.yaml": "region: plain\n"})

    library = load(folder)
    plain, default = library.of("placement", "plain"), library.of("placement", "default")
    assert plain.model_copy(update={"region": "default"}).hash == default.hash


@pytest.mark.parametrize(
    "change",
    [
        (RULES, "en: There is no analysis.", "en: There is no analysis yet."),
        (RULES, "no_older_than: {months: 6}", "no_older_than: {months: 7}"),
        (WORKFLOW, "    before: {weeks: 8}", "    before: {weeks: 9}"),
        (COMMON, "within: {weeks: 4}", "within: {weeks: 5}"),
        ("records.yaml", "written_by: [cjg_worker]", "written_by: [regisseur]"),
        ("roles.yaml", "one: true, ", ""),
        ("acts.yaml", "en: Return home", "en: Going home"),
    ],
)
def test_whatever_changes_its_meaning_or_words_changes_its_identity(
    tmp_path: Path, change: tuple[str, str, str]
) -> None:
    before, after = hashes(loaded(tmp_path)), hashes(loaded(tmp_path, change))

    assert all(before[region] != after[region] for region in REGIONS)


@pytest.mark.parametrize(
    "change",
    [
        ("roles.yaml", "unused_role: {title: {nl: Anders", "unused_role: {title: {nl: Iets"),
        (RULES, "en: Nobody.", "en: No one."),
        (DEFAULT, "weekday: tuesday", "weekday: monday"),
    ],
)
def test_what_it_does_not_name_leaves_it_as_it_was(
    tmp_path: Path, change: tuple[str, str, str]
) -> None:
    assert hashes(loaded(tmp_path)) == hashes(loaded(tmp_path, change))


def test_a_region_stands_on_its_parents(tmp_path: Path) -> None:
    library = loaded(tmp_path)

    workflow, region = library.of("placement", "oldebroek"), library.regions["oldebroek"]
    preparation = workflow.deadlines["preparation"]
    assert preparation.within == Span(weeks=4)  # of its parent
    assert [step.to for step in preparation.reminders] == [("coordinator",)]  # its own
    assert workflow.words["cjg"].nl == "CJG Oldebroek"
    assert workflow.rules["family_first"].severity == "block"
    assert workflow.opens.by == ("regisseur",)
    assert region.municipalities == ("Oldebroek",)
    assert region.table is not None
    assert region.table.weekday == "tuesday"
    assert library.regions["veluwe"].words["cjg"].nl == "CJG"


def test_a_region_is_called_by_its_own_title_or_by_its_key(tmp_path: Path) -> None:
    library = loaded(
        tmp_path,
        added(DEFAULT, "title: {nl: Overige, en: Others}"),
        added(VELUWE, "title: {nl: De Veluwe, en: The Veluwe}"),
    )

    assert library.region_title("default").nl == "Overige"
    assert library.region_title("veluwe").en == "The Veluwe"
    assert library.region_title("oldebroek").nl == "Oldebroek"  # not that of its parent
    assert library.region_title("no_longer_there").en == "No longer there"


def test_what_a_region_is_called_makes_no_new_version(tmp_path: Path) -> None:
    titled = added(DEFAULT, "title: {nl: Overige, en: Others}")

    assert hashes(loaded(tmp_path)) == hashes(loaded(tmp_path, titled))


def test_the_regions_of_the_product_are_called_as_they_write_themselves() -> None:
    library = the_library()

    assert {key: library.region_title(key).nl for key in library.regions} == {
        "apeldoorn": "Apeldoorn",
        "centraal_gelderland": "Centraal Gelderland",
        "default": "Overige gemeenten",
        "foodvalley": "FoodValley",
        "noord_veluwe": "Noord-Veluwe",
        "oldebroek": "Oldebroek",
    }


def test_the_calendar_of_a_region_merges_by_leaf(tmp_path: Path) -> None:
    calendars = loaded(tmp_path).calendars

    assert calendars["oldebroek"].closing_days == calendars["veluwe"].closing_days != frozenset()
    assert calendars["oldebroek"].skips == {"good_friday"}
    assert calendars["default"].closing_days == frozenset()


def test_a_span_is_replaced_not_mixed(tmp_path: Path) -> None:
    change = (
        OLDEBROEK,
        "{reminders: [{after: {days: 1}, to: [coordinator]}]}",
        "{within: {months: 1}}",
    )

    workflow = loaded(tmp_path, change).of("placement", "oldebroek")

    assert workflow.deadlines["preparation"].within == Span(months=1)


def test_a_region_may_repeat_a_review_more_often(tmp_path: Path) -> None:
    change = added(
        DEFAULT, "terms: {placement.evaluation: {repeats: {every: {months: 1}}, window: {}}}"
    )

    rule = loaded(tmp_path, change).of("placement", "default").deadlines["evaluation"]

    assert rule.repeats is not None
    assert rule.repeats.every == Span(months=1)


TABLE = 'table: {weekday: tuesday, starts: "09:00", ends: "12:30"}\n'
PRESENT = (WORKFLOW, "- {participant: {role: scientist}}", "- {present: quorum}")
OF_DEFAULT = (DEFAULT, 'ends: "12:30"}', 'ends: "12:30", quorum: [regisseur, scientist]}')
OF_VELUWE = (
    VELUWE,
    "municipalities: [Elburg]\n",
    """municipalities: [Elburg]
table: {weekday: monday, starts: "09:00", ends: "12:30", quorum: [coordinator]}
""",
)


def test_each_region_has_a_quorum_of_its_own(tmp_path: Path) -> None:
    library = loaded(tmp_path, PRESENT, OF_DEFAULT, OF_VELUWE)

    asked = {region: quorum_asked(library.of("placement", region)) for region in REGIONS}

    assert asked == {
        "default": ["regisseur", "scientist"],
        "veluwe": ["coordinator"],
        "oldebroek": ["coordinator"],
    }
    assert "coordinator" in library.of("placement", "veluwe").catalogue.roles


def test_a_region_without_a_quorum_or_a_table_asks_for_nobody(tmp_path: Path) -> None:
    library = loaded(tmp_path, PRESENT, (DEFAULT, TABLE, ""))

    assert [quorum_asked(library.of("placement", region)) for region in REGIONS] == [[], [], []]


def test_a_rule_that_is_off_is_gone_there_and_can_come_back(tmp_path: Path) -> None:
    library = loaded(
        tmp_path,
        added(DEFAULT, "severities: {family_first: 'off'}"),
        added(VELUWE, "severities: {family_first: warn}"),
    )

    assert "family_first" not in library.of("placement", "default").rules
    assert library.of("placement", "veluwe").rules["family_first"].severity == "warn"
    assert library.of("placement", "oldebroek").rules["family_first"].severity == "block"


def test_a_review_that_is_off_is_gone_there(tmp_path: Path) -> None:
    library = loaded(tmp_path, added(VELUWE, "reviews: {placement.evaluation: off}"))

    assert "evaluation" in library.of("placement", "default").deadlines
    assert "evaluation" not in library.of("placement", "veluwe").deadlines
    assert "evaluation" in library.of("placement", "oldebroek").deadlines


def test_a_body_may_be_missing_where_its_rule_is_off(tmp_path: Path) -> None:
    library = loaded(
        tmp_path,
        added(VELUWE, "bodies: {advice_board: none}\nseverities: {board_advice: off}"),
        (RULES, "{assigned: regisseur}", "{fact: {safety: [safe]}}"),
        (WORKFLOW, "    reopens: true\n", "    reopens: true\n    act: unused_act\n"),
    )

    assert "board_advice" not in library.of("placement", "oldebroek").rules
