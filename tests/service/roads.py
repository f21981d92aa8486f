"""Cases that real commands brought to a state: a placement, and a Verder Thuis case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from engine.service import orders
from tests.service.builders import CaseAtDesk, Desk
from tests.service.stages import STAGES, is_at, keep, put_back

Leg: TypeAlias = Callable[[CaseAtDesk], object]

GATE = [
    "alternatives_weighed",
    "explanatory_analysis",
    "family_group_conference",
    "legal_title",
    "perspective_and_plan",
]
"""What a counter-checked placement still misses."""


def a_placement(desk: Desk, state: str = "considered") -> CaseAtDesk:
    """A placement that real commands brought to this state.

    ``ready`` is counter-checked with all that the gate asks; then ``decided_to_place``,
    ``placed`` and ``evaluating``.
    """
    return _at(desk, state, _open_placement, _ROAD)


def _open_placement(desk: Desk) -> CaseAtDesk:
    case = desk.opens()
    case.joins("anna", "dora")
    return case


def _counter_checked(case: CaseAtDesk) -> None:
    case.settled("second_opinion", "given", then="dora")
    case.step("counter_check")


def _ready(case: CaseAtDesk) -> None:
    case.settled("explanatory_analysis", "shared_with_family", "confirmed", by="anna", then="dora")
    case.settled("family_group_conference", "declined")
    case.settled("alternatives_weighed", "confirmed")
    case.settled("placement_plan", "agreed")
    case.consents("placement", "sam", "els", "tom")


def _evaluating(case: CaseAtDesk) -> None:
    case.settled("placement_evaluation", "held")
    case.step("evaluate")


_ROAD: Mapping[str, Leg] = {
    "substantiating": lambda case: case.step("substantiate"),
    "counter_checked": _counter_checked,
    "ready": _ready,
    "decided_to_place": lambda case: case.step("decide_to_place", place_kind="foster_family"),
    "placed": lambda case: case.step("carry_out"),
    "evaluating": _evaluating,
}


def a_verder_thuis(desk: Desk, state: str = "longlisted") -> CaseAtDesk:
    """A Verder Thuis case that real commands brought to this state."""
    return _at(desk, state, _open_verder_thuis, _ROAD_HOME)


def _open_verder_thuis(desk: Desk) -> CaseAtDesk:
    case = desk.opens(by="cora", workflow="verder_thuis", role="coordinator")
    bram = desk.who("bram")
    case.done("cora", orders.Assign, person=bram, role="regisseur", ground="gevraagd")
    case.joins("anna", "dora", "vera")
    return case


def _accepted(case: CaseAtDesk) -> None:
    case.consents("verder_thuis", "sam", "els", "tom")
    case.settled("referrer_view", "recorded")
    case.step("accept")


def _phase2_plan(case: CaseAtDesk) -> None:
    case.settled("wish", "recorded", by="vera")
    case.settled("file_study", "done", by="vera")
    case.settled("network_map", "recorded", by="vera")
    case.settled("outflow_obstacles", "recorded", by="vera")
    case.step("make_plan", by="vera")


def _plan_agreed(case: CaseAtDesk) -> None:
    case.settled("explanatory_analysis", "shared_with_family", "confirmed", by="anna", then="dora")
    case.settled("return_plan", "agreed", by="vera")
    case.settled("safety_conditions", "agreed", by="vera", then="dora")
    case.settled("fallback_person", "agreed", by="vera")
    case.settled("school_work_plan", "agreed", by="vera")
    case.step("agree_plan", by="vera")


_ROAD_HOME: Mapping[str, Leg] = {
    "preselected": lambda case: case.step("preselect", measure="none"),
    "accepted": _accepted,
    "phase1_talks": lambda case: case.step("start_talks", by="vera"),
    "phase2_plan": _phase2_plan,
    "plan_agreed": _plan_agreed,
    "phase3_report": lambda case: case.step("start_report", by="vera", year_in_family=False),
}


def _at(
    desk: Desk, state: str, begin: Callable[[Desk], CaseAtDesk], road: Mapping[str, Leg]
) -> CaseAtDesk:
    """Begin, and go along the road to the state; on an untouched desk only the first time."""
    key = (desk.key, begin.__name__, state)
    is_new = is_at(desk.key, desk.office.store)
    if is_new and key in STAGES:
        put_back(key, desk.office.store, desk.key)
        return CaseAtDesk(desk, STAGES[key].made[0], dict(STAGES[key].made[1]))
    case = begin(desk)
    stops = [*road]
    for name in stops[: stops.index(state) + 1 if state in road else 0]:
        road[name](case)
    if is_new:
        keep(key, desk.office.store, (case.id, dict(case.names)))
    return case
