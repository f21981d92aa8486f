"""Verder Thuis, from the longlist to the look-back."""

from __future__ import annotations

from dataclasses import replace

from api.caseload.intents import Begin, Do, Look, Meet, Open, Pause, Seat, Settle, Talk, Wait
from api.caseload.roads import END, Kind, Road, up_to

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

_AGES = (12.0, 17.0)
_WHO_STOPS = {"regie_with": "Bij de regisseur van het CJG"}
_RELAPSE = Do("relapse", {"opens": "placement", "families_first": True})

_KINDS: tuple[Kind, ...] = (
    Kind(1, up_to(HOME, "longlisted"), (3, 120)),
    Kind(1, up_to(HOME, "accepted"), (1, 10)),
    Kind(1, up_to(HOME, "phase1_talks", Wait(3, 6), Pause(25)), (2, 12)),
    Kind(1, up_to(HOME, "phase2_plan"), (1, 40)),
    Kind(1, up_to(HOME, "plan_agreed", Wait(8, 15), _RELAPSE), (1, 8)),
    Kind(1, up_to(HOME, "phase3_report"), (1, 14)),
    Kind(1, up_to(HOME, "followup_planned"), (1, 70)),
    Kind(1, up_to(HOME, "followup_planned", Wait(70, 80), Do("record_followup_not_held")), (1, 20)),
    Kind(1, up_to(HOME, "closed"), END),
    Kind(1, up_to(HOME, "longlisted", Wait(10, 30), Do("not_suitable")), END),
    Kind(1, up_to(HOME, "phase1_talks", Wait(9, 20), Do("end_refused")), END),
)  # fmt: skip
KINDS = tuple(replace(kind, ages=_AGES) for kind in _KINDS)
