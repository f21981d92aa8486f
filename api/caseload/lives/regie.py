"""Who holds regie: proposed, accepted, handed over, given back."""

from __future__ import annotations

from datetime import timedelta

from api.caseload.intents import Do, Leave, Meet, Open, Settle, Somebody, Wait
from api.caseload.roads import Kind, Leg, Road, up_to

_OFFER = {"person": Somebody.COLLEAGUE, "talk_on": timedelta(days=6)}
_FREE = {"professional_needed": False}

REGIE: Road = {
    "parents_regie": (Open("regie", role="cjg_worker"), Meet("fixed_contact")),
    "proposed": (Wait(3, 8), Do("propose", {"family_asked": True})),
    "active": (Wait(1, 4), Do("accept", {"safety_runs": False})),
    "offered": (Wait(30, 80), Do("offer_handover", _OFFER)),
    "taken_over": (
        Wait(6, 6), Settle("regie_handover_talk"), Wait(1, 1), Do("accept_handover"),
    ),
}  # fmt: skip
"""A regisseur with whom the family agrees, and later another one."""

BACK: Road = {
    **{leg: REGIE[leg] for leg in ("parents_regie", "proposed", "active")},
    "returned": (
        Wait(60, 100), Settle("regie_return", "agreed"), Do("return_to_parents", _FREE),
    ),
    "closed": (Wait(20, 40), Do("close", {"open_cases": False})),
}  # fmt: skip
"""The parents take it back."""

_GONE: Leg = (*up_to(REGIE, "active"), Wait(20, 60), Leave("regisseur"))

KINDS: tuple[Kind, ...] = (
    Kind(1, up_to(REGIE, "proposed"), (3, 5)),
    Kind(1, up_to(REGIE, "active"), (5, 60)),
    Kind(1, up_to(REGIE, "offered"), (4, 6)),
    Kind(1, up_to(REGIE, "taken_over"), (3, 30)),
    Kind(1, _GONE, (4, 5)),
    Kind(1, up_to(BACK, "returned"), (10, 60)),
    Kind(1, up_to(BACK, "closed"), (20, 90)),
)
