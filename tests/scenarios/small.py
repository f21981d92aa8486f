"""A scenario on the small definitions of tests/office.py, to be changed line by line."""

from api.scenarios.run import Result, run
from tests.office import the_library
from tests.store.databases import sqlite_template

SMALL = """\
scenario: Sam is placed
region: default
starts: "2026-03-02 09:00"
families:
  jansen:
    children: {sam: {born: "2014-05-01"}}
    parents: {els: {authority: [sam]}}
people:
  bram: {role: regisseur}
  dora: {role: scientist, joins: later}
  cora: {role: coordinator}
steps:
  - {open: placement, case: p, about: sam, as: bram}
  - {do: place, case: p, as: bram, expect: refused, because: [scientist_first]}
  - expect:
      case: p
      state: considered
      events: 1
      missing: [scientist_first]
      next_date: "2026-04-13"
      deadlines: [{about: preparation, due: "2026-04-13", owner: bram}]
  - {wait: {until: "2026-04-14 08:00"}}
  - expect:
      case: p
      late: [preparation]
      sent: [{to: bram, times: 3}, {to: cora, times: 1}]
  - {join: dora, case: p, as: bram}
  - {do: place, case: p, as: bram}
  - {expect: {case: p, state: placed, open_cases: [placement]}}
"""


def a_scenario(*changes: tuple[str, str]) -> str:
    """Write the scenario with some words of it changed; each must be there."""
    text = SMALL
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def lines(*steps: str) -> str:
    """Write steps below each other, as they stand in a file."""
    return "\n".join(f"  - {step}" for step in steps)


def played(*changes: tuple[str, str]) -> Result:
    """Play the changed scenario in a database of its own."""
    return run(a_scenario(*changes), the_library(), file="small.yaml", blank=sqlite_template())


def first_line(*changes: tuple[str, str]) -> str:
    """Say what is reported of the changed scenario; nothing when it went as expected."""
    return "\n".join(played(*changes).lines())
