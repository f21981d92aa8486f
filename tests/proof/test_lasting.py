"""After an act a record is owed: the deadline that makes sure of it, and what may be wrong."""

import pytest

from engine.proof.report import Broken, Proved
from tests.proof.small import a_definition, moves, verdict

AFTER = """\
invariants:
  - after: {act: event}
    always: {record: {type: report, status: [agreed]}}
    within: {weeks: 4}
    or: escalation
    source: test
"""
AGREED = "{record: {type: report, status: [agreed]}}"
OWED = """\
deadlines:
  owed:
    title: {nl: Verslag alsnog, en: Report afterwards}
    kind: hard
    starts: {act: [event]}
    within: {weeks: 4}
    during: open
    met_by: {record: {type: report, status: [agreed]}}
    owner: leader
    source: DEFAULT
"""


def changed(*changes: tuple[str, str]) -> str:
    """The deadline, with words of it changed."""
    text = OWED
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text + AFTER


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param((), id="as it should be"),
        pytest.param((("{weeks: 4}", "{days: 28}"),), id="in days"),
        pytest.param((("during: open", "during: [decided]"),), id="only where a case comes after"),
        pytest.param(
            (("    owner", f"    when: {{none_of: [{AGREED}]}}\n    owner"),),
            id="unless it is there",
        ),
        pytest.param(
            (("met_by: {record: {type: report, status: [agreed]}}",
              "met_by: {any_of: [{record: {type: report, status: [agreed]}}]}"),),
            id="one of one",
        ),
    ],
)  # fmt: skip
def test_it_is_made_sure_of(changes: tuple[tuple[str, str], ...]) -> None:
    assert isinstance(verdict(a_definition(changed(*changes))), Proved)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(("[event]", "[decision]"), "er begint geen termijn voor", id="none"),
        pytest.param(("{weeks: 4}", "{weeks: 5}"), "kan langer duren", id="longer"),
        pytest.param(("{weeks: 4}", "{months: 1}"), "kan langer duren", id="a long month"),
        pytest.param(("{weeks: 4}", "{working_days: 5}"), "kan langer duren", id="no telling"),
        pytest.param(
            ("    owner", "    window: {after: {days: 3}}\n    owner"), "langer", id="a window"
        ),
        pytest.param(
            ("    owner", "    extend: {by: [leader], at_most: {weeks: 1}}\n    owner"),
            "langer",
            id="extended",
        ),
        pytest.param(
            ("kind: hard\n    starts: {act: [event]}\n    within",
             "kind: countback\n    starts: {act: [event]}\n    before"),
            "langer",
            id="counted back",
        ),
        pytest.param(("[agreed]}}", "[agreed, shown]}}"), "iets anders", id="another status"),
        pytest.param(
            ("met_by: {record: {type: report, status: [agreed]}}",
             "met_by: {any_of: [{act: [finish]}, {record: {type: report, status: [agreed]}}]}"),
            "iets anders",
            id="an act",
        ),
        pytest.param(
            ("    owner", "    review: true\n    owner"), "met een gesprek gehaald", id="a talk"
        ),
        pytest.param(
            ("deadlines:", "about: family\ndeadlines:"), "het stuk van één kind", id="one child's"
        ),
        pytest.param(("during: open", "during: [begun]"), "vervalt in 'Besloten'", id="void"),
        pytest.param(
            ("    owner", "    reminders: [{after: {days: 1}, to: [owner, leader]}]\n    owner"),
            "waarschuwt niemand",
            id="nobody else hears",
        ),
        pytest.param(
            ("    owner", "    reminders: [{before: {days: 1}, to: [coordinator]}]\n    owner"),
            "waarschuwt niemand",
            id="nobody hears afterwards",
        ),
        pytest.param(
            ("    owner", "    when: {assigned: leader}\n    owner"), "niet altijd", id="only when"
        ),
        pytest.param(
            ("met_by: {record: {type: report, status: [agreed]}}", "met_by: {act: [finish]}"),
            "er begint geen termijn voor",
            id="met by something else only",
        ),
    ],
)  # fmt: skip
def test_it_says_why_nothing_makes_sure_of_it(change: tuple[str, str], says: str) -> None:
    found = verdict(a_definition(changed(change)))

    assert isinstance(found, Broken)
    assert moves(found.failing.path) == ["record_event"]
    assert says in found.failing.says.nl


def test_a_state_that_a_case_comes_to_later_may_void_it() -> None:
    back = "{back: {title: {nl: x, en: x}, from: [decided], to: begun, by: [worker]}}"
    owed = changed(("during: open", "during: [weighed, decided]"))
    found = verdict(a_definition(f"transitions: {back}\n{owed}"))

    assert isinstance(found, Broken)
    assert "vervalt in 'Begonnen'" in found.failing.says.nl


def test_only_a_record_can_be_made_sure_of() -> None:
    wanted = AFTER.replace("{record: {type: report, status: [agreed]}}", "{assigned: leader}")

    assert isinstance(verdict(a_definition(OWED + wanted)), Broken)


def test_a_family_owes_its_own_record_once() -> None:
    ours = "about: family\ncatalogue: {records: {report: {about: family}}}\n"

    assert isinstance(verdict(a_definition(ours + OWED + AFTER)), Proved)


def test_the_settled_statuses_are_meant_where_none_is_named() -> None:
    wanted = AFTER.replace(", status: [agreed]", "")

    assert isinstance(verdict(a_definition(OWED + wanted)), Proved)
