"""A folder of definitions loads as a whole, or every mistake in it is named with its line."""

from importlib.resources import files
from pathlib import Path

import pytest

from engine.definition import Workflow
from engine.files import read_files
from engine.library import UnknownRegion, UnknownWorkflow
from engine.loader import load
from engine.problems import DefinitionError, Problem
from tests.engine.definitions import SOUND, loaded, problems, written

WORKFLOW = "placement/workflow.yaml"


def test_a_sound_folder_loads_one_version_for_each_workflow_and_region(tmp_path: Path) -> None:
    library = loaded(tmp_path)

    regions = ["default", "oldebroek", "veluwe"]
    assert list(library.workflows) == [("placement", region) for region in regions]
    assert list(library.regions) == list(library.calendars) == regions
    assert library.of("placement", "veluwe").region == "veluwe"


def test_the_catalogue_of_the_library_is_whole(tmp_path: Path) -> None:
    assert "unused_role" in loaded(tmp_path).catalogue.roles


def test_a_municipality_leads_to_its_region(tmp_path: Path) -> None:
    library = loaded(tmp_path)

    assert library.region_of("Oldebroek") == "oldebroek"
    assert library.region_of("Elburg") == "veluwe"


@pytest.mark.parametrize(
    ("workflow", "region", "error", "says"),
    [
        (
            "placment",
            "veluwe",
            UnknownWorkflow,
            "There is no workflow 'placment'; did you mean 'placement'?",
        ),
        ("placement", "velue", UnknownRegion, "There is no region 'velue'; did you mean 'veluwe'?"),
    ],
)
def test_what_is_not_in_the_library_is_refused_with_what_was_meant(
    tmp_path: Path, workflow: str, region: str, error: type[Exception], says: str
) -> None:
    library = loaded(tmp_path)

    with pytest.raises(error) as caught:
        library.of(workflow, region)
    assert str(caught.value) == says


def test_an_unknown_municipality_is_refused(tmp_path: Path) -> None:
    library = loaded(tmp_path)

    with pytest.raises(UnknownRegion, match=r"There is no municipality 'Ermelo'\.$"):
        library.region_of("Ermelo")


def test_the_mistakes_read_as_promised(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        (WORKFLOW, "  considered: {title:", "  considered: {titel:"),
        (
            WORKFLOW,
            "    by: [regisseur]\n    main: true\n    act: out_of",
            "    byy: [x]\n    act: out_of",
        ),
    )

    with pytest.raises(DefinitionError) as caught:
        load(folder)

    assert str(caught.value) == (
        "placement/workflow.yaml: 4 problem(s)\n"
        "  line 15: states.considered.title: field required\n"
        "  line 15: states.considered.titel: unknown key; did you mean 'title'?\n"
        "  line 19: transitions.place.by: field required\n"
        "  line 23: transitions.place.byy: unknown key; did you mean 'by'?"
    )


A_MISTAKE_IN_EACH = (
    ("acts.yaml", "kind: fact", "kind: fct"),
    ("roles.yaml", "scope: region", "scope: regio"),
    ("records.yaml", "dated_by: began_on", "dated_bi: began_on"),
    ("rules.yaml", "lapses_after: {days: 14}", "lapses_after: {day: 14}"),
    ("common.yaml", "review: true", "review: on"),
    ("calendar.yaml", "2026-05-15", "2026-15-05"),
    (WORKFLOW, "about: youth", "about: child"),
    ("regions/default.yaml", "tuesday", "sunday"),
    ("regions/veluwe.yaml", "closing_days: [", "closing_days: [["),
)


def test_all_mistakes_of_all_files_come_at_once(tmp_path: Path) -> None:
    folder = written(tmp_path, *A_MISTAKE_IN_EACH)

    assert [f"{problem.file} {problem}" for problem in problems(folder)] == [
        (
            "acts.yaml line 6: court_placement.kind: should be one of 'decision', 'fact'; "
            "did you mean 'fact'?"
        ),
        (
            "calendar.yaml line 3: equated_days.0.date: '2026-15-05' is no date; "
            'write it as "2026-05-15"'
        ),
        "common.yaml line 5: every_case.deadlines.next_look.review: should be true or false",
        "placement/workflow.yaml line 4: about: should be one of 'youth', 'family'",
        "records.yaml line 26: order.dated_bi: unknown key; did you mean 'dated_by'?",
        (
            "regions/default.yaml line 4: table.weekday: should be one of 'monday', 'tuesday', "
            "'wednesday', 'thursday', 'friday'; did you mean 'monday'?"
        ),
        (
            "regions/veluwe.yaml line 4: not readable: expected ',' or ']', but got '}'; within "
            "{ } or [ ], a text with , ? or a bracket in it stands between quotes"
        ),
        (
            "roles.yaml line 4: coordinator.scope: should be one of 'case', 'family', 'region'; "
            "did you mean 'region'?"
        ),
        (
            "rules.yaml line 21: family_first.deviation.lapses_after.day: unknown unit 'day'; "
            "did you mean 'days'?"
        ),
    ]


