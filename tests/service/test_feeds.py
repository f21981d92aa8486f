"""A calendar says when, where and how many; each change is counted, and nothing else leaves."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import update

from engine.access import Viewer
from engine.calendar import AMSTERDAM
from engine.errors import NotFound
from engine.service.feeds import CalendarRow, make_feed, my_feed, read_feed, revoke_feed
from engine.service.table_orders import PlanMeeting
from engine.store.tables import METADATA
from engine.store.tables.ways_out import FEED
from engine.store.unit_of_work import reading, unit_of_work
from tests.service.builders import MORNING, Desk
from tests.service.rooms import TUESDAY, Room


def a_calendar(desk: Desk, name: str) -> str:
    """Let somebody subscribe; their token."""
    return make_feed(desk.viewers[name], desk.office)


def rows(desk: Desk, token: str) -> dict[str, CalendarRow]:
    """Read a calendar; its lines by their key."""
    return {row.key: row for row in read_feed(desk.office, token).rows}


def days(desk: Desk, token: str) -> dict[date, int | None]:
    """How many deadlines stand on which day, without what was withdrawn."""
    found = rows(desk, token).values()
    return {row.on: row.deadlines for row in found if not row.withdrawn and row.deadlines}


def close_account(desk: Desk, who: Viewer) -> None:
    """End somebody's login."""
    account = METADATA.tables["account"]
    with unit_of_work(desk.office.store) as connection:
        connection.execute(
            update(account).where(account.c.person_id == who.person).values(active=False)
        )


def test_of_the_token_only_its_print_is_kept(desk: Desk) -> None:
    token = a_calendar(desk, "bram")

    with reading(desk.office.store) as connection:
        kept = connection.execute(FEED.select()).one()
    assert len(token) == 64
    assert token not in repr(kept)
    assert my_feed(desk.viewers["bram"], desk.office) == MORNING


def test_it_holds_a_day_for_the_deadlines_that_are_ones_own(desk: Desk) -> None:
    case = desk.opens()
    year = [row for row in case.duties if row.due_on <= date(2027, 3, 2)]
    owned = [row.due_on for row in year if row.owner_role == "regisseur"]
    bram, anna, cora = (a_calendar(desk, name) for name in ("bram", "anna", "cora"))

    assert days(desk, bram) == {day: owned.count(day) for day in owned}
    assert days(desk, bram)
    assert days(desk, anna) == {}
    assert days(desk, cora) == {}  # sees every case of the region, owns none of it
    assert len(case.duties) > len(year)  # what is due in 2030 is not shown yet


def test_a_case_that_somebody_sees_no_more_leaves_the_calendar(desk: Desk) -> None:
    desk.opens()
    token = a_calendar(desk, "bram")
    before = rows(desk, token)
    participation = METADATA.tables["participation"]
    with unit_of_work(desk.office.store) as connection:
        connection.execute(
            update(participation)
            .where(participation.c.person_id == desk.viewers["bram"].person)
            .values(access="excluded")
        )

    after = rows(desk, token)

    assert not any(row.withdrawn for row in before.values())
    assert after.keys() == before.keys()
    assert all(row.withdrawn and row.sequence == 1 for row in after.values())


def test_what_stays_the_same_keeps_its_sequence_and_its_moment(desk: Desk) -> None:
    desk.opens()
    token = a_calendar(desk, "bram")
    first = rows(desk, token)
    desk.after(hours=3)

    assert rows(desk, token) == first
    assert {row.sequence for row in first.values()} == {0}


def test_a_change_raises_the_sequence_of_that_line_alone(desk: Desk) -> None:
    case = desk.opens()
    token = a_calendar(desk, "bram")
    before = rows(desk, token)
    desk.after(hours=1)
    mine = next(row for row in case.duties if row.owner_role == "regisseur")
    deadline = METADATA.tables["deadline"]
    moved = mine.due_on + timedelta(days=300)
    with unit_of_work(desk.office.store) as connection:
        connection.execute(update(deadline).where(deadline.c.id == mine.id).values(due_on=moved))

    after = rows(desk, token)

    old, new = after[f"day-{mine.due_on}"], after[f"day-{moved}"]
    assert (old.sequence, old.changed_at) == (1, MORNING + timedelta(hours=1))
    assert (new.sequence, new.deadlines, new.withdrawn) == (0, 1, False)
    changed = {old.key, new.key}
    assert {k: r for k, r in after.items() if k not in changed} == {
        k: r for k, r in before.items() if k not in changed
    }


