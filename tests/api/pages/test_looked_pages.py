"""Who looked, for people: the page, the file and the paper; and the review of the log."""

from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from engine.clock import ManualClock
from engine.service.account_roles import appoint
from engine.service.registering import NewProfessional, register_professional
from engine.service.tick import tick
from engine.store import people
from engine.store.cases import CaseHead
from engine.store.people import PersonSeen
from engine.store.unit_of_work import reading
from tests.api.http.conftest import As
from tests.api.pages.browsing import form_to, post, send, words
from tests.office import World

APRIL = datetime(2026, 4, 1, 7, tzinfo=UTC)


@pytest.fixture
def case(world: World) -> CaseHead:
    """Lend a case of Bram."""
    return world.open_case()


def browsing(client: As, who: object) -> TestClient:
    """Browse as somebody, in English."""
    browser = client(who, through="page")  # type: ignore[arg-type] # anybody with an account
    send(browser, "/help", "/language", {"language": "en"})
    return browser


def test_the_regisseur_reads_who_looked_and_takes_it_out(
    client: As, world: World, case: CaseHead
) -> None:
    here = f"/cases/{case.public_id}/looked"
    browsing(client, world.carla).get(f"/cases/{case.public_id}")
    assert browsing(client, world.anna).get(here).status_code == 404
    bram = browsing(client, world.bram)

    said = words(bram.get(here).text)
    assert "Carla Read the case Coordinator Done" in said
    assert "Anna Asked who looked None: saw nothing No access" in said
    tried = words(bram.get(f"{here}?tries=1&since=2026-03-01&until=&who=").text)
    assert "Anna Asked who looked" in tried
    assert "Read the case" not in tried
    assert "Nobody looked so" in words(bram.get(f"{here}?since=2030-01-01").text)
    file = bram.get(f"{here}/export.csv?tries=1")
    assert "Anna;;;Asked who looked;None: saw nothing;No access" in file.text
    assert "1 rows of the log" in file.text


def test_who_does_not_lead_the_case_reads_whom_to_ask(
    client: As, world: World, case: CaseHead
) -> None:
    here = f"/cases/{case.public_id}/looked"
    carla = browsing(client, world.carla)

    page = words(carla.get(here).text)

    assert "Only the regisseur sees who looked" in page
    assert "The regisseur: Bram" in page
    assert "Asked who looked" not in page
    assert "Only the regisseur sees who looked. Ask: Bram." in carla.get(f"{here}/export.csv").text


def test_the_paper_is_for_one_of_the_family_and_in_dutch(
    client: As, world: World, case: CaseHead, clock: ManualClock
) -> None:
    here = f"/cases/{case.public_id}/looked"
    young = browsing(client, world.bram).get(here).text
    assert "There is nobody to print it for" in words(young)
    clock.move_to(datetime(2026, 5, 2, 7, tzinfo=UTC))  # Sam is 12 now
    bram = browsing(client, world.bram)
    page = bram.get(here).text
    paper = next(part for part in page.split('"') if part.endswith("/print"))

    said = words(bram.get(paper).text)

    assert "las in het dossier" in said
    assert "Bram" in said
    assert bram.get(f"{here}/{'0' * 32}/print").status_code == 404
    assert "Bram" in words(browsing(client, world.carla).get(paper).text)


def appointed(world: World, name: str) -> PersonSeen:
    """Register a privacy officer."""
    new = NewProfessional(name=name.title(), subject=name, works_as=())
    viewer = register_professional(world.office, new)
    appoint(world.office, viewer, "privacy_officer", "default")
    with reading(world.office.store) as connection:
        return people.persons_by_key(connection, [viewer.person])[viewer.person]


def test_of_more_rows_than_are_shown_behind_a_signal_the_page_says_so(
    client: As, world: World, case: CaseHead, clock: ManualClock
) -> None:
    officer = appointed(world, "petra")
    anna = browsing(client, world.anna)
    for _ in range(51):
        anna.get(f"/cases/{case.public_id}")
    clock.move_to(APRIL)
    tick(world.office, {})

    petra = browsing(client, officer)
    home = petra.get("/").text
    review = next(part for part in home.split('"') if part.startswith("/log-reviews/"))
    page = petra.get(review).text
    signal = next(part for part in page.split('"') if part.startswith(f"{review}/signals/"))

    assert "There are more rows than these 50" in words(petra.get(signal).text)


def test_the_privacy_officer_judges_what_stood_out_and_closes_the_review(
    client: As, world: World, case: CaseHead, clock: ManualClock
) -> None:
    petra, other = appointed(world, "petra"), appointed(world, "quinten")
    browsing(client, world.anna).get(f"/cases/{case.public_id}")
    clock.move_to(APRIL)
    tick(world.office, {})
    officer = browsing(client, petra)

    home = officer.get("/").text
    assert "Due on" in words(home)
    review = next(part for part in home.split('"') if part.startswith("/log-reviews/"))
    shown = officer.get(review).text
    assert "Looked or wanted to without a part in the case" in words(shown)
    assert "Sam" not in shown
    assert "You cannot close it yet" in words(shown)
    assert send(officer, review, review, {"f.word": "klaar"}).status_code == 409
    signal = next(part for part in shown.split('"') if part.startswith(f"{review}/signals/"))
    wrong = send(officer, signal, signal, {"f.judgement": "follow_up", "f.word": "gevraagd"})
    assert wrong.status_code == 400
    assert "gevraagd" in wrong.text
    told = {"f.judgement": "explained", "f.word": "gevraagd"}
    assert send(officer, signal, signal, told).status_code == 303
    second = browsing(client, other)
    assert "Only whoever judged it can change that." in words(second.get(signal).text)
    hidden = form_to(second.get(review).text, review)
    assert post(second, signal, {**hidden, **told}).status_code == 409
    assert send(officer, review, review, {"f.word": "klaar"}).status_code == 303
    assert "Closed" in words(officer.get("/log-reviews").text)
    assert browsing(client, world.bram).get(review).status_code == 404
