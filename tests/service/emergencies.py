"""A night on which the crisis service is let in: who asks, for whom, and who hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from engine.access import Viewer
from engine.clock import ManualClock
from engine.decision import Refused
from engine.service import step_up
from engine.service.account_roles import appoint
from engine.service.emergency import LetIn, ask_emergency
from engine.service.emergency_orders import AskEmergency
from engine.service.office import Office
from engine.service.registering import NewProfessional, register_professional
from engine.service.sessions import sign_in
from engine.store.store import Store
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading
from tests.service.builders import REGION, CaseAtDesk, Desk
from tests.service.desks import shipped, takes_part
from tests.service.nights import BORN, a_crisis, a_crisis_desk, at_night, routed
from tests.service.stages import STAGES, keep, put_back

SERVICE = "Crisisdienst"
PLAN = "CANARY-plan: tante slaapt hier; bij gevaar bellen wij samen."
PLACE = "CANARY-place: bij oma"
CALLER = "CANARY-caller: de buurvrouw"
REASON = "CANARY-reason: moeder belt, kind is weg en reageert niet meer."


def a_night(store: Store, clock: ManualClock) -> Desk:
    """Lend a desk at which a crisis of Sam runs; Wim and Willy are of the crisis service.

    Willy works on it, so the service works in the region; Petra watches the log there.
    """
    key = ("a night", store.is_sqlite)
    if key not in STAGES:
        made = _made(store, clock)
        keep(key, store, (made.registered, made.viewers, made.office.known))
        return made
    put_back(key, store)
    registered, viewers, known = STAGES[key].made
    office = Office(store, clock, shipped(), known=dict(known))
    return Desk(office, clock, REGION, registered, viewers, key)


def the_case(desk: Desk) -> CaseAtDesk:
    """The crisis of Sam."""
    (head,) = desk.heads()
    return CaseAtDesk(desk, head.public_id)


def _made(store: Store, clock: ManualClock) -> Desk:
    desk = a_crisis_desk(store, clock)
    viewers = {**desk.viewers, "wim": _of_service(desk, "wim"), "willy": _of_service(desk, "willy")}
    new = NewProfessional(name="petra", subject="petra", works_as=(), email="petra@gemeente.test")
    viewers["petra"] = register_professional(desk.office, new)
    appoint(desk.office, viewers["petra"], "privacy_officer", REGION)
    desk = replace(desk, viewers=viewers)
    _crisis_of_sam(desk)
    return desk


def _of_service(desk: Desk, name: str) -> Viewer:
    new = NewProfessional(
        name=name,
        subject=name,
        works_as=("crisis_worker",),
        organisation=SERVICE,
        email=f"{name}@crisisdienst.test",
    )
    return register_professional(desk.office, new)


def _crisis_of_sam(desk: Desk) -> None:
    said = {"place": PLACE, "caller": CALLER, "danger": "Ruzie met een mes."}
    case = a_crisis(desk, **said)
    routed(case)
    case.step("start_intervention", "cas", occurred_at=at_night(22, 30))
    plan = {"stabilised_at": "2026-02-28", "where": "home", "safety_plan": PLAN}
    case.step("stabilise", "cas", occurred_at=at_night(23, 50), **plan)
    case.step(
        "record_escalation",
        "cas",
        measure="provisional_supervision_order",
        began_on="2026-03-01",
        last_day_in_force="2026-05-28",
        unheard=False,
    )
    family = case.head.family_id
    takes_part(desk, desk.viewers["bram"], role="regisseur", access="regisseur", family_id=family)
    takes_part(desk, desk.viewers["willy"], role="duty_worker", family_id=family)


def set_clock(desk: Desk, **how_far: float) -> None:
    """Let the clock be set, back too."""
    desk.clock = ManualClock(desk.clock.now() + timedelta(**how_far))
    desk.office = replace(desk.office, clock=desk.clock)


def signed_in(desk: Desk, who: str = "wim", *, fresh: bool = True) -> Viewer:
    """Let somebody come in, and show their second factor."""
    _, me = sign_in(desk.office, desk.who(who), through="page")
    if fresh:
        confirms(desk, me.viewer)
    return me.viewer


def confirms(desk: Desk, viewer: Viewer) -> None:
    """Let somebody show their second factor once more."""
    assert step_up.confirm(viewer, desk.office, proves=lambda: True)


def asks(desk: Desk, viewer: Viewer, **said: Any) -> LetIn | Refused:
    """Ask to be let in on Sam."""
    order = {"name": "sam", "born": BORN, "category": "missing_child", "reason": REASON}
    return ask_emergency(viewer, desk.office, AskEmergency(**{**order, **said}))


def let_in(desk: Desk, viewer: Viewer, **said: Any) -> str:
    """Be let in on Sam; the grant."""
    came = asks(desk, viewer, **said)
    assert isinstance(came, LetIn), came
    (grant,) = came.grants
    return grant


def rows_of(desk: Desk, table: str) -> list[Mapping[str, Any]]:
    """Every row of a table."""
    found = select(METADATA.tables[table])
    with reading(desk.office.store) as connection:
        return [dict(row) for row in connection.execute(found).mappings()]


def told(desk: Desk) -> list[tuple[str, str]]:
    """Who got which notice of it."""
    names = {viewer.person: name for name, viewer in desk.viewers.items()}
    return sorted(
        (names[row["person_id"]], row["template"])
        for row in rows_of(desk, "notice")
        if str(row["template"]).startswith("emergency")
    )
