"""Two siblings at a table that is in session: their request, invitations and words are there.

Sam (13) and Daan (8) live with Els, who has authority over both; Karim has it over Sam, Joost
over Daan, and Karim must not meet Joost. Vera is in the chair, Sita keeps the minutes, Carla is of
the council, Rik asked, Bram is the regisseur, Cora coordinates, Anna takes no part.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from engine.clock import ManualClock
from engine.service import orders
from engine.service.office import Office
from engine.service.opening import open_case
from engine.service.registering import Member, NewFamily, register_family
from engine.service.repeats import Done
from engine.service.sheet import Sheet, sheet
from engine.service.table_orders import MarkAtMeeting
from engine.service.tables import FirstTable, set_up_table
from engine.store import versions
from engine.store.meeting_tables import NewTable
from engine.store.store import Store
from engine.store.unit_of_work import unit_of_work
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import professional, shipped, takes_part
from tests.service.rooms import Room
from tests.service.stages import STAGES, keep, put_back

REGION = "default"
STAFF = {
    "bram": "regisseur",
    "carla": "council_adviser",
    "cora": "coordinator",
    "anna": "cjg_worker",
    "rik": "requester",
    "sita": "secretary",
    "vera": "chair",
}
SIT = ("vera", "sita", "carla")
TUESDAY = date(2026, 3, 10)
SAID = {
    "decider": "table",
    "decided_by": "De tafel samen",
    "reasons": "Er is hulp die past.",
    "safety": "Veilig genoeg; Bram kijkt wekelijks.",
}
"""What is recorded with an outcome."""


@dataclass
class Sitting:
    """The case on the agenda of a meeting, and what people do there."""

    room: Room
    case: CaseAtDesk
    meeting: str
    item: str

    @property
    def desk(self) -> Desk:
        """The desk of the family."""
        return self.room.desk

    def who(self, name: str) -> str:
        """The public id of somebody of the family, or of a professional."""
        return self.desk.registered.members.get(name) or self.desk.who(name)

    def sheet(self, by: str = "vera") -> Sheet:
        """Look at the sheet."""
        return sheet(self.desk.viewers[by], self.desk.office, self.meeting, self.item)

    def settles(self, child: str, status: str, **said: Any) -> None:
        """Record the outcome of a child."""
        record = self.case.done(
            "vera", orders.WriteRecord, type="table_outcome", child=self.who(child), fields=SAID
        ).made
        self.case.done("vera", orders.MoveRecord, record=record, to=status, inputs=said)

    def sits(self) -> None:
        """Let everybody of the quorum be there, and the talk begin."""
        for name in SIT:
            self.room.done(
                "vera", MarkAtMeeting, meeting=self.meeting, person=self.who(name), how="in_room"
            )
        self.case.done("vera", orders.MarkAtItem, person=self.who("rik"), how="in_room")
        self.case.step("start_meeting", by="vera", parents_there="held_without")


def a_sitting(store: Store, clock: ManualClock) -> Sitting:
    """A meeting in session with the case on its agenda; nobody is marked yet."""
    key = ("sitting", store.is_sqlite)
    if key not in STAGES:
        made = _made(store, clock, key)
        desk, room = made.desk, made.room
        ids = (room.table, made.case.id, made.meeting, made.item)
        keep(key, store, (desk.registered, desk.viewers, clock.now(), ids))
        return made
    put_back(key, store)
    registered, viewers, now, (table, case, meeting, item) = STAGES[key].made
    clock.move_to(now)
    desk = Desk(Office(store, clock, shipped()), clock, REGION, registered, viewers, key)
    return Sitting(Room(desk, table), CaseAtDesk(desk, case), meeting, item)


def _made(store: Store, clock: ManualClock, key: Any) -> Sitting:
    office = Office(store, clock, shipped())
    with unit_of_work(store) as connection:
        for name in ("beschermingstafel", "council_investigation", "regie"):
            versions.publish(connection, office.library.of(name, REGION), now=clock.now())
    viewers = {name: professional(office, name, role) for name, role in STAFF.items()}
    members = (
        Member(name="sam", born=date(2012, 5, 1), is_child=True),
        Member(name="daan", born=date(2018, 1, 20), is_child=True),
        Member(name="els", authority_over=("sam", "daan")),
        Member(name="karim", authority_over=("sam",)),
        Member(name="joost", authority_over=("daan",)),
    )
    new = NewFamily(name="Visser", region=REGION, members=members)
    family = register_family(viewers["rik"], office, new)
    desk = Desk(office, clock, REGION, family, viewers, key)
    table = set_up_table(
        office,
        FirstTable(
            table=NewTable(region=REGION, title="Tafel"),
            members=tuple((viewers[name], STAFF[name]) for name in SIT),
        ),
    )
    return _on_the_agenda(Room(desk, table.public_id))


def _on_the_agenda(room: Room) -> Sitting:
    desk = room.desk
    about = tuple(desk.registered.members[name] for name in ("sam", "daan"))
    order = orders.OpenCase(
        workflow="beschermingstafel",
        family=desk.family,
        children=about,
        role="requester",
        inputs={"on_behalf_of": "local_team"},
    )
    done = open_case(desk.viewers["rik"], desk.office, order)
    assert isinstance(done, Done)
    case = CaseAtDesk(desk, done.case)
    takes_part(
        desk, desk.viewers["bram"], role="regisseur", access="regisseur", case_id=case.head.id
    )
    _asks(case)
    meeting = room.plans(TUESDAY)
    case.step("schedule", by="sita", meeting=meeting)
    desk.clock.move_to(desk.clock.now() + timedelta(days=8))
    room.brings(meeting, "in_session")
    (item,) = room.shown(meeting).items
    return Sitting(room, case, meeting, item.id)


def _asks(case: CaseAtDesk) -> None:
    """The request, what the family says, and how they are asked to come."""
    members, rik = case.desk.registered.members, "rik"
    case.settled(
        "discussion_request", "ready", by=rik, concern="Ruzie thuis", expected_gi="De Brug"
    )
    case.step("submit", by=rik, urgency="normal")
    case.step("accept", by="vera", priority="normal")
    case.settled(
        "intake_list", "complete", by=rik, strengths="Oma helpt", biggest_worry="School gemist"
    )
    for child in ("sam", "daan"):
        view = {"own_words": f"{child} wil naar oma"}
        about = {"child": members[child], "fields": view}
        record = case.done(rik, orders.WriteRecord, type="child_view", **about).made
        case.done(rik, orders.MoveRecord, record=record, to="heard")
    for person, apart in (("els", None), ("karim", members["joost"])):
        case.settled(
            "invitation_plan", "invited", by="sita",
            person=members[person], safe_contact="phone", not_together_with=apart,
        )  # fmt: skip
