"""Guards composed of guards: Kleene's three-valued logic, and nothing read but the snapshot."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from engine.guards import KINDS, Guard, leaves
from engine.guards.composed import kind_of
from engine.snapshot import Child, ConsentSeen, Holder, LinkedCase, RecordSeen, Snapshot
from tests.engine.builders import MAX, NOW, a_case, a_guard, answer, catalogue

YES, NO = "{assigned: regisseur}", "{assigned: scientist}"
OPEN = "{input: {place_kind: [family]}}"
CASE = a_case(holders={"regisseur": (Holder("anna"),)}, inputs=None)


@pytest.mark.parametrize(
    ("kind", "members", "met"),
    [
        pytest.param("all_of", f"{YES}, {YES}", True, id="all"),
        pytest.param("all_of", f"{YES}, {OPEN}", None, id="all: one is open"),
        pytest.param("all_of", f"{NO}, {OPEN}", False, id="all: one no settles it"),
        pytest.param("any_of", f"{NO}, {NO}", False, id="any: none"),
        pytest.param("any_of", f"{NO}, {OPEN}", None, id="any: one is open"),
        pytest.param("any_of", f"{YES}, {OPEN}", True, id="any: one yes settles it"),
        pytest.param("none_of", f"{NO}, {NO}", True, id="none"),
        pytest.param("none_of", f"{NO}, {OPEN}", None, id="none: one is open"),
        pytest.param("none_of", f"{YES}, {OPEN}", False, id="none: one yes settles it"),
        pytest.param("none_of", f"{{all_of: [{YES}, {OPEN}]}}", None, id="nested, open"),
        pytest.param("none_of", f"{{all_of: [{NO}, {OPEN}]}}", True, id="nested, settled"),
        pytest.param("any_of", f"{{none_of: [{YES}]}}, {{none_of: [{NO}]}}", True, id="nested"),
    ],
)
def test_an_open_answer_counts_only_where_it_could_still_decide(
    kind: str, members: str, met: bool | None
) -> None:
    assert answer(f"{kind}: [{members}]", CASE).met is met


def test_an_open_guard_names_each_field_that_would_decide_it_once() -> None:
    guard = f"all_of: [{OPEN}, {YES}, {{any_of: [{OPEN}, {{input: {{year: [first]}}}}, {NO}]}}]"

    assert answer(guard, CASE).needs == ("place_kind", "year")
    assert answer(f"any_of: [{YES}, {OPEN}]", CASE).needs == ()


def test_an_unknown_birth_date_leaves_a_composed_guard_open_also_when_acting() -> None:
    case = a_case(children=(MAX,), inputs={"place_kind": "residential"})
    guard = (
        "none_of: [{all_of: [{age: {under: {years: 12}}}, {input: {place_kind: [residential]}}]}]"
    )

    assert (answer(guard, case).met, answer(guard, case).needs) == (None, ("birth_date",))
    assert answer(guard, replace(case, inputs={"place_kind": "family"})).met is True


def test_a_composed_guard_carries_its_own_key_words_and_source() -> None:
    text = f"""
