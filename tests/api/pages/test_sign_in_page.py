"""Come in as somebody of the demo, leave, and nothing of it where this is no demo."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.site import Site
from engine.settings import Settings
from tests.api.http.conftest import HTTP, As
from tests.api.pages.browsing import forms, post, send, words
from tests.office import World


def test_everybody_with_an_account_is_there_with_role_and_one_button(
    client: As, world: World
) -> None:
    page = client().get("/sign-in").text

    assert "Anna" in page
    assert "Regisseur" in words(page)
    assert words(page).index("Bram") < words(page).index("Coördinatie") < words(page).index("Carla")
    assert len([form for form in forms(page) if form.action == "/sign-in"]) == 3


def test_whoever_is_chosen_comes_in_and_goes_where_they_were_going(
    client: As, world: World
) -> None:
    browser = client()

    answer = send(
        browser, "/sign-in?next=/cases%3Fclosed=1", "/sign-in", {"person": world.bram.public_id}
    )

    assert (answer.status_code, answer.headers["location"]) == (303, "/cases?closed=1")
    assert "Bram" in browser.get("/cases").text


def test_another_sign_in_ends_the_session_of_this_browser(client: As, world: World) -> None:
    browser = client()
    send(browser, "/sign-in", "/sign-in", {"person": world.bram.public_id})
    old = browser.cookies["regietafel"]

    send(browser, "/sign-in", "/sign-in", {"person": world.carla.public_id})

    assert "Carla" in browser.get("/").text
    browser.cookies.set("regietafel", old)
    browser.cookies.delete("regietafel", domain="127.0.0.1")
    assert browser.get("/").headers["location"] == "/sign-in"


@pytest.mark.parametrize("elsewhere", ["//evil.test", "https://evil.test", "/\\evil.test", "x"])
def test_it_never_leads_to_another_site(client: As, world: World, elsewhere: str) -> None:
    browser = client()
    hidden = forms(browser.get("/sign-in", params={"next": elsewhere}).text)

    answer = send(
        browser, "/sign-in", "/sign-in", {"person": world.bram.public_id, "next": elsewhere}
    )

    assert {form.hidden["next"] for form in hidden if form.action == "/sign-in"} == {"/"}
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("person", ["", "0" * 32, "Bram", "a' or 1=1", "é", "x" * 300, "\ud7ff"])
def test_nobody_comes_in_as_somebody_unknown(client: As, world: World, person: str) -> None:
    browser = client()

    answer = send(browser, "/sign-in", "/sign-in", {"person": person})

    assert answer.status_code == 404
    assert "regietafel" not in browser.cookies


def test_a_sign_in_from_another_page_is_refused(client: As, world: World) -> None:
    answer = post(client(), "/sign-in", {"person": world.bram.public_id})

    assert answer.status_code == 403


def test_more_than_six_sign_ins_in_a_minute_have_to_wait(client: As, world: World) -> None:
    browser = client()

    answers = [
        send(browser, "/sign-in", "/sign-in", {"person": world.bram.public_id}) for _ in range(7)
    ]

    assert [answer.status_code for answer in answers] == [303] * 6 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0


def test_whoever_leaves_is_gone_and_their_browser_forgets(client: As, world: World) -> None:
    browser = client(world.bram, through="page")
    token = browser.cookies["regietafel"]

    answer = send(browser, "/", "/sign-out", {})

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert "U bent uitgelogd." in words(browser.get("/sign-in").text)
    browser.cookies.set("regietafel", token)
    assert browser.get("/").headers["location"] == "/sign-in"


def test_leaving_without_the_token_of_the_session_is_refused(client: As, world: World) -> None:
    browser = client(world.bram, through="page")

    assert post(browser, "/sign-out", {"csrf": "x"}).status_code == 403
    assert browser.get("/").status_code == 200


def test_elsewhere_it_says_how_it_will_work_and_offers_nothing(production: Site) -> None:
    with TestClient(
        create_app(production), base_url=production.settings.base_url, follow_redirects=False
    ) as browser:
        page = browser.get("/sign-in").text
        hidden = next(form for form in forms(page)).hidden
        answer = browser.post("/sign-in", data=hidden, headers={"Sec-Fetch-Site": "same-origin"})

    assert "account van uw eigen organisatie" in words(page)
    assert [form.action for form in forms(page)] == ["/language"]
    assert answer.status_code == 404


def test_the_story_begins_with_its_regisseur(site: Site, world: World, tmp_path: Path) -> None:
    (tmp_path / "caseload.json").write_text(json.dumps({"story": "RT-2026-0009"}), "utf-8")
    settings = Settings.model_validate(
        {"demo": True, "base_url": HTTP, "database_url": f"sqlite:///{tmp_path}/x.sqlite"}
    )

    page = TestClient(create_app(replace(site, settings=settings)), base_url=HTTP).get("/sign-in")

    assert "Begin als Bram Jansen : open zaak RT-2026-0009" in words(page.text)
