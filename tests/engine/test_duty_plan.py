"""What becomes of the deadlines of a case: met, void, kept, replaced, begun."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engine.duties import DeadlineRule
from engine.duty_plan import Duty, DutyPlan, plan_duties
from engine.happened import Happened, RecordChange
from engine.snapshot import Snapshot
from engine.span import Span
from tests.engine.builders import (
    BO,
    KIM,
    RECKONER,
    a_case,
    a_deadline,
    a_duty,
    a_happening,
    with_deadlines,
)

CONFIRMED = RecordChange("analysis", "confirmed", "kim")
PLACED = a_happening(entered="placed", transition="place", act="placement")
NEXT_LOOK = a_deadline(
    "starts: {nothing_open: true}\nduring: open\nwithin: {weeks: 4}\nmet_by: {act: [look]}"
)


def plan(
    happened: Happened,
    *duties: Duty,
    state: str | None = None,
    case: Snapshot | None = None,
    ticked: tuple[Duty, ...] = (),
    extra: Any = (),
    **rules: DeadlineRule,
) -> DutyPlan:
    """What becomes of these deadlines, in the state that was entered unless said otherwise."""
    rules = rules or {duty.key: duty.rule for duty in duties}
    stands = replace(case or a_case(), state=state or happened.entered or "checked")
    return plan_duties(
        with_deadlines(**rules), stands, happened, duties, RECKONER, ticked=ticked, extra=extra
    )


def told(found: DutyPlan) -> dict[str, list[str]]:
    """A plan by the keys of its deadlines."""
    return {
        "met": [duty.key for duty in found.met],
        "void": [duty.key for duty in found.void],
        "begins": [new.key for new in found.begins],
    }


NOTHING: dict[str, list[str]] = {"met": [], "void": [], "begins": []}


@pytest.mark.parametrize(
    ("met_by", "happened", "met"),
    [
        pytest.param("{entering: [placed]}", PLACED, True, id="entering"),
        pytest.param("{entering: [returned]}", PLACED, False, id="entering another state"),
        pytest.param("{act: [placement]}", PLACED, True, id="an act"),
        pytest.param("{act: [look]}", PLACED, False, id="another act"),
        pytest.param("{act: [look]}", a_happening(), False, id="nothing in particular"),
        pytest.param(
            "{record: {type: analysis, status: [confirmed]}}",
            a_happening(record=CONFIRMED),
            True,
            id="a record",
        ),
        pytest.param(
            "{record: {type: analysis, status: [started]}}",
            a_happening(record=CONFIRMED),
            False,
            id="another status",
        ),
        pytest.param(
            "{record: {type: conference, status: [confirmed]}}",
            a_happening(record=CONFIRMED),
            False,
            id="another record",
        ),
        pytest.param(
            "{record: {type: analysis, status: [confirmed]}}", PLACED, False, id="no record"
        ),
        pytest.param(
            "{any_of: [{act: [look]}, {entering: [placed]}]}", PLACED, True, id="one of several"
        ),
        pytest.param(
            "{any_of: [{act: [look]}, {entering: [returned]}]}", PLACED, False, id="none of them"
        ),
    ],
)
def test_a_deadline_is_met_by_what_it_names(met_by: str, happened: Happened, met: bool) -> None:
    duty = a_duty(a_deadline(f"starts: {{act: [x]}}\nmet_by: {met_by}"))

    assert told(plan(happened, duty)) == NOTHING | ({"met": ["evaluation"]} if met else {})


@pytest.mark.parametrize(("child", "met"), [("kim", True), ("bo", False), (None, True)])
def test_a_record_meets_the_deadline_of_its_own_child(child: str | None, met: bool) -> None:
    duty = a_duty(a_deadline("during: open"), child=child)

    assert bool(plan(a_happening(record=CONFIRMED), duty).met) is met


def test_a_record_about_the_case_meets_the_deadline_of_each_child() -> None:
    about_the_case = replace(CONFIRMED, child=None)
    duty = a_duty(a_deadline("during: open"), child="bo")

    assert plan(a_happening(record=about_the_case), duty).met == (duty,)


def test_a_held_talk_meets_the_deadlines_that_it_counts_for() -> None:
    rule = a_deadline("during: open")
    ticked, other = a_duty(rule), a_duty(rule, key="other", id=2)

    assert told(plan(a_happening(), ticked, other, ticked=(ticked,))) == NOTHING | {
        "met": ["evaluation"]
    }


@pytest.mark.parametrize(
    ("during", "state", "void"),
    [
        pytest.param("during: [checked]", "checked", False, id="still there"),
        pytest.param("during: [considered, checked]", "placed", True, id="left all of them"),
        pytest.param("during: [considered, checked]", "checked", False, id="one of them"),
        pytest.param("during: open", "placed", False, id="until the case is final"),
        pytest.param("during: open", "returned", True, id="final"),
        pytest.param("during: [returned]", "returned", True, id="nothing lives in a final state"),
        pytest.param("starts: {entering: [checked]}", "checked", False, id="states of its start"),
        pytest.param("starts: {entering: [checked]}", "placed", True, id="left them"),
        pytest.param("starts: {act: [x]}", "placed", False, id="by default until it is final"),
    ],
)
def test_a_deadline_is_void_once_its_states_are_left(during: str, state: str, void: bool) -> None:
    duty = a_duty(a_deadline(during))

    found = plan(a_happening(), duty, state=state)

    assert told(found) == NOTHING | ({"void": ["evaluation"]} if void else {})


def test_a_final_state_leaves_nothing_owed() -> None:
    rule = a_deadline("during: open\nmet_by: {entering: [returned]}")
    open_, done = a_duty(a_deadline("during: open"), key="open"), a_duty(rule, key="done", id=2)

    found = plan(a_happening(entered="returned"), open_, done, next_look=NEXT_LOOK)

    assert told(found) == {"met": ["done"], "void": ["open"], "begins": []}


@pytest.mark.parametrize(
    ("starts", "happened", "begins"),
    [
        pytest.param("{entering: [placed]}", PLACED, True, id="entering"),
        pytest.param("{entering: [checked]}", PLACED, False, id="entering another state"),
        pytest.param("{act: [placement]}", PLACED, True, id="an act"),
        pytest.param("{act: [look]}", PLACED, False, id="another act"),
        pytest.param("{act: [look]}", a_happening(), False, id="nothing in particular"),
        pytest.param(
            "{record: {type: analysis, status: [confirmed]}}",
            a_happening(record=CONFIRMED),
            True,
            id="a record",
        ),
        pytest.param(
            "{record: {type: analysis, status: [started]}}",
            a_happening(record=CONFIRMED),
            False,
            id="another status",
        ),
    ],
)
def test_a_deadline_begins_by_what_it_names(starts: str, happened: Happened, begins: bool) -> None:
    rule = a_deadline(f"starts: {starts}\nduring: open\nmet_by: {{act: [look]}}")

    found = plan(happened, evaluation=rule)

    assert told(found) == NOTHING | ({"begins": ["evaluation"]} if begins else {})


def test_a_deadline_counts_from_the_day_it_happened() -> None:
    happened = a_happening(on=date(2026, 3, 2), entered="placed")

    (new,) = plan(happened, evaluation=a_deadline()).begins

    assert (new.start, new.due.on, new.span) == (
        date(2026, 3, 2),
        date(2026, 4, 13),
        Span(weeks=6),
    )
    assert new.starts_on == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("during", "begins"),
    [("during: [checked]", False), ("during: [placed]", True), ("during: open", True)],
)
def test_a_deadline_does_not_begin_where_it_cannot_live(during: str, begins: bool) -> None:
    rule = a_deadline(f"starts: {{act: [placement]}}\n{during}")

    assert bool(plan(PLACED, evaluation=rule).begins) is begins


@pytest.mark.parametrize(
    ("when", "begins"),
    [
        pytest.param("{fact: {safety: [safe]}}", True, id="it holds"),
        pytest.param("{fact: {safety: [unsafe]}}", False, id="it does not"),
        pytest.param("{input: {place_kind: [family]}}", True, id="not known: it is owed"),
    ],
)
def test_a_deadline_that_is_not_needed_does_not_begin(when: str, begins: bool) -> None:
    assert bool(plan(PLACED, evaluation=a_deadline(f"when: {when}")).begins) is begins


def test_a_deadline_that_is_open_is_kept_so_that_nobody_gains_time_by_a_detour() -> None:
    rule = a_deadline("during: open")

    assert told(plan(PLACED, a_duty(rule))) == NOTHING


def test_a_deadline_of_another_child_does_not_keep_ones_own_from_beginning() -> None:
    rule = a_deadline("starts: {record: {type: conference, status: [held]}}\nduring: open")
    held = a_happening(record=RecordChange("conference", "held", "kim"))
    family = a_case(children=(KIM, BO))

    (new,) = plan(held, a_duty(rule, child="bo"), case=family).begins

    assert new.child == "kim"
    assert plan(held, a_duty(rule, child="kim"), case=family).begins == ()
    assert plan(held, evaluation=rule).begins[0].child is None


def test_a_deadline_that_was_met_may_begin_at_once_again() -> None:
    rule = a_deadline("starts: {act: [placement]}\nmet_by: {act: [placement]}\nduring: open")

    found = plan(PLACED, a_duty(rule))

    assert told(found) == {"met": ["evaluation"], "void": [], "begins": ["evaluation"]}


COUNTBACK = """
kind: countback
starts: {record_date: {type: order, field: ends_on}}
before: {weeks: 8}
during: open
"""


def order(ends_on: str | None) -> Happened:
    """A court order was settled, that ends on this day."""
    dates = {"ends_on": date.fromisoformat(ends_on)} if ends_on else {}
    return a_happening(record=RecordChange("order", "valid", "kim", dates))


def test_a_deadline_counts_back_from_the_date_in_a_record() -> None:
    (new,) = plan(order("2026-09-30"), order_ends=a_deadline(COUNTBACK)).begins

    assert (new.start, new.due.on) == (date(2026, 9, 30), date(2026, 8, 5))


@pytest.mark.parametrize(
    "happened",
    [
        pytest.param(order(None), id="no date in it"),
        pytest.param(a_happening(record=CONFIRMED), id="another record"),
        pytest.param(PLACED, id="no record"),
    ],
)
def test_without_the_date_in_the_record_nothing_begins(happened: Happened) -> None:
    rule = a_deadline(f"{COUNTBACK}met_by: {{act: [look]}}")

    assert told(plan(happened, a_duty(rule, key="order_ends"))) == NOTHING


def test_a_deadline_that_hangs_on_a_date_is_replaced_when_the_date_is_written_anew() -> None:
    rule = a_deadline(COUNTBACK)

    found = plan(order("2026-12-31"), a_duty(rule, key="order_ends"))

    assert told(found) == {"met": [], "void": ["order_ends"], "begins": ["order_ends"]}
    assert found.begins[0].due.on == date(2026, 11, 5)


def test_what_a_new_date_replaces_is_met_first_where_the_record_meets_it() -> None:
    rule = a_deadline(f"{COUNTBACK}met_by: {{record: {{type: order, status: [valid]}}}}")

    found = plan(order("2026-12-31"), a_duty(rule, key="order_ends"))

    assert told(found) == {"met": ["order_ends"], "void": [], "begins": ["order_ends"]}


def test_a_term_of_the_law_that_a_form_starts_again_runs_beside_the_first() -> None:
    rule = a_deadline(
        "starts: {input_date: {transition: place, field: until}}\nduring: open\n"
        "within: {weeks: 2}\nsource: LAW Rv 800(3)\nreminders: []"
    )
    again = a_happening(transition="place", inputs={"until": date(2026, 3, 10)})

    found = plan(again, a_duty(rule, key="hearing"), hearing=rule)

    assert told(found) == {"met": [], "void": [], "begins": ["hearing"]}


INPUT_DATE = a_deadline(
    "starts: {input_date: {transition: place, field: until}}\nduring: open\nwithin: {days: 0}"
)


@pytest.mark.parametrize(
    ("transition", "inputs", "due"),
    [
        pytest.param("place", {"until": date(2026, 6, 4)}, date(2026, 6, 4), id="given"),
        pytest.param("place", {}, None, id="left blank"),
        pytest.param("place", {"until": "later"}, None, id="no date"),
        pytest.param("drop", {"until": date(2026, 6, 4)}, None, id="another step"),
    ],
)
def test_a_deadline_counts_from_the_date_on_a_form(
    transition: str, inputs: dict[str, Any], due: date | None
) -> None:
    happened = a_happening(transition=transition, inputs=inputs)

    found = plan(happened, a_duty(INPUT_DATE))

    assert [new.due.on for new in found.begins] == ([due] if due else [])
    assert [duty.key for duty in found.void] == (["evaluation"] if due else [])


REPEATS = "repeats: {every: {months: 3}}\nduring: [placed]"


def test_a_repeating_deadline_begins_anew_from_the_day_it_is_met() -> None:
    met = a_happening(on=date(2026, 3, 5), record=CONFIRMED)

    found = plan(met, a_duty(a_deadline(REPEATS), child="kim"), state="placed")

    (new,) = found.begins
    assert (new.key, new.child, new.span) == ("evaluation", "kim", Span(months=3))
    assert (new.start, new.due.on) == (date(2026, 3, 5), date(2026, 6, 5))


def test_a_repeating_deadline_ends_with_its_states() -> None:
    rule = a_deadline(f"{REPEATS}\nmet_by: {{entering: [considered]}}")

    assert plan(a_happening(entered="considered"), a_duty(rule)).begins == ()


def test_a_repeating_deadline_begins_once_when_what_meets_it_would_start_it_too() -> None:
    rule = a_deadline(f"{REPEATS}\nstarts: {{act: [placement]}}\nmet_by: {{act: [placement]}}")

    (new,) = plan(PLACED, a_duty(rule)).begins

    assert new.span == Span(months=3)


def test_what_nobody_met_does_not_repeat() -> None:
    assert told(plan(a_happening(), a_duty(a_deadline(REPEATS)), state="placed")) == NOTHING
