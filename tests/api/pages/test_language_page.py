"""Choose the language, signed in or not, and come back to the same page."""

import pytest

from tests.api.http.conftest import FROM_HERE, HTTP, As
from tests.api.pages.browsing import form_to, post, send
from tests.office import World


def test_whoever_is_signed_out_keeps_the_choice_in_the_browser(client: As) -> None:
    browser = client()

    answer = send(browser, "/help", "/language", {"language": "en"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/help")
    assert '<html lang="en"' in browser.get("/help").text


def test_whoever_is_signed_in_keeps_it_for_the_session(client: As, world: World) -> None:
    browser = client(world.bram, through="page")

    send(browser, "/cases", "/language", {"language": "en"})
    del browser.cookies["language"]

    assert "My cases" in browser.get("/cases").text


def test_it_comes_back_to_the_page_with_its_filter(client: As, world: World) -> None:
    browser = client(world.bram, through="page")
    hidden = form_to(browser.get("/cases?closed=1").text, "/language")

    answer = browser.post(
        "/language",
        data={**hidden, "language": "en"},
        headers={**FROM_HERE, "Referer": f"{HTTP}/cases?closed=1"},
    )

    assert answer.headers["location"] == "/cases?closed=1"


@pytest.mark.parametrize("elsewhere", ["//evil.test", "https://evil.test/", "cases"])
def test_it_never_leads_to_another_site(client: As, elsewhere: str) -> None:
    answer = send(client(), "/help", "/language", {"language": "en", "next": elsewhere})

    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("language", ["", "de", "NL"])
def test_another_language_is_refused(client: As, language: str) -> None:
    assert send(client(), "/help", "/language", {"language": language}).status_code == 400


def test_without_the_token_of_a_page_nothing_is_chosen(client: As) -> None:
    assert post(client(), "/language", {"language": "en", "next": "/"}).status_code == 403
