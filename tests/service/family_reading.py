"""The family of the letters at its own page: who signs in, and what they then read."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import update

from engine.access import Viewer
from engine.decision import Refused
from engine.service.family_accounts import open_family_account
from engine.service.family_view import Decision, ItemRow, family_view, item_view
from engine.service.mine import Mine, mine
from engine.service.publication_orders import DecideWithholding, Publish, Withhold
from engine.store import participation
from engine.store.participation import NewTaking
from engine.store.people import person_by_public_id
from engine.store.tables.people import PERSON
from engine.store.unit_of_work import unit_of_work
from tests.service.letter_stories import Story


def signs_in(story: Story, name: str) -> Viewer:
    """Give somebody of the family a login."""
    return open_family_account(story.office, story.who(name))


def reads(story: Story, name: str) -> Mine:
    """Look at the own page of somebody."""
    return mine(signs_in(story, name), story.office)


def titles(story: Story, name: str) -> list[str]:
    """Look what somebody reads, besides agreements."""
    return [
        each.title.en
        for case in reads(story, name).cases
        for each in case.items
        if each.kind == "record"
    ]


def agreed(story: Story, name: str) -> set[str]:
    """Look which agreements somebody reads, by their canary."""
    return {
        str(each.lines[0].said).removeprefix("CANARYagreed")
        for case in reads(story, name).cases
        for each in case.items
        if each.kind == "agreement"
    }


def row_of(story: Story, name: str, item: str, by: str = "bram") -> ItemRow:
    """Look at an item as a professional sees it for somebody."""
    _, view = family_view(story.viewer(by), story.office, story.case.id)
    reader = next(each for each in view.readers if each.id == story.who(name))
    return next(each for each in reader.items if each.id == item)


def decision_of(story: Story, name: str, item: str, by: str = "bram") -> Decision:
    """Look at what was decided last about an item for somebody."""
    _, view = item_view(story.viewer(by), story.office, story.case.id, story.who(name), item)
    assert view.row.decision is not None
    return view.row.decision


def report(story: Story, words: str = "CANARYreport", *, to: str | None = "Elske") -> str:
    """Send the report of the table, which is about all children, and let somebody read it."""
    made = story.records_a("table_report", "vera", report=words)
    story.brings(made, "sent", "vera")
    if to is not None:
        story.case.done("bram", Publish, item=made, person=story.who(to))
    return made


def withholds(story: Story, item: str, name: str, by: str = "bram") -> str:
    """Withhold an item from somebody."""
    asked = {"item": item, "person": story.who(name), "reason": "CANARYharm"}
    made = story.case.done(by, Withhold, **asked).made
    assert made
    return made


def confirms(story: Story, asked: str, by: str = "vera") -> None:
    """Confirm, as the second professional, that something is withheld."""
    story.case.done(by, DecideWithholding, publication=asked, confirmed=True)


def keys_of(outcome: object) -> list[str]:
    """Give the reasons of a refusal."""
    assert isinstance(outcome, Refused), outcome
    return [reason.key for reason in outcome.missing if reason.stops]


def kept_out(story: Story, name: str) -> None:
    """Keep one of the family out of the case."""
    with unit_of_work(story.office.store) as connection:
        person = person_by_public_id(connection, story.who(name))
        out = NewTaking(
            role="parent_with_authority",
            access="excluded",
            ground="CANARY",
            from_on=story.office.today(),
            case_id=story.case.head.id,
        )
        participation.join(connection, person.id, out, now=story.office.clock.now())


def is_of_age(story: Story, child: str, years: int, *, days: int = 0) -> None:
    """Let a child turn so old so many days from now: a birth date is corrected."""
    today: date = story.office.today()
    born = today.replace(year=today.year - years) + timedelta(days=days)
    with unit_of_work(story.office.store) as connection:
        connection.execute(
            update(PERSON).where(PERSON.c.public_id == story.who(child)).values(born=born)
        )
