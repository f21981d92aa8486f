"""The command line proves what is promised, or shows the way to break it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.check_command import (
    Checked,
    Unproved,
    as_data,
    check,
    in_words,
    proofs_of,
    recorded_in,
)
from api.cli import app
from engine.definition import Workflow
from engine.library import Library
from engine.proof.report import TOO_MUCH, NotProved, Report
from tests.engine.definitions import loaded, written
from tests.shipped import the_library

SOFTER = ("rules.yaml", "  severity: block\n", "  severity: warn\n")


def answer(*words: str) -> Result:
    """What the command says."""
    return CliRunner().invoke(app, ["check", *words])


def the_small_one(folder: Path, *changes: tuple[str, str, str]) -> Library:
    """The small definitions of the loader's tests."""
    return loaded(folder, *changes)


def test_what_we_ship_is_proved_in_one_line_for_each_promise() -> None:
    result = answer("verder_thuis", "--region", "default")

    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0].startswith("bewezen · verder_thuis · default · nooit 'Opnemen in Verder Thuis'")
    assert "combinaties" in lines[0]
    assert lines[-1].startswith("Altijd vrijgelaten")


def test_a_broken_promise_is_shown_step_by_step(tmp_path: Path) -> None:
    folder = written(tmp_path, SOFTER)
    result = answer("--workflows", str(folder), "--lang", "en")

    assert result.exit_code == 1
    assert "BROKEN · placement" in result.output
    assert "    1. A case 'Placement' is opened" in result.output
    assert "replayed by the real engine" in result.output


def test_regions_that_come_out_the_same_share_a_line() -> None:
    lines = list(in_words(check(_both_regions(), the_library()), "nl"))

    assert any("default, oldebroek" in line for line in lines)


def test_a_program_reads_the_same(tmp_path: Path) -> None:
    folder = written(tmp_path, SOFTER)
    result = answer("placement", "--workflows", str(folder), "--region", "default", "--json")
    (found,) = json.loads(result.output)
    broken = found["invariants"][0]

    assert result.exit_code == 1
    assert found["holds"] is False
    assert broken["verdict"] == "broken"
    assert broken["steps"][0]["nl"].startswith("Er wordt een zaak")
    assert {"searched", "left_out", "replayed"} <= broken.keys()


@pytest.mark.parametrize("words", [["nothing"], ["--region", "nowhere"], ["--lang", "fr"]])
def test_a_name_that_does_not_exist_is_wrong_usage(words: list[str]) -> None:
    assert answer(*words).exit_code == 2


def test_a_rule_in_shadow_does_not_bind_yet() -> None:
    workflow = the_library().of("placement", "default")
    shadows = {"default": frozenset({"explanatory_analysis"})}
    checked = check([workflow], the_library(), shadows=shadows)

    assert any(line.startswith("klopt, maar bindt nog niet") for line in in_words(checked, "nl"))


def test_what_is_not_known_is_never_called_fine() -> None:
    workflow = the_library().of("verder_thuis", "default")
    unknown = tuple((one, NotProved(7, TOO_MUCH)) for one in workflow.invariants)
    checked = [Checked(workflow, Report(unknown)), Checked(workflow, Report(unknown))]

    assert next(in_words(checked, "nl")).startswith("NIET BEWEZEN · verder_thuis")
    assert "why" in str(as_data(checked))


def test_the_steps_that_another_workflow_records_are_known() -> None:
    assert recorded_in("council_investigation", the_library()) == {"record_referral"}
    assert recorded_in("verder_thuis", the_library()) == frozenset()


def test_definitions_that_break_their_promise_are_refused(tmp_path: Path) -> None:
    library = the_small_one(tmp_path, SOFTER)

    with pytest.raises(Unproved, match="BROKEN"):
        proofs_of(library.workflows.values(), library)


def _both_regions() -> list[Workflow]:
    return [the_library().of("verder_thuis", region) for region in ("default", "oldebroek")]
