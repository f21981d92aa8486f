"""Help that asks a decision: granted, started, evaluated, extended or ended."""

from __future__ import annotations

from datetime import timedelta

from api.caseload.intents import Begin, Do, Look, Meet, Open, Settle, Talk, Wait
from api.caseload.roads import END, Kind, Leg, Road, up_to

_NOW = timedelta()


def _days(**after: int) -> dict[str, timedelta]:
    return {name: timedelta(days=days) for name, days in after.items()}


_GRANT = {
    "help_form": "group_help", "simple": "simple", "planned_length": "up_to_six_months",
    **_days(help_since=10, starts_on=10, until=185),
}  # fmt: skip
_GRANT_LONG = {
    "help_form": "ambulatory", "cjg_exception": "psychiatric", "simple": "simple",
    "planned_length": "longer_than_six_months", **_days(help_since=10, starts_on=10, until=300),
}  # fmt: skip
_START = {"started_on": _NOW, "help_since": _NOW}
_ASK_MORE = {"received_on": _NOW, "end_asked": timedelta(days=200)}
_EXTEND = {
    "help_form": "ambulatory", "cjg_now": "cannot", "age_ground": "before_18",
    "planned_length": "longer_than_six_months", **_days(help_since=-120, starts_on=40, until=200),
}  # fmt: skip

SHORT: Road = {
    "applied": (Open("assigned_help"),),
    "clarified": (Wait(4, 12), Settle("help_question"), Do("clarify")),
    "granted": (
        Wait(4, 12), Begin("specialist_consult"), Wait(2, 6), Look("grant", _GRANT), Wait(1, 4),
        Do("grant", _GRANT),
    ),
    "running": (Wait(6, 16), Meet("provider"), Do("start_help", _START)),
    "evaluated": (Wait(84, 96), Talk(), Settle("goal_judgement"), Do("evaluate")),
    "ending": (Wait(10, 25), Do("end_as_planned", {"last_day": timedelta(days=10)})),
    "closed": (Wait(11, 14), Do("close", {"last_day_passed": True, "handover": "not_needed"})),
}  # fmt: skip
"""Half a year at most, and it ends as was meant."""

LONG: Road = {
    **{leg: SHORT[leg] for leg in ("applied", "clarified")},
    "granted": (Wait(10, 20), Do("grant", _GRANT_LONG, aside=1)),
    "running": SHORT["running"],
    "evaluated": SHORT["evaluated"],
    "requested": (Wait(6, 20), Do("request_extension", _ASK_MORE)),
    "decided": (
        Wait(14, 24), Look("extend", _EXTEND), Wait(3, 8), Do("extend", _EXTEND, aside=1),
    ),
    "notified": (Wait(1, 4), Do("notify")),
    "running_on": (Wait(1, 4), Do("continue_help")),
}  # fmt: skip
"""Longer than half a year; an extension is asked for, and granted after a second look."""

_URGENT = Do(
    "grant_urgently",
    {
        "help_form": "respite", "planned_length": "up_to_six_months",
        **_days(help_since=0, starts_on=0, until=90),
    },
)  # fmt: skip
_REFUSED: Leg = (
    *up_to(SHORT, "clarified"), Wait(6, 14), Do("refuse", {"own_view": "heard"}), Wait(1, 3),
    Do("record_letter_sent"),
)  # fmt: skip
_DOCTOR = Do(
    "register_other_referral",
    {"referrer": "family_doctor", "provider": "De Zonnehoek", "until": timedelta(days=150)},
)
_BY_CJG = Do("move_to_cjg", {**_days(last_day=30, cjg_starts_on=30)})
_EXPECTED_NO = {"stays_in_touch": "Het CJG belt over een maand."}

KINDS: tuple[Kind, ...] = (
    Kind(1, up_to(SHORT, "applied"), (3, 20)),
    Kind(1, up_to(SHORT, "clarified"), (3, 10)),
    Kind(1, up_to(SHORT, "granted"), (1, 8)),
    Kind(1, up_to(SHORT, "running"), (5, 75)),
    Kind(1, up_to(LONG, "running"), (5, 75), (15.0, 17.0)),
    Kind(1, up_to(SHORT, "evaluated"), (4, 8), (15.0, 17.0)),
    Kind(1, up_to(LONG, "requested"), (1, 10)),
    Kind(1, up_to(LONG, "notified"), (4, 5)),
    Kind(1, up_to(LONG, "running_on"), (3, 60), (15.2, 17.2)),
    Kind(1, up_to(SHORT, "applied", Wait(1, 2), _URGENT, *SHORT["running"]), (5, 25)),
    Kind(1, up_to(SHORT, "applied", Wait(1, 2), _DOCTOR), (5, 80), (14.9, 16.9)),
    Kind(1, _REFUSED, (3, 20)),
    Kind(1, (*_REFUSED, Wait(50, 54), Do("close_refusal", _EXPECTED_NO)), (10, 120)),
    Kind(1, up_to(LONG, "requested", Wait(10, 20), Settle("cjg_takes_over", "accepted"), _BY_CJG),
         (1, 4)),
    Kind(1, up_to(SHORT, "closed"), (10, 120)),
    Kind(1, up_to(SHORT, "clarified", Wait(3, 9), Do("withdraw")), END),
)  # fmt: skip