def test_it_goes_a_month_back_and_a_year_ahead(desk: Desk) -> None:
    desk.opens()
    token = a_calendar(desk, "bram")
    last = max(rows(desk, token).values(), key=lambda row: row.on).on

    desk.clock.move_to(datetime.combine(last + timedelta(days=30), time(9), UTC))
    still = last in days(desk, token)
    desk.clock.move_to(datetime.combine(last + timedelta(days=31), time(9), UTC))

    assert still
    assert last not in {row.on for row in rows(desk, token).values()}


def test_a_meeting_stands_in_the_calendar_of_whoever_sits_or_brings_a_case(room: Room) -> None:
    desk = room.desk
    meeting = room.done("sita", PlanMeeting, on=TUESDAY, starts=time(9), place="Zaal 1").id
    room.scheduled(meeting)
    found = {name: rows(desk, a_calendar(desk, name)) for name in ("vera", "rik", "cora")}

    row = found["vera"][f"meeting-{meeting}"]
    assert (row.starts, row.ends, row.place) == (
        datetime(2026, 3, 10, 9, tzinfo=AMSTERDAM),
        datetime(2026, 3, 10, 12, 30, tzinfo=AMSTERDAM),
        "Zaal 1",
    )
    assert f"meeting-{meeting}" in found["rik"]
    assert f"meeting-{meeting}" not in found["cora"]  # sees the region's tables, sits at none


def test_a_meeting_that_is_cancelled_is_withdrawn(room: Room) -> None:
    desk, meeting = room.desk, room.plans()
    token = a_calendar(desk, "vera")
    before = rows(desk, token)[f"meeting-{meeting}"]
    room.brings(meeting, "cancelled")

    after = rows(desk, token)[f"meeting-{meeting}"]

    assert (before.withdrawn, after.withdrawn) == (False, True)
    assert after.sequence == before.sequence + 1


def test_a_day_that_nobody_has_an_hour_for_is_a_whole_one(room: Room) -> None:
    meeting = room.plans()
    with unit_of_work(room.desk.office.store) as connection:
        connection.execute(update(METADATA.tables["meeting"]).values(starts=None))

    row = rows(room.desk, a_calendar(room.desk, "vera"))[f"meeting-{meeting}"]

    assert (row.on, row.starts, row.deadlines) == (TUESDAY, None, None)


def test_to_read_it_is_a_row_of_the_log(desk: Desk) -> None:
    token = a_calendar(desk, "bram")
    read_feed(desk.office, token, request="r-1")

    row = desk.log()[-1]
    assert (row.action, row.person_id, row.access_point, row.request_id) == (
        "read_feed",
        desk.viewers["bram"].person,
        "feed",
        "r-1",
    )


@pytest.mark.parametrize("how", ["revoked", "made anew", "account closed", "never made"])
def test_an_address_that_is_known_no_more_opens_nothing(desk: Desk, how: str) -> None:
    bram = desk.viewers["bram"]
    token = a_calendar(desk, "bram")
    if how == "revoked":
        revoke_feed(bram, desk.office)
    elif how == "made anew":
        a_calendar(desk, "bram")
    elif how == "account closed":
        close_account(desk, bram)
    else:
        token = f"{token[:-1]}x"
    before = len(desk.log())

    with pytest.raises(NotFound):
        read_feed(desk.office, token)
    assert len(desk.log()) == before


def test_revoking_twice_is_noted_once(desk: Desk) -> None:
    bram = desk.viewers["bram"]
    a_calendar(desk, "bram")
    revoke_feed(bram, desk.office)
    revoke_feed(bram, desk.office)

    assert [row.action for row in desk.log()].count("revoke_feed") == 1
    assert my_feed(bram, desk.office) is None
