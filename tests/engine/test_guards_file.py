"""Guards about the file: records, facts, the form, time passed, linked cases, deadlines."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from engine.guards.file import earlier
from engine.reason import Fix
from engine.snapshot import LinkedCase, Snapshot
from engine.span import Span
from engine.text import Text
from tests.engine.builders import BO, KIM, TODAY, a_case, a_guard, a_record, answer

RECORD = "record: {type: analysis, status: [confirmed]}"
HALF_A_YEAR = "record: {type: analysis, status: [confirmed], no_older_than: {months: 6}}"


def with_records(*records: Any, **changes: Any) -> Snapshot:
    """A case whose file holds these records and no others."""
    held = {key: seen for record in records for key, seen in record.items()}
    return a_case(records=held, **changes)


@pytest.mark.parametrize(
    ("guard", "case", "met"),
    [
        pytest.param(RECORD, with_records(a_record()), True, id="there"),
        pytest.param(RECORD, with_records(), False, id="absent"),
        pytest.param(RECORD, with_records(a_record(status="started")), False, id="a draft"),
        pytest.param(RECORD, with_records(a_record("conference")), False, id="another type"),
        pytest.param(RECORD, with_records(a_record(child=None)), False, id="not about the child"),
        pytest.param("record: {type: analysis}", with_records(a_record()), True, id="settled"),
        pytest.param(
            "record: {type: analysis}",
            with_records(a_record(status="started")),
            False,
            id="no status named means a settled one",
        ),
        pytest.param(
            "record: {type: network_map}",
            with_records(a_record("network_map", "drawn", child=None)),
            True,
            id="about the family",
        ),
        pytest.param(
            "record: {type: network_map}",
            with_records(a_record("network_map", "drawn", child="kim")),
            False,
            id="about a child although it is the family's",
        ),
    ],
)
def test_a_record_is_there_in_one_of_the_statuses(guard: str, case: Snapshot, met: bool) -> None:
    assert answer(guard, case).met is met


@pytest.mark.parametrize(
    ("span", "today", "oldest"),
    [
        pytest.param("{months: 6}", "2026-03-09", "2025-09-09", id="half a year"),
        pytest.param("{months: 6}", "2026-08-31", "2026-02-28", id="there is no 31 February"),
        pytest.param("{months: 6}", "2024-08-30", "2024-02-29", id="a leap year"),
        pytest.param("{months: 1}", "2026-03-31", "2026-02-28", id="the end of March"),
        pytest.param("{years: 1}", "2028-02-29", "2027-02-28", id="a year before 29 February"),
        pytest.param("{weeks: 2}", "2026-03-09", "2026-02-23", id="weeks"),
        pytest.param("{days: 0}", "2026-03-09", "2026-03-09", id="of today"),
        pytest.param("{days: 90}", "2026-03-09", "2025-12-09", id="days"),
    ],
)
def test_a_record_is_fresh_up_to_and_including_its_oldest_day(
    span: str, today: str, oldest: str
) -> None:
    guard = f"record: {{type: analysis, no_older_than: {span}}}"
    day = date.fromisoformat(oldest)

    def fresh(on: date) -> bool | None:
        case = with_records(a_record(on=on), on=date.fromisoformat(today))
        return answer(guard, case).met

    assert fresh(day) is True
    assert fresh(date.fromordinal(day.toordinal() - 1)) is False


@pytest.mark.parametrize("unit", ["hours", "working_days"])
def test_an_age_is_never_counted_in_hours_or_working_days(unit: str) -> None:
    with pytest.raises(ValidationError, match=f"in days, weeks, months or years, not in {unit}"):
        a_guard(f"record: {{type: analysis, no_older_than: {{{unit}: 24}}}}")


@pytest.mark.parametrize(
    ("since", "changes"),
    [
        pytest.param("act: placement", {"acted": {"placement": TODAY}}, id="an act"),
        pytest.param("entering: placed", {"entered": {"placed": TODAY}}, id="a state"),
    ],
)
def test_what_served_before_does_not_serve_the_next_time(
    since: str, changes: dict[str, Any]
) -> None:
    guard = f"record: {{type: analysis, newer_than: {{{since}}}}}"
    day_after = date(2026, 3, 10)

    assert answer(guard, with_records(a_record(on=TODAY))).met is True
    assert answer(guard, with_records(a_record(on=TODAY), **changes)).met is False
    assert answer(guard, with_records(a_record(on=day_after), **changes)).met is True


def test_a_record_may_have_to_be_newer_than_another() -> None:
    guard = "record: {type: analysis, newer_than: {record: conference}}"
    older, newer = a_record(on=date(2026, 1, 1)), a_record(on=date(2026, 1, 3))
    two = a_record("conference", on=date(2026, 1, 2)) | a_record(
        "conference", on=date(2025, 1, 2), child="bo"
    )

    assert answer(guard, with_records(newer)).met is True
    assert answer(guard, with_records(older, two)).met is False
    assert answer(guard, with_records(newer, two)).met is True


def test_a_record_is_asked_for_each_child() -> None:
    one = with_records(a_record(child="kim"), children=(KIM, BO))
    both = with_records(a_record(child="kim"), a_record(child="bo"), children=(KIM, BO))

    assert answer(RECORD, one).met is False
    assert [(part.child, part.met) for part in answer(RECORD, one).parts] == [
        ("kim", True),
        ("bo", False),
    ]
    assert answer(RECORD, both).met is True
    assert answer("record: {type: analysis, for: any_child}", one).met is True
    assert answer("record: {type: analysis, for: any_child}", with_records()).met is False


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("{}", "count from one thing", id="nothing"),
        pytest.param("{act: a, entering: b}", "count from one thing", id="two things"),
    ],
)
def test_time_is_counted_from_one_thing(text: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        a_guard(f"elapsed: {{since: {text}, at_least: {{days: 1}}}}")


@pytest.mark.parametrize(
    ("bounds", "began", "met"),
    [
        pytest.param("at_least: {days: 14}", date(2026, 2, 23), True, id="just long enough"),
        pytest.param("at_least: {days: 14}", date(2026, 2, 24), False, id="a day short"),
        pytest.param("at_most: {months: 3}", date(2025, 12, 9), True, id="just recent enough"),
        pytest.param("at_most: {months: 3}", date(2025, 12, 8), False, id="a day too long"),
        pytest.param("at_least: {days: 1}", None, False, id="it never came: not long ago"),
        pytest.param("at_most: {days: 1}", None, False, id="it never came: not recent"),
        pytest.param(
            "at_least: {days: 1}, at_most: {days: 3}", date(2026, 3, 7), True, id="between"
        ),
        pytest.param(
            "at_least: {days: 1}, at_most: {days: 3}", date(2026, 3, 5), False, id="beyond"
        ),
    ],
)
def test_so_much_time_has_passed(bounds: str, began: date | None, met: bool) -> None:
    case = a_case(acted={"placement": began} if began else {})

    reason = answer(f"elapsed: {{since: {{act: placement}}, {bounds}}}", case)

    assert (reason.key, reason.met) == ("elapsed.placement", met)
    assert reason.asks == Text(nl="Let op de termijn", en="Mind the term")
    assert reason.says == Text(nl="De termijn klopt niet.", en="The term does not fit.")


PLACE = "input: {place_kind: [family]}"


@pytest.mark.parametrize(
    ("guard", "inputs", "met"),
    [
        pytest.param(PLACE, {"place_kind": "family"}, True, id="chosen"),
        pytest.param(PLACE, {"place_kind": "residential"}, False, id="something else"),
        pytest.param(PLACE, {}, False, id="left blank"),
        pytest.param(PLACE, None, None, id="no form yet"),
        pytest.param('input: {safe: ["yes"]}', {"safe": True}, True, id="yes"),
        pytest.param('input: {safe: ["yes"]}', {"safe": False}, False, id="no is not yes"),
        pytest.param('input: {safe: ["no"]}', {"safe": False}, True, id="no"),
        pytest.param(PLACE, {"place_kind": {"kim": "family", "bo": "family"}}, True, id="all"),
        pytest.param(
            PLACE, {"place_kind": {"kim": "family", "bo": "residential"}}, False, id="not all"
        ),
    ],
)
def test_a_field_of_the_form_has_one_of_the_values(
    guard: str, inputs: dict[str, Any] | None, met: bool | None
) -> None:
    assert answer(guard, a_case(inputs=inputs, children=(KIM, BO))).met is met


def test_an_answer_for_each_child_counts_for_the_children_that_are_asked_about() -> None:
    inputs = {"place_kind": {"kim": "family", "bo": "residential"}}

    assert answer(PLACE, a_case(inputs=inputs, children=(KIM,))).met is True
    assert answer(PLACE, a_case(inputs=inputs, children=(BO,))).met is False


def test_what_is_not_filled_in_yet_is_needed() -> None:
    assert answer(PLACE, a_case(inputs=None)).needs == ("place_kind",)
    assert answer(PLACE, a_case(inputs={})).needs == ()


@pytest.mark.parametrize("kind", ["input", "fact"])
@pytest.mark.parametrize("fields", ["{}", "{a: [x], b: [y]}"])
def test_a_guard_names_one_field_or_one_fact(kind: str, fields: str) -> None:
    with pytest.raises(ValidationError, match="names one f"):
        a_guard(f"{kind}: {fields}")


@pytest.mark.parametrize(
    ("facts", "met"),
    [
        pytest.param({"safety": "safe"}, True, id="so"),
        pytest.param({"safety": "unsafe"}, False, id="otherwise"),
        pytest.param({}, False, id="not known is not so"),
    ],
)
def test_a_fact_has_one_of_the_values(facts: dict[str, str], met: bool) -> None:
    assert answer("fact: {safety: [safe]}", a_case(facts=facts)).met is met


OPEN_AGAIN = LinkedCase("placement", "again", is_final=False)


@pytest.mark.parametrize(
    ("guard", "linked", "met"),
    [
        pytest.param("{workflow: placement}", (OPEN_AGAIN,), True, id="there"),
        pytest.param("{workflow: placement}", (), False, id="none"),
        pytest.param("{workflow: regie}", (OPEN_AGAIN,), False, id="of another workflow"),
        pytest.param("{workflow: placement, link: again}", (OPEN_AGAIN,), True, id="by its link"),
        pytest.param("{workflow: placement, link: before}", (OPEN_AGAIN,), False, id="other link"),
        pytest.param("{workflow: placement, state: open}", (OPEN_AGAIN,), True, id="open"),
        pytest.param("{workflow: placement, state: final}", (OPEN_AGAIN,), False, id="not final"),
        pytest.param(
            "{workflow: placement, state: final}",
            (OPEN_AGAIN, LinkedCase("placement", "again", is_final=True)),
            True,
            id="one of several",
        ),
    ],
)
def test_a_linked_case_is_there(guard: str, linked: tuple[LinkedCase, ...], met: bool) -> None:
    assert answer(f"linked_case: {guard}", a_case(linked=linked)).met is met


@pytest.mark.parametrize(
    ("duties", "met"),
    [
        pytest.param({"evaluation": "met"}, True, id="met"),
        pytest.param({"evaluation": "void"}, True, id="void"),
        pytest.param({"evaluation": "open"}, False, id="open"),
        pytest.param({}, False, id="never begun"),
    ],
)
def test_a_deadline_is_in_one_of_the_states(duties: dict[str, Any], met: bool) -> None:
    guard = "deadline: {key: evaluation, state: [met, void]}"

    assert answer(guard, a_case(duties=duties)).met is met


@pytest.mark.parametrize(
    ("guard", "key", "asks", "says", "fix"),
    [
        pytest.param(
            HALF_A_YEAR,
            "record.analysis",
            "Leg vast: Analyse",
            "Ontbreekt: Analyse.",
            Fix(record="analysis"),
            id="record",
        ),
        pytest.param(
            "input: {place_kind: [a, b]}",
            "input.place_kind",
            "Kies: a, b",
            "Niet gekozen: a, b.",
            None,
            id="input",
        ),
        pytest.param(
            "fact: {safety: [safe]}",
            "fact.safety",
            "Nodig: safe",
            "Niet vastgelegd: safe.",
            None,
            id="fact",
        ),
        pytest.param(
            "linked_case: {workflow: regie}",
            "linked_case.regie",
            "Koppel de andere zaak",
            "Er is geen gekoppelde zaak.",
            None,
            id="linked case",
        ),
        pytest.param(
            "deadline: {key: evaluation, state: [met]}",
            "deadline.evaluation",
            "Rond de termijn af",
            "De termijn is nog niet afgerond.",
            None,
            id="deadline",
        ),
    ],
)
def test_each_kind_has_a_key_and_words_of_its_own(
    guard: str, key: str, asks: str, says: str, fix: Fix | None
) -> None:
    reason = answer(guard, a_case())

    assert (reason.key, reason.asks.nl, reason.says.nl) == (key, asks, says)
    assert (reason.fix, reason.source, reason.severity) == (fix, "", "block")


def test_a_guard_may_bring_its_own_words_source_and_fix() -> None:
    own = """
asks: {nl: Doe dit, en: Do this}
says: {nl: Dit mist., en: This is missing.}
source: LAW Jeugdwet 2.1
fix: {transition: check}
"""

    reason = answer(HALF_A_YEAR + own, a_case())

    assert (reason.asks.en, reason.says.en) == ("Do this", "This is missing.")
    assert (reason.source, reason.fix) == ("LAW Jeugdwet 2.1", Fix(transition="check"))
    assert reason.fix is not None
    assert reason.fix.target == ("transition", "check")


def test_a_fix_names_one_thing() -> None:
    with pytest.raises(ValidationError, match="a fix names one thing"):
        Fix(record="analysis", assign="regisseur")


def test_earlier_counts_calendar_time() -> None:
    assert earlier(date(2026, 3, 31), Span(months=1)) == date(2026, 2, 28)
    assert earlier(date(2026, 3, 9), Span(years=1)) == date(2025, 3, 9)
