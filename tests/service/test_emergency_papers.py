"""Which safety plans and which measures emergency access tells of: by what they are and where they
stand, never by a question of the same name on whatever form.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from engine.access import ChildPart, Viewer
from engine.clock import ManualClock
from engine.service import orders
from engine.service.corrections import correct_record
from engine.service.emergency_core import Core, emergency_core
from engine.service.emergency_forms import Forms, Step
from engine.service.emergency_papers import (
    MEASURE_RECORDS,
    MEASURE_SAYS,
    MEASURE_STEPS,
    PLAN_RECORDS,
    PLAN_SAYS,
    PLAN_STEPS,
    RESULT,
    measures,
)
from engine.service.repeats import Done
from engine.service.rights_orders import CorrectRecord
from engine.store.cases import CaseHead
from engine.store.emergency_core import RecordNow
from engine.store.events import GENESIS, EventSeen
from engine.store.store import Store
from tests.service.builders import CaseAtDesk, Desk, filled
from tests.service.desks import professional, shipped, takes_part
from tests.service.emergencies import PLAN, a_night, let_in, signed_in, the_case
from tests.service.nights import at_night

TODAY = date(2026, 3, 2)
PROVISIONAL = ["provisional_supervision_order", "2026-03-01", "2026-05-28"]
"""What was recorded that night."""


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Lend the desk of that night."""
    return a_night(store, clock)


@pytest.fixture
def wim(desk: Desk) -> Viewer:
    """Lend Wim, who showed his second factor."""
    return signed_in(desk)


def core_of(desk: Desk, wim: Viewer) -> Core:
    """What Wim reads, let in on Sam."""
    return emergency_core(wim, desk.office, let_in(desk, wim))


def planned(core: Core) -> list[list[str]]:
    """What the plans say."""
    return [[str(each.value) for each in told.details] for told in core.plans]


def running(core: Core) -> list[list[str]]:
    """What the measures say."""
    return [[str(each.value) for each in told.details] for told in core.measures]


def written(case: CaseAtDesk, what: str, /, *to: str, by: str = "bram", **said: Any) -> str:
    """Write a record about Sam, and bring it along these statuses."""
    form = case.workflow.catalogue.records[what].fields
    answers = filled(form, said, case.desk)
    done = case.done("bram", orders.WriteRecord, type=what, child=case.desk.sam, fields=answers)
    assert done.made
    case.names[done.made] = what
    for status in to:
        outcome = case.move(done.made, status, by)
        assert isinstance(outcome, Done), outcome
    return done.made


def conditions(case: CaseAtDesk, what: str, *to: str) -> str:
    """Write safety conditions for Sam, which Anna confirms."""
    said = {"conditions": what, "if_it_goes_wrong": "x"}
    return written(case, "safety_conditions", *to, by="anna", **said)


def in_care(desk: Desk) -> CaseAtDesk:
    """A placement of Sam, which Anna helps with."""
    case = desk.opens(workflow="placement")
    takes_part(desk, desk.viewers["anna"], role="cjg_worker", case_id=case.head.id)
    return case


def test_an_item_of_a_list_for_an_intake_is_no_safety_plan(desk: Desk, wim: Viewer) -> None:
    rita = professional(desk.office, "rita", "requester")
    desk.viewers["rita"] = rita  # type: ignore[index]  # a dict
    family = the_case(desk).head.family_id
    takes_part(desk, rita, role="requester", access="requester", family_id=family)
    case = desk.opens("rita", workflow="beschermingstafel", role="requester")
    said = {"safety_plan": "Is er niet, voor zover bekend."}

    case.done("rita", orders.WriteRecord, type="intake_list", fields=said)

    assert planned(core_of(desk, wim)) == [[PLAN]]


def test_agreed_safety_conditions_are_a_safety_plan_and_a_draft_is_none(
    desk: Desk, wim: Viewer
) -> None:
    case = in_care(desk)
    conditions(case, "van vorige week", "agreed")
    conditions(case, "alleen nog een concept")

    assert planned(core_of(desk, wim)) == [["van vorige week", "x"], [PLAN]]


