"""What goes wrong on an ordinary day: pressed twice, too late, gone for coffee, no network."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from api.serve import STOP_S
from engine.runner.embedded import EmbeddedRunner
from engine.service.file.records import records
from engine.service.file.timeline import timeline
from engine.service.orders import WriteRecord
from engine.service.records import write_record
from engine.service.sessions import IDLE
from notifications.email import EmailChannel
from tests.api.servers import HOST, free_port
from tests.browser.hands import Hands
from tests.browser.place import Place
from tests.browser.watching import Browsers

WHY = "Nog in gesprek met school en vader."
SCRIPTS = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])


def at_hold(place: Place, page: Page) -> Page:
    """Go to a step that is possible, and fill it in."""
    page.goto(f"/cases/{place.case('story').id}/steps/hold")
    page.locator("#f-still_needed").fill(WHY)
    page.locator("#f-until").fill("2026-12-04")
    return page


def happened(place: Place) -> int:
    """How many events the case has."""
    return len(timeline(place.viewer("bram"), place.office, place.case("story").id))


def meanwhile(place: Place) -> None:
    """Let Els change the case."""
    note = WriteRecord(case=place.case("story").id, type="explanatory_analysis")
    write_record(place.viewer("els"), place.office, note)


def cut_off(page: Page, gone: str, *, on: bool) -> None:
    """Let the browser have no network, or nobody at the other end; or again."""
    if gone == "the network":
        page.context.set_offline(on)
    elif on:
        page.route("**/steps/*", lambda route: route.abort())
    else:
        page.unroute("**/steps/*")


@SCRIPTS
def test_a_double_click_makes_one_step(place: Place, page_for: Browsers, javascript: bool) -> None:
    page, before = at_hold(place, page_for("bram", javascript=javascript)), happened(place)

    page.locator("button[value=do]").dblclick()
    expect(page).to_have_url(re.compile(r"/cases/.*made="))  # the first answer may be cut off

    assert happened(place) == before + 1


@SCRIPTS
def test_a_double_click_makes_one_document(
    place: Place, page_for: Browsers, javascript: bool
) -> None:
    case, bram = place.case("story").id, place.viewer("bram")
    page, before = page_for("bram", javascript=javascript), len(records(bram, place.office, case))
    page.goto(f"/cases/{case}/records/new?type=explanatory_analysis")
    page.locator("#f-question").fill("Waardoor escaleert het thuis?")

    page.locator("form[data-send] .nl-button--primary").dblclick()
    page.get_by_role("status").filter(has_text=".").wait_for()

    assert len(records(bram, place.office, case)) == before + 1


@SCRIPTS
def test_who_comes_too_late_reads_what_came_in_and_can_go_on(
    place: Place, page_for: Browsers, javascript: bool
) -> None:
    hands = Hands(page_for("bram", javascript=javascript), "nl")
    page = at_hold(place, hands.page)
    meanwhile(place)

    page.locator("button[value=do]").click()

    came_in = page.get_by_role("alert")
    expect(came_in).to_contain_text(hands.words("The case changed while you were at work"))
    expect(came_in).to_contain_text("Els Prins")
    expect(page.locator("#f-still_needed")).to_have_value(WHY)
    expect(page.locator("#f-until")).to_have_value("2026-12-04")
    hands.press(hands.words("Seen, do it all the same"))
    page.wait_for_url("**/cases/*made=*")
    assert place.file("bram").state == "substantiating"


@SCRIPTS
def test_what_was_typed_stays_when_a_form_comes_back(
    place: Place, page_for: Browsers, javascript: bool
) -> None:
    page = page_for("bram", javascript=javascript)
    page.goto(f"/cases/{place.case('story').id}/steps/decide_to_place")
    page.locator("#f-reasons").fill(WHY)
    page.locator("[name='f.place_kind'][value=foster_family]").check()

    page.locator("button[value=do]").click()  # two questions have no answer yet
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#f-reasons")).to_have_value(WHY)
    expect(page.locator("[name='f.place_kind'][value=foster_family]")).to_be_checked()

    page.locator("[name='f.legal_road'][value=consent]").check()
    page.locator("[name='f.within_two_weeks'][value=no]").check()
    page.locator("button[value=do]").click()  # now the rules say no
    expect(page.get_by_role("alert").locator(".rt-reason").first).to_be_visible()
    expect(page.locator("#f-reasons")).to_have_value(WHY)
    expect(page.locator("[name='f.legal_road'][value=consent]")).to_be_checked()


def test_a_page_asked_for_after_the_session_comes_back_after_signing_in(
    place: Place, page_for: Browsers
) -> None:
    hands = Hands(page_for("bram"), "nl")
    case = f"/cases/{place.case('story').id}"
    hands.page.goto(case)
    place.clock.move_to(place.clock.now() + IDLE)

    hands.page.goto(f"{case}/timeline")
    hands.signs_in("Bram Jansen")

    hands.page.wait_for_url(f"**{case}/timeline")


@SCRIPTS
def test_a_form_sent_after_the_session_is_kept_until_one_is_back(
    place: Place, page_for: Browsers, javascript: bool
) -> None:
    hands = Hands(page_for("bram", javascript=javascript), "nl")
    page, before = at_hold(place, hands.page), happened(place)
    place.clock.move_to(place.clock.now() + IDLE)

    page.locator("button[value=do]").click()
    hands.reads(hands.words("Not sent"))
    assert happened(place) == before
    with page.context.expect_page() as other:
        hands.follow(hands.words("Sign in, in another tab"))
    Hands(other.value, "nl").signs_in("Bram Jansen")
    hands.press(hands.words("Send again"))
    expect(page.get_by_role("main")).to_contain_text("Bram Jansen")
    hands.press(hands.words("Send again"))
    page.wait_for_url("**/cases/*made=*")

    assert happened(place) == before + 1


@pytest.mark.parametrize("gone", ["the network", "the server"])
def test_what_cannot_be_sent_stands_and_can_be_sent_again(
    place: Place, page_for: Browsers, gone: str
) -> None:
    hands = Hands(page_for("bram"), "nl")
    page, before = at_hold(place, hands.page), happened(place)

    cut_off(page, gone, on=True)
    page.locator("button[value=do]").click()
    expect(page.get_by_role("alert")).to_contain_text("Geen verbinding.")
    expect(page.locator("#f-still_needed")).to_have_value(WHY)

    cut_off(page, gone, on=False)
    page.locator("button[value=do]").click()
    page.wait_for_url("**/cases/*made=*")
    assert happened(place) == before + 1


def test_a_dead_mail_server_stops_no_page(place: Place, page_for: Browsers) -> None:
    dead = EmailChannel(
        f"smtp://{HOST}:{free_port()}",
        sender="regietafel@voorbeeldstad.test",
        base_url=place.url,
        site="Regietafel",
        clock=place.clock,
    )
    runner = EmbeddedRunner(
        place.office, {dead.name: dead}, sweep_seconds=1, lock_file=place.folder / "lock"
    )
    runner.start()
    try:
        place.clock.move_to(place.clock.now() + timedelta(days=30))
        page = at_hold(place, page_for("bram"))
        page.locator("button[value=do]").click()
        page.wait_for_url("**/cases/*made=*")
    finally:
        runner.stop(STOP_S)
