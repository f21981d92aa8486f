"""The week of a table, from before its meeting is planned: its people, and four families.

Elske has authority over Noor, Daan and Mila, Karim over Noor and Mila, Joost over Daan; Karim may
not know where they live. Nora is Sam's mother, and stays away. Hugo comes back with Lotte, of
whom the table spoke in December. Wilma comes with Finn. Cora reads titles, Anna nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from api.seals import Seals
from api.site import Site
from engine.access import Viewer
from engine.calendar import AMSTERDAM
from engine.clock import ManualClock
from engine.service import orders
from engine.service.office import Office
from engine.service.opening import open_case
from engine.service.registering import register_family
from engine.service.repeats import Done
from engine.service.table_orders import MarkAtMeeting
from engine.service.tables import FirstTable, set_up_table
from engine.settings import Settings
from engine.store import versions
from engine.store.meeting_tables import NewTable
from engine.store.store import Store
from engine.store.unit_of_work import unit_of_work
from tests.browser.place import Place
from tests.browser.week_stories import Home, Story
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import professional, shipped, takes_part
from tests.service.rooms import Room
from tests.service.stages import STAGES, keep, put_back
from tests.store.databases import fresh_store

REGION = "default"
STAFF = {
    "anna": "cjg_worker",
    "bram": "regisseur",
    "carla": "council_adviser",
    "cora": "coordinator",
    "rik": "requester",
    "sita": "secretary",
    "vera": "chair",
}
SIT = ("vera", "sita", "carla")
HOMES = {
    "siblings": Home(
        {"Noor": date(2016, 4, 10), "Daan": date(2013, 1, 20), "Mila": date(2021, 9, 1)},
        {"Elske": ("Noor", "Daan", "Mila"), "Karim": ("Noor", "Mila"), "Joost": ("Daan",)},
    ),
    "absent": Home({"Sam": date(2015, 5, 1)}, {"Nora": ("Sam",)}),
    "back": Home({"Lotte": date(2016, 8, 2)}, {"Hugo": ("Lotte",)}),
    "adjourned": Home({"Finn": date(2018, 2, 3)}, {"Wilma": ("Finn",)}),
}
TITLE = "Tafel Noord"
_KEY = bytes(range(32))


def _at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, tzinfo=AMSTERDAM)


DECEMBER, LAST_TALK = _at(2025, 12, 8), _at(2025, 12, 16)
MONDAY, TUESDAY = _at(2026, 3, 2), _at(2026, 3, 10)
"""When the week is planned, and when the table meets."""


@dataclass(frozen=True, kw_only=True)
class Week(Place):
    """A site with a table, and the families that come to it."""

    room: Room
    stories: Mapping[str, Story]

    def viewer(self, person: str) -> Viewer:
        """One of the professionals."""
        return self.room.desk.viewers[person]

    def comes_to(self, moment: datetime) -> None:
        """Let that moment come; whoever had signed in is signed out by then."""
        self.clock.move_to(moment)
        self._tokens.clear()


@contextmanager
def a_week(url: str) -> Iterator[Week]:
    """Make it, or put it back as it was made; and throw it away afterwards."""
    with fresh_store("sqlite") as store:
        clock = ManualClock(MONDAY)
        room, stories = _kept(store, clock)
        settings = Settings.model_validate(
            {"demo": True, "base_url": url, "database_url": str(store.engine.url)}
        )
        site = Site(room.desk.office, settings, Seals([_KEY]))
        yield Week(url, site, clock, room=room, stories=stories)


def _kept(store: Store, clock: ManualClock) -> tuple[Room, Mapping[str, Story]]:
    office = Office(store, clock, shipped())
    if "week" not in STAGES:
        early = ManualClock(DECEMBER)
        room, stories = _made(replace(office, clock=early), early)
        told = {name: (each.case.desk.registered, each.case.id) for name, each in stories.items()}
        plans = {name: each.plans for name, each in stories.items()}
        keep("week", store, (room.table, room.desk.viewers, told, plans))
    else:
        put_back("week", store)
    table, viewers, told, plans = STAGES["week"].made
    desks = {
        name: Desk(office, clock, REGION, registered, viewers, "week")
        for name, (registered, _) in told.items()
    }
    stories = {
        name: Story(name, HOMES[name], CaseAtDesk(desk, told[name][1]), dict(plans[name]))
        for name, desk in desks.items()
    }
    return Room(desks["siblings"], table), stories


def _made(office: Office, clock: ManualClock) -> tuple[Room, Mapping[str, Story]]:
    with unit_of_work(office.store) as connection:
        for name in ("beschermingstafel", "council_investigation", "regie"):
            versions.publish(connection, office.library.of(name, REGION), now=clock.now())
    viewers = {name: professional(office, name, role) for name, role in STAFF.items()}
    members = tuple((viewers[name], STAFF[name]) for name in SIT)
    table = set_up_table(
        office, FirstTable(table=NewTable(region=REGION, title=TITLE), members=members)
    )
    stories = {"back": _story("back", office, clock, viewers)}
    room = Room(stories["back"].case.desk, table.public_id)
    _in_december(room, stories["back"], clock)
    clock.move_to(MONDAY)
    for name in HOMES:
        if name not in stories:
            stories[name] = _story(name, office, clock, viewers)
    return room, stories


def _story(name: str, office: Office, clock: ManualClock, viewers: Mapping[str, Viewer]) -> Story:
    """Open the case, have all that is asked of it recorded, and the request accepted."""
    home = HOMES[name]
    new = home.registered_in(REGION, f"CANARY{name}family")
    family = register_family(viewers["rik"], office, new)
    desk = Desk(office, clock, REGION, family, viewers, "week")
    order = orders.OpenCase(
        workflow="beschermingstafel",
        family=family.family,
        children=tuple(family.members[child] for child in home.children),
        role="requester",
        inputs={"on_behalf_of": "local_team"},
    )
    done = open_case(viewers["rik"], office, order)
    assert isinstance(done, Done)
    story = Story(name, home, CaseAtDesk(desk, done.case))
    takes_part(
        desk, viewers["bram"], role="regisseur", access="regisseur",
        from_on=office.today(), case_id=story.case.head.id,
    )  # fmt: skip
    _ready(story)
    return story


def _ready(story: Story) -> None:
    for kind, to, said in (
        ("discussion_request", "ready", {}),
        ("intake_list", "complete", {}),
        ("parents_informed", "told", {"told_on": "2025-12-01"}),
    ):
        story.settles(kind, to, "rik", **said)
    for child in story.home.children:
        story.settles("child_view", "heard", "rik", child)
    story.case.step("submit", by="rik", urgency="normal")
    story.case.step("accept", by="sita", priority="normal", table=TITLE)
    for child in story.home.children:
        over = [name for name, whom in story.home.parents.items() if child in whom]
        story.answers(child, *over)


def _in_december(room: Room, story: Story, clock: ManualClock) -> None:
    """A first talk, with two agreements; one was kept."""
    case = story.case
    story.invites("Hugo")
    meeting = room.plans(LAST_TALK.date(), by="sita")
    case.step("schedule", by="sita", meeting=meeting)
    clock.move_to(LAST_TALK)
    room.brings(meeting, "in_session", by="vera")
    for name in SIT:
        room.done("vera", MarkAtMeeting, meeting=meeting, person=story.who(name), how="in_room")
    case.done("vera", orders.MarkAtItem, person=story.who("rik"), how="in_room")
    case.step("start_meeting", by="vera", parents_there="everybody")
    story.settles("table_outcome", "voluntary_continues", "vera", "Lotte")
    kept, _ = (_agrees(story, text) for text in ("kept", "broken"))
    case.step("decide", by="vera", next_date=MONDAY.date().replace(day=10).isoformat())
    letter = story.writes("table_letter", "sita", "Lotte", receiver=story.who("Hugo"))
    story.moves(letter, "handed_over", "sita")
    case.step("hand_over_agreements", by="sita", everybody_has_letter=True)
    room.brings(meeting, "to_complete", "held", by="vera")
    case.done("bram", orders.SettleAgreement, agreement=kept, result="met")


def _agrees(story: Story, text: str) -> str:
    made = story.case.done(
        "vera", orders.Agree,
        text=story.canary(text), due_on=date(2026, 1, 20), owner=story.who("bram"),
    ).made  # fmt: skip
    assert made
    return made
