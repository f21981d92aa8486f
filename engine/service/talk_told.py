"""What an invitation that went out said of the talk, and to whom it must be said anew.

That it went out stays a fact of its record. What no longer holds is found by comparing the talk
as it was then, kept beside the event, with the talk as it stands now.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from pydantic import JsonValue

from engine.service.command import CaseInHand
from engine.service.invitation_plans import INVITATION, SENT, Plan
from engine.store import Connection, agenda, events
from engine.store.cases import CaseHead
from engine.store.records import RecordHead
from engine.text import Text

TOLD = "told"
"""Where it lies beside the event by which an invitation went out."""

Again: TypeAlias = Literal["time", "place", "off"]
"""What is not so any more: the day or the time, the place, or that there is a talk."""

AGAIN: Mapping[Again, Text] = {
    "time": Text(
        nl="Opnieuw te geven: de tijd is veranderd", en="To be given again: the time has changed"
    ),
    "place": Text(
        nl="Opnieuw te geven: de plaats is veranderd", en="To be given again: the place has changed"
    ),
    "off": Text(
        nl="Zeg af: er is nu geen gesprek gepland", en="Call it off: no talk is planned now"
    ),
}
_WHEN = ("on", "starts")


def told_with(work: CaseInHand, head: RecordHead, to: str) -> dict[str, JsonValue]:
    """What is kept beside the event when this invitation goes out: the talk as it stands."""
    if head.type != INVITATION or to != SENT:
        return {}
    return {TOLD: dict(_talk(work.connection, work.case))}


def outdated(
    connection: Connection, case: CaseHead, plans: Mapping[str, Plan]
) -> Mapping[str, Again]:
    """To whom it must be said anew, by person, and what is not so any more.

    Of an invitation of which it is not known what it said, nothing is found.
    """
    made = [plan.suspends or plan for plan in plans.values()]
    sent = {each.version: each for each in made if each.comes and each.status == SENT}
    if not sent:
        return {}
    now, found = _talk(connection, case), dict[str, Again]()
    for seq, details in events.details_at(connection, case, list(sent)).items():
        before = details.get(TOLD)
        again = _differs(before, now) if isinstance(before, dict) else None
        if again is not None:
            found[sent[seq].person] = again
    return found


def _talk(connection: Connection, case: CaseHead) -> Mapping[str, str]:
    """When and where the talk is; empty while it is not planned."""
    live = agenda.live_items(connection, case)
    if not live:
        return {}
    item, meeting = live[0].item, live[0].meeting
    starts = f"{item.starts:%H.%M}" if item.starts else ""
    return {"on": meeting.on_date.isoformat(), "starts": starts, "place": meeting.place or ""}


def _differs(before: Mapping[str, object], now: Mapping[str, str]) -> Again | None:
    if before and not now:
        return "off"
    if any(before.get(key) != now.get(key) for key in _WHEN):
        return "time"
    return "place" if before.get("place") != now.get("place") else None
