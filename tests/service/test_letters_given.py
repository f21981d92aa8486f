"""What keeps a letter from whom it is not for holds however the letter is written or moved."""

from dataclasses import replace
from typing import Any

import pytest

from api.letter_words import letter_words
from engine.clock import ManualClock
from engine.decision import Refused
from engine.service import orders
from engine.service.letter_orders import MakeLetter, make_letter, make_owed
from engine.service.letter_page import Paper, paper
from engine.service.letters import LetterRow, LettersPage, letters
from engine.service.repeats import Done
from engine.store.events import NewEvent, append_event
from engine.store.store import Store
from engine.store.tables.cases import CASES
from engine.store.unit_of_work import unit_of_work
from tests.service.counting import counting
from tests.service.letter_stories import Story, a_letter_story


@pytest.fixture
def story(store: Store, clock: ManualClock) -> Story:
    """Lend the case with everything recorded and no letter made."""
    return a_letter_story(store, clock)


def makes(story: Story, child: str, receiver: str) -> str:
    """Make a letter; its record."""
    order = MakeLetter(case=story.case.id, child=story.who(child), receiver=story.who(receiver))
    made = make_letter(story.viewer("sita"), story.office, letter_words(), order)
    assert isinstance(made, Done), made
    return str(made.made)


def moves(story: Story, record: str, to: str, **said: Any) -> list[str]:
    """Move a letter as any record is moved; why not, if it was refused."""
    done = story.case.does("sita", orders.MoveRecord, record=record, to=to, inputs=said)
    return [reason.key for reason in done.missing] if isinstance(done, Refused) else []


def writes(story: Story, child: str, receiver: str) -> list[str]:
    """Write a letter as any record is written; why not, if it was refused."""
    fields = {"receiver": story.who(receiver), "content": "Wat er is afgesproken."}
    done = story.case.does(
        "sita", orders.WriteRecord, type="table_letter", child=story.who(child), fields=fields
    )
    return [reason.key for reason in done.missing] if isinstance(done, Refused) else []


def plans(story: Story, person: str, way: str) -> str:
    """Begin a choice, and leave it to the chair."""
    return story.records_a(
        "invitation_plan", "sita", person=story.who(person), safe_contact=way, own_time=None
    )


def all_letters(story: Story, by: str = "sita") -> LettersPage:
    """Look at the letters of the case."""
    return letters(story.viewer(by), story.office, story.case.id)


def row(story: Story, child: str, receiver: str) -> LetterRow:
    """Look at how far a letter is."""
    wanted = (story.who(child), story.who(receiver))
    rows = all_letters(story).rows
    return next(each for each in rows if (each.child.id, each.receiver) == wanted)


def printed(story: Story, record: str) -> Paper:
    """Look at what is printed of a letter."""
    return paper(story.viewer("sita"), story.office, story.case.id, record)


def ends_authority(story: Story, child: str, parent: str) -> None:
    """Let a parent have no authority over a child from today."""
    story.case.done(
        "bram",
        orders.SetAuthority,
        child=story.who(child),
        parent=story.who(parent),
        source="register",
        until_on=story.office.today(),
    )


def test_no_move_sends_a_letter_to_whom_no_address_is_safe(story: Story) -> None:
    karim = makes(story, "noor", "Karim")

    assert moves(story, karim, "sent", by_which_contact="post") == ["safe_contact"]
    assert moves(story, karim, "handed_over") == []
    assert moves(story, makes(story, "noor", "Elske"), "sent", by_which_contact="post") == []


def test_no_letter_is_written_for_whom_it_is_not(story: Story) -> None:
    assert writes(story, "noor", "Joost") == ["letter_receiver"]
    assert writes(story, "noor", "daan") == ["letter_receiver"]
    assert writes(story, "noor", "bram") == ["letter_receiver"]
    assert writes(story, "daan", "Joost") == []


