"""Towards 18 and beyond: most of these cases the clock opens, the people bring them on."""

from __future__ import annotations

from datetime import timedelta

from api.caseload.intents import AskAll, Do, Meet, Open, Settle, Wait
from api.caseload.roads import Kind, Leg, Road, up_to

_NONE = {
    "stay": False, "measure": False, "more_help": False, "vulnerable": False,
    "open_box": "nothing",
}  # fmt: skip
_CONTENT = {
    "ground": "need_before_18", "reason_kind": "content",
    "from_on": timedelta(), "until": timedelta(days=300),
}  # fmt: skip
_STAYS = {
    "youth_wants": True, "foster_parents_agree": True, "shield_address": "not_shielded",
}  # fmt: skip

PLAN: Road = {
    "started": (Meet("regisseur"), Wait(6, 30), Do("start", {"talk_on": timedelta(days=7)})),
    "plan_draft": (Wait(8, 25), Meet("provider"), Do("draft_plan")),
    "plan_agreed": (
        Wait(12, 35), Settle("future_plan", "agreed"), AskAll("future_plan"),
        Settle("fallback_person"), Do("agree_plan"),
    ),
    "executing": (Wait(5, 15), Do("start_executing")),
    "prepared": (
        Wait(45, 80), Settle("adult_application", "decided"), Settle("papers_check", "fresh"),
        AskAll("handover"), Do("prepare_handover"),
    ),
    "handed_over": (
        Wait(20, 40), Meet("adult_access"), Settle("handover_talk"),
        Settle("handover_request", "accepted"), Do("hand_over"),
    ),
    "aftercare": (Wait(5, 12), Do("start_aftercare")),
}  # fmt: skip
"""A future plan, agreed and handed over warmly."""

BY_THE_CLOCK: tuple[Leg, ...] = (
    up_to(PLAN, "executing"),
    up_to(PLAN, "plan_draft"),
    up_to(PLAN, "plan_agreed"),
    (Meet("regisseur"), Wait(10, 25), Do("record_refusal", {"answer": "not_now"})),
    (
        Meet("regisseur"), Wait(8, 20), Do("start", {"talk_on": timedelta(days=7)}), Wait(10, 20),
        Settle("big_five_check"), Do("choose_light_track", _NONE),
    ),
    up_to(PLAN, "started"),
)  # fmt: skip
"""What comes of the cases that the clock opens, in turn."""

_BY_HAND: Leg = (Open("transition_18"),)
_NEARLY = (16.6, 17.3)

KINDS: tuple[Kind, ...] = (
    Kind(1, (*_BY_HAND, *up_to(PLAN, "prepared")), (5, 20), _NEARLY),
    Kind(1, (*_BY_HAND, *up_to(PLAN, "aftercare")), (5, 60), (17.1, 17.9)),
    Kind(1, (*_BY_HAND, *up_to(PLAN, "executing"), Wait(30, 60),
             Settle("extended_help_plan", "agreed"), Do("grant_extended_help", _CONTENT)),
         (5, 60), (17.1, 17.9)),
    Kind(1, (*_BY_HAND, *up_to(PLAN, "executing"), Wait(20, 40),
             Do("continue_foster_care", _STAYS)), (5, 60), (17.1, 17.9)),
)  # fmt: skip
