"""A crisis: routed within the hour, and followed for half a year."""

from __future__ import annotations

from datetime import timedelta

from api.caseload.intents import Do, Meet, Open, Seat, Settle, Wait
from api.caseload.roads import Kind, Leg, Road, up_to

_NOW = timedelta()

CRISIS: Road = {
    "reported": (Open("crisis", role="crisis_worker"),),
    "triage": (Do("start_triage", {"urgency": "acute"}),),
    "routed": (Do("route", {"route": "jo"}),),
    "intervening": (Do("start_intervention"),),
    "stabilised": (Do("stabilise", {"stabilised_at": _NOW, "where": "home"}),),
    "aftercare": (
        Wait(1, 1), Meet("regisseur"), Settle("regie_acceptance", "accepted"), Wait(2, 6),
        Settle("crisis_aftercare_plan"), Do("start_aftercare"),
    ),
    "monitoring": (Wait(14, 40), Do("start_monitoring")),
    "closed": (Wait(165, 172), Do("close", {"placed": False})),
}  # fmt: skip
"""The youth stays at home, with help."""

JOINT: Road = {
    **CRISIS,
    "triage": (Do("start_triage", {"urgency": "urgent"}),),
    "routed": (Do("route", {"route": "joint", "lead_service": "ggz"}),),
    "intervening": (Wait(1, 2), Do("start_intervention", {"measure": "ambulatory"})),
}
"""Both services go, a day or more later."""

_PLACED = Do(
    "record_placement",
    {"placed_on": _NOW, "how": "emergency", "place_kind": "foster_family", "crisis_place": True},
)
ELSEWHERE: Road = {
    **{leg: CRISIS[leg] for leg in ("reported", "triage", "routed", "intervening")},
    "stabilised": (
        Do("stabilise", {"stabilised_at": _NOW, "where": "elsewhere"}), Meet("regisseur"), _PLACED,
    ),
    "aftercare": CRISIS["aftercare"],
    "monitoring": CRISIS["monitoring"],
}  # fmt: skip
"""That night the youth was placed; a case of its own opens for that."""

PLACED_AT_NIGHT: Leg = (Meet("cjg_worker"), Seat(), Meet("provider"))
"""What is seen to in the placement that began that night."""

_ALL_QUIET: Leg = (
    *up_to(CRISIS, "triage"), Settle("no_crisis_check"), Settle("crisis_referral", "accepted"),
    Do("end_as_no_crisis"),
)  # fmt: skip

KINDS: tuple[Kind, ...] = (
    Kind(1, up_to(CRISIS, "routed"), (2, 2)),
    Kind(1, up_to(JOINT, "intervening"), (3, 4)),
    Kind(1, up_to(CRISIS, "stabilised"), (2, 5)),
    Kind(1, up_to(ELSEWHERE, "stabilised"), (2, 5)),
    Kind(1, up_to(CRISIS, "aftercare"), (2, 20)),
    Kind(1, up_to(CRISIS, "monitoring"), (5, 130)),
    Kind(1, up_to(ELSEWHERE, "monitoring"), (20, 90)),
    Kind(2, up_to(CRISIS, "closed"), (10, 110), careful=True),
    Kind(1, _ALL_QUIET, (30, 330)),
)
