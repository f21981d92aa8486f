"""What follows on the table: the council's investigation, and later the end of a measure."""

from __future__ import annotations

from datetime import timedelta

from api.caseload.intents import AgreeOn, Attend, AwaitMeeting, Do, Invite, Meet, Open, Settle, Wait
from api.caseload.roads import Kind, Leg, Road, up_to

_SUPERVISION = {"measure_asked": "supervision_order"}
_ORDERED = {"ruling": "supervision_order", "placement": False, "gi_charged": True}

INVESTIGATION: Leg = (
    Meet("regisseur"), Wait(0, 2), Do("record_vto_sent", {"school_absence": False}),
    Wait(4, 9), Do("record_receipt"), Wait(6, 16), Do("record_start"),
    Wait(28, 45), Do("record_report"), Wait(4, 12), Do("record_petition", _SUPERVISION),
    Wait(18, 30), Meet("protection_worker"), Do("record_ruling", _ORDERED),
    Wait(3, 6), Settle("gi_first_contact"), Meet("fixed_contact"),
    Wait(15, 30), Do("close", {"regie_with": "regisseur"}),
)  # fmt: skip
"""From the request to the judge's ruling, for a case that the table opened."""

WAITED: Leg = (
    Meet("regisseur"), Wait(2, 4), Do("record_vto_sent", {"school_absence": False}),
    Wait(6, 12), Do("record_waiting", {"expected_start": timedelta(weeks=5)}),
    Wait(35, 50), Do("record_start"), Wait(30, 45),
    Do("record_no_petition", {"notice_received": True}),
    Settle("mayor_question", "not_asked"), Meet("fixed_contact"),
    Wait(12, 25), Do("close", {"regie_with": "regisseur"}),
)  # fmt: skip
"""It has to wait, and in the end the council asks the judge nothing."""

ORDER_FOLLOWS: Leg = (
    Meet("protection_worker"), Wait(1, 3),
    Settle("measure", "in_force", {
        "last_day_in_force": timedelta(days=350), "kind": "supervision_order",
        "placed_for": "not_placed",
    }),
)  # fmt: skip
"""The measure has begun; its end is looked at a year later."""

REVIEW: Road = {
    "announced": (
        Open("supervision_order_review", role="protection_worker"), Meet("regisseur"),
        Settle("measure", "in_force", {
            "last_day_in_force": timedelta(days=128), "kind": "supervision_order",
            "placed_for": "not_placed",
        }),
    ),
    "submitted": (Wait(2, 5), Do("submit")),
    "scheduled": (Wait(0, 1), Invite(), Do("schedule", {"before_notice": True})),
    "in_meeting": (Invite("sent"), AwaitMeeting(), Attend(), Do("start_meeting")),
    "decided": (
        Meet("fixed_contact"), Settle("end_outcome", "end_accepted"), AgreeOn(1), Do("decide"),
    ),
    "awaiting_end": (Do("hand_over_agreements"),),
    "closed": (
        Wait(25, 30), Settle("notice_not_extending"), Wait(12, 18),
        Settle("measure_handover", "accepted"), Settle("safety_conditions"), Wait(44, 48),
        Settle("measure_result", "ended"), Do("close"),
    ),
}  # fmt: skip
"""The end of a supervision order, back at the table four months before its last day."""

_NOT_YET: Leg = (
    *up_to(REVIEW, "in_meeting"), Meet("fixed_contact"),
    Settle("end_outcome", "end_not_accepted"), Do("decide"), *REVIEW["awaiting_end"],
)  # fmt: skip

_HERE = "default"
KINDS: tuple[Kind, ...] = (
    Kind(1, up_to(REVIEW, "announced"), (3, 6), region=_HERE),
    Kind(1, up_to(REVIEW, "scheduled"), (8, 10), region=_HERE),
    Kind(1, up_to(REVIEW, "scheduled"), (3, 5), region=_HERE),
    Kind(1, up_to(REVIEW, "awaiting_end"), (14, 17), region=_HERE),
    Kind(1, _NOT_YET, (28, 45), region=_HERE),
    Kind(1, up_to(REVIEW, "closed"), (10, 100), region=_HERE),
)
