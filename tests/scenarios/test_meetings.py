"""Scenario files about tables, meetings and agreements."""

import pytest

from api.scenarios.run import run
from tests.service.rooms import at_tables
from tests.store.databases import sqlite_template

TABLE = """\
scenario: A case comes to the table
region: default
starts: "2026-03-02 09:00"
families:
  jansen:
    children: {sam: {born: "2014-05-01"}}
    parents: {els: {authority: [sam]}}
people:
  rik: {role: requester}
  bram: {role: regisseur}
  wim: {role: worker}
  vera: {role: chair, joins: later}
  sita: {role: secretary, joins: later}
  carla: {role: council_adviser, joins: later}
  cora: {role: coordinator}
steps:
  - {open: talk, case: t, about: sam, as: rik}
  - {meet: tafel, on: "2026-03-10", name: m1, as: sita}
  - {meet: tafel, on: "2026-03-17", name: m2, as: cora}
  - {meet: tafel, on: "2026-03-10", name: again, as: vera}
  - {do: schedule, case: t, as: sita, with: {meeting: m1}, expect: denied}
  - {do: accept, case: t, as: rik}
  - do: schedule
    case: t
    as: sita
    with: {meeting: nonsense}
    expect: invalid
    because: [meeting]
  - {do: schedule, case: t, as: sita, with: {meeting: m1}}
  - expect:
      case: t
      state: scheduled
      deadlines: [{about: look, due: "2026-04-24"}, {about: papers, due: "2026-03-05", owner: sita}]
      meeting: {name: m1, state: concept, items: {t: planned}}
  - {meet: m1, opens: true, as: vera, expect: refused, because: [day]}
  - {meet: m1, fixes: true, as: rik, expect: refused, because: [role]}
  - {meet: m1, fixes: true, as: sita}
  - {absent: els, case: t, how: absent_with_notice, as: sita}
  - {wait: {until: "2026-03-10 09:00"}}
  - {do: start_meeting, case: t, as: vera, expect: refused, because: [quorum]}
  - {meet: again, opens: true, present: [vera, sita, carla, rik], as: vera}
  - {do: start_meeting, case: t, as: vera}
  - {attends: els, case: t, how: by_phone, as: sita}
  - {do: decide, case: t, as: vera, expect: refused, because: [agreements]}
  - {agree: "Elke week contact met school", name: a1, case: t, due: "2026-04-10", as: vera}
  - {meet: m1, ends: true, as: vera}
  - {meet: m1, completes: true, as: vera, expect: refused, because: [outcome]}
  - {do: decide, case: t, as: vera}
  - {meet: m1, completes: true, as: vera, expect: refused, because: [owner]}
  - {owns: a1, owner: wim, as: sita}
  - {meet: m1, completes: true, as: vera}
  - expect:
      case: t
      state: following
      agreements: {a1: open}
      meeting: {name: m1, state: held, items: {t: discussed}}
      deadlines: [{about: look}, {about: agreement.a1, due: "2026-04-10", owner: wim}]
      reminders:
        - {about: agreement.a1, to: wim, on: "2026-04-02"}
        - {about: agreement.a1, to: wim, on: "2026-04-13"}
        - {about: agreement.a1, to: cora, on: "2026-04-13"}
        - {about: look, to: rik, on: "2026-04-17"}
        - {about: look, to: rik, on: "2026-04-28"}
        - {about: look, to: cora, on: "2026-04-28"}
  - {do: close, case: t, as: vera, expect: refused, because: [agreements.settled]}
  - {do: return_to_table, case: t, as: bram, with: {meeting: m2}}
  - {do: adjourn, case: t, as: vera}
  - expect: {case: t, meeting: {name: m2, items: {t: carried_over}}}
  - {do: schedule, case: t, as: vera, with: {meeting: m2}}
  - {meet: m2, cancels: true, as: sita, expect: refused, because: [items]}
  - {do: adjourn, case: t, as: vera}
  - {meet: m2, cancels: true, as: sita}
  - {settle: a1, result: met, words: "is gelukt", as: bram}
  - {settle: a1, result: met, as: bram, expect: refused, because: [settled]}
  - expect:
      case: t
      agreements: {a1: met}
      meeting: {name: m2, state: cancelled}
      deadlines: [{about: look}, {about: agreement.a1, state: met}]
"""


def told(*changes: tuple[str, str]) -> str:
    """Play the scenario with some words changed; what is reported of it."""
    text = TABLE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    result = run(text, at_tables(), file="table.yaml", blank=sqlite_template())
    return "\n".join(result.lines())


def test_a_case_comes_to_the_table_and_its_agreements_are_followed() -> None:
    assert told() == ""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param(
            '{meet: tafel, on: "2026-03-10", name: m1, as: sita}',
            '{meet: other, on: "2026-03-10", name: m1, as: sita}',
            "there is no table 'other'",
            id="no such table",
        ),
        pytest.param(
            "{meet: m1, fixes: true, as: sita}",
            "{meet: m9, fixes: true, as: sita}",
            "there is no meeting 'm9'",
            id="no such meeting",
        ),
        pytest.param(
            "present: [vera, sita, carla, rik]",
            "present: [vera, cora]",
            "cora takes part in no case of this meeting",
            id="somebody without a part",
        ),
        pytest.param(
            "items: {t: planned}",
            "items: {t: discussed}",
            "expect.meeting.items.t: expected discussed, found planned",
            id="another item",
        ),
        pytest.param(
            "meeting: {name: m1, state: held",
            "meeting: {name: m1, state: fixed",
            "expect.meeting.state: expected fixed, found held",
            id="another state of the meeting",
        ),
        pytest.param(
            "agreements: {a1: open}",
            "agreements: {a1: met}",
            "expect.agreements.a1: expected met, found open",
            id="another state of the agreement",
        ),
        pytest.param(
            "{meet: m1, fixes: true, as: sita}",
            "{meet: m1, fixes: true, ends: true, as: sita}",
            "give one of 'on'",
            id="two things at once",
        ),
        pytest.param(
            "name: m2, as: cora",
            "as: cora",
            "a meeting that is planned gets a name",
            id="a meeting without a name",
        ),
        pytest.param(
            "{meet: m1, fixes: true, as: sita}",
            "{meet: m1, fixes: true, present: [vera], as: sita}",
            "'present' goes with 'opens'",
            id="present at nothing",
        ),
        pytest.param(
            "steps:",
            "tables: {tafel: {members: [nobody]}}\nsteps:",
            "there is no professional 'nobody'",
            id="a member who is nobody",
        ),
    ],
)
def test_what_goes_otherwise_is_told(old: str, new: str, says: str) -> None:
    assert says in told((old, new))


def test_a_file_may_have_tables_of_its_own() -> None:
    table = "tables: {tafel: {municipalities: [Epe], members: [vera, sita, carla]}}\nsteps:"

    assert told(("steps:", table), ("  jansen:\n", "  jansen:\n    municipality: Epe\n")) == ""
    assert "found denied" in told(("steps:", table))  # a case of elsewhere never comes there
