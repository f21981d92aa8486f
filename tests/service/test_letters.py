"""What goes home shows one child and one receiver: canaries in every text of a family of six."""

import re
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from api.letter_words import letter_words
from engine.clock import ManualClock
from engine.decision import Refused
from engine.errors import NotFound, StaleCase
from engine.service import orders
from engine.service.command import looking
from engine.service.letter_orders import (
    Made,
    MakeLetter,
    give_letter,
    make_letter,
    make_owed,
    write_anew,
)
from engine.service.letter_page import Paper, letter_page_of, paper
from engine.service.letters import LetterForm, LetterRow, letters, preview_of
from engine.service.repeats import Done
from engine.store.deadlines import start_deadline
from engine.store.store import Store
from engine.store.unit_of_work import unit_of_work
from engine.text import Language
from tests.service.letter_stories import Story, a_letter_story
from tests.store.builders import a_deadline

READS = {
    ("noor", "Elske"): {"noorreasons", "agreedbram", "agreedelske", "agreedgijs", "agreedwords"},
    ("noor", "Karim"): {"noorreasons", "agreedbram", "agreedelske"},
    ("noor", "noor"): {"noorreasons"},
    ("daan", "Elske"): {"daanreasons", "agreedgijs", "agreedwords"},
    ("daan", "Joost"): {"daanreasons", "agreeddaan"},
    ("daan", "daan"): {"daanreasons", "agreeddaan", "agreedwords"},
    ("mila", "Elske"): {"milareasons", "agreedkarim", "agreedgijs", "agreedwords"},
    ("mila", "Karim"): {"milareasons", "agreedkarim"},
    ("mila", "mila"): {"milareasons"},
}
"""All that each letter may show of what anybody wrote; and it shows all of it."""

LANGUAGES: tuple[Language, ...] = ("nl", "en")
NAMES = {"noor", "daan", "mila", "Elske", "Karim", "Joost", "Tante", "lars", "gijs", "rik", "sita"}


@pytest.fixture
def story(store: Store, clock: ManualClock) -> Story:
    """Lend the case with everything recorded and no letter made."""
    return a_letter_story(store, clock)


def makes(story: Story, child: str, receiver: str, by: str = "sita", **said: Any) -> str:
    """Make a letter; its record."""
    order = MakeLetter(
        case=story.case.id, child=story.who(child), receiver=story.who(receiver), **said
    )
    made = make_letter(story.viewer(by), story.office, letter_words(), order)
    assert isinstance(made, Done), made
    return str(made.made)


def gives(story: Story, record: str, to: str, by: str = "sita", **said: Any) -> object:
    """Give a letter."""
    order = orders.MoveRecord(
        case=story.case.id,
        record=record,
        to=to,
        seen_version=story.case.head.version,
        inputs=said,
    )
    return give_letter(story.viewer(by), story.office, order)


def says(story: Story, record: str, by: str = "sita") -> str:
    """Read a letter, as it is printed."""
    return text_of(paper(story.viewer(by), story.office, story.case.id, record))


def text_of(shown: Paper) -> str:
    """Give its words."""
    return "\n".join(line for block in shown.blocks for line in block.lines)


def previewed(story: Story, child: str, receiver: str, form: LetterForm) -> str:
    """Look at what a letter would say now."""
    with looking(story.viewer("sita"), story.office, story.case.id, "test") as work:
        found = preview_of(work, letter_words(), story.who(child), story.who(receiver), form)
    return "\n".join(line for block in found.blocks for line in block.lines)


def row(story: Story, child: str, receiver: str, by: str = "sita") -> LetterRow:
    """Look at how far a letter is."""
    rows = letters(story.viewer(by), story.office, story.case.id).rows
    return next(
        each
        for each in rows
        if (each.child.id, each.receiver) == (story.who(child), story.who(receiver))
    )


