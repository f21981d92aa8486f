"""What happens around the talk, clicked: sent, called, given, sent out, printed, by two at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from api.letter_words import letter_words
from engine.decision import Refused
from engine.service.file.dispatches import PARTIES, WAYS
from engine.service.letter_orders import make_owed
from engine.service.meeting_page import meeting as meeting_page
from engine.service.orders import Agree, MarkAtItem
from engine.service.table_orders import MarkAtMeeting
from tests.browser.hands import Hands
from tests.browser.printed import BETWEEN_MARGINS, printed
from tests.browser.watching import Browsers
from tests.browser.week import SIT, TUESDAY, Week
from tests.browser.week_hands import RECORDS, Chair, Secretary
from tests.browser.week_stories import Story

DUE, NEXT = date(2026, 4, 7), "2026-05-19"
PAPERS = {"morning": 1, "sheet": 3, "decision": 4, "invitation": 2, "crisis": 6}
"""The lists and blank forms, and on how many pages each is: lines to write on take their room."""


@pytest.fixture
def story(week: Week, pool: Browsers) -> Iterator[Story]:
    """Lend a family whose talk is planned, and browsers."""
    with pool.at(week):
        found = week.stories["absent"]
        found.invites("Nora")
        yield found


def at(story: Story, rest: str) -> str:
    """Where something of the case is."""
    return f"/cases/{story.case.id}/{rest}"


def sits(week: Week, story: Story) -> str:
    """Let the talk be planned and the table sit, with everybody there; where its sheet is."""
    room = week.room
    meeting = room.plans(TUESDAY.date())
    story.case.step("schedule", by="sita", meeting=meeting)
    room.brings(meeting, "fixed")
    week.comes_to(TUESDAY)
    room.brings(meeting, "in_session")
    for name in SIT:
        room.done("vera", MarkAtMeeting, meeting=meeting, person=story.who(name), how="in_room")
    (item,) = meeting_page(week.viewer("vera"), week.office, meeting).items
    return f"/meetings/{meeting}/items/{item.id}"


def decided(story: Story) -> None:
    """Let help stay voluntary, with one agreement."""
    case = story.case
    case.done("vera", MarkAtItem, person=story.who("rik"), how="in_room")
    case.step("start_meeting", by="vera", parents_there="everybody")
    story.settles("table_outcome", "voluntary_continues", "vera", "Sam")
    said, by, read = story.canary("help"), story.who("bram"), (story.who("Nora"),)
    case.done("vera", Agree, text=said, due_on=DUE, owner=by, visible_to=read)
    case.step("decide", by="vera", next_date=NEXT)


def test_an_invitation_is_given_and_the_chair_calls_before_the_talk(
    story: Story, pool: Browsers
) -> None:
    sita = Secretary(pool("sita"), "nl")
    sita.page.goto(at(story, "invitations"))

    sita.follow(sita.words("Given or sent"), "Nora")
    sita.page.locator("[name='f.sent_on']").fill("2026-03-02")
    sita.page.locator("[name='f.by_which_contact']").fill(story.canary("way"))
    sends(sita)
    sita.page.goto(at(story, "invitations"))

    row = sita.page.locator("tr").filter(has_text="Nora")
    expect(row).to_contain_text(sita.say(RECORDS["invitation_plan"].statuses["sent"].title))

    vera = Chair(pool("vera"), "nl")
    vera.page.goto(at(story, "records/new?type=chair_talk"))
    vera.page.locator("[name='f.with_whom']").fill(story.canary("called"))
    vera.page.locator("[name='f.rights'][value=yes]").check()
    sends(vera)
    vera.page.locator("a[href$='/moves/held']").click()
    sends(vera)
    held = vera.say(RECORDS["chair_talk"].statuses["held"].title)
    expect(vera.page.get_by_role("main")).to_contain_text(held)


def sends(who: Hands) -> None:
    """Press the main button of the one form, and wait for what it leads to."""
    button = who.page.get_by_role("main").locator("form .nl-button--primary")
    before = who.page.url
    button.click()
    who.page.wait_for_url(lambda url: url != before)


def test_letters_and_agreements_are_handed_over_and_a_package_leaves(
    week: Week, story: Story, pool: Browsers
) -> None:
    sits(week, story)
    decided(story)
    vera = Chair(pool("vera"), "nl")
    vera.page.goto(at(story, "letters"))
    vera.page.get_by_role("main").locator("form button").first.click()
    vera.gives("Nora", "Sam")
    vera.page.goto(at(story, "steps/hand_over_agreements"))
    vera.page.locator("[name='f.everybody_has_letter'][value=yes]").check()
    sends(vera)
    assert story.case.head.state == "following_agreements"

    sita = Secretary(pool("sita"), "nl")
    council = sita.say(PARTIES["council"])
    sita.page.goto(at(story, "packages"))
    sita.follow(sita.words("Make the package"), council)
    expect(sita.page.locator(".rt-letter")).to_contain_text(story.canary("Sam", "table_outcome"))
    sita.follow(sita.words("Record that it left"))
    sita.page.locator("[name='f.to_whom']").fill(story.canary("desk"))
    sita.page.locator("[name='f.way'][value=secure_mail]").check()
    sita.page.locator("[name='f.ground'][value=statutory_duty]").check()
    sita.press(sita.words("Record it"))
    left = sita.page.locator("#dispatches tbody tr")
    expect(left).to_have_count(1)
    expect(left).to_contain_text(council)
    expect(left).to_contain_text(sita.say(WAYS["secure_mail"]))


def test_chair_and_secretary_at_one_sheet_lose_nothing(
    week: Week, story: Story, pool: Browsers
) -> None:
    sheet = sits(week, story)
    vera, sita = Chair(pool("vera"), "nl"), Chair(pool("sita"), "nl")
    for each in (vera, sita):
        each.page.goto(sheet)

    vera.agrees(story, "walk", "bram", "Nora")  # each another block
    says(sita, story, Nora="in_room")
    expect(box(sita, story)).to_have_value("in_room")

    says(vera, story, Nora="absent")  # the same block, as it was before

    came = vera.block("who").locator("[role=alert]")
    expect(came).to_contain_text("sita")
    expect(box(vera, story)).to_have_value("absent")
    expect(vera.block("who")).to_contain_text(vera.words("Recorded now:"))
    expect(vera.block("agreements")).to_contain_text(story.canary("walk"))
    says(vera, story)
    expect(came).to_have_count(0)
    sita.page.reload()
    expect(box(sita, story)).to_have_value("absent")


def says(who: Chair, story: Story, **marks: str) -> None:
    """Say how somebody is there, and save that block."""
    block = who.unfold("who")
    for name, how in marks.items():
        block.locator(f"[name='how.{story.who(name)}']").select_option(how)
    block.get_by_role("button", name=who.words("Save who is there")).click()


def box(who: Chair, story: Story) -> Locator:
    """Where it is said how the mother is there."""
    return who.unfold("who").locator(f"[name='how.{story.who('Nora')}']")


def test_on_a4_nothing_is_cut(week: Week, story: Story, pool: Browsers) -> None:
    sheet = sits(week, story)
    decided(story)
    made = make_owed(week.viewer("sita"), week.office, letter_words(), story.case.id, key="all")
    assert not isinstance(made, Refused)
    (letter,) = made.letters
    page: Page = pool("sita", width=BETWEEN_MARGINS)

    pages = {}
    for name, where in {
        "agenda": f"{sheet.partition('/items')[0]}/print",
        "letter": at(story, f"letters/{letter}/print"),
        **{name: f"/paper/{name}" for name in PAPERS},
    }.items():
        page.goto(where)
        pages[name] = len(printed(page))

    assert pages == {"agenda": 1, "letter": 1, **PAPERS}
