"""The two cases of the demo's story, and how far each is when the demo begins."""

from __future__ import annotations

from datetime import timedelta

from api.caseload.families import ChildOf, Household, ParentOf
from api.caseload.intents import Begin, Do, Look, Meet, Open, Say, Seat, Settle, Talk, Wait
from api.caseload.roads import Kind, Leg

LEAD = "bram"
PLACEMENT = "placement"
LOOK_BACK = "look_back"

# Left for whoever tells the story: the explanatory analysis, to begin and to have confirmed;
# the alternatives, written but not confirmed; and the consent of the father.
_PLACEMENT: Leg = (
    Open(
        "placement",
        {
            "asked_by": "Moeder en school",
            "why_now": "Het gaat thuis niet meer; school belt elke dag.",
        },
    ),
    Meet("cjg_worker", "els"),
    Meet("qualified_behavioural_scientist", "dora"),
    Seat(100),
    Wait(2, 2),
    Do("substantiate", {"authority_known": True}),
    Wait(5, 5),
    Settle("second_opinion"),
    Wait(1, 1),
    Do("counter_check"),
    Wait(4, 4),
    Settle("family_group_conference", "declined"),
    Settle("placement_plan"),
    Wait(3, 3),
    Say("placement", "given", "youth"),
    Say("placement", "given", "first_parent"),
    Begin("alternatives_weighed", by="els"),
)
_LOOK_BACK: Leg = (
    Open("verder_thuis", {"lives": "youth_help"}),
    Meet("regisseur"),
    Meet("verder_thuis_coach", "vera"),
    Meet("cjg_worker", "els"),
    Seat(100),
    Wait(9, 9),
    Do("preselect", {"measure": "none", "place_still_right": "no_longer"}),
    Wait(7, 7),
    Look("accept"),
    Wait(2, 2),
    Do("accept"),
    Wait(6, 6),
    Do("start_talks", {"talks_planned": True}),
    Wait(12, 12),
    Look("make_plan"),
    Wait(4, 4),
    Do("make_plan"),
    Talk(),
    Wait(20, 20),
    Do("agree_plan", {"target_outcome": "home"}),
    Wait(23, 23),
    Do("start_report", {"outcome": "home", "year_in_family": False}),
    Settle("case_report"),
    Wait(7, 7),
    Look("complete"),
    Do("complete", {"talk_on": timedelta(weeks=12)}),
)

KINDS = {
    PLACEMENT: Kind(1, _PLACEMENT, (6, 6)),
    LOOK_BACK: Kind(1, _LOOK_BACK, (72, 72)),
}
"""When the demo begins the placement waits for six days; the look-back is two weeks away."""


def household(story: str, region: str, municipality: str) -> Household:
    """The family of a story: Sam's parents live apart, Milan has a father only."""
    if story == PLACEMENT:
        sam = ChildOf("Sam Elsinga", 13 * 365 + 120)
        parents = (ParentOf("Marit Elsinga"), ParentOf("Tom Roverveen"))
        return Household("Elsinga", region, municipality, (sam,), parents, lead=LEAD)
    milan = ChildOf("Milan Kuiperloo", 14 * 365)
    father = (ParentOf("Jo Kuiperloo"),)
    return Household("Kuiperloo", region, municipality, (milan,), father, lead=LEAD)