def test_a_letter_goes_to_who_has_authority_over_that_child_and_to_the_youth(story: Story) -> None:
    rows = letters(story.viewer("sita"), story.office, story.case.id).rows

    assert [(each.child.name, each.name, each.expected) for each in rows] == [
        ("noor", "Elske", True), ("noor", "Karim", True), ("noor", "noor", False),
        ("daan", "Elske", True), ("daan", "Joost", True), ("daan", "daan", True),
        ("mila", "Elske", True), ("mila", "Karim", True), ("mila", "mila", False),
    ]  # fmt: skip


def test_a_letter_shows_what_its_receiver_may_read_and_nothing_else(story: Story) -> None:
    forms = [LetterForm(language, plain=plain) for language in LANGUAGES for plain in (False, True)]
    for (child, receiver), form in product(READS, forms):
        text = previewed(story, child, receiver, form)

        assert set(re.findall(r"CANARY(\w+)", text)) == READS[child, receiver], (child, receiver)
        gijs = {"gijs"} if (child, receiver) == ("daan", "Elske") else set()
        assert set(re.findall(r"\w+", text)) & NAMES == {child, receiver} | gijs


def test_what_is_printed_is_what_was_seen(story: Story) -> None:
    record = makes(story, "noor", "Karim")

    text = says(story, record)

    assert set(re.findall(r"CANARY(\w+)", text)) == READS["noor", "Karim"]
    assert "Iemand anders van het gezin: CANARYagreedelske – uiterlijk vr 20 maart 2026" in text
    assert "bram: CANARYagreedbram" in text
    assert "vrijwillig, niet verplicht" in text


def test_nobody_gets_a_letter_about_a_child_without_authority(story: Story) -> None:
    for child, receiver in (
        ("daan", "Karim"),
        ("noor", "Joost"),
        ("noor", "Tante"),
        ("noor", "daan"),
        ("noor", "bram"),
    ):
        with pytest.raises(NotFound):
            makes(story, child, receiver)


def test_authority_that_ended_takes_the_letter_with_it(story: Story) -> None:
    record = makes(story, "noor", "Karim")
    story.case.done(
        "bram",
        orders.SetAuthority,
        child=story.who("noor"),
        parent=story.who("Karim"),
        source="register",
        until_on=story.office.today(),
    )

    shown = paper(story.viewer("sita"), story.office, story.case.id, record)
    refused = gives(story, record, "handed_over")

    assert (shown.blocks, shown.barred is not None) == ((), True)
    assert isinstance(refused, Refused)
    assert [reason.key for reason in refused.missing] == ["letter_receiver"]


def test_every_letter_that_is_owed_is_made_in_one_go_and_once(story: Story) -> None:
    sita, words = story.viewer("sita"), letter_words()

    first = make_owed(sita, story.office, words, story.case.id, key="k")
    again = make_owed(sita, story.office, words, story.case.id, key="k")

    assert isinstance(first, Made)
    assert (len(first.letters), again) == (7, Made(()))
    rows = letters(sita, story.office, story.case.id).rows
    assert {each.state for each in rows if each.expected} == {"draft"}
    assert {each.state for each in rows if not each.expected} == {"missing"}


def test_giving_one_person_a_letter_gives_nobody_else_theirs(story: Story) -> None:
    elske, karim = makes(story, "noor", "Elske"), makes(story, "noor", "Karim")

    done = gives(story, elske, "handed_over")

    assert isinstance(done, Done)
    assert (story.case.status(elske), story.case.status(karim)) == ("handed_over", "draft")
    assert row(story, "noor", "Karim").state == "draft"


def test_without_a_safe_address_nothing_is_sent_and_no_address_is_offered(story: Story) -> None:
    for child, receiver in (("noor", "Karim"), ("daan", "Joost"), ("daan", "daan")):
        record = makes(story, child, receiver)

        refused = gives(story, record, "sent", by_which_contact="post")

        assert isinstance(refused, Refused)
        assert [reason.key for reason in refused.missing] == ["safe_contact"]
        contact = row(story, child, receiver).contact
        assert contact is None or contact.how is None
        assert isinstance(gives(story, record, "handed_over"), Done)


