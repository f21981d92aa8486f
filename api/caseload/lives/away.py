"""Out-of-home placement, along the roads by which it comes about."""

from __future__ import annotations

from api.caseload.intents import Ask, Begin, Do, HandOver, Look, Meet, Open, Say, Seat, Settle, Wait
from api.caseload.roads import END, Kind, Road, up_to

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

_NO_CONFERENCE = Ask("family_group_conference", "decide_to_place")
_REFUSED = Do("decide_to_place", mends=False)

KINDS: tuple[Kind, ...] = (
    Kind(1, up_to(AWAY, "considered"), (1, 12)),
    Kind(1, up_to(AWAY, "substantiating"), (1, 25)),
    Kind(1, up_to(AWAY, "substantiating", Wait(2, 5), HandOver("regisseur")), (5, 20)),
    Kind(1, up_to(AWAY, "counter_checked"), (1, 14)),
    Kind(1, up_to(AWAY, "counter_checked", Wait(2, 9), _REFUSED), (1, 12)),
    Kind(1, up_to(AWAY, "counter_checked", Wait(2, 6), _NO_CONFERENCE), (1, 4)),
    Kind(1, up_to(AWAY, "decided_to_place"), (1, 4)),
    Kind(1, up_to(COURT, "court_requested"), (1, 25)),
    Kind(1, up_to(NIGHT, "placed"), (1, 6)),
    Kind(1, up_to(NIGHT, "extended"), (5, 60)),
    Kind(1, up_to(ORDERED, "placed"), (1, 40)),
    Kind(1, up_to(AWAY, "placed", Wait(20, 40), Say("placement", "withdrawn", "youth")), (2, 20)),
    Kind(1, up_to(AWAY, "evaluating"), (1, 14)),
    Kind(1, up_to(AWAY, "returned"), END),
    Kind(1, up_to(AWAY, "considered", Wait(6, 20), Do("decide_not_to_place")), END),
    Kind(1, up_to(AWAY, "placed", Wait(9, 20), Do("transfer_out")), END),
)  # fmt: skip
