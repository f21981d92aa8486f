"""What is owed for a sister or brother is in no list, count, calendar, ledger or message.

Gijs works for Daan alone; Noor and Mila are his half-sisters, in the same case.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from engine.clock import ManualClock
from engine.service.date_counts import date_counts
from engine.service.date_filter import EVERYTHING
from engine.service.my_cases import my_cases
from engine.service.my_dates import all_dates, my_dates
from engine.service.recipients import recipients
from engine.store import deadlines, feeds, people, reminders
from engine.store.case_lists import list_cases
from engine.store.deadlines import DeadlineSeen
from engine.store.ledger_lists import Wanted, list_ledger
from engine.store.store import Store
from engine.store.tables.clock import DEADLINE
from engine.store.unit_of_work import reading, unit_of_work
from tests.service.letter_stories import Story, a_letter_story

CHILDREN = ("noor", "daan")


@pytest.fixture
def story(store: Store, clock: ManualClock) -> Story:
    """Lend the case, with what is owed for a sister due before everything else."""
    story = a_letter_story(store, clock)
    early = update(DEADLINE).where(DEADLINE.c.child_id == key_of(story, "noor"))
    moved = early.values(due_on=story.office.today(), due_at=story.office.clock.now())
    with unit_of_work(store) as connection:
        connection.execute(moved)
    return story


def key_of(story: Story, name: str) -> int:
    """The key inside of a child of the case."""
    with reading(story.office.store) as connection:
        return people.person_by_public_id(connection, story.who(name)).id


def owed(story: Story) -> tuple[DeadlineSeen, ...]:
    """Everything that is."""
    with reading(story.office.store) as connection:
        head = story.case.head
        return deadlines.open_deadlines(connection, [head.id])[head.id]


def his(story: Story) -> list[DeadlineSeen]:
    """What is shared, and what is about Daan."""
    return [each for each in owed(story) if each.child_id in {None, key_of(story, "daan")}]


def test_there_is_something_owed_for_each_of_them(story: Story) -> None:
    assert {each.child_id for each in owed(story)} >= {
        None,
        *(key_of(story, name) for name in CHILDREN),
    }
    assert 0 < len(his(story)) < len(owed(story))
    assert min(owed(story), key=lambda each: each.due_on).child_id == key_of(story, "noor")


def test_no_list_or_export_of_dates_holds_it(story: Story) -> None:
    gijs, bram = story.viewer("gijs"), story.viewer("bram")

    assert len(my_dates(gijs, story.office).rows) == len(his(story))
    assert len([*all_dates(gijs, story.office, EVERYTHING)]) == len(his(story))
    assert len([*all_dates(bram, story.office, EVERYTHING)]) == len(owed(story))


def test_no_heading_counts_it(story: Story) -> None:
    assert date_counts(story.viewer("gijs"), story.office).total == len(his(story))
    assert date_counts(story.viewer("bram"), story.office).total == len(owed(story))


def test_no_case_is_put_in_front_by_it(story: Story) -> None:
    first = {}
    for who in ("gijs", "bram"):
        with reading(story.office.store) as connection:
            on = story.office.today()
            (first[who],) = list_cases(connection, story.viewer(who), on=on, limit=9)
    (row,) = my_cases(story.viewer("gijs"), story.office).rows

    assert first["bram"].next_due == story.office.today()
    assert (first["gijs"].next_due or story.office.today()) > story.office.today()
    assert row.next_due is None or row.next_due > story.office.today()


def test_no_reminder_of_it_is_in_the_ledger(story: Story) -> None:
    hers = {each.public_id for each in owed(story) if each.child_id == key_of(story, "noor")}
    told = {}
    for who in ("gijs", "bram"):
        with reading(story.office.store) as connection:
            rows = list_ledger(
                connection,
                story.viewer(who),
                Wanted("planned"),
                now=story.office.clock.now(),
                on=story.office.today(),
                limit=99,
            )
        told[who] = {row.deadline for row in rows}

    assert told["bram"] >= hers
    assert told["gijs"] & hers == set()
    assert told["gijs"]


def test_no_day_of_a_calendar_counts_it(story: Story) -> None:
    gijs, today = story.viewer("gijs"), story.office.today()
    mine = update(DEADLINE).where(DEADLINE.c.child_id.is_not(None))
    with unit_of_work(story.office.store) as connection:
        connection.execute(mine.values(owner_role="protection_worker"))

    with reading(story.office.store) as connection:
        ahead = {"first": today, "last": today + timedelta(days=9_999), "on": today}
        found = feeds.owned_days(connection, gijs, **ahead)

    assert sum(found.values()) == sum(each.owner_role == "protection_worker" for each in his(story))
    assert found


def test_no_reminder_of_it_is_for_who_works_for_another_child(story: Story) -> None:
    hears = {}
    with unit_of_work(story.office.store) as connection:
        (planned, *_) = reminders.reminders_of(connection, story.case.head)
        for name in ("daan", "noor"):
            about = next(each for each in owed(story) if each.child_id == key_of(story, name))
            reminder = replace(planned, deadline_id=about.id, audience="owner")
            now = story.office.clock.now()
            his_to_do = replace(about, owner_role="protection_worker")
            told = recipients(connection, reminder, his_to_do, now)
            hears[name] = {each.id for each in told.people}

    assert story.viewer("gijs").person in hears["daan"]
    assert story.viewer("gijs").person not in hears["noor"]
