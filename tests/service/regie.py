"""A family with a plan: who works around it, and how regie comes to Bram."""

from __future__ import annotations

from engine.clock import ManualClock
from engine.service.delivery import Channels
from engine.service.tick import TickReport, tick
from engine.store import participation, snapshots
from engine.store.store import Store
from engine.store.unit_of_work import reading
from tests.runner.outbox import FakeChannel
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import a_desk, another_family

ROLES = {
    "anna": "cjg_worker",
    "bram": "regisseur",
    "ines": "regisseur",
    "mees": "substitute",
    "gijs": "protection_worker",
    "cora": "coordinator",
    "tess": "team_lead",
}


def a_regie_desk(store: Store, clock: ManualClock) -> Desk:
    """Let Anna register a family, with a team lead and two who work as regisseur."""
    desk = a_desk(store, clock, roles=ROLES)
    return another_family(desk, desk.viewers["anna"])


def a_plan(desk: Desk) -> CaseAtDesk:
    """Open regie for the family: the parents hold it."""
    return desk.opens("anna", workflow="regie", role="cjg_worker")


def regie_of_bram(desk: Desk) -> CaseAtDesk:
    """Let Bram be proposed and accept."""
    case = a_plan(desk)
    case.step("propose", "anna", person=desk.who("bram"))
    case.step("accept", "bram")
    return case


def ticks(desk: Desk) -> TickReport:
    """Let the clock do what is due; nothing may break."""
    channels: Channels = {"email": FakeChannel()}
    report = tick(desk.office, channels)
    assert report.broken == 0
    return report


def holders(case: CaseAtDesk, role: str) -> list[str]:
    """Name who holds a role: those who get the notices, and whom the guards count, are the same."""
    desk = case.desk
    now, today = desk.clock.now(), desk.office.today()
    names = {viewer.id: name for name, viewer in desk.viewers.items()}
    with reading(desk.office.store) as connection:
        told = participation.holders(connection, case.head, now=now, on=today)
        taken = snapshots.take(connection, [case.head], viewer=None, on=today, now=now)
    counted = taken[case.head.id].holders.get(role, ())
    assert {each.public_id for each in told.get(role, ())} == {each.person for each in counted}
    return [names.get(each.person, each.person) for each in counted]
