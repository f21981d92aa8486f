"""The pages of archivists: what may go, a proposal with its dry run, a certificate, a hold."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from engine.clock import ManualClock
from engine.service.account_roles import appoint
from engine.service.destroying import certify, destroy_item, destructions_ready, items_due
from engine.service.registering import NewProfessional, register_professional
from engine.store import people
from engine.store.cases import CaseHead
from engine.store.people import PersonSeen
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading, unit_of_work
from tests.api.http.conftest import As
from tests.api.pages.browsing import form_to, post, send, words
from tests.api.pages.test_emergency_pages import confirms
from tests.office import World
from tests.service.archives import closed

IN_2047 = datetime(2047, 1, 7, 8, tzinfo=UTC)


def browsing(client: As, who: PersonSeen) -> TestClient:
    """Browse as somebody, in English."""
    browser = client(who, through="page")
    send(browser, "/help", "/language", {"language": "en"})
    return browser


def archivist(world: World, name: str) -> PersonSeen:
    """Register an archivist."""
    new = NewProfessional(name=name.title(), subject=name, works_as=())
    viewer = register_professional(world.office, new)
    appoint(world.office, viewer, "archivist", "default")
    with reading(world.office.store) as connection:
        return people.persons_by_key(connection, [viewer.person])[viewer.person]


@pytest.fixture
def case(world: World) -> CaseHead:
    """Lend a case of Bram."""
    return world.open_case()


def carried_out(world: World) -> None:
    """Let the clock destroy what was confirmed."""
    store, now = world.office.store, world.clock.now()
    with reading(store) as connection:
        due = items_due(connection, now, 9)
    for item in due:
        destroy_item(world.office, item)
    with reading(store) as connection:
        ready = destructions_ready(connection, now, 9)
    for seen in ready:
        certify(world.office, seen)


def test_two_archivists_destroy_a_file_and_its_certificate_is_left(
    client: As, world: World, case: CaseHead, clock: ManualClock
) -> None:
    noor, ben = archivist(world, "noor"), archivist(world, "ben")
    closed(world.office, case.public_id)
    clock.move_to(IN_2047)
    first = browsing(client, noor)

    home = first.get("/").text
    assert case.number in home
    assert "Sam" not in home
    nothing = send(first, "/retention", "/retention/destructions", {})
    assert nothing.status_code == 400
    assert "Choose at least one file." in words(nothing.text)
    came_back = send(first, "/retention", "/retention/destructions", {"files": case.public_id})
    assert came_back.status_code == 403
    assert 'href="/step-up?next=/retention" target="_blank"' in came_back.text
    assert f'value="{case.public_id}" checked' in came_back.text
    confirms(first, "/retention")
    made = send(first, "/retention", "/retention/destructions", {"files": case.public_id})
    at = made.headers["location"]
    shown = first.get(at).text
    assert "This is a dry run. Nothing has been destroyed yet." in words(shown)
    assert "You proposed this yourself" in words(shown)
    assert "Another archivist confirms it: Ben" in words(shown)
    hidden = form_to(shown, f"{at}/withdraw")
    refused = post(first, f"{at}/confirm", {**hidden, "digest": "0" * 64})
    assert refused.status_code == 409

    second = browsing(client, ben)
    work = words(second.get("/work").text)
    assert "Confirm a proposal to destroy files, or withdraw it." in work
    assert f'href="/step-up?next={at}"' in second.get(at).text
    assert send(second, at, f"{at}/confirm", {}).status_code == 403
    confirms(second, at)
    assert send(second, at, f"{at}/confirm", {}).status_code == 303
    carried_out(world)

    _left(client, world, case, at, second)


def _left(client: As, world: World, case: CaseHead, at: str, second: TestClient) -> None:
    """What is read of a file that was destroyed, and by whom."""
    certificate = second.get(at).text
    assert "Certificate of destruction" in words(certificate)
    assert case.number in certificate
    for name in ("Sam", "Jansen"):
        assert name not in certificate
    file = words(second.get(f"/retention/files/{case.public_id}").text)
    assert "This file was destroyed on Mon 7 January 2047" in file
    paper = words(second.get(f"{at}/print").text)
    assert "Proposed by: Noor" in paper
    assert "Confirmed by: Ben" in paper
    csv = second.get(f"{at}/export.csv")
    assert csv.headers["content-type"] == "text/csv; charset=utf-8"
    assert "case_event_detail" in csv.text
    assert browsing(client, world.bram).get(f"/cases/{case.public_id}").status_code == 404
    assert browsing(client, world.bram).get(at).status_code == 404


def test_what_a_family_left_is_chosen_by_the_numbers_of_its_files(
    client: As, world: World, case: CaseHead, clock: ManualClock
) -> None:
    closed(world.office, case.public_id)
    clock.move_to(IN_2047)
    browser = browsing(client, archivist(world, "noor"))
    confirms(browser, "/retention")
    send(browser, "/retention", "/retention/destructions", {"files": case.public_id})
    items, proposals = (METADATA.tables[name] for name in ("destruction_item", "destruction"))
    with unit_of_work(world.office.store) as connection:
        is_file = items.c.case_id.is_not(None)
        connection.execute(update(items).where(is_file).values(state="done"))
        connection.execute(update(items).where(~is_file).values(state="skipped"))
        connection.execute(update(proposals).values(state="done"))

    page = browser.get("/retention").text
    assert f"Family of {case.number}" in words(page)
    (family,) = re.findall(r'name="families" value="([0-9a-f]{32})"', page)
    confirms(browser, "/retention")
    chosen = {"families": family}
    made = send(browser, "/retention", "/retention/destructions", chosen)
    assert "What the family shares" in words(browser.get(made.headers["location"]).text)


def test_a_certificate_of_nothing_says_that_nothing_was_destroyed(
    client: As, world: World, case: CaseHead, clock: ManualClock
) -> None:
    closed(world.office, case.public_id)
    clock.move_to(IN_2047)
    browser = browsing(client, archivist(world, "noor"))
    confirms(browser, "/retention")
    made = send(browser, "/retention", "/retention/destructions", {"files": case.public_id})
    items, proposals = (METADATA.tables[name] for name in ("destruction_item", "destruction"))
    with unit_of_work(world.office.store) as connection:
        connection.execute(update(items).values(state="skipped", why="changed"))
        connection.execute(update(proposals).values(state="done", done_at=IN_2047))

    for at in (made.headers["location"], f"{made.headers['location']}/print"):
        page = words(browser.get(at).text)
        assert "Nothing was destroyed." in page
        assert "A backup may still hold it" not in page
        assert "Destroyed" not in page


def test_a_proposal_is_withdrawn(
    client: As, world: World, case: CaseHead, clock: ManualClock
) -> None:
    noor = archivist(world, "noor")
    closed(world.office, case.public_id)
    clock.move_to(IN_2047)
    browser = browsing(client, noor)
    confirms(browser, "/retention")
    made = send(browser, "/retention", "/retention/destructions", {"files": case.public_id})
    at = made.headers["location"]

    assert "There is no other archivist of this region." in words(browser.get(at).text)
    hidden = form_to(browser.get(at).text, f"{at}/withdraw")
    assert post(browser, f"{at}/withdraw", hidden).headers["location"] == "/retention"
    assert "Withdrawn by" in words(browser.get(at).text)
    other = {**hidden, "nonce": "another"}
    assert post(browser, f"{at}/withdraw", other).status_code == 409


def test_the_regisseur_sets_a_hold_and_an_archivist_lifts_it(
    client: As, world: World, case: CaseHead
) -> None:
    noor, at = archivist(world, "noor"), f"/retention/files/{case.public_id}"
    bram, second = browsing(client, world.bram), browsing(client, noor)

    page = words(bram.get(at).text)
    assert "The case is still open." in page
    assert "There is no legal hold." in page
    assert send(bram, at, f"{at}/holds", {"f.reason": ""}).status_code == 400
    assert send(bram, at, f"{at}/holds", {"f.reason": "een klacht"}).status_code == 303
    shown = bram.get(at).text
    ask = next(part for part in shown.split('"') if part.endswith("/ask"))
    lift = "f.lift-" + ask.split("/")[-2]
    assert send(bram, at, ask, {lift: " "}).status_code == 400
    assert send(bram, at, ask, {lift: "klaar"}).status_code == 303
    assert "You asked this yourself" in words(bram.get(at).text)
    lift = ask.removesuffix("ask") + "lift"
    assert send(second, at, lift, {}).status_code == 303
    assert "Lifted by" in words(bram.get(at).text)
    carla = browsing(client, world.carla)
    told = words(carla.get(at).text)
    assert "You do not decide on a legal hold" in told
    assert "een klacht" not in told
    hidden = form_to(bram.get(at).text, f"{at}/holds")
    again = post(
        second, lift, {**hidden, "csrf": form_to(second.get(at).text, f"{at}/holds")["csrf"]}
    )
    assert again.status_code == 409


def test_who_is_no_archivist_reads_why_the_page_is_empty(client: As, world: World) -> None:
    page = words(browsing(client, world.bram).get("/retention").text)

    assert "You are no archivist" in page


def test_an_archivist_without_old_files_reads_that_nothing_may_go(
    client: As, world: World, case: CaseHead
) -> None:
    page = words(browsing(client, archivist(world, "noor")).get("/").text)

    assert "No file of your regions may go this quarter." in page
    assert "No proposal waits." in page
    assert "Nothing was destroyed yet." in page
    assert case.number not in page