def test_mistakes_between_files_come_at_once_too(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        ("rules.yaml", "fix: {record: analysis}", "fix: {record: analyse}"),
        (WORKFLOW, "act: return_home", "act: return_hme"),
        ("common.yaml", "owner: regisseur", "owner: regiseur"),
        ("regions/veluwe.yaml", "placement.preparation", "placement.prepartion"),
    )

    assert [f"{problem.file} {problem}" for problem in problems(folder)] == [
        "common.yaml line 11: next_look: no role 'regiseur'; did you mean 'regisseur'?",
        (
            "placement/workflow.yaml line 55: return_home: no act 'return_hme'; "
            "did you mean 'return_home'?"
        ),
        (
            "regions/veluwe.yaml line 3: terms.placement.prepartion: no deadline "
            "'placement.prepartion'; did you mean 'placement.preparation'?"
        ),
        "rules.yaml line 7: analysis_first: no record type 'analyse'; did you mean 'analysis'?",
    ]


def test_every_role_without_a_row_of_the_access_table_is_refused_at_once(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        ("roles.yaml", "scope: region, access: coordinator", "scope: region, access: cordinator"),
        ("roles.yaml", "Other}, access: professional", "Other}, access: excluded"),
    )

    assert [f"{problem.file} {problem}" for problem in problems(folder)] == [
        (
            "roles.yaml line 4: coordinator.access: no row of the access table 'cordinator'; "
            "did you mean 'coordinator'?"
        ),
        "roles.yaml line 5: unused_role.access: no row of the access table 'excluded'",
    ]


def test_a_role_that_says_nothing_of_what_it_may_see_is_refused(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        ("roles.yaml", "CJG worker}, access: professional}", "CJG worker}}"),
        ("roles.yaml", "Other}, access: professional", "Other}"),
    )

    assert [f"{problem.file} {problem}" for problem in problems(folder)] == [
        "roles.yaml line 2: cjg_worker.access: field required",
        "roles.yaml line 5: unused_role.access: field required",
    ]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "acts.yaml").unlink()
    (folder / "regions" / "default.yaml").unlink()

    assert [f"{problem.file}: {problem}" for problem in problems(folder)] == [
        "acts.yaml: there is no such file",
        "regions/default.yaml: there is no such file",
    ]


def test_a_folder_that_is_not_there_lacks_every_file(tmp_path: Path) -> None:
    names = [problem.file for problem in problems(tmp_path / "nowhere")]

    assert names == sorted([*(name for name in SOUND if "/" not in name), "regions/default.yaml"])


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "roles.yaml").write_bytes(b"\xff\xfe")

    assert [str(problem) for problem in problems(folder)] == ["is not in UTF-8"]


def test_other_files_and_folders_are_left_alone(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "notes").mkdir()
    (folder / "regions" / "readme.txt").write_text("words")
    (folder / "__init__.py").write_text("")

    assert list(load(folder).regions) == ["default", "oldebroek", "veluwe"]


def test_a_problem_without_a_file_is_listed_too() -> None:
    assert str(DefinitionError([Problem(where="placed", says="stuck")])) == (
        "definition: 1 problem(s)\n  placed: stuck"
    )


def test_what_was_read_keeps_the_file_it_came_from(tmp_path: Path) -> None:
    read = read_files(written(tmp_path))

    assert read.workflows["placement"].document.file == WORKFLOW
    assert read.regions["veluwe"].document.file == "regions/veluwe.yaml"


BESIDE = {
    "placement/acts.yaml": """\
visit: {kind: fact, title: {nl: Bezoek, en: Visit}, source: practice}
""",
    "placement/records.yaml": """\
visit_report:
  title: {nl: Bezoekverslag, en: Visit report}
  about: youth
  statuses: {made: {initial: true, settled: true}}
  written_by: [cjg_worker]
  source: practice
""",
    "placement/rules.yaml": """\
visit_first:
  on: [return_home]
  severity: warn
  requires: {record: {type: visit_report}}
  asks: {nl: Ga op bezoek, en: Visit them}
  says: {nl: Er was geen bezoek., en: There was no visit.}
  source: practice
""",
}
VISITED = (WORKFLOW, "    reopens: true\n", "    reopens: true\n    act: visit\n")


