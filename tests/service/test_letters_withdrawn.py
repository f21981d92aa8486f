"""Names in a letter are looked at before it is given; what went out wrongly is withdrawn."""

import pytest

from engine.access import Viewer
from engine.clock import ManualClock
from engine.service.command import looking
from engine.service.letter_page import letter_page_of
from engine.service.packages import Package, package_of
from engine.store.store import Store
from tests.service.counting import counting
from tests.service.letter_stories import Story, a_letter_story
from tests.service.test_letters_given import all_letters, makes, moves, printed, reads, row

WHY = {"reason": "Het adres van de ander stond erin.", "repaired": "Teruggevraagd."}


@pytest.fixture
def story(store: Store, clock: ManualClock) -> Story:
    """Lend the case with everything recorded and no letter made."""
    return a_letter_story(store, clock)


def naming(story: Story) -> str:
    """Make a letter in which somebody else of the family has a name; its record."""
    story.agrees("text is van Karims zus", "bram", "Joost", child="daan")
    return makes(story, "daan", "Joost")


def lawyers(story: Story, client: str) -> Package:
    """Make the package for the lawyer of somebody."""
    viewer: Viewer = story.viewer("sita")
    with looking(viewer, story.office, story.case.id, "test") as work:
        return package_of(work, "lawyer", story.who(client))


def test_no_move_gives_a_letter_that_names_others_until_somebody_looked(story: Story) -> None:
    letter = naming(story)

    assert moves(story, letter, "handed_over") == ["letter_names"]
    assert moves(story, letter, "handed_over", names_seen=False) == ["letter_names"]
    assert moves(story, letter, "sent", by_which_contact="post") == ["safe_contact", "letter_names"]
    assert moves(story, letter, "handed_over", names_seen=True) == []


def test_before_it_is_given_the_way_stands_open_and_tells_whose_names_there_are(
    story: Story,
) -> None:
    letter = naming(story)

    with looking(story.viewer("sita"), story.office, story.case.id, "test") as work:
        page = letter_page_of(work, letter)

    assert page.names == ("Karim",)
    by_hand = page.page.record.moves[0]
    assert (by_hand.status, by_hand.reason.key) == ("handed_over", "role")


def test_a_letter_that_names_others_may_always_be_put_away(story: Story) -> None:
    assert moves(story, naming(story), "superseded") == []


def test_what_should_not_have_gone_does_not_stand_and_is_owed_anew(story: Story) -> None:
    letter = makes(story, "noor", "Elske")
    assert moves(story, letter, "handed_over") == []
    assert not row(story, "noor", "Elske").is_owed

    assert moves(story, letter, "withdrawn", **WHY) == []

    again = row(story, "noor", "Elske")
    assert (again.state, again.record, again.is_owed) == ("missing", None, True)
    (gone,) = all_letters(story).withdrawn
    assert (gone.record, gone.child, gone.name) == (letter, "noor", "Elske")
    assert (gone.on, gone.reason, gone.repaired) == (
        story.office.today(), WHY["reason"], WHY["repaired"]
    )  # fmt: skip
    paper = printed(story, letter)
    assert (paper.is_withdrawn, paper.blocks) == (True, ())
    assert paper.barred
    assert paper.barred.key == "letter_withdrawn"


def test_a_draft_is_not_withdrawn_and_what_was_withdrawn_goes_nowhere(story: Story) -> None:
    letter = makes(story, "noor", "Elske")
    assert moves(story, letter, "withdrawn", **WHY) == ["status"]
    assert moves(story, letter, "handed_over") == []
    assert moves(story, letter, "withdrawn", **WHY) == []

    assert moves(story, letter, "handed_over") == ["status"]
    newer = makes(story, "noor", "Elske")
    assert moves(story, newer, "handed_over") == []

    assert [each.record for each in all_letters(story).withdrawn] == [letter]


def test_who_reads_titles_only_hears_of_none(story: Story) -> None:
    letter = makes(story, "noor", "Elske")
    moves(story, letter, "handed_over")
    moves(story, letter, "withdrawn", **WHY)

    assert all_letters(story, "cora").withdrawn == ()


def test_the_lawyer_of_the_receiver_does_not_get_it_and_the_package_says_so(story: Story) -> None:
    letter = makes(story, "noor", "Karim")
    moves(story, letter, "handed_over")
    assert "noorreasons" in str(lawyers(story, "Karim").blocks)

    moves(story, letter, "withdrawn", **WHY)

    found = lawyers(story, "Karim")
    assert "noorreasons" not in str(found.blocks)
    assert [(each.record, each.withdrawn) for each in found.lacking] == [(letter, True)]
    assert lawyers(story, "Elske").lacking == ()


def test_why_is_read_only_where_something_was_withdrawn(story: Story) -> None:
    letter = makes(story, "noor", "Elske")
    moves(story, letter, "handed_over")
    all_letters(story)  # the definitions are read once
    with counting(story.office.store) as none:
        all_letters(story)
    moves(story, letter, "withdrawn", **WHY)
    with counting(story.office.store) as one:
        all_letters(story)

    assert len(reads(one)) == len(reads(none)) + 1