def test_all_plans_that_count_are_shown_and_of_a_corrected_one_what_is_right(
    desk: Desk, wim: Viewer
) -> None:
    case = in_care(desk)
    conditions(case, "een", "agreed")
    wrong = conditions(case, "twee", "agreed")
    order = CorrectRecord(case=case.id, record=wrong, why="De verkeerde tante.")
    correction = correct_record(desk.viewers["bram"], desk.office, order)
    assert isinstance(correction, Done)
    made = correction.made
    assert made
    text = {"conditions": "drie", "if_it_goes_wrong": "x"}
    case.done("bram", orders.EditRecord, record=made, fields=text)
    grant = let_in(desk, wim)
    begun = emergency_core(wim, desk.office, grant)
    case.names[made] = "safety_conditions"
    assert isinstance(case.move(made, "agreed", "anna"), Done)
    done = emergency_core(wim, desk.office, grant)

    assert planned(begun) == [["twee", "x"], ["een", "x"], [PLAN]]
    assert planned(done) == [["drie", "x"], ["een", "x"], [PLAN]]


def test_of_one_crisis_the_newest_plan_counts(desk: Desk, wim: Viewer) -> None:
    case = the_case(desk)
    case.step("resume_intervention", "cas")
    case.step("stabilise", "cas", safety_plan="Nu slaapt oma hier.")

    assert planned(core_of(desk, wim)) == [["Nu slaapt oma hier."]]


def test_112_and_help_at_home_are_no_measures(desk: Desk, wim: Viewer) -> None:
    case = the_case(desk)
    case.step("record_escalation", "cas", measure="police_112", last_day_in_force=None)
    case.step("resume_intervention", "cas")

    assert running(core_of(desk, wim)) == [PROVISIONAL]


@pytest.mark.parametrize(
    ("to", "last_day", "told"),
    [
        pytest.param(None, None, ["2026-07-05"], id="as it was given"),
        pytest.param("ended", "2026-03-01", None, id="ended early"),
        pytest.param("ended", "2026-03-20", ["2026-03-20"], id="to end early"),
        pytest.param("extended", "2027-07-05", ["2027-07-05"], id="extended by the judge"),
        pytest.param("draft", "2026-03-01", ["2026-07-05"], id="its end is a draft"),
    ],
)
def test_a_supervision_order_runs_to_the_last_day_it_came_out_at(
    desk: Desk, wim: Viewer, to: str | None, last_day: str | None, told: list[str] | None
) -> None:
    case = desk.opens(workflow="supervision_order_review")
    order = {"kind": "supervision_order", "placed_for": "not_placed"}
    written(case, "measure", **order, last_day_in_force="2026-12-31")
    written(case, "measure", **order, last_day_in_force="2026-07-05")  # in the place of the first
    if to:
        written(case, "measure_result", *([to] if to != "draft" else []), last_day=last_day)

    own = [["supervision_order", *told]] if told else []
    assert sorted(running(core_of(desk, wim))) == sorted([*own, PROVISIONAL])


@pytest.mark.parametrize(
    ("to", "ends_on", "runs"),
    [
        pytest.param(["valid"], "2026-06-30", True, id="valid"),
        pytest.param(["extended"], "2026-06-30", True, id="extended"),
        pytest.param(["valid"], "2026-03-02", True, id="on its last day"),
        pytest.param(["valid"], "2026-03-01", False, id="past its last day"),
        pytest.param([], "2026-06-30", False, id="only asked for"),
        pytest.param(["valid", "expired"], "2026-06-30", False, id="expired"),
        pytest.param(["valid", "superseded"], "2026-06-30", False, id="followed by another"),
    ],
)
def test_an_authorisation_runs_while_it_is_valid_to_its_last_day(
    desk: Desk, wim: Viewer, to: list[str], ends_on: str, runs: bool
) -> None:
    said = {"title": "guardianship", "ruled_on": "2026-02-01", "ends_on": ends_on}
    written(in_care(desk), "placement_authorisation", *to, **said)

    own = [["guardianship", "2026-02-01", ends_on]] if runs else []
    assert sorted(running(core_of(desk, wim))) == sorted([*own, PROVISIONAL])


