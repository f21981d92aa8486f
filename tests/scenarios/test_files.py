"""Steps on the file of a case that no shipped scenario happens to need."""

import pytest

from api.scenarios.run import Result, run
from tests.shipped import the_library
from tests.store.databases import sqlite_template

SCENARIO = """\
scenario: Bram hands the family over to Bea, who looks again
region: default
starts: "2026-03-02 09:00"
families:
  jansen:
    children: {sam: {born: "2012-05-01"}}
    parents: {els: {authority: [sam]}, ton: {}}
people:
  anna: {role: cjg_worker}
  bram: {role: regisseur}
  bea: {role: regisseur, joins: later}
  cora: {role: coordinator}
steps:
  - {open: placement, case: p, about: jansen, as: bram, with: {asked_by: School, why_now: Nu}}
  - {record: look, name: look, case: p, as: bram, with: {found: Nog niets}}
  - {record: second_opinion, case: p, child: sam, as: bram, with: {question: Klopt dit}}
  - {edit: look, as: bram, with: {found: Het gaat beter}}
  - {edit: look, as: bram, with: {founded: Het gaat beter}, expect: invalid, because: [founded]}
  - {move: look, to: done, as: bram}
  - {edit: look, as: bram, with: {found: Toch niet}, expect: refused, because: [settled]}
  - {authority: ton, case: p, child: sam, from: "2026-03-02", source: beschikking, as: bram}
  - {join: bea, case: p, as: bram, expect: refused, because: [one_holder]}
  - {assign: bea, role: regisseur, case: p, as: bram}
  - {join: anna, case: p, as: bram, expect: refused, because: [role]}
  - expect:
      case: p
      records: {look: done}
      part: {sam: {records: {second_opinion: asked}, late: []}}
      deadlines: [{about: preparation, owner: bea}, {about: turning_18, owner: bea}]
"""


def played(old: str = "", new: str = "") -> Result:
    """Play the scenario with some words of it changed."""
    assert old in SCENARIO, old
    text = SCENARIO.replace(old, new) if old else SCENARIO
    return run(text, the_library(), file="files.yaml", blank=sqlite_template())


def test_records_authority_and_roles_go_as_the_file_says() -> None:
    assert played().lines() == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param("{look: done}", "{look: draft}", "expected draft, found done", id="a status"),
        pytest.param(
            "{second_opinion: asked}",
            "{second_opinion: given}",
            "steps.11.expect.part.sam.records.second_opinion: expected given, found asked",
            id="of a child part",
        ),
        pytest.param("part: {sam", "part: {lot", "no child of this case 'lot'", id="another child"),
        pytest.param(
            "{edit: look, as: bram, with: {found: Het",
            "{edit: lok, as: bram, with: {found: Het",
            "no record 'lok'; did you mean 'look'?",
            id="a record",
        ),
    ],
)
def test_a_difference_in_the_file_is_said(old: str, new: str, says: str) -> None:
    assert says in played(old, new).lines()[0]
