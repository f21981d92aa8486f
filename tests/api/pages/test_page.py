"""What is around a page: its language, what it says once, and how its files are kept."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from api.page import redirect
from api.site import Site
from api.static_files import AT, Static, static_url
from api.templating import mend_href, render
from engine.text import Text

NOT_FOUND = Text(nl="Niet gevonden", en="Not found")
Browse = Callable[[Site], TestClient]


class View:
    """What the error page shows."""

    title = says = NOT_FOUND
    wrongs = reasons = ()
    request_id = "3a0f"


def page(request: Request) -> Response:
    return render(request, "error.html", View, int(request.query_params.get("status", 200)))


def done(request: Request) -> Response:
    return redirect(request, "/", request.query_params.get("flash", "recorded"))


@pytest.fixture
def browse() -> Iterator[Browse]:
    """Open browsers on a site with one page and one form."""
    with ExitStack() as stack:

        def opened(site: Site) -> TestClient:
            app = Starlette(routes=[Route("/", page), Route("/done", done), Mount(AT, Static())])
            app.state.site = site
            return stack.enter_context(TestClient(app, base_url=site.settings.base_url))

        yield opened


@pytest.mark.parametrize(
    ("accepted", "cookie", "language"),
    [
        pytest.param("nl-NL,nl;q=0.9,en;q=0.8", None, "nl", id="what the browser prefers"),
        pytest.param("en-GB,en;q=0.9,nl;q=0.8", None, "en", id="English before Dutch"),
        pytest.param("fr;q=0.9", None, "nl", id="neither: Dutch"),
        pytest.param("en;q=much, nl;q=0.1", None, "nl", id="a weight that is no number"),
        pytest.param("en", "nl", "nl", id="what was chosen here goes first"),
        pytest.param("en", "fr", "en", id="what cannot be chosen does not count"),
    ],
)
def test_a_page_speaks_the_language_of_its_reader(
    browse: Browse, site: Site, accepted: str, cookie: str | None, language: str
) -> None:
    browser = browse(site)
    browser.cookies.update({"language": cookie} if cookie else {})

    html = browser.get("/", headers={"Accept-Language": accepted}).text

    assert f'<html lang="{language}"' in html
    assert ("Niet gevonden" in html) == (language == "nl")


def test_what_was_done_is_said_on_the_next_page_and_not_again(browse: Browse, site: Site) -> None:
    browser = browse(site)

    first, second = browser.get("/done"), browser.get("/")

    assert "Vastgelegd." in first.text
    assert "Vastgelegd." not in second.text


def test_a_flash_made_by_hand_says_nothing(browse: Browse, site: Site) -> None:
    browser = browse(site)
    browser.cookies.set("flash", "<b>gehackt</b>")

    assert "gehackt" not in browser.get("/").text


def test_only_a_known_flash_can_be_asked_for(browse: Browse, site: Site) -> None:
    with pytest.raises(KeyError, match=r"api/flashes\.py"):
        browse(site).get("/done?flash=odd")


def test_outside_the_demo_the_flash_is_for_https_and_this_host_only(
    browse: Browse, production: Site
) -> None:
    set_cookie = browse(production).get("/done", follow_redirects=False).headers["set-cookie"]

    assert set_cookie.startswith("__Host-flash=recorded;")
    assert "Secure" in set_cookie
    assert "HttpOnly" in set_cookie


def test_the_demo_says_that_it_is_one_and_what_its_clock_says(
    browse: Browse, site: Site, production: Site
) -> None:
    banner = "De klok staat op: ma 2 maart 2026, 09.00 uur."

    assert banner in browse(site).get("/").text
    assert banner not in browse(production).get("/").text


@pytest.mark.parametrize(
    ("status", "wrong"), [(200, False), (400, True), (404, False), (409, True)]
)
def test_the_title_says_first_that_a_form_has_to_be_mended(
    browse: Browse, site: Site, status: int, *, wrong: bool
) -> None:
    answer = browse(site).get(f"/?status={status}")

    assert answer.status_code == status
    assert ("<title>Fout: Niet gevonden" in answer.text) == wrong


def test_a_file_with_the_print_of_its_content_may_be_kept(browse: Browse, site: Site) -> None:
    browser = browse(site)

    assert "immutable" in browser.get(static_url("regietafel.css")).headers["cache-control"]
    for stale in ("/static/regietafel.css", "/static/regietafel.css?v=0123"):
        assert browser.get(stale).headers["cache-control"] == "public, no-cache"


@pytest.mark.parametrize("path", ["/static/none.css", "/static/../app.py", "/static/"])
def test_nothing_else_is_served_as_a_file(browse: Browse, site: Site, path: str) -> None:
    assert browse(site).get(path).status_code == 404


@pytest.mark.parametrize(
    ("kind", "href"),
    [
        ("record", "/cases/c/records/new?type=key&child=k"),
        ("participant", "/cases/c/participants/new?role=key&child=k"),
        ("assign", "/cases/c/assign/key"),
        ("consent", "/cases/c/consents/new?to=key&child=k"),
        ("transition", "/cases/c/steps/key"),
    ],
)
def test_every_fix_leads_to_its_screen(kind: str, href: str) -> None:
    assert mend_href("c", kind, "key", "k") == href


def test_a_missing_invitation_leads_to_where_all_who_are_asked_stand_together() -> None:
    assert mend_href("c", "record", "invitation_plan") == "/cases/c/invitations"
