"""Three children and two fathers who must not know of each other; a canary in every free text.

Noor (9), Daan (13) and Mila (4) live with Elske, who has authority over all. Karim has authority
over Noor and Mila, Joost over Daan. Their aunt Tante has none over anybody. Gijs works for Daan
alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from engine.access import Viewer
from engine.clock import ManualClock
from engine.service import orders
from engine.service.office import Office
from engine.service.opening import open_case
from engine.service.orders import OpenCase
from engine.service.registering import Member, NewFamily, register_family
from engine.service.repeats import Done
from engine.store import agenda, attendance, meeting_tables, meetings, people, versions
from engine.store.agenda import NewItem
from engine.store.attendance import Mark
from engine.store.cases import CaseHead
from engine.store.meeting_tables import NewTable
from engine.store.store import Store
from engine.store.unit_of_work import reading, unit_of_work
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import professional, shipped, takes_part
from tests.service.stages import STAGES, keep, put_back

REGION = "default"
STAFF = {
    "bram": ("regisseur", "regisseur"),
    "cora": ("coordinator", "coordinator"),
    "gijs": ("protection_worker", "gi_worker"),
    "lars": ("lawyer", "none"),
    "rik": ("requester", "requester"),
    "sita": ("secretary", "secretary"),
    "vera": ("chair", "chair"),
}
OUTCOMES: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "noor": ("voluntary_intensified", {"goals": "CANARYnoorgoals"}),
    "daan": ("council_investigation", {"council_decided": True}),
    "mila": ("done_here", {}),
}
DUE = date(2026, 3, 20)


@dataclass
class Story:
    """The case with its people; ``records`` are the outcomes, by the name of the child."""

    case: CaseAtDesk
    records: dict[str, str] = field(default_factory=dict)

    @property
    def office(self) -> Office:
        """Where they work."""
        return self.case.desk.office

    def who(self, name: str) -> str:
        """The public id of somebody of the family, or of a professional."""
        desk = self.case.desk
        return desk.registered.members.get(name) or desk.who(name)

    def viewer(self, name: str) -> Viewer:
        """Who looks."""
        return self.case.desk.viewers[name]

    def records_a(self, kind: str, by: str, child: str | None = None, **said: Any) -> str:
        """Begin a record, every free text of it a canary unless said otherwise."""
        form = self.case.workflow.catalogue.records[kind].fields
        usual = {
            name: _usual(f"CANARY{kind}{name}", each.kind, each.values)
            for name, each in form.items()
            if each.kind != "person"
        }
        answers = {name: value for name, value in {**usual, **said}.items() if value is not None}
        about = {"child": self.who(child)} if child else {}
        made = self.case.done(by, orders.WriteRecord, type=kind, fields=answers, **about).made
        assert made
        return made

    def brings(self, record: str, to: str, by: str, **said: Any) -> None:
        """Bring a record to another status."""
        self.case.done(by, orders.MoveRecord, record=record, to=to, inputs=said)

    def outcome(self, child: str, status: str | None = None, **said: Any) -> None:
        """Record what was decided for a child."""
        usual, more = OUTCOMES[child]
        record = self.records_a(
            "table_outcome",
            "vera",
            child,
            decider="council" if usual == "council_investigation" else "table",
            **{name: f"CANARY{child}{name}" for name in ("decided_by", "dissent", "safety")},
            reasons=f"CANARY{child}reasons",
        )
        self.brings(record, status or usual, "vera", **(more if status is None else said))
        self.records[child] = record

    def agrees(self, text: str, owner: str | None, *readers: str, child: str | None = None) -> None:
        """Make an agreement that these may read."""
        self.case.done(
            "vera",
            orders.Agree,
            text=f"CANARY{text}",
            due_on=DUE,
            child=self.who(child) if child else None,
            owner=self.who(owner) if owner else None,
            owner_words="" if owner else f"CANARY{text}owner",
            visible_to=tuple(self.who(reader) for reader in readers),
        )

    def plans(self, person: str, way: str) -> None:
        """Record how somebody is asked to come, and how a letter may reach them."""
        record = self.records_a(
            "invitation_plan",
            "sita",
            person=self.who(person),
            safe_contact=way,
            how=f"CANARY{person}how",
            own_time=None,  # it is a time, so no canary
        )
        self.brings(record, "invited", "sita")


def a_letter_story(store: Store, clock: ManualClock) -> Story:
    """Everything that may not be in a letter, and all that may."""
    key = ("letters", store.is_sqlite)
    if key in STAGES:
        put_back(key, store)
        members, viewers, case, records = STAGES[key].made
        office = Office(store, clock, shipped())
        desk = Desk(office, clock, REGION, members, viewers, key)
        return Story(CaseAtDesk(desk, case), dict(records))
    story = _told(store, clock, key)
    desk = story.case.desk
    keep(key, store, (desk.registered, desk.viewers, story.case.id, dict(story.records)))
    return story


def _told(store: Store, clock: ManualClock, key: Any) -> Story:
    office = Office(store, clock, shipped())
    with unit_of_work(store) as connection:
        workflow = office.library.of("beschermingstafel", REGION)
        versions.publish(connection, workflow, now=clock.now())
    viewers = {name: professional(office, name, role) for name, (role, _) in STAFF.items()}
    members = (
        Member(name="noor", born=date(2016, 4, 10), is_child=True),
        Member(name="daan", born=date(2013, 1, 20), is_child=True),
        Member(name="mila", born=date(2021, 9, 1), is_child=True),
        Member(name="Elske", authority_over=("noor", "daan", "mila")),
        Member(name="Karim", authority_over=("noor", "mila")),
        Member(name="Joost", authority_over=("daan",)),
        Member(name="Tante"),
    )
    new = NewFamily(name="CANARYfamily", region=REGION, members=members)
    family = register_family(viewers["rik"], office, new)
    desk = Desk(office, clock, REGION, family, viewers, key)
    story = Story(_opened(desk))
    _filled(story)
    return story


def _opened(desk: Desk) -> CaseAtDesk:
    members = desk.registered.members
    order = OpenCase(
        workflow="beschermingstafel",
        family=desk.family,
        children=tuple(members[name] for name in ("noor", "daan", "mila")),
        role="requester",
        inputs={"on_behalf_of": "local_team"},
    )
    done = open_case(desk.viewers["rik"], desk.office, order)
    assert isinstance(done, Done)
    case = CaseAtDesk(desk, done.case)
    with reading(desk.office.store) as connection:
        daan = people.person_by_public_id(connection, members["daan"]).id
    for name, (role, access) in STAFF.items():
        if name not in {"rik", "cora"}:
            takes_part(
                desk, desk.viewers[name], role=role, access=access, case_id=case.head.id,
                ground="CANARYground", child_id=daan if name == "gijs" else None,
            )  # fmt: skip
    return case


def _filled(story: Story) -> None:
    for kind in ("discussion_request", "intake_list", "parents_informed"):
        story.records_a(kind, "rik")
    for parent in ("Elske", "Karim"):
        story.case.done(
            "vera",
            orders.Answer,
            child=story.who("noor"),
            to="table_help",
            answer="given",
            person=story.who(parent),
        )
    for child in ("noor", "daan", "mila"):
        story.records_a("child_view", "vera", child)
        story.outcome(child)
    for kind in ("chair_talk", "improvement_advice", "table_report", "report_reaction"):
        story.records_a(kind, "vera")
    story.plans("Elske", "address")
    story.plans("Karim", "none")
    story.plans("daan", "by_hand")
    story.agrees("agreedbram", "bram", "Elske", "Karim", child="noor")
    story.agrees("agreedelske", "Elske", "Karim", child="noor")
    story.agrees("agreedkarim", "Karim", "Elske", child="mila")
    story.agrees("agreeddaan", "daan", "daan", "Joost", child="daan")
    story.agrees("agreedgijs", "gijs", "Elske")
    story.agrees("agreedwords", None, "Elske", "daan")
    story.agrees("agreednobody", "bram")
    story.case.done(
        "bram",
        orders.HoldContact,
        held_on=story.office.today(),
        words="CANARYtalk",
        with_persons=(story.who("Joost"),),
    )
    _at_a_table(story)


def _at_a_table(story: Story) -> None:
    """A meeting with an hour and a place, and who was there."""
    office, case = story.office, story.case
    now, chair = office.clock.now(), story.viewer("vera")
    with unit_of_work(office.store) as connection:
        table = meeting_tables.add_table(
            connection, NewTable(region=REGION, title="CANARYtable"), now=now
        )
        meeting = meetings.add_meeting(
            connection, table.id, on_date=office.today(), starts=None, place="CANARYplace", now=now
        )
        head: CaseHead = case.head
        item = agenda.add_item(connection, meeting, NewItem(case_id=head.id, seq=1), now=now)
        mark = Mark(role="supporter", how="absent", words="CANARYbrought", reason="CANARYabsent")
        attendance.add_mark(connection, meeting, mark, item_id=item.id, by=chair, now=now)


def _usual(canary: str, kind: str, values: Any) -> object:
    if kind == "choice":
        return next(iter(values))
    day = (date(2026, 3, 2) + timedelta(days=1)).isoformat()
    return {"yes_no": True, "date": day}.get(kind, canary)
