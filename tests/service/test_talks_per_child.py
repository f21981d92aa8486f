"""A talk reaches whoever works for one child only when it was about that child, or about nobody.

Gijs works for Daan alone; Joost is Daan's father, Karim that of Noor and Mila, Elske the mother of
all three. Their aunt belongs to no child.
"""

from collections.abc import Sequence
from typing import Any

import pytest

from engine.clock import ManualClock
from engine.service import orders
from engine.service.file.contacts import ContactRow, contacts
from engine.service.file.timeline import timeline
from engine.store import people
from engine.store.cases import record_move
from engine.store.contacts import NewContact, add_contact
from engine.store.events import NewEvent, append_event
from engine.store.store import Store
from engine.store.unit_of_work import unit_of_work
from tests.service.letter_stories import Story, a_letter_story


@pytest.fixture
def story(store: Store, clock: ManualClock) -> Story:
    return a_letter_story(store, clock)


def holds_a_talk(story: Story, *present: str) -> None:
    """Bram talks with these of the family."""
    story.case.done(
        "bram",
        orders.HoldContact,
        held_on=story.office.today(),
        words="CANARYsaid",
        with_persons=tuple(map(story.who, present)),
    )


def talk_of(story: Story, who: str) -> ContactRow | None:
    """The talk as somebody finds it among the talks; it is in the timeline or it is not."""
    viewer = story.viewer(who)
    rows = contacts(viewer, story.office, story.case.id)
    found = next((row for row in rows if row.words == "CANARYsaid"), None)
    assert (found is not None) == (
        "CANARYsaid" in str(timeline(viewer, story.office, story.case.id))
    )
    return found


def held_before(story: Story, *present: str, met: Sequence[str | None] = ()) -> None:
    """A talk as it was written when the children were not kept with it."""
    office, case = story.office, story.case.head
    now, today, bram = office.clock.now(), office.today(), story.viewer("bram").person
    about = [child and story.who(child) for child in met]
    with unit_of_work(office.store) as connection:
        persons = [people.person_by_public_id(connection, story.who(name)).id for name in present]
        new = NewContact(held_on=today, persons=persons, deadlines=())
        contact = add_contact(connection, case.family_id, new, by=bram, now=now)
        deadlines: Any = {"met": ["x"] * len(about), "void": [], "begun": [], "met_about": about}
        event = NewEvent(
            kind="contact_held",
            recorded_at=now,
            occurred_on=today,
            occurred_at=now,
            workflow_hash=case.workflow_hash,
            actor_id=bram,
            payload={
                "contact": contact.public_id,
                "counts_for": [],
                "child": None,
                "deadlines": deadlines,
            },
            details={"words": "CANARYsaid"},
        )
        moved = record_move(connection, case, to_state=case.state, is_final=False)
        append_event(connection, moved, event)


@pytest.mark.parametrize(
    "present",
    [
        pytest.param(("Karim",), id="the other father"),
        pytest.param(("noor", "mila"), id="two sisters"),
        pytest.param(("Karim", "Elske"), id="their parents together"),
        pytest.param(("noor", "Elske"), id="a sister with the mother of all"),
        pytest.param(("Tante",), id="somebody who belongs to no child"),
    ],
)
def test_a_talk_about_other_children_is_not_there_for_whoever_works_for_one(
    story: Story, present: tuple[str, ...]
) -> None:
    holds_a_talk(story, *present)

    assert talk_of(story, "gijs") is None
    told = talk_of(story, "bram")
    assert told is not None
    assert set(told.with_persons) == set(present)


@pytest.mark.parametrize(
    ("present", "named"),
    [
        pytest.param((), (), id="about nobody in particular"),
        pytest.param(("daan",), ("daan",), id="with the child"),
        pytest.param(("Joost",), ("Joost",), id="with the father"),
        pytest.param(("Elske",), ("Elske",), id="with the mother of all"),
        pytest.param(("noor", "daan"), ("daan",), id="with a sister"),
        pytest.param(("Karim", "Joost"), ("Joost",), id="with both fathers"),
    ],
)
def test_of_a_talk_about_the_own_child_only_those_are_named_who_belong_to_it(
    story: Story, present: tuple[str, ...], named: tuple[str, ...]
) -> None:
    holds_a_talk(story, *present)

    found = talk_of(story, "gijs")

    assert found is not None
    assert found.with_persons == named


@pytest.mark.parametrize(
    ("present", "is_there"),
    [
        pytest.param((), True, id="nobody was named"),
        pytest.param(("Joost",), True, id="only whom the viewer meets"),
        pytest.param(("Karim",), False, id="the other father"),
        pytest.param(("noor", "mila"), False, id="two sisters"),
        pytest.param(("Karim", "Joost"), False, id="both fathers"),
    ],
)
def test_a_talk_from_before_is_shared_only_when_it_names_nobody_who_is_hidden(
    story: Story,
    present: tuple[str, ...],
    is_there: bool,
) -> None:
    held_before(story, *present)

    assert (talk_of(story, "gijs") is not None) == is_there


@pytest.mark.parametrize(
    ("children", "is_there"),
    [
        pytest.param(("noor", "mila"), False, id="of two sisters"),
        pytest.param(("noor", "daan"), True, id="of the own child too"),
        pytest.param((None,), True, id="of the whole case"),
    ],
)
def test_a_talk_from_before_is_about_the_children_whose_deadlines_it_met(
    story: Story,
    children: tuple[str | None, ...],
    is_there: bool,
) -> None:
    held_before(story, met=children)

    assert (talk_of(story, "gijs") is not None) == is_there
