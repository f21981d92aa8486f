"""What usually happens to a case, leg by leg, and how many cases stand where in the demo.

A life is a road up to some leg. Only steps and days stand here; what a step asks is found out
by trying it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from api.caseload import intents as i
from api.caseload.intents import (
    Ask,
    Begin,
    Do,
    HandOver,
    Intent,
    Look,
    Meet,
    Open,
    Pause,
    Say,
    Seat,
    Settle,
    Talk,
    Wait,
)

Leg: TypeAlias = tuple[Intent, ...]
Road: TypeAlias = Mapping[str, Leg]

HOME: Road = {
    "longlisted": (Open("verder_thuis"), Meet("regisseur")),
    "preselected": (Wait(8, 25), Do("preselect")),
    "accepted": (Wait(4, 10), Seat(), Look("accept"), Wait(2, 9), Do("accept")),
    "phase1_talks": (Wait(3, 9), Do("start_talks")),
    "phase2_plan": (Wait(6, 12), Look("make_plan"), Wait(3, 9), Do("make_plan")),
    "plan_agreed": (
        Wait(8, 14), Begin("return_plan"), Talk(), Wait(6, 12), Settle("safety_conditions"),
        Wait(2, 6), Do("agree_plan"),
    ),
    "phase3_report": (Wait(18, 32), Do("start_report")),
    "followup_planned": (Wait(6, 14), Look("complete"), Do("complete")),
    "followup_held": (Wait(70, 84), Look("hold_followup"), Do("hold_followup")),
    "closed": (Wait(4, 14), Do("close")),
}  # fmt: skip
"""Verder Thuis from the longlist to the end."""

AWAY: Road = {
    "considered": (Open("placement"),),
    "substantiating": (Wait(3, 8), Seat(), Do("substantiate")),
    "counter_checked": (
        Wait(4, 9), Begin("second_opinion"), Wait(3, 8), Settle("second_opinion"),
        Do("counter_check"),
    ),
    "decided_to_place": (
        Begin("explanatory_analysis"), Wait(6, 13),
        Look("decide_to_place", {"legal_road": "consent"}), Wait(2, 6),
        Do("decide_to_place", {"legal_road": "consent"}),
    ),
    "placed": (Wait(3, 10), Do("carry_out")),
    "evaluating": (Wait(37, 44), Do("evaluate")),
    "returned": (Wait(10, 40), Look("return_home"), Wait(3, 10), Do("return_home")),
}  # fmt: skip
"""A placement to which the family consents."""

COURT: Road = {
    **{leg: AWAY[leg] for leg in ("considered", "substantiating", "counter_checked")},
    "decided_to_place": (
        Say("placement", "refused", "last_parent"), Begin("explanatory_analysis"), Wait(7, 16),
        Do("decide_to_place", {"legal_road": "to_judge"}, aside=1),
    ),
    "court_requested": (Wait(1, 4), Do("request_court")),
    "authorised": (Wait(12, 24), Settle("placement_authorisation"), Do("record_authorisation")),
    "placed": (Wait(2, 8), Do("carry_out")),
    "evaluating": (Wait(37, 44), Do("evaluate")),
}  # fmt: skip
"""A placement for which the judge is asked, because a parent says no."""

NIGHT: Road = {
    "considered": (Open("placement"), Wait(1, 3)),
    "placed": (
        Meet("cjg_worker"), Do("place_in_emergency", {"place_kind": "not_known"}, hours_ago=36),
        Seat(), Meet("provider"),
    ),
    "evaluating": (Wait(36, 43), Do("evaluate")),
    "extended": (Wait(20, 40), Do("extend", {"place_kind": "foster_family"})),
}  # fmt: skip
"""An emergency that went first; its repair duties follow."""

ORDERED: Road = {
    "substantiating": (*AWAY["considered"], *AWAY["substantiating"]),
    "placed": (
        Wait(4, 15), Meet("protection_worker"),
        Do("record_court_placement", {"place_kind": "foster_family"}, hours_ago=20),
    ),
    "evaluating": (Wait(37, 44), Do("evaluate")),
}  # fmt: skip
"""The judge placed while the municipality was still weighing."""


def up_to(road: Road, stop: str, *then: Intent) -> Leg:
    """Everything on the road up to and with this leg, and what comes after it."""
    legs = list(road)
    walked = legs[: legs.index(stop) + 1]
    return (*(intent for leg in walked for intent in road[leg]), *then)


@dataclass(frozen=True, slots=True)
class Kind:
    """Lives of one kind: how many of a full caseload, and how many days ago they got there."""

    count: int
    plan: Leg
    since: tuple[int, int] = (0, 20)


_WHO_STOPS = {"regie_with": "Bij de regisseur van het CJG"}
_RELAPSE = Do("relapse", {"opens": "placement", "families_first": True})
_NO_CONFERENCE = Ask("family_group_conference", "decide_to_place")
_REFUSED = Do("decide_to_place", mends=False)
_END = (30, 330)

KINDS: tuple[Kind, ...] = (
    # Verder Thuis
    Kind(7, up_to(HOME, "longlisted"), (3, 120)),
    Kind(6, up_to(HOME, "preselected"), (2, 40)),
    Kind(5, up_to(HOME, "accepted"), (1, 10)),
    Kind(5, up_to(HOME, "phase1_talks"), (1, 25)),
    Kind(1, up_to(HOME, "phase1_talks", Wait(3, 6), Pause(25)), (2, 12)),
    Kind(5, up_to(HOME, "phase2_plan"), (1, 40)),
    Kind(4, up_to(HOME, "plan_agreed"), (1, 35)),
    Kind(1, up_to(HOME, "plan_agreed", Wait(8, 15), _RELAPSE), (1, 8)),
    Kind(1, up_to(HOME, "plan_agreed", Wait(8, 15), _RELAPSE), (20, 40)),
    Kind(2, up_to(HOME, "phase3_report"), (1, 14)),
    Kind(1, up_to(HOME, "phase3_report", Wait(5, 9), Do("complete_unplanned")), (3, 30)),
    Kind(3, up_to(HOME, "followup_planned"), (1, 70)),
    Kind(1, up_to(HOME, "followup_held"), (1, 6)),
    Kind(1, up_to(HOME, "followup_planned", Wait(70, 80), Do("record_followup_not_held")), (1, 20)),
    Kind(2, up_to(HOME, "closed"), _END),
    Kind(5, up_to(HOME, "longlisted", Wait(10, 30), Do("not_suitable")), _END),
    Kind(1, up_to(HOME, "phase2_plan", Wait(9, 20), Do("stop", _WHO_STOPS)), _END),
    Kind(1, up_to(HOME, "phase1_talks", Wait(9, 20), Do("end_refused")), _END),
    # Out-of-home placement
    Kind(7, up_to(AWAY, "considered"), (1, 12)),
    Kind(7, up_to(AWAY, "substantiating"), (1, 25)),
    Kind(1, up_to(AWAY, "substantiating", Wait(2, 5), HandOver("regisseur")), (5, 20)),
    Kind(5, up_to(AWAY, "counter_checked"), (1, 14)),
    Kind(4, up_to(AWAY, "counter_checked", Wait(2, 9), _REFUSED), (1, 12)),
    Kind(2, up_to(AWAY, "counter_checked", Wait(2, 6), _NO_CONFERENCE), (1, 4)),
    Kind(1, up_to(AWAY, "counter_checked", Wait(2, 6), Do("hold")), (1, 10)),
    Kind(1, up_to(AWAY, "decided_to_place"), (1, 4)),
    Kind(2, up_to(COURT, "decided_to_place"), (1, 6)),
    Kind(3, up_to(COURT, "court_requested"), (1, 25)),
    Kind(2, up_to(COURT, "authorised"), (1, 15)),
    Kind(1, up_to(COURT, "court_requested", Wait(15, 25), Do("record_court_refusal")), _END),
    Kind(3, up_to(AWAY, "placed"), (1, 60)),
    Kind(1, up_to(COURT, "placed"), (1, 90)),
    Kind(3, up_to(NIGHT, "placed"), (1, 6)),
    Kind(2, up_to(NIGHT, "placed"), (7, 30)),
    Kind(1, up_to(NIGHT, "extended"), (5, 60)),
    Kind(3, up_to(ORDERED, "placed"), (1, 40)),
    Kind(1, up_to(AWAY, "placed", Wait(20, 40), Say("placement", "withdrawn", "youth")), (2, 20)),
    Kind(2, up_to(AWAY, "evaluating"), (1, 14)),
    Kind(1, up_to(ORDERED, "evaluating"), (1, 14)),
    Kind(2, up_to(AWAY, "returned"), _END),
    Kind(5, up_to(AWAY, "considered", Wait(6, 20), Do("decide_not_to_place")), _END),
    Kind(3, up_to(AWAY, "counter_checked", Wait(4, 9), Do("decide_not_to_place")), _END),
    Kind(1, up_to(COURT, "evaluating", Wait(9, 20), Do("end")), _END),
    Kind(1, up_to(AWAY, "placed", Wait(9, 20), Do("transfer_out")), _END),
    Kind(1, up_to(AWAY, "evaluating", Wait(9, 20), Do("settle_elsewhere")), _END),
)  # fmt: skip
"""A full caseload but for the two cases of the story."""


def deck() -> Iterator[Kind]:
    """Every life of a full caseload, one by one."""
    for kind in KINDS:
        yield from (kind for _ in range(kind.count))


def workflow_of(plan: Leg) -> str:
    """The workflow of the case that this life opens."""
    return next(intent.workflow for intent in plan if isinstance(intent, i.Open))
