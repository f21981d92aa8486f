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
from engine.store.agenda import LiveItem
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
CHANGED: Mapping[Again, Text] = {
    "time": Text(nl="de tijd is veranderd", en="the time has changed"),
    "place": Text(nl="de plaats is veranderd", en="the place has changed"),
    "off": Text(nl="er is nu geen gesprek gepland", en="no talk is planned now"),
}
"""The same in a few words, behind a name."""
_WHEN = ("on", "starts")


def told_with(work: CaseInHand, head: RecordHead, to: str) -> dict[str, JsonValue]:
    """What is kept beside the event when this invitation goes out: the talk as it stands."""
    if head.type != INVITATION or to != SENT:
        return {}
    talk = agenda.talks_ahead(work.connection, [work.case.id]).get(work.case.id)
    return {TOLD: dict(_talk(talk))}


def outdated(
    connection: Connection, case: CaseHead, plans: Mapping[str, Plan]
) -> Mapping[str, Again]:
    """To whom it must be said anew, by person, and what is not so any more.

    Of an invitation of which it is not known what it said, nothing is found.
    """
    made = [plan.suspends or plan for plan in plans.values()]
    sent = {each.person: each.version for each in made if each.comes and each.status == SENT}
    return outdated_of(connection, {case.id: sent})[case.id]


def outdated_of(
    connection: Connection, sent: Mapping[int, Mapping[str, int]]
) -> Mapping[int, Mapping[str, Again]]:
    """The same of many cases in two statements: by the key of each.

    Args:
        sent: of each case with which version it went out to whom.
    """
    found: dict[int, dict[str, Again]] = {case: {} for case in sent}
    if not any(sent.values()):
        return found
    talks = agenda.talks_ahead(connection, list(sent))
    wanted = {(case, version) for case, told in sent.items() for version in told.values()}
    said = events.details_at(connection, wanted)
    for case, told in sent.items():
        now = _talk(talks.get(case))
        for person, version in told.items():
            before = said.get((case, version), {}).get(TOLD)
            again = _differs(before, now) if isinstance(before, dict) else None
            if again is not None:
                found[case][person] = again
    return found


def _talk(live: LiveItem | None) -> Mapping[str, str]:
    """When and where the talk is; empty while it is not planned."""
    if live is None:
        return {}
    item, meeting = live.item, live.meeting
    starts = f"{item.starts:%H.%M}" if item.starts else ""
    return {"on": meeting.on_date.isoformat(), "starts": starts, "place": meeting.place or ""}


def _differs(before: Mapping[str, object], now: Mapping[str, str]) -> Again | None:
    if before and not now:
        return "off"
    if any(before.get(key) != now.get(key) for key in _WHEN):
        return "time"
    return "place" if before.get("place") != now.get("place") else None
