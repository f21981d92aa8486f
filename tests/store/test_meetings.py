"""Who sees which table, meeting and item; and what is written about them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from engine.errors import NotFound
from engine.store import agenda, agreements, attendance, meeting_tables, meetings
from engine.store.agenda import ItemHead, NewItem, Place
from engine.store.agreements import NewAgreement
from engine.store.attendance import Mark
from engine.store.meeting_tables import NewTable, TableSeen
from engine.store.meetings import MeetingHead
from engine.store.store import Store
from engine.store.tables.meetings import AGREEMENT_TEXT, How
from engine.store.unit_of_work import unit_of_work
from tests.store.builders import DAY, NOW, TODAY, World, a_case, a_world, takes_part, viewer

WEEK = timedelta(weeks=1)
CLERK = {"role": "coordinator", "access": "coordinator"}


@dataclass
class Set:
    """A table of the region with a meeting tomorrow, and the case on its agenda."""

    world: World
    connection: Connection
    table: TableSeen
    meeting: MeetingHead
    item: ItemHead

    def sees(self) -> tuple[bool, bool, bool]:
        """Tell whether Anna sees the table, the meeting and the item; lists must agree."""
        anna = viewer(self.world.anna)
        tables = meeting_tables.tables_of(self.connection, anna, on=TODAY)
        listed = meetings.list_meetings(self.connection, anna, from_on=TODAY, on=TODAY, limit=10)
        items = agenda.items_seen(self.connection, anna, self.meeting, on=TODAY)
        table = [each.id for each in tables] == [self.table.id]
        meeting = [each.head.id for each in listed] == [self.meeting.id]
        assert table is found(meeting_tables.get_table, self.connection, anna, self.table.public_id)
        assert meeting is found(meetings.get_meeting, self.connection, anna, self.meeting.public_id)
        return table, meeting, [each.item.id for each in items] == [self.item.id]

    def sits(self, **changes: Any) -> meeting_tables.MemberSeen:
        """Let Anna sit at the table."""
        said = {"person_id": self.world.anna.id, "role": "chair", "from_on": TODAY, **changes}
        return meeting_tables.add_member(self.connection, self.table, **said, now=NOW)

    def takes_part(self, **changes: Any) -> None:
        """Let Anna take part somewhere."""
        takes_part(self.connection, self.world.anna, **changes)


def found(get: Any, connection: Connection, anna: Any, public_id: str) -> bool:
    """Tell whether it is there for her."""
    try:
        get(connection, anna, public_id, on=TODAY)
    except NotFound:
        return False
    return True


@pytest.fixture
def world(store: Store) -> World:
    """Lend a family with a case."""
    return a_world(store)


@contextmanager
def a_set(world: World) -> Iterator[Set]:
    with unit_of_work(world.store) as connection:
        new = NewTable(region="oldebroek", title="Tafel", municipalities=["Oldebroek"])
        table = meeting_tables.add_table(connection, new, now=NOW)
        meeting = meetings.add_meeting(
            connection, table.id, on_date=TODAY + DAY, starts=None, place=None, now=NOW
        )
        item = agenda.add_item(
            connection, meeting, NewItem(case_id=world.case.id, seq=1, minutes=60), now=NOW
        )
        yield Set(world, connection, table, meeting, item)


def test_whoever_has_no_part_sees_nothing(world: World) -> None:
    with a_set(world) as at:
        assert at.sees() == (False, False, False)


def test_a_member_sees_the_meeting_and_of_its_items_only_own_cases(world: World) -> None:
    with a_set(world) as at:
        at.sits()
        assert at.sees() == (True, True, False)
        at.takes_part(case_id=world.case.id, role="chair", access="chair")
        assert at.sees() == (True, True, True)


@pytest.mark.parametrize("place", ["case_id", "family_id"])
def test_whoever_takes_part_in_a_case_sees_its_meeting_and_not_the_table(
    world: World, place: str
) -> None:
    where = {"case_id": world.case.id, "family_id": world.family.id}
    with a_set(world) as at:
        at.takes_part(**{place: where[place]})
        assert at.sees() == (False, True, True)
        agenda.move_items(at.connection, [at.item], to="removed")
        assert at.sees()[:2] == (False, False)


def test_whoever_coordinates_the_region_sees_all_of_it(world: World) -> None:
    with a_set(world) as at:
        at.takes_part(region="oldebroek", **CLERK)
        assert at.sees() == (True, True, True)


def test_another_region_shows_nothing(world: World) -> None:
    with a_set(world) as at:
        at.takes_part(region="foodvalley", **CLERK)
        assert at.sees() == (False, False, False)


def test_who_is_kept_out_of_the_region_sees_nothing_and_of_a_case_not_its_item(
    world: World,
) -> None:
    with a_set(world) as at:
        at.sits()
        at.takes_part(case_id=world.case.id, role="x", access="excluded")
        at.takes_part(family_id=world.family.id)
        assert at.sees() == (True, True, False)
        at.takes_part(region="oldebroek", role="x", access="excluded")
        assert at.sees() == (False, False, False)


@pytest.mark.parametrize("said", [{"from_on": TODAY + DAY}, {"until": TODAY}])
def test_a_seat_is_from_a_day_to_a_day(world: World, said: dict[str, Any]) -> None:
    with a_set(world) as at:
        member = at.sits(from_on=said.get("from_on", TODAY))
        if "until" in said:
            end = {"until_on": said["until"], "now": NOW}
            assert meeting_tables.end_member(at.connection, member, **end)
            assert not meeting_tables.end_member(at.connection, member, **end)
        assert at.sees() == (False, False, False)


def test_a_table_serves_its_municipalities_or_the_whole_region(world: World) -> None:
    with a_set(world) as at:
        whole = NewTable(region="oldebroek", title="Regio")
        other = meeting_tables.add_table(at.connection, whole, now=NOW)

        def serving(municipality: str | None) -> list[int]:
            serve = meeting_tables.tables_serving
            return [each.id for each in serve(at.connection, "oldebroek", municipality)]

        assert serving("Oldebroek") == [at.table.id, other.id]
        assert serving("Elburg") == serving(None) == [other.id]


def test_of_two_who_change_it_the_second_changes_nothing(world: World) -> None:
    with a_set(world) as at:
        moved = meetings.move_meeting(at.connection, at.meeting, to_state="fixed")
        assert moved
        assert (moved.state, moved.version) == ("fixed", 2)
        assert meetings.move_meeting(at.connection, at.meeting, to_state="cancelled") is None
        assert meetings.lock_meeting(at.connection, at.meeting) == moved
        said: dict[str, Any] = {"title": "Anders", "municipalities": []}
        assert meeting_tables.change_table(at.connection, at.table, **said)
        assert meeting_tables.change_table(at.connection, at.table, **said) is None


def test_a_meeting_ahead_is_one_that_has_not_begun(world: World) -> None:
    with a_set(world) as at:
        wanted = (at.connection, at.meeting.public_id, [at.table.id])

        assert meetings.meeting_ahead(*wanted, from_on=TODAY + DAY) == at.meeting
        assert meetings.meeting_ahead(*wanted, from_on=TODAY + 2 * DAY) is None
        assert meetings.meeting_ahead(*wanted[:2], [0], from_on=TODAY) is None
        ahead = (at.connection, [at.table.id])
        assert len(meetings.meetings_ahead(*ahead, from_on=TODAY, limit=5)) == 1
        meetings.move_meeting(at.connection, at.meeting, to_state="in_session")
        assert meetings.meeting_ahead(*wanted, from_on=TODAY) is None
        assert meetings.meetings_ahead(*ahead, from_on=TODAY, limit=5) == ()


def test_items_stand_in_their_order(world: World) -> None:
    with a_set(world) as at:
        second = a_case(at.connection, world.family, children=[world.sam])
        added = agenda.add_item(
            at.connection, at.meeting, NewItem(case_id=second.id, seq=1), now=NOW
        )
        assert (at.item.position, added.position) == (1, 2)

        first = Place(item_id=added.id, position=1, starts=None, minutes=None)
        last = Place(item_id=at.item.id, position=2, starts=None, minutes=90)
        agenda.place_items(at.connection, [first, last])

        listed = agenda.items_of(at.connection, at.meeting)
        assert [(each.item.id, each.item.minutes) for each in listed] == [
            (added.id, None),
            (at.item.id, 90),
        ]


def test_an_item_lives_as_long_as_it_waits_and_its_meeting_is_not_over(world: World) -> None:
    with a_set(world) as at:
        (live,) = agenda.live_items(at.connection, world.case)
        assert (live.item, live.meeting) == (at.item, at.meeting)

        meetings.move_meeting(at.connection, at.meeting, to_state="held")

        assert agenda.live_items(at.connection, world.case) == ()
        assert agenda.last_item(at.connection, world.case) == at.item


def test_of_marks_the_last_counts_for_each_person_role_and_item(world: World) -> None:
    with a_set(world) as at:
        by = viewer(world.bram)
        said: list[tuple[How, int | None]] = [
            ("absent", None),
            ("in_room", None),
            ("by_phone", at.item.id),
        ]
        for how, item in said:
            mark = Mark(role="chair", how=how, person_id=world.anna.id)
            attendance.add_mark(at.connection, at.meeting, mark, item_id=item, by=by, now=NOW)

        (whole,) = attendance.marks_of_meeting(at.connection, at.meeting)
        (one,) = attendance.marks_of_items(at.connection, [at.item.id])

        assert (whole.how, whole.name, whole.item_id) == ("in_room", "anna", None)
        assert (one.how, one.item_id) == ("by_phone", at.item.id)


def test_what_an_agreement_said_is_never_overwritten(world: World) -> None:
    with unit_of_work(world.store) as connection:
        new = NewAgreement(
            said={"text": "bellen", "owner": ""},
            due_on=TODAY + WEEK,
            made_on=TODAY,
            readers=[world.els.id],
        )
        by = viewer(world.bram)
        head = agreements.add_agreement(connection, world.case, new, by=by, now=NOW, seq=2)
        assert agreements.without_owner(connection, [world.case.id]) == {world.case.id}

        agreements.change_agreement(connection, head, {"owner": "oma"}, by=by, now=NOW)

        assert agreements.without_owner(connection, [world.case.id]) == frozenset()
        (listed,) = agreements.agreements_of(connection, [world.case.id])[world.case.id]
        assert (listed.said, listed.readers) == (
            {"text": "bellen", "owner": "oma"},
            (world.els.id,),
        )
        said = connection.execute(select(AGREEMENT_TEXT.c.said)).scalars().all()
        assert said == [{"text": "bellen", "owner": ""}, {"text": "bellen", "owner": "oma"}]


def test_an_agreement_is_found_in_its_own_case_only(world: World) -> None:
    with unit_of_work(world.store) as connection:
        new = NewAgreement(said={"text": "x"}, due_on=TODAY, made_on=TODAY)
        by = viewer(world.bram)
        head = agreements.add_agreement(connection, world.case, new, by=by, now=NOW, seq=2)
        other = a_case(connection, world.family, children=[world.sam])

        assert agreements.get_agreement(connection, world.case, head.public_id) == head
        with pytest.raises(NotFound):
            agreements.get_agreement(connection, other, head.public_id)
        assert agreements.agreements_of(connection, [other.id]) == {other.id: ()}