RULED = {"last_day_in_force": {"sam": "2026-12-31"}, "placement": {"sam": False}}
AT = at_night(22)
HEAD = CaseHead(
    *(1, "c", "2026-1", 1, "h", "council_investigation", "default", None),
    *("court_ruled", False, "open", None, 1, TODAY),
)


def _told(transition: str, said: Mapping[str, object], *records: RecordNow) -> list[list[str]]:
    """What of one step of the investigation by the council is told as a measure."""
    event = EventSeen(
        id=1, seq=1, kind="advanced", recorded_at=AT, occurred_on=TODAY, occurred_at=AT,
        actor=None, on_behalf_of=None, workflow_hash="h", transition=transition, act=None,
        entered=None, payload={}, details_hash="", prev=GENESIS, hash="",
        details={"inputs": said},
    )  # fmt: skip
    workflow = shipped().of(HEAD.workflow, "default")
    forms = Forms(((1, event),), records, {1: HEAD}, {"h": workflow}, ChildPart(1, "sam"))
    return [[str(each.value) for each in told.details] for told in measures(forms, TODAY)]


@pytest.mark.parametrize(
    ("ruling", "told"),
    [
        ({"sam": "supervision_order", "lot": "rejected"}, ["supervision_order"]),
        ({"sam": "end_of_authority"}, ["end_of_authority"]),
        ({"sam": "rejected", "lot": "supervision_order"}, None),
        ({"sam": "not_about", "lot": "supervision_order"}, None),
    ],
)
def test_a_ruling_is_a_measure_for_the_child_that_it_is_about(
    ruling: dict[str, str], told: list[str] | None
) -> None:
    expected = [[*told, "False", "2026-12-31"]] if told else []

    assert _told("record_ruling", {"ruling": ruling, **RULED}) == expected


@pytest.mark.parametrize("hours", [-1, 1])
def test_once_it_has_a_record_that_tells_how_a_supervision_order_stands(hours: int) -> None:
    written_at = AT + timedelta(hours=hours)
    record = RecordNow(2, "measure", 1, "superseded", TODAY, written_at, {})
    said = {"ruling": {"sam": "supervision_order"}, **RULED}

    assert bool(_told("record_ruling", said, record)) is (hours < 0)


@pytest.mark.parametrize("on_sam", [True, False])
def test_a_provisional_order_on_another_child_is_not_told(on_sam: bool) -> None:
    said = {
        "order": "with_placement",
        "on_child": {"sam": on_sam, "lot": True},
        "last_day_in_force": "2026-05-01",
    }

    told = _told("record_provisional_order", said)

    assert told == ([["with_placement", "2026-05-01"]] if on_sam else [])


@pytest.mark.parametrize(("step", "names"), [*PLAN_STEPS.items(), *MEASURE_STEPS.items()])
def test_every_step_that_is_looked_at_asks_what_is_looked_for(
    step: Step, names: Collection[str]
) -> None:
    workflow, transition = step

    form = shipped().of(workflow, "default").transitions[transition].input

    assert form.keys() >= set(names)


def test_every_record_that_is_looked_at_is_there_with_its_statuses_and_fields() -> None:
    asked: set[str] = set()
    for name, statuses in {**PLAN_RECORDS, **MEASURE_RECORDS, **RESULT}.items():
        workflow = "placement" if name == "placement_authorisation" else "supervision_order_review"
        kind = shipped().of(workflow, "default").catalogue.records[name]
        assert set(statuses) <= set(kind.settled), name
        asked |= kind.fields.keys()

    assert {*PLAN_SAYS, *MEASURE_SAYS} <= asked