def test_to_a_safe_address_it_may_be_sent(story: Story) -> None:
    record = makes(story, "noor", "Elske")
    contact = row(story, "noor", "Elske").contact

    assert contact
    assert contact.how == "CANARYElskehow"
    assert isinstance(gives(story, record, "sent", by_which_contact="post"), Done)


def test_a_draft_says_that_something_changed_and_is_made_anew(story: Story) -> None:
    record = makes(story, "noor", "Elske")
    assert not row(story, "noor", "Elske").behind
    story.agrees("later", "bram", "Elske", child="noor")
    assert row(story, "noor", "Elske").behind
    order = orders.EditRecord(
        case=story.case.id, record=record, seen_version=story.case.head.version, fields={}
    )

    done = write_anew(story.viewer("sita"), story.office, letter_words(), order)

    assert isinstance(done, Done)
    assert "CANARYlater" in says(story, record)
    assert not row(story, "noor", "Elske").behind
    with pytest.raises(StaleCase):
        write_anew(story.viewer("sita"), story.office, letter_words(), order)


def test_another_outcome_after_the_letter_asks_for_a_new_one(story: Story) -> None:
    record = makes(story, "mila", "Karim")
    gives(story, record, "handed_over")
    assert not row(story, "mila", "Karim").is_owed

    story.outcome("mila", "withdrawn", reason="niet meer nodig")

    assert row(story, "mila", "Karim").is_owed
    newer = makes(story, "mila", "Karim")
    assert isinstance(gives(story, newer, "handed_over"), Done)
    assert story.case.status(record) == "superseded"


def test_who_reads_titles_only_sees_no_letter_and_who_does_not_write_makes_none(
    story: Story,
) -> None:
    record = makes(story, "noor", "Elske")

    assert letters(story.viewer("cora"), story.office, story.case.id).rows == ()
    with pytest.raises(NotFound):
        paper(story.viewer("cora"), story.office, story.case.id, record)
    order = MakeLetter(case=story.case.id, child=story.who("noor"), receiver=story.who("Karim"))
    refused = make_letter(story.viewer("rik"), story.office, letter_words(), order)
    assert isinstance(refused, Refused)
    assert [reason.key for reason in refused.missing] == ["role"]


def test_a_report_has_the_own_statements_below_it(story: Story) -> None:
    report = story.records_a("table_report", "vera")
    reaction = story.records_a("report_reaction", "vera", statement="Het was anders.")
    story.brings(reaction, "attached", "vera")

    shown = paper(story.viewer("vera"), story.office, story.case.id, report)

    assert (shown.kind, shown.is_draft) == ("report", True)
    assert [said.text for said in shown.statements] == ["Het was anders."]
    assert "CANARYtable_reportreport" in text_of(shown)


def test_another_document_is_no_letter(story: Story) -> None:
    with pytest.raises(NotFound):
        paper(story.viewer("sita"), story.office, story.case.id, story.records["noor"])


def test_a_name_that_somebody_wrote_is_pointed_out_before_the_letter_is_given(
    story: Story,
) -> None:
    story.agrees("text is of Karim and Mila", "bram", "Joost", child="daan")
    record = makes(story, "daan", "Joost")
    sita, case = story.viewer("sita"), story.case.id

    with looking(sita, story.office, case, "test") as work:
        page = letter_page_of(work, record)
        form = LetterForm()
        found = preview_of(work, letter_words(), story.who("daan"), story.who("Joost"), form)

    assert page.names == found.names == ("mila", "Karim")


def test_the_day_of_the_next_talk_stands_in_it(story: Story) -> None:
    due = replace(a_deadline(), key="return_date", due_on=date(2026, 5, 19))
    with unit_of_work(story.office.store) as connection:
        start_deadline(connection, story.case.head.id, due)

    assert "Op di 19 mei 2026 kijken we samen" in says(story, makes(story, "mila", "Karim"))
