"""The own file of a youth and of two parents who live apart; and every other door is closed."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator

import pytest
from fastapi.routing import iter_route_contexts
from sqlalchemy import select
from starlette.testclient import TestClient

from api.policy import policy_of
from api.seals import Seals
from api.site import Site
from api.tags import FOR_FAMILY, lets_in
from engine.clock import ManualClock
from engine.service.family_accounts import open_family_account
from engine.service.publication_orders import Publish
from engine.service.sessions import sign_in
from engine.store.tables.trail import ACCESS_LOG
from engine.store.unit_of_work import reading
from tests.api.apps import an_app, the_portal
from tests.api.http.conftest import FROM_HERE, HTTP, a_demo
from tests.api.pages.browsing import form_to, post, send, words
from tests.kept import a_store
from tests.office import MORNING
from tests.service.letter_stories import Story, a_letter_story

OPEN = frozenset({"public", "demo", "token"})
"""What is found so is for all: no session is asked there."""

EVERY_SO_MANY = 8
"""Of so many routes one is asked; that each of them asks who comes, the start of the program does.
"""

TIME = "11.15"


@pytest.fixture(scope="module")
def story() -> Iterator[Story]:
    """Lend the case of the letters, its report sent and its invitations given."""
    with a_store("sqlite") as store:
        story = a_letter_story(store, ManualClock(MORNING))
        report = story.records_a("table_report", "vera", report="CANARYreport")
        story.brings(report, "sent", "vera")
        story.case.done("bram", Publish, item=report, person=story.who("Elske"))
        for parent in ("Elske", "Joost"):
            own = {"own_time": TIME} if parent == "Joost" else {"own_time": "14.45"}
            plan = story.records_a(
                "invitation_plan",
                "sita",
                person=story.who(parent),
                safe_contact="by_hand",
                how=f"CANARY{parent}address",
                **own,
            )
            story.brings(plan, "invited", "sita")
            story.brings(plan, "sent", "sita", sent_on="2026-03-02", by_which_contact="CANARY")
        story.case.done("bram", Publish, item=story.records["daan"], person=story.who("Joost"))
        yield story


@pytest.fixture(scope="module")
def site(story: Story) -> Site:
    """Lend its site."""
    return Site(story.office, a_demo(), Seals([secrets.token_bytes(32)]))


def opened(site: Site) -> TestClient:
    """Open a browser."""
    made = TestClient(an_app(site), base_url=HTTP, follow_redirects=False)
    made.portal = the_portal()
    return made


def as_somebody(site: Site, story: Story, name: str, through: str = "page") -> TestClient:
    """Come in as one of the family."""
    viewer = open_family_account(story.office, story.who(name))
    story.case.desk.after(seconds=61)  # nobody signs in more than six times a minute
    token, _ = sign_in(story.office, viewer.id, through="page" if through == "page" else "api")
    browser = opened(site)
    if through == "page":
        browser.cookies.set("regietafel", token)
    else:
        browser.headers["Authorization"] = f"Bearer {token}"
    return browser


def denied(story: Story) -> int:
    """Count the tries that were turned away."""
    with reading(story.office.store) as connection:
        rows = connection.execute(select(ACCESS_LOG.c.id).where(ACCESS_LOG.c.outcome == "denied"))
        return len(rows.all())


def test_a_parent_and_a_youth_are_in_the_list_and_land_on_their_own_file(
    site: Site, story: Story
) -> None:
    for name in ("Joost", "daan"):
        open_family_account(story.office, story.who(name))
    browser = opened(site)
    page = browser.get("/sign-in").text
    came = send(browser, "/sign-in?next=/cases", "/sign-in", {"person": story.who("Joost")})

    assert words(page).index("Jeugdigen en ouders") < words(page).index("Joost")
    assert (came.status_code, came.headers["location"]) == (303, "/mine")
    mine = browser.get("/mine").text
    assert "CANARYagreeddaan" in mine
    assert "CANARYdaanreasons" in mine
    assert 'href="/cases' not in mine
    assert 'href="/me"' not in mine


def test_of_the_other_parent_there_is_not_a_byte(site: Site, story: Story) -> None:
    theirs = {
        "Joost": {"Elske", "Karim", "Tante", "noor", "mila", "14.45", "14:45", "CANARYElske"},
        "Karim": {"Elske", "Joost", "Tante", "daan", "11.15", "11:15", "14.45", "CANARYJoost"},
        "daan": {"Karim", "Tante", "noor", "mila", "11.15", "11:15", "14.45", "14:45"},
    }
    for name, others in theirs.items():
        for through, path in (
            ("page", "/mine"),
            ("page", "/mine?oldest=1"),
            ("api", "/api/v1/mine"),
        ):
            came = as_somebody(site, story, name, through).get(path)
            found = came.text + str(came.headers)
            assert came.status_code == 200
            assert {each for each in others if re.search(rf"\b{each}", found)} == set(), name
            for never in ("safe_contact", "CANARYtalk", "CANARYground", "CANARYagreedwordsowner"):
                assert never not in found
        with reading(story.office.store) as connection:
            wanted = select(ACCESS_LOG.c.case_id).where(ACCESS_LOG.c.action == "read_mine")
            assert None not in set(connection.execute(wanted).scalars())


def test_a_parent_sees_only_their_own_time(site: Site, story: Story) -> None:
    assert "11:15" in as_somebody(site, story, "Joost").get("/mine").text
    elske = as_somebody(site, story, "Elske").get("/mine").text
    assert "14:45" in elske
    assert "11:15" not in elske


def test_every_other_route_answers_404_and_each_try_is_a_row(site: Site, story: Story) -> None:
    page, program = (as_somebody(site, story, "Joost", way) for way in ("page", "api"))
    ids = {"case_id": story.case.id, "person_id": story.who("Joost"), "child_id": story.who("daan")}
    before, asked, routes = denied(story), 0, 0
    for context in iter_route_contexts(page.app.routes):  # type: ignore[attr-defined] # of FastAPI
        tag = policy_of(context.endpoint)
        if tag is None or tag.finds in OPEN | FOR_FAMILY:
            continue
        assert not lets_in(tag, of_family=True), context.path
        routes += 1
        if routes % EVERY_SO_MANY == 0 or tag.action in {"read_case", "publish", "read_home"}:
            path = re.sub(r"{(\w+)[^}]*}", lambda at: ids.get(at[1], "0" * 32), str(context.path))
            browser = program if path.startswith("/api/") else page
            method = min(set(context.methods or ()) - {"HEAD"})
            came = browser.request(method, path, headers=FROM_HERE)
            assert came.status_code == 404, (method, path, came.status_code)
            asked += 1

    assert routes > 250
    assert denied(story) - before == asked > 30


def test_a_professional_has_no_file_of_their_own_there(site: Site, story: Story) -> None:
    token, _ = sign_in(story.office, story.viewer("bram").id, through="page")
    browser = opened(site)
    browser.cookies.set("regietafel", token)

    assert browser.get("/mine").status_code == 404
    assert browser.get(f"/cases/{story.case.id}/family-view").status_code == 200


def test_whoever_is_of_a_family_signs_out_and_chooses_a_language(site: Site, story: Story) -> None:
    browser = as_somebody(site, story, "daan")
    send(browser, "/mine", "/language", {"language": "en"})
    said = words(browser.get("/mine").text)
    left = send(browser, "/mine", "/sign-out", {})

    assert "What you can read" in said
    assert left.headers["location"] == "/sign-in"
    assert browser.get("/mine").headers["location"] == "/sign-in?next=/mine"


def test_the_regisseur_withholds_and_the_chair_confirms_on_the_page(
    site: Site, story: Story
) -> None:
    browsers = {}
    for name in ("bram", "vera"):
        token, _ = sign_in(story.office, story.viewer(name).id, through="page")
        browsers[name] = opened(site)
        browsers[name].cookies.set("regietafel", token)
        send(browsers[name], "/help", "/language", {"language": "en"})
    home = f"/cases/{story.case.id}/family-view"
    page = browsers["bram"].get(home).text
    item = next(
        each for each in re.findall(r'href="([^"]+/records/[^"]+)"', page)
        if story.who("Elske") in each and "CANARYreport" in browsers["bram"].get(each).text
    )  # fmt: skip

    nameless = send(browsers["bram"], item, item, {"f.act": "withhold", "f.why": ""})
    assert nameless.status_code == 400
    assert "Write down why" in words(nameless.text)
    done = send(browsers["bram"], item, item, {"f.act": "withhold", "f.why": "CANARYharm"})
    assert done.headers["location"] == f"{home}#{story.who('Elske')}"
    assert "A second professional decides" in words(browsers["bram"].get(item).text)
    assert "CANARYreport" not in as_somebody(site, story, "Elske").get("/mine").text
    assert "No, waits" in words(browsers["vera"].get(home).text)
    confirmed = send(browsers["vera"], item, item, {"f.act": "confirm", "f.why": ""})
    assert confirmed.status_code == 303
    assert "confirmed by a second professional" in words(browsers["bram"].get(home).text)

    child = f"{home}/{story.who('Joost')}/children/{story.who('daan')}"
    said = send(browsers["bram"], child, child, {"f.act": "objected", "f.why": "CANARYwords"})
    assert said.status_code == 303
    assert "CANARYagreeddaan" not in as_somebody(site, story, "Joost").get("/mine").text
    assert "Decide on the objection" in words(browsers["vera"].get(home).text)
    decided = send(browsers["vera"], child, child, {"f.act": "set_aside", "f.why": "CANARYwhy"})
    assert decided.status_code == 303
    assert "CANARYagreeddaan" in as_somebody(site, story, "Joost").get("/mine").text


@pytest.mark.parametrize("act", ["uphold", "set_aside"])
def test_where_no_objection_waits_a_decision_comes_back_with_what_was_typed(
    site: Site, story: Story, act: str
) -> None:
    token, _ = sign_in(story.office, story.viewer("vera").id, through="page")
    browser = opened(site)
    browser.cookies.set("regietafel", token)
    at = f"/cases/{story.case.id}/family-view/{story.who('Karim')}/children/{story.who('noor')}"
    late = send(browser, at, at, {"f.act": act, "f.why": "CANARYlate"})

    assert late.status_code == 409
    assert "al beslist" in words(late.text)
    assert "CANARYlate" in late.text


def test_the_page_says_what_is_read_at_once_and_what_on_request(site: Site, story: Story) -> None:
    token, _ = sign_in(story.office, story.viewer("vera").id, through="page")
    browser = opened(site)
    browser.cookies.set("regietafel", token)
    send(browser, "/help", "/language", {"language": "en"})
    home = f"/cases/{story.case.id}/family-view"
    asked = story.records_a("discussion_request", "rik")
    story.brings(asked, "ready", "rik")
    said = words(browser.get(home).text)
    item = words(browser.get(f"{home}/{story.who('Elske')}/records/{asked}").text)

    for kind in ("the safety conditions", "where the child lives", "the report of the table"):
        assert kind in said
    assert "who asked for the table" in item


def test_what_was_decided_meanwhile_is_not_undone_by_a_page_that_was_open(
    site: Site, story: Story
) -> None:
    token, _ = sign_in(story.office, story.viewer("bram").id, through="page")
    browser = opened(site)
    browser.cookies.set("regietafel", token)
    at = f"/cases/{story.case.id}/family-view/{story.who('Joost')}/records/{story.records['daan']}"
    fields = form_to(browser.get(at).text, at)
    story.agrees("later", "bram")

    assert post(browser, at, {**fields, "f.act": "withhold", "f.why": "x"}).status_code == 412
