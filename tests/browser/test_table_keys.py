"""A meeting is opened, its people are marked and an outcome is recorded by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.serving import Serving
from tests.browser.test_keyboard import tab_to
from tests.browser.watching import Browsers
from tests.browser.week import TUESDAY, Week, a_week
from tests.browser.week_hands import RECORDS, STEPS, Chair
from tests.browser.week_stories import Story

SAID = ("decided_by", "reasons", "safety")


@pytest.fixture
def story(serving: Serving) -> Iterator[tuple[Week, Story]]:
    """Serve a week in which one case is on an agenda, on the day of the meeting."""
    with a_week(serving.url) as week:
        serving.app = week.app
        story = week.stories["absent"]
        story.invites("Nora")
        meeting = week.room.plans(TUESDAY.date())
        story.case.step("schedule", by="sita", meeting=meeting)
        week.comes_to(TUESDAY)
        yield week, story


def press(vera: Chair, target: Locator, key: str = "Enter") -> None:
    """Go to it by Tab, and press a key there."""
    tab_to(vera.page, target)
    vera.page.keyboard.press(key)


def takes(vera: Chair, radios: Locator, value: str) -> None:
    """Go to a group of radio buttons, and on to one of them by its arrows."""
    press(vera, radios.first, "Space")
    while not radios.and_(vera.page.locator(f"[value={value}]")).is_checked():
        vera.page.keyboard.press("ArrowDown")


def test_a_talk_is_held_by_keyboard_alone(story: tuple[Week, Story], pool: Browsers) -> None:
    week, absent = story
    with pool.at(week):
        vera = Chair(pool("vera"), "nl")
        vera.page.goto("/agenda")
        press(vera, vera.mover("in_session"))
        vera.stands("in_session")
        press(vera, vera.page.get_by_role("link", name=absent.case.head.number, exact=True))
        vera.reads(vera.words("Sheet"))

        for box in vera.block("who").locator("select[name^='how.']").all():
            press(vera, box, "ArrowDown")
        press(vera, vera.block("who").locator("form > .utrecht-button-group button"))
        vera.is_done("who")
        begin = vera.block("step-start_meeting")
        takes(vera, begin.get_by_role("radio"), "held_without")
        button = begin.get_by_role(
            "button", name=vera.say(STEPS["start_meeting"].title), exact=True
        )
        press(vera, button)
        expect(button).to_have_count(0)

        vera.page.reload()  # which unfolds what comes next
        who = absent.who("Sam")
        outcome = vera.block(f"outcome-{who}")
        takes(vera, outcome.locator("input[name=status]"), "done_here")
        press(vera, outcome.locator(f"input[name='f.{who}-decider']").first, "Space")
        for key in SAID:
            tab_to(vera.page, outcome.locator(f"[name='f.{who}-{key}']"))
            vera.page.keyboard.type("Aan tafel besloten.")
        press(vera, outcome.locator("button[value=do]"))

        title = RECORDS["table_outcome"].statuses["done_here"].title
        expect(outcome.locator(".utrecht-alert--ok").last).to_contain_text(vera.say(title))
