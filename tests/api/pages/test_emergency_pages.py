"""Emergency access through the pages: the second factor, the question, the core, the review."""

import re
import secrets
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.seals import Seals
from api.site import Site
from engine.clock import ManualClock
from engine.service.sessions import sign_in
from engine.settings import Settings
from engine.store.store import Store
from tests.api.http.conftest import FROM_HERE
from tests.api.pages.at_crisis import Browsers, browsing
from tests.api.pages.browsing import form_to, post, send, without_id, words
from tests.service.builders import Desk
from tests.service.emergencies import CALLER, PLACE, PLAN, REASON, a_night

__all__ = ["browsing"]

ASKED = {
    "name": "sam",
    "born": "2012-05-01",
    "f.category": "missing_child",
    "reason": REASON,
}


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Lend a night on which a crisis of Sam runs."""
    return a_night(store, clock)


def confirms(browser: TestClient, to: str = "/emergency") -> None:
    """Show the second factor, which the demo shows on its page."""
    at = f"/step-up?next={quote(to)}"
    (code,) = re.findall(r">([0-9]{6})<", browser.get(at).text)
    answer = send(browser, at, "/step-up", {"code": code})
    assert (answer.status_code, answer.headers["location"]) == (303, to), code
    browser.cookies.clear()
    browser.cookies.set("regietafel", answer.cookies["regietafel"])


def test_who_confirms_and_says_why_reads_the_core_until_the_hour_is_over(
    browsing: Browsers, desk: Desk
) -> None:
    wim, officer = browsing("wim"), browsing("petra")
    confirms(wim)

    answer = send(wim, "/emergency", "/emergency", ASKED)
    assert answer.status_code == 303
    at = answer.headers["location"]
    page = wim.get(at).text

    assert "ma 2 maart 2026, 10.00 uur" in words(page)
    assert PLAN in page
    assert PLACE not in page
    assert CALLER not in page
    assert at in wim.get("/emergency").text

    assert send(wim, at, at, {}).status_code == 400
    confirms(wim, f"{at}#places")
    shown = send(wim, at, at, {"sure": "yes"})
    assert shown.headers["location"] == f"{at}#places"
    assert PLACE in wim.get(at).text
    for way in (at, f"/emergency-reviews/{at.rpartition('/')[2]}"):
        assert browsing("vic").get(way).status_code == 404
    assert officer.get(at).status_code == 404

    desk.after(minutes=61)
    wim = browsing("wim")
    over = wim.get(at)
    assert over.status_code == 404
    assert PLAN not in over.text
    assert "ma 2 maart 2026, 10.00 uur" in words(over.text)


def test_a_shielded_place_leads_to_the_second_factor_and_back_with_the_box_still_ticked(
    browsing: Browsers, desk: Desk
) -> None:
    wim = browsing("wim")
    confirms(wim)
    at = send(wim, "/emergency", "/emergency", ASKED).headers["location"]
    way = f'href="/step-up?next={at}%23places"'
    assert way in wim.get(at).text

    answer = send(wim, at, at, {"sure": "yes"})

    assert answer.status_code == 403
    assert PLACE not in answer.text
    assert way in answer.text
    assert re.search(r'value="yes" checked', answer.text)
    confirms(wim, f"{at}#places")
    again = wim.get(at).text
    assert way not in again
    assert "U hebt het bevestigd" in words(again)
    send(wim, at, at, {"sure": "yes"})
    assert PLACE in wim.get(at).text


def test_nothing_else_of_the_file_opens(browsing: Browsers, desk: Desk) -> None:
    wim = browsing("wim")
    confirms(wim)
    send(wim, "/emergency", "/emergency", ASKED)
    (case,) = desk.heads()

    for way in ("", "/timeline", "/looked", "/participants", "/records", "/letters"):
        assert wim.get(f"/cases/{case.public_id}{way}").status_code == 404, way
    assert wim.get(f"/families/{desk.family}").status_code == 404
    assert wim.get(f"/crisis/{case.public_id}").status_code == 404
    assert case.number not in wim.get("/crisis").text


def test_not_allowed_and_nothing_found_are_one_page(browsing: Browsers, desk: Desk) -> None:
    pages = []
    for who, said in (("bram", {}), ("wim", {"name": "noor"}), ("bram", {"name": "noor"})):
        browser = browsing(who)
        confirms(browser)
        answer = send(browser, "/emergency", "/emergency", {**ASKED, "name": "sam", **said})
        assert answer.status_code == 200
        text = without_id(answer).replace("noor", "sam")
        for drawn in ("csrf", "nonce"):
            text = "".join(part.partition('"')[2] for part in text.split(f'name="{drawn}" value="'))
        pages.append(text.replace("wim", "bram"))

    assert len(set(pages)) == 1


def test_without_a_fresh_second_factor_the_form_comes_back_with_all_that_was_typed(
    browsing: Browsers, desk: Desk
) -> None:
    wim = browsing("wim")

    answer = send(wim, "/emergency", "/emergency", ASKED)

    assert answer.status_code == 403
    assert REASON in answer.text
    assert 'href="/step-up?next=/emergency" target="_blank"' in answer.text
    nothing = send(wim, "/emergency", "/emergency", {"born": "x"})
    assert nothing.status_code == 400
    for says in ("hele naam", "geboortedatum", "Kies waarom", "ten minste 30 tekens"):
        assert says in words(nothing.text)


def test_a_wrong_code_confirms_nothing_and_five_are_enough(browsing: Browsers, desk: Desk) -> None:
    wim = browsing("wim")
    codes = [send(wim, "/step-up", "/step-up", {"code": "12345x"}).status_code for _ in range(6)]

    assert codes == [400] * 5 + [429]
    assert [row.outcome for row in desk.log()[-6:]] == ["denied"] * 6


@pytest.fixture
def elsewhere(desk: Desk) -> Iterator[TestClient]:
    """Open a browser of Wim outside the demo."""
    settings = Settings.model_validate({"base_url": "https://regie.voorbeeldstad.test"})
    site = Site(desk.office, settings, Seals([secrets.token_bytes(32)]))
    token, _ = sign_in(desk.office, desk.who("wim"), through="page")
    with TestClient(create_app(site), base_url=settings.base_url, follow_redirects=False) as made:
        made.cookies.set("__Host-regietafel", token)
        yield made


def test_without_any_second_factor_set_up_nobody_is_let_in_and_the_page_says_so(
    elsewhere: TestClient,
) -> None:
    page = elsewhere.get("/step-up")
    assert "geen tweede factor ingesteld" in words(page.text)
    hidden = form_to(elsewhere.get("/emergency").text, "/emergency")

    answer = elsewhere.post("/emergency", data={**hidden, **ASKED}, headers=FROM_HERE)

    assert answer.status_code == 409
    assert "geen tweede factor ingesteld" in words(answer.text)
    assert REASON in answer.text
    csrf = {"csrf": hidden["csrf"], "nonce": "n", "code": "123456"}
    assert elsewhere.post("/step-up", data=csrf, headers=FROM_HERE).status_code == 409


def test_the_privacy_officer_finds_it_on_the_first_page_and_judges_it(
    browsing: Browsers, desk: Desk
) -> None:
    wim, petra = browsing("wim"), browsing("petra")
    confirms(wim)
    at = send(wim, "/emergency", "/emergency", ASKED).headers["location"]
    one = f"/emergency-reviews/{at.rpartition('/')[2]}"

    assert one in petra.get("/").text
    assert one in petra.get("/emergency-reviews").text
    assert one in petra.get("/work").text
    page = petra.get(one).text
    assert REASON in page
    assert PLAN not in page
    assert "sam" not in words(page).split()
    assert send(petra, one, one, {}).status_code == 400
    judged = {"f.judgement": "explained", "f.word": "Nagevraagd: terecht."}
    assert send(petra, one, one, judged).headers["location"] == "/emergency-reviews"
    assert "Verklaard" in words(petra.get("/emergency-reviews").text)
    assert one not in petra.get("/").text
    again = {**form_to(petra.get("/emergency-reviews").text, "/sign-out"), "nonce": "n2", **judged}
    assert post(petra, one, again).status_code == 409
    for who in ("cora", "wim"):
        assert browsing(who).get(one).status_code == 404


def test_it_is_reached_from_the_crisis_desk_and_the_question_who_is_involved(
    browsing: Browsers, desk: Desk
) -> None:
    wim = browsing("wim")

    for page in ("/crisis", "/crisis/involved"):
        assert 'href="/emergency"' in wim.get(page).text
