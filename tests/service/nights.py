"""A crisis desk: the Jansens, the crisis service that is called, and who works with them by day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from engine.clock import ManualClock
from engine.store.store import Store
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import a_desk, registered

ROLES: Mapping[str, str] = {
    "anna": "cjg_worker",
    "bram": "regisseur",
    "cas": "crisis_worker",
    "cora": "coordinator",
    "pia": "provider",
    "sven": "crisis_supervisor",
    "vic": "crisis_worker",
}
"""Who works as what; Cora takes part everywhere in the region, Anna and Vic nowhere."""

BORN = date(2012, 5, 1)
TRIAGE = {"urgency": "acute", "psychiatric_signs": True, "violence": True}
ROUTE = {"route": "joint", "lead_service": "jo"}


def at_night(hour: int, minute: int = 0) -> datetime:
    """A moment of Saturday night, two days before, by the clocks of Amsterdam."""
    return datetime(2026, 2, 28, hour - 1, minute, tzinfo=UTC)


def a_crisis_desk(store: Store, clock: ManualClock) -> Desk:
    """Lend the desk; Cas, who came at night, registered the family."""
    desk = a_desk(store, clock, roles=ROLES, born=date(2015, 9, 1))
    return replace(desk, registered=registered(desk.office, desk.viewers["cas"]))


def a_crisis(desk: Desk, by: str = "cas", **said: object) -> CaseAtDesk:
    """Report a crisis about Sam on Saturday night, unless it says another moment."""
    said.setdefault("occurred_at", at_night(21, 40))
    return desk.opens(by, workflow="crisis", role=ROLES[by], **said)


def routed(case: CaseAtDesk, **said: object) -> CaseAtDesk:
    """Let Cas assess it and send both services."""
    case.step("start_triage", "cas", occurred_at=at_night(21, 55), **TRIAGE)
    said.setdefault("occurred_at", at_night(22, 5))
    case.step("route", "cas", **{**ROUTE, **said})
    return case
