"""Composed guards in a case with several children: of each child the whole of it is asked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.builders import BO, KIM, MAX, a_case, a_record, answer

KIM_ANALYSED = a_record("analysis", child="kim")
BO_ANALYSED = a_record("analysis", child="bo")
KIM_MET, BO_MET = (a_record("conference", "held", child=name) for name in ("kim", "bo"))

EITHER = "any_of: [{record: {type: analysis}}, {record: {type: conference}}]"
BOTH = "all_of: [{record: {type: analysis}}, {record: {type: conference}}]"
NEITHER = "none_of: [{record: {type: analysis}}, {record: {type: conference}}]"


@pytest.mark.parametrize(
    ("guard", "records", "met"),
    [
        pytest.param(EITHER, KIM_ANALYSED | BO_MET, True, id="each by another way"),
        pytest.param(EITHER, KIM_ANALYSED | KIM_MET, False, id="one child both ways, one none"),
        pytest.param(BOTH, KIM_ANALYSED | KIM_MET | BO_ANALYSED | BO_MET, True, id="both of each"),
        pytest.param(BOTH, KIM_ANALYSED | BO_MET, False, id="both, each of another child"),
        pytest.param(NEITHER, {}, True, id="neither of anybody"),
        pytest.param(NEITHER, KIM_ANALYSED, False, id="neither, but one has one"),
        pytest.param(NEITHER, KIM_ANALYSED | BO_ANALYSED, False, id="neither, but each has one"),
    ],
)
def test_each_child_is_asked_the_whole_guard(guard: str, records: Any, met: bool) -> None:
    reason = answer(guard, a_case(children=(KIM, BO), records=records))

    assert reason.met is met


def test_the_answer_of_each_child_stands_under_its_name() -> None:
    reason = answer(EITHER, a_case(children=(KIM, BO), records=KIM_ANALYSED))

    assert (reason.key, reason.child) == ("any_of", None)
    assert [(part.key, part.child, part.met) for part in reason.parts] == [
        ("any_of", "kim", True),
        ("any_of", "bo", False),
    ]
    assert [part.key for part in reason.parts[0].parts] == ["record.analysis", "record.conference"]
    assert reason.records == ("analysis", "conference")


def test_an_only_child_is_asked_once_and_named() -> None:
    reason = answer(EITHER, a_case(children=(BO,), records=KIM_ANALYSED))

    assert (reason.met, reason.child) == (False, "bo")
    assert [part.key for part in reason.parts] == ["record.analysis", "record.conference"]


def test_a_guard_about_the_case_alone_is_asked_once() -> None:
    guard = "any_of: [{fact: {safety: [unsafe]}}, {record: {type: network_map}}]"

    reason = answer(guard, a_case(children=(KIM, BO), records=a_record("network_map", child=None)))

    assert reason.child is None
    assert [part.key for part in reason.parts] == ["fact.safety", "record.network_map"]
    only = answer(guard, a_case(children=(KIM,)))
    assert only.child is None


UNDER_12 = "age: {under: {years: 12}}"  # KIM is 12, BO is 10


@pytest.mark.parametrize(
    ("leaf", "records", "inputs", "met"),
    [
        pytest.param(
            "{record: {type: analysis, for: any_child}}", BO_ANALYSED, None, True, id="any child"
        ),
        pytest.param(
            "{record: {type: analysis, for: any_child}}", KIM_MET, None, False, id="not of any"
        ),
        pytest.param(
            "{record: {type: analysis, for: {child: input.who}}}",
            BO_ANALYSED,
            {"who": "bo"},
            True,
            id="the child of the form",
        ),
        pytest.param(
            "{record: {type: analysis, for: {child: input.who}}}",
            BO_ANALYSED,
            {"who": "kim"},
            False,
            id="the form names the other",
        ),
        pytest.param("{age: {under: {years: 12}, for: any_child}}", {}, None, True, id="age"),
        pytest.param(
            "{consent: {to: placement, for: any_child}}", {}, None, False, id="consent of any"
        ),
    ],
)
def test_a_guard_with_a_part_about_any_child_or_a_named_one_is_asked_once(
    leaf: str, records: Any, inputs: Any, met: bool
) -> None:
    case = a_case(children=(KIM, BO), records=records, inputs=inputs)

    reason = answer(f"all_of: [{leaf}, {{fact: {{safety: [safe]}}}}]", case)

    assert (reason.met, reason.child) == (met, None)
    assert len(reason.parts) == 2  # its members, not the children


def test_beside_a_part_about_any_child_the_others_are_about_all_of_them() -> None:
    guard = "any_of: [{record: {type: analysis}}, {record: {type: conference, for: any_child}}]"

    assert answer(guard, a_case(children=(KIM, BO), records=KIM_ANALYSED)).met is False
    assert answer(guard, a_case(children=(KIM, BO), records=BO_MET)).met is True


NO_INSTITUTION_UNDER_12 = (
    f"none_of: [{{all_of: [{{{UNDER_12}}}, {{input: {{place_kind: [residential]}}}}]}}]"
)


@pytest.mark.parametrize(
    ("kinds", "met"),
    [
        pytest.param({"kim": "residential", "bo": "family"}, True, id="the elder"),
        pytest.param({"kim": "family", "bo": "residential"}, False, id="the younger"),
        pytest.param({"kim": "family", "bo": "family"}, True, id="nobody"),
    ],
)
def test_of_an_answer_for_each_child_the_child_s_own_is_read(
    kinds: dict[str, str], met: bool
) -> None:
    case = a_case(children=(KIM, BO), inputs={"place_kind": kinds})

    assert answer(NO_INSTITUTION_UNDER_12, case).met is met


def test_one_open_answer_leaves_it_open_and_one_no_settles_it() -> None:
    unknown = a_case(children=(KIM, MAX), inputs={"place_kind": "residential"})
    young = a_case(children=(BO, MAX), inputs={"place_kind": "residential"})

    reason = answer(NO_INSTITUTION_UNDER_12, unknown)

    assert (reason.met, reason.needs) == (None, ("birth_date",))
    assert answer(NO_INSTITUTION_UNDER_12, young).met is False
    assert answer(NO_INSTITUTION_UNDER_12, young).needs == ()


def test_its_own_words_stand_for_all_children_together() -> None:
    text = f"{EITHER}\nkey: seen\nasks: {{nl: Kijk, en: Look}}\nsays: {{nl: Nee., en: No.}}"

    reason = answer(text, a_case(children=(KIM, BO), records=KIM_ANALYSED))

    assert (reason.key, reason.asks.en, reason.says.en) == ("seen", "Look", "No.")
    assert {part.key for part in reason.parts} == {"seen"}
