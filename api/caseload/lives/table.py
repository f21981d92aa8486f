"""The table: from a request to the agreements that are kept, handed over or brought back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from api.caseload.intents import (
    AgreeOn,
    AskAll,
    Attend,
    AwaitMeeting,
    Begin,
    Conclude,
    Do,
    Invite,
    Meet,
    Open,
    Settle,
    Wait,
)
from api.caseload.roads import END, Kind, Leg, Road, up_to

_OPEN = Open("beschermingstafel", {"on_behalf_of": "local_team"}, role="requester")
_TEN_WEEKS = {"next_date": timedelta(weeks=10)}
_TALK: Leg = (
    Invite("sent"), AwaitMeeting(), Attend(),
    Do("start_meeting", {"parents_there": "everybody"}),
)  # fmt: skip
_DECIDE: Leg = (AgreeOn(), Do("decide", _TEN_WEEKS))
_CALM = {"priority": "normal"}

TABLE: Road = {
    "draft": (_OPEN, Begin("discussion_request")),
    "submitted": (
        Wait(1, 3), Settle("discussion_request", "ready"), Settle("parents_informed", "told"),
        Do("submit", {"urgency": "normal"}),
    ),
    "accepted": (Wait(1, 2), Do("accept", _CALM), Meet("regisseur")),
    "scheduled": (Wait(0, 1), Invite(), Do("schedule")),
    "in_meeting": _TALK,
    "decided": (
        Meet("regisseur"), AskAll("table_help"), Settle("table_outcome", "voluntary_continues"),
        *_DECIDE,
    ),
    "following_agreements": (Settle("table_letter"), Do("hand_over_agreements")),
    "closed": (
        Wait(50, 66), Conclude(), Settle("table_outcome", "closed", {"how": "agreements_met"}),
        Do("close"),
    ),
}  # fmt: skip
"""Help that stays voluntary, with agreements that are kept."""

INTENSE: Road = {
    **{leg: TABLE[leg] for leg in ("draft", "submitted", "accepted", "scheduled", "in_meeting")},
    "decided": (
        Meet("regisseur"), AskAll("table_help"), Settle("table_outcome", "voluntary_intensified"),
        AgreeOn(3), Do("decide", _TEN_WEEKS),
    ),
    "following_agreements": TABLE["following_agreements"],
    "returned": (
        Wait(45, 55), Conclude("not_met"), Invite(),
        Do("return_to_table"),
    ),
    "in_meeting_again": _TALK,
    "decided_again": (Settle("table_outcome", "voluntary_intensified"), *_DECIDE),
    "following_again": (Settle("table_letter"), Do("hand_over_agreements")),
}  # fmt: skip
"""Agreements of which one is not kept: the case comes back to the table."""

COUNCIL: Road = {
    **{leg: TABLE[leg] for leg in ("draft", "submitted", "accepted", "scheduled", "in_meeting")},
    "decided": (
        Meet("regisseur"),
        Settle("table_outcome", "council_investigation", {"council_decided": True}),
        *_DECIDE,
    ),
    "following_agreements": TABLE["following_agreements"],
    "closed": (
        Wait(60, 90), Conclude("handed_over"),
        Settle("table_outcome", "closed", {"how": "council_took_over"}), Do("close"),
    ),
}  # fmt: skip
"""The council investigates: a case of its own opens beside this one."""

URGENT: Road = {
    "draft": TABLE["draft"],
    "submitted": (Settle("discussion_request", "ready"), Do("submit", {"urgency": "high"})),
    "accepted": (Do("accept", {"priority": "high"}), Meet("regisseur")),
    "scheduled": (Invite(), Do("schedule")),
    "in_meeting": _TALK,
    "decided": (Meet("regisseur"), Settle("table_outcome", "provisional"), *_DECIDE),
    "following_agreements": TABLE["following_agreements"],
}
"""A week at most was asked, and it took longer; the parents have not said yes yet."""

_ADJOURN: Leg = (
    AwaitMeeting(), Attend("absent_with_notice"),
    Do("adjourn", {"new_date": timedelta(weeks=2)}),
)  # fmt: skip
_PENDING: Leg = (
    *up_to(TABLE, "in_meeting"), Meet("regisseur"),
    Settle("table_outcome", "decision_pending_rvdk"), *_DECIDE, *TABLE["following_agreements"],
)  # fmt: skip

_KINDS: tuple[Kind, ...] = (
    Kind(1, up_to(TABLE, "draft"), (3, 6)),
    Kind(1, up_to(TABLE, "submitted"), (3, 4)),
    Kind(1, up_to(TABLE, "submitted", Wait(1, 1), Do("return_as_incomplete")), (3, 6)),
    Kind(1, up_to(TABLE, "accepted"), (3, 4)),
    Kind(1, up_to(TABLE, "scheduled"), (8, 10)),  # on the agenda of tomorrow
    Kind(1, up_to(TABLE, "scheduled", Invite("sent")), (8, 10)),  # and this one was told of it
    Kind(1, up_to(TABLE, "scheduled"), (3, 5)),  # on that of next week
    Kind(1, up_to(URGENT, "scheduled"), (3, 5)),
    Kind(1, up_to(TABLE, "scheduled", *_ADJOURN), (5, 6)),
    Kind(1, up_to(TABLE, "following_agreements"), (14, 17)),
    Kind(1, up_to(INTENSE, "following_agreements"), (28, 31)),
    Kind(1, up_to(INTENSE, "returned"), (3, 5)),
    Kind(1, up_to(URGENT, "following_agreements"), (7, 9)),
    Kind(2, up_to(COUNCIL, "following_agreements"), (28, 45)),
    Kind(1, up_to(COUNCIL, "closed"), (20, 120)),
    Kind(1, _PENDING, (7, 9)),
    Kind(1, up_to(TABLE, "closed"), END),
    Kind(1, up_to(TABLE, "submitted", Wait(2, 5), Do("decline_for_table")), END),
    Kind(1, up_to(TABLE, "accepted", Wait(2, 6), Do("withdraw")), END),
)
_HERE = tuple(replace(kind, region="default") for kind in _KINDS)
_THERE = (
    Kind(1, up_to(TABLE, "scheduled"), (9, 11), region="oldebroek"),  # on the agenda of today
    Kind(1, up_to(TABLE, "scheduled", Invite("sent")), (9, 11), region="oldebroek"),
    Kind(1, up_to(TABLE, "following_agreements"), (14, 40), region="oldebroek"),
    Kind(1, up_to(COUNCIL, "following_agreements"), (60, 100), region="oldebroek"),
)
KINDS = (*_HERE, *_THERE)