def test_no_draft_is_given_to_another_by_writing_in_it(story: Story) -> None:
    letter = makes(story, "noor", "Karim")
    fields = {"receiver": story.who("Joost"), "content": "Wat er is afgesproken."}

    refused = story.case.refused("sita", orders.EditRecord, record=letter, fields=fields)

    assert refused == ["letter_receiver"]


def test_a_letter_that_is_not_its_receivers_any_more_is_listed_and_put_away(story: Story) -> None:
    draft, given = makes(story, "noor", "Karim"), makes(story, "mila", "Karim")
    assert moves(story, given, "handed_over") == []
    for child in ("noor", "mila"):
        ends_authority(story, child, "Karim")

    astray = all_letters(story).astray
    assert [(each.record, each.child, each.name, each.is_draft) for each in astray] == [
        (draft, "noor", "Karim", True), (given, "mila", "Karim", False)
    ]  # fmt: skip
    assert all_letters(story, "cora").astray == ()
    assert moves(story, draft, "handed_over") == ["letter_receiver"]
    assert [moves(story, each, "superseded") for each in (draft, given)] == [[], []]
    assert all_letters(story).astray == ()


def test_a_draft_says_so_on_paper_and_a_replaced_letter_is_not_printed(story: Story) -> None:
    letter = makes(story, "noor", "Elske")
    draft = printed(story, letter)
    assert (draft.is_draft, draft.is_replaced, draft.barred) == (True, False, None)

    assert moves(story, letter, "superseded") == []

    gone = printed(story, letter)
    assert (gone.is_draft, gone.is_replaced, gone.blocks) == (False, True, ())
    assert gone.barred
    assert gone.barred.key == "letter_replaced"


@pytest.mark.parametrize("way", ["none", "address"])
def test_a_newer_choice_that_waits_for_the_chair_suspends_the_older_address(
    way: str, story: Story
) -> None:
    letter = makes(story, "noor", "Elske")

    waiting = plans(story, "Elske", way)

    contact = row(story, "noor", "Elske").contact
    assert contact
    assert (contact.way, contact.how, contact.record) == ("waits", None, waiting)
    assert moves(story, letter, "sent", by_which_contact="post") == ["safe_contact"]
    story.brings(waiting, "heard_apart", "vera", reason="Liever alleen.")
    left = ["safe_contact"] if way == "none" else []
    assert moves(story, letter, "sent", by_which_contact="post") == left


def test_what_was_chosen_for_an_earlier_talk_does_not_hold_for_the_next(story: Story) -> None:
    letter = makes(story, "noor", "Elske")
    comes_back(story)

    assert row(story, "noor", "Elske").contact is None
    assert moves(story, letter, "sent", by_which_contact="post") == ["safe_contact"]
    story.plans("Elske", "address")

    contact = row(story, "noor", "Elske").contact
    assert contact
    assert contact.way == "address"


def comes_back(story: Story) -> None:
    """Let the case come back to the table."""
    case, now = story.case, story.office.clock.now()
    with unit_of_work(story.office.store) as connection:
        head = case.head
        later = replace(head, version=head.version + 1)
        event = NewEvent(
            kind="advanced",
            recorded_at=now,
            occurred_on=story.office.today(),
            occurred_at=now,
            workflow_hash=head.workflow_hash,
            act="table_return",
            payload={},
            details={},
        )
        append_event(connection, later, event)
        connection.execute(
            CASES.update().where(CASES.c.id == head.id).values(version=later.version)
        )


def test_seven_letters_are_listed_with_as_many_statements_as_none(story: Story) -> None:
    all_letters(story)  # the definitions are read once
    with counting(story.office.store) as none:
        assert {each.state for each in all_letters(story).rows} == {"missing"}
    made = make_owed(story.viewer("sita"), story.office, letter_words(), story.case.id, key="k")
    assert not isinstance(made, Refused)
    with counting(story.office.store) as seven:
        assert sum(each.state == "draft" for each in all_letters(story).rows) == 7

    assert len(reads(seven)) == len(reads(none))


def reads(said: list[str]) -> list[str]:
    """Leave out how a connection is opened."""
    return [each for each in said if each.startswith("SELECT")]
