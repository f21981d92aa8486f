"""A week of the table as its secretary and its chair click it; nobody reads what is not theirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from engine.calendar import AMSTERDAM
from engine.service.file.agreements import STATES as AGREEMENT_STATES
from engine.text import Language
from tests.browser.axe import violations
from tests.browser.watching import Browsers
from tests.browser.week import TUESDAY, Week
from tests.browser.week_eyes import Eyes, mailed
from tests.browser.week_hands import WORKFLOW, Chair, Secretary
from tests.browser.week_stories import Story
from tests.service.guests import Post
from tests.service.guests import mailed as sent

NEXT = "2026-05-19"
ELSKE_COMES, KARIM_COMES = "9.00", "10.45"
DUE = {
    "siblings": {"report": "2026-03-17", "return_date": NEXT},
    "absent": {"absent_parent_called": "2026-03-11", "agreement_asked": "2026-03-17"},
    "back": {"return_date": NEXT},
    "adjourned": {"adjourned_until": "2026-03-17"},
}
"""What the talks begin, and until when."""

QUORUM = {"vera": "in_room", "sita": "in_room", "carla": "in_room", "rik": "in_room"}
REMINDED = datetime(2026, 3, 13, 9, tzinfo=AMSTERDAM)
"""Two working days before the report of the talk is due."""

SHOWN = {
    ("Noor", "Elske"): {"Noorreasons", "help", "home"},
    ("Noor", "Karim"): {"Noorreasons", "help"},
    ("Daan", "Elske"): {"Daanreasons"},
    ("Daan", "Joost"): {"Daanreasons"},
    ("Daan", "Daan"): {"Daanreasons"},
    ("Mila", "Elske"): {"Milareasons"},
    ("Mila", "Karim"): {"Milareasons"},
}
"""Of what anybody wrote about the siblings, all that each letter shows."""


@pytest.mark.parametrize("javascript", [True, False], ids=["with a script", "without a script"])
def test_a_week_of_the_table(week: Week, pool: Browsers, javascript: bool) -> None:
    language: Language = "nl" if javascript else "en"
    with pool.at(week):
        page = pool(None, language, javascript=javascript)
        sita, vera = Secretary(page, language), Chair(page, language)
        eyes = Eyes(week, pool, page, language)
        look = partial(keeps_nobody_out, page) if javascript else lambda: None

        plans(week, sita, look)
        told = sent(week.room)
        invites_apart(week.stories["siblings"], eyes)
        week.comes_to(TUESDAY)
        meeting = opens(vera, look)
        speaks_of_siblings(week.stories["siblings"], vera, look)
        speaks_without_the_parent(week.stories["absent"], vera)
        speaks_again(week.stories["back"], vera)
        puts_off(week.stories["adjourned"], vera)
        closes(vera)
        dates_stand(week, vera)

        week.comes_to(REMINDED)
        reminded = sent(week.room)
        assert {post.to for post in reminded} >= {"sita@voorbeeldstad.test"}
        reads_only_what_is_theirs(week, eyes, meeting)
        assert_says_nothing(told + reminded)


def keeps_nobody_out(page: Page) -> None:
    """Let axe look at the page as it stands."""
    assert violations(page) == []


def plans(week: Week, sita: Secretary, look: Callable[[], None]) -> None:
    """From an empty week to a fixed agenda of four cases, with everybody invited."""
    stories = week.stories
    siblings = stories["siblings"]
    sita.comes_in("sita")
    sita.plans(TUESDAY.date().isoformat())
    sita.opens(siblings)
    sita.follow(sita.words("Who is asked to come, and how"))
    how, brings = siblings.canary("Elske", "how"), siblings.canary("Elske", "brings")
    sita.chooses("Elske", "address", how=how, brings=brings, own_time=ELSKE_COMES)
    apart, how = siblings.who("Joost"), siblings.canary("Karim", "how")
    sita.chooses("Karim", "by_hand", how=how, own_time=KARIM_COMES, not_together_with=apart)
    look()
    for person in ("Joost", "Daan"):
        siblings.invites(person, own_time=ELSKE_COMES)
    for name, person in (("absent", "Nora"), ("back", "Hugo"), ("adjourned", "Wilma")):
        stories[name].invites(person)
    sita.to_agenda()
    sita.puts_on_agenda(stories["back"], "return_to_table")
    for name in ("siblings", "absent", "adjourned"):
        sita.puts_on_agenda(stories[name], "schedule")
    sita.moves_up(siblings)
    sita.fills_in_times()
    sita.brings("fixed")
    sita.leaves()


def invites_apart(siblings: Story, eyes: Eyes) -> None:
    """Each letter names its receiver, and of the family only whom they have authority over."""
    whose = {name: {name, *over} for name, over in siblings.home.parents.items()}
    assert dict(eyes.invited(siblings)) == {**whose, "Daan": {"Daan"}}


def opens(vera: Chair, look: Callable[[], None]) -> str:
    """Open the meeting from the first page; its public id."""
    vera.comes_in("vera")
    vera.follow(vera.words("Open the agenda"))
    look()
    vera.brings("in_session")
    return urlsplit(vera.page.url).path.rpartition("/")[2]


def speaks_of_siblings(story: Story, vera: Chair, look: Callable[[], None]) -> None:
    """Three outcomes, a letter for each child and receiver, and one of them given in the room."""
    vera.turns_to(story)
    expect(vera.page.locator("#facts")).to_contain_text(story.canary("Noor", "child_view"))
    vera.marks(story, **QUORUM, Elske="in_room", Karim="by_phone", Joost="in_room")
    vera.makes("start_meeting", parents_there="everybody", rights_told="Yes")
    vera.settles(story, "Noor", "voluntary_intensified")
    vera.settles(story, "Daan", "council_investigation", "council", council_decided="yes")
    vera.settles(story, "Mila", "done_here")
    vera.agrees(story, "help", "bram", "Elske", "Karim", child="Noor")
    vera.agrees(story, "home", "Elske", "Elske", child="Noor")
    look()
    vera.makes("decide", next_date=NEXT, council_question=story.canary("question"))
    vera.opens(story)
    vera.makes_letters(len(SHOWN))
    vera.gives("Elske", "Noor")
    look()
    vera.to_agenda()


def speaks_without_the_parent(story: Story, vera: Chair) -> None:
    """Nobody with authority is there: the outcome is provisional, and somebody calls."""
    vera.turns_to(story)
    vera.marks(story, rik="in_room")
    vera.makes("start_meeting", parents_there="held_without")
    vera.settles(story, "Sam", "provisional", meant="voluntary_intensified")
    vera.agrees(story, "call", "bram", "Nora")
    vera.makes("decide", next_date=NEXT)
    vera.to_agenda()


def speaks_again(story: Story, vera: Chair) -> None:
    """What was agreed last time stands on top, with what became of it."""
    vera.turns_to(story)
    became = {"kept": AGREEMENT_STATES["met"], "broken": AGREEMENT_STATES["open"]}
    for text, state in became.items():
        line = vera.page.locator("#facts li").filter(has_text=story.canary(text))
        expect(line).to_contain_text(vera.say(state))
    vera.marks(story, rik="in_room", Hugo="in_room")
    vera.makes("start_meeting", parents_there="everybody")
    vera.settles(story, "Lotte", "voluntary_continues")
    vera.agrees(story, "walk", "bram", "Hugo")
    vera.makes("decide", next_date=NEXT)
    vera.to_agenda()


def puts_off(story: Story, vera: Chair) -> None:
    """The talk waits for another meeting; somebody watches until then."""
    vera.turns_to(story)
    reason, watches = story.canary("reason"), story.canary("watches")
    vera.makes("adjourn", reason=reason, new_date="2026-03-17", who_watches=watches)
    vera.to_agenda()


def closes(vera: Chair) -> None:
    """End the meeting and complete it."""
    vera.brings("to_complete")
    vera.brings("held")


def dates_stand(week: Week, vera: Chair) -> None:
    """What the talks began has a day, and is on the page of the case."""
    for name, due in DUE.items():
        owed = week.stories[name].case.owed
        assert {key: owed[key].due_on.isoformat() for key in due} == due
    vera.turns_to(week.stories["siblings"])
    vera.opens(week.stories["siblings"])
    for key in DUE["siblings"]:
        expect(vera.page.get_by_role("main")).to_contain_text(
            vera.say(WORKFLOW.deadlines[key].title)
        )


def reads_only_what_is_theirs(week: Week, eyes: Eyes, meeting: str) -> None:
    """Each letter is of one child and one receiver; each page is of who may read it."""
    siblings = week.stories["siblings"]
    for child, receiver, said in eyes.letters(siblings):
        shown = {siblings.canary(each) for each in SHOWN[child, receiver]}
        assert shown <= said <= shown | {child, receiver}, (child, receiver)
    assert eyes.pages("sita", meeting) >= {siblings.canary("home"), "Karim", "Nora"}
    for by in ("anna", "cora"):
        assert eyes.pages(by, meeting) == set(), by
    assert eyes.feed("vera") == set()


def assert_says_nothing(posts: list[Post]) -> None:
    """No mail and no file in it has a word of a family, or names one of them."""
    assert any(part.get_filename() for post in posts for part in post.message.walk())
    assert [found for post in posts if (found := mailed(post))] == []