any_of: [{NO}]
key: legal_title
asks: {{nl: Leg de titel vast, en: Record the title}}
says: {{nl: Er is geen titel., en: There is no title.}}
source: LAW BW 1:265b
"""

    reason = answer(text, CASE)

    assert (reason.key, reason.source) == ("legal_title", "LAW BW 1:265b")
    assert (reason.asks.en, reason.says.en) == ("Record the title", "There is no title.")


def test_a_composed_guard_without_words_joins_those_of_its_parts() -> None:
    reason = answer(f"any_of: [{YES}, {NO}]", CASE)

    assert reason.key == "any_of"
    assert reason.asks.en == "Appoint: regisseur / Appoint: scientist"
    assert reason.says.nl == (
        "Er is geen regisseur aangewezen. / Er is geen gedragswetenschapper aangewezen."
    )
    assert [part.key for part in reason.parts] == ["assigned.regisseur", "assigned.scientist"]


@pytest.mark.parametrize("wrong", ["{reccord: {type: analysis}}", "{}", "analysis", "[analysis]"])
def test_an_unknown_kind_of_guard_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError, match="no such guard"):
        a_guard(f"all_of: [{wrong}]")


def test_a_guard_of_two_kinds_is_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        a_guard("{assigned: regisseur, fact: {safety: [safe]}}")


def test_the_leaves_of_a_guard_are_its_simple_guards() -> None:
    guard = a_guard(f"all_of: [{YES}, {{any_of: [{NO}, {{none_of: [{OPEN}]}}]}}]")

    assert list(leaves(guard)) == [a_guard(YES), a_guard(NO), a_guard(OPEN)]
    assert list(leaves(a_guard(YES))) == [a_guard(YES)]


# Each leaf is a fact that is so, a fact that is not, or a field of a form nobody filled in.
_LEAVES: dict[bool | None, dict[str, object]] = {
    True: {"fact": {"safety": ["safe"]}},
    False: {"fact": {"safety": ["unsafe"]}},
    None: {"input": {"place_kind": ["family"]}},
}


@dataclass(frozen=True)
class Tree:
    """A guard and what Kleene says of it, with no, open and yes as -1, 0 and 1."""

    guard: dict[str, Any]
    worth: int


def _leaf(met: bool | None) -> Tree:
    return Tree(_LEAVES[met], 0 if met is None else 1 if met else -1)


def _composed(kind: str, members: list[Tree]) -> Tree:
    worths = [member.worth for member in members]
    worth = {"all_of": min(worths), "any_of": max(worths), "none_of": -max(worths)}[kind]
    return Tree({kind: [member.guard for member in members]}, worth)


TREES = st.recursive(
    st.sampled_from([True, False, None]).map(_leaf),
    lambda trees: st.builds(
        _composed,
        st.sampled_from(["all_of", "any_of", "none_of"]),
        st.lists(trees, min_size=1, max_size=3),
    ),
    max_leaves=8,
)


@given(TREES)
def test_composed_guards_follow_kleene(tree: Tree) -> None:
    guard: Guard = TypeAdapter(Guard).validate_python(tree.guard)

    met = guard.check(CASE, catalogue()).met

    assert met is {-1: False, 0: None, 1: True}[tree.worth]


_FOR = st.sampled_from(["each_child", "any_child", {"child": "input.who"}])
_SPANS = st.sampled_from([{"months": 6}, {"days": 0}, {"years": 2}, {"weeks": 3}])
_SINCE = st.sampled_from([{"act": "placement"}, {"entering": "placed"}, {"record": "analysis"}])
_RECORDS = st.sampled_from(["analysis", "conference", "network_map"])
_ROLES = st.sampled_from(["regisseur", "scientist", "cjg_worker"])
_YEARS = st.fixed_dictionaries({"years": st.integers(0, 130)})
_SIMPLE = {
    "record": st.fixed_dictionaries(
        {"type": _RECORDS},
        optional={
            "status": st.just(["confirmed"]),
            "no_older_than": _SPANS,
            "newer_than": _SINCE,
            "for": _FOR,
        },
    ),
    "participant": st.fixed_dictionaries({"role": _ROLES, "qualified": st.booleans()}),
    "assigned": _ROLES,
    "age": st.fixed_dictionaries({"under": _YEARS}, optional={"at_least": _YEARS, "for": _FOR}),
    "elapsed": st.fixed_dictionaries(
        {"since": _SINCE, "at_least": _SPANS}, optional={"at_most": _SPANS}
    ),
    "input": st.just({"place_kind": ["family", "yes"]}),
    "fact": st.just({"safety": ["safe"]}),
    "four_eyes": st.fixed_dictionaries(
        {
            "of": st.sampled_from([{"record": "analysis"}, {"step": "check"}]),
            "by": st.lists(_ROLES, min_size=1, max_size=2),
        }
    ),
    "consent": st.fixed_dictionaries({"to": st.just("placement")}, optional={"for": _FOR}),
    "linked_case": st.fixed_dictionaries(
        {"workflow": st.just("regie")}, optional={"state": st.sampled_from(["open", "final"])}
    ),
    "deadline": st.just({"key": "evaluation", "state": ["met"]}),
    "present": _ROLES,
    "agreements": st.sampled_from([{"some": True}, {"in": ["met", "ended"]}]),
    "period": st.fixed_dictionaries(
        {
            "from": st.sampled_from(["act.placement", "input.from_on"]),
            "until": st.just("input.until_on"),
            "at_most": _SPANS,
        }
    ),
}
GUARDS = st.recursive(
    st.one_of(*(st.fixed_dictionaries({kind: shape}) for kind, shape in _SIMPLE.items())),
    lambda guards: st.one_of(
        *(
            st.fixed_dictionaries({kind: st.lists(guards, min_size=1, max_size=3)})
            for kind in ("all_of", "any_of", "none_of")
        )
    ),
    max_leaves=5,
)
_DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
_NAMES = st.sampled_from(["kim", "bo", "max"])
_SEEN = st.builds(
    RecordSeen, _RECORDS, st.sampled_from(["started", "confirmed"]), _DAYS, _NAMES, st.none()
)
_VALUES = st.sampled_from(["family", "kim", True, False, {"kim": "family"}, {}])
SNAPSHOTS = st.builds(
    Snapshot,
    case=st.just("case-1"),
    state=st.just("checked"),
    now=st.just(NOW),
    on=_DAYS,
    actor=_NAMES,
    roles=st.frozensets(_ROLES),
    children=st.lists(st.builds(Child, _NAMES, st.none() | _DAYS), max_size=3).map(tuple),
    holders=st.dictionaries(_ROLES, st.builds(Holder, _NAMES, st.booleans()).map(lambda x: (x,))),
    records=st.dictionaries(st.tuples(_RECORDS, st.none() | _NAMES), _SEEN, max_size=4),
    facts=st.dictionaries(st.just("safety"), st.sampled_from(["safe", "unsafe"])),
    consents=st.dictionaries(
        st.tuples(st.just("placement"), _NAMES),
        st.builds(ConsentSeen, st.just("placement"), _NAMES, st.booleans()),
    ),
    entered=st.dictionaries(st.just("placed"), _DAYS),
    acted=st.dictionaries(st.just("placement"), _DAYS),
    stepped=st.dictionaries(st.just("check"), _NAMES),
    duties=st.dictionaries(st.just("evaluation"), st.sampled_from(["open", "met"])),
    linked=st.lists(
        st.builds(LinkedCase, st.just("regie"), st.just("next"), st.booleans()), max_size=2
    ).map(tuple),
    present=st.frozensets(_ROLES),
    agreements=st.lists(st.sampled_from(["open", "met", "ended"]), max_size=2).map(tuple),
    inputs=st.none()
    | st.dictionaries(
        st.sampled_from(["place_kind", "who", "from_on", "until_on"]), _VALUES | _DAYS, max_size=3
    ),
)


@settings(max_examples=150)
@given(GUARDS, SNAPSHOTS)
def test_an_answer_depends_on_nothing_but_the_snapshot_and_always_comes(
    written: dict[str, Any], case: Snapshot
) -> None:
    guard: Guard = TypeAdapter(Guard).validate_json(json.dumps(written), strict=True)

    reason = guard.check(case, catalogue())

    assert reason == copy.deepcopy(guard).check(copy.deepcopy(case), catalogue())
    assert reason.met in (True, False, None)
    assert reason.met is None or not reason.needs


def test_every_kind_of_guard_is_drawn() -> None:
    assert {*_SIMPLE, "all_of", "any_of", "none_of"} == set(KINDS)
    assert kind_of(a_guard(YES)) == "assigned"


@pytest.mark.parametrize(
    ("guard", "records"),
    [
        pytest.param("record: {type: analysis}", ["analysis"], id="a record"),
        pytest.param(
            "record: {type: analysis, newer_than: {record: conference}}",
            ["analysis", "conference"],
            id="one that is compared with another",
        ),
        pytest.param(
            "record: {type: analysis, newer_than: {act: decide}}", ["analysis"], id="with an act"
        ),
        pytest.param(
            "elapsed: {since: {record: analysis}, at_least: {weeks: 1}}", ["analysis"], id="since"
        ),
        pytest.param("elapsed: {since: {act: decide}, at_least: {weeks: 1}}", [], id="no record"),
        pytest.param(
            "four_eyes: {of: {record: analysis}, by: [scientist]}", ["analysis"], id="its author"
        ),
        pytest.param("four_eyes: {of: {step: check}, by: [scientist]}", [], id="who made a step"),
        pytest.param(
            f"any_of: [{YES}, {{record: {{type: analysis}}}}, "
            "{all_of: [{record: {type: conference}}, {record: {type: analysis}}]}]",
            ["analysis", "conference"],
            id="composed: each once",
        ),
    ],
)
def test_an_answer_names_the_records_that_it_was_read_from(guard: str, records: list[str]) -> None:
    assert list(answer(guard, CASE).records) == records
