"""By keyboard alone: everything is reached, what changed has the focus, no key acts unasked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import Hands
from tests.browser.place import Place
from tests.browser.watching import Browsers
from tests.service.desks import shipped

STEP = shipped().of("placement", "oldebroek").transitions["decide_to_place"]
FAR = 60
"""Presses of Tab within which the main action of a page is reached."""


@pytest.fixture
def hands(place: Place, page_for: Browsers) -> Hands:
    """Lend Bram's browser, at the step of the story."""
    hands = Hands(page_for("bram"), "nl")
    hands.page.goto(f"/cases/{place.case('story').id}/steps/decide_to_place")
    return hands


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{FAR} presses of Tab do not reach {target}")


def test_the_first_tab_leads_past_the_menu(hands: Hands) -> None:
    page = hands.page
    skip = page.get_by_role("link", name=hands.words("To the content"))

    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_be_focused()


def test_a_case_is_found_and_its_step_is_tried_without_a_mouse(
    place: Place, page_for: Browsers
) -> None:
    hands = Hands(page_for("bram"), "nl")
    page = hands.page
    page.goto("/")

    tab_to(page, page.get_by_role("link", name=place.case("story").number))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name=hands.words("See what this step asks")))
    page.keyboard.press("Enter")
    for question, answer in (("place_kind", "foster_family"), ("legal_road", "consent")):
        field = STEP.input[question]
        asked = page.get_by_role("group", name=hands.say(field.title)).get_by_role("radio")
        tab_to(page, asked.first)
        page.keyboard.press("Space")
        while not asked.and_(page.locator(f"[value={answer}]")).is_checked():
            page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("radio", name=hands.words("Yes"), exact=True))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("textbox", name=hands.say(STEP.input["reasons"].title)))
    page.keyboard.type("Thuis is het nu niet veilig genoeg.")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text(hands.words("This is not possible yet"))


@pytest.mark.parametrize(
    ("at", "button"),
    [
        pytest.param("/cases/{}/steps/decide_to_place", "[value=do]", id="swapped by the script"),
        pytest.param("/families/new", ".nl-button--primary", id="a page of its own"),
    ],
)
def test_what_is_wrong_has_the_focus_and_leads_to_its_field(
    place: Place, page_for: Browsers, at: str, button: str
) -> None:
    page = page_for("bram")
    page.goto(at.format(place.case("story").id))
    page.locator(f"form[data-send] {button}").click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Fout: "))
    link = summary.get_by_role("link").first
    target = link.get_attribute("href") or ""
    tab_to(page, link)
    page.keyboard.press("Enter")

    expect(page.locator(target)).to_be_focused()


def test_what_was_done_is_read_out_on_the_next_page(place: Place, page_for: Browsers) -> None:
    hands = Hands(page_for("bram"), "nl")
    page = hands.page
    page.goto(f"/cases/{place.case('story').id}/records/new?type=explanatory_analysis")
    page.get_by_role("textbox").first.fill("Waardoor escaleert het thuis?")
    page.keyboard.press("Control+Enter")

    said = page.get_by_role("status")
    expect(said).not_to_be_empty()
    expect(said).to_have_attribute("aria-live", "polite")
    page.reload()
    expect(page.get_by_role("status")).to_be_empty()


def test_keys_go_about(page_for: Browsers) -> None:
    page = page_for("bram")
    page.goto("/cases")
    rows = page.locator("[data-keys-list] tbody tr")

    page.keyboard.press("j")
    expect(rows.nth(0).get_by_role("link").first).to_be_focused()
    page.keyboard.press("j")
    expect(rows.nth(1).get_by_role("link").first).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0).get_by_role("link").first).to_be_focused()
    page.keyboard.press("?")
    page.wait_for_url("**/help#keys")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url("**/deadlines")


def test_no_key_acts_while_somebody_types(hands: Hands) -> None:
    page, here = hands.page, hands.page.url
    text = page.get_by_role("textbox", name=hands.say(STEP.input["reasons"].title))

    text.focus()
    page.keyboard.type("?jk g t /")

    expect(text).to_have_value("?jk g t /")
    assert page.url == here


def test_a_slash_opens_the_filter_of_the_deadlines(place: Place, page_for: Browsers) -> None:
    page = Hands(page_for("cora"), "nl").page
    page.goto("/deadlines")

    page.keyboard.press("/")

    expect(page.locator("select[name=region]")).to_be_focused()