def test_what_only_one_workflow_uses_may_stand_beside_it(tmp_path: Path) -> None:
    library = load(written(tmp_path, VISITED, **BESIDE))

    workflow = library.of("placement", "veluwe")
    assert "visit_first" in workflow.rules_on("return_home")
    assert {"visit_report", "analysis"} <= workflow.catalogue.records.keys()
    assert {"visit", "return_home"} <= workflow.catalogue.acts.keys()
    assert "visit_report" in library.catalogue.records


def test_what_no_folder_of_a_workflow_holds_is_no_part_of_the_definitions(tmp_path: Path) -> None:
    folder = written(tmp_path, **{"notes/acts.yaml": "no: definition", "regions/acts.txt": "no"})

    assert sorted(load(folder).catalogue.acts) == [
        "court_placement",
        "out_of_home_placement",
        "return_home",
        "unused_act",
    ]


def test_a_name_that_stands_twice_is_told_with_both_files(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        **{
            "placement/acts.yaml": SOUND["acts.yaml"][SOUND["acts.yaml"].index("return_home") :],
            "placement/records.yaml": f"\n{BESIDE['placement/records.yaml']}".replace(
                "visit_report", "order"
            ),
        },
    )

    assert [f"{problem.file} {problem}" for problem in problems(folder)] == [
        "placement/acts.yaml line 1: return_home: 'return_home' stands in acts.yaml already",
        "placement/acts.yaml line 2: unused_act: 'unused_act' stands in acts.yaml already",
        "placement/records.yaml line 2: order: 'order' stands in records.yaml already",
    ]


def test_a_name_that_stands_beside_two_workflows_is_told_too(tmp_path: Path) -> None:
    other = SOUND[WORKFLOW].replace("workflow: placement", "workflow: regie")
    folder = written(
        tmp_path,
        **{
            "placement/acts.yaml": BESIDE["placement/acts.yaml"],
            "regie/acts.yaml": BESIDE["placement/acts.yaml"],
            "regie/workflow.yaml": other,
        },
    )

    assert [f"{problem.file} {problem}" for problem in problems(folder)] == [
        "regie/acts.yaml line 1: visit: 'visit' stands in placement/acts.yaml already"
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        pytest.param(
            "placement/records.yaml",
            "about: youth",
            "about: child",
            (
                "placement/records.yaml line 3: visit_report.about: should be one of 'youth', "
                "'family', 'case'"
            ),
            id="what does not fit",
        ),
        pytest.param(
            "placement/records.yaml",
            "[cjg_worker]",
            "[cjg_wrker]",
            (
                "placement/records.yaml line 5: visit_report: no role 'cjg_wrker'; did you mean "
                "'cjg_worker'?"
            ),
            id="a name that is not there",
        ),
        pytest.param(
            "placement/rules.yaml",
            "type: visit_report",
            "type: visit_reprt",
            (
                "placement/rules.yaml line 4: visit_first: no record type 'visit_reprt'; did you "
                "mean 'visit_report'?"
            ),
            id="a rule that asks what is not there",
        ),
        pytest.param(
            "placement/acts.yaml",
            "kind: fact",
            "kind: decision, found_as: [return_hme]",
            "placement/acts.yaml line 1: visit: no act 'return_hme'; did you mean 'return_home'?",
            id="an act that is found as no other",
        ),
        pytest.param(
            "placement/acts.yaml",
            "{kind: fact",
            "{{kind: fact",
            "placement/acts.yaml line 2: not readable",
            id="not readable",
        ),
    ],
)
def test_a_mistake_beside_a_workflow_has_its_own_file_and_line(
    tmp_path: Path, file: str, old: str, new: str, says: str
) -> None:
    assert BESIDE[file].count(old) == 1
    folder = written(tmp_path, VISITED, **{**BESIDE, file: BESIDE[file].replace(old, new)})

    found = [f"{problem.file} {problem}" for problem in problems(folder)]

    assert [each[: len(says)] for each in found if each.startswith(file)] == [says]


def test_the_shipped_definitions_load_in_every_region_and_always_the_same() -> None:
    first, second = load(files("workflows")), load(files("workflows"))

    hashes = {key: workflow.hash for key, workflow in first.workflows.items()}
    assert hashes == {key: workflow.hash for key, workflow in second.workflows.items()}
    assert {region for _, region in hashes} == set(first.regions)
    for workflow in first.workflows.values():
        assert Workflow.model_validate(workflow.to_data()).hash == workflow.hash
