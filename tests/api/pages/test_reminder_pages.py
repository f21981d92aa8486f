"""The ledger and how it runs, for people: who was told, what did not arrive, what waits."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from engine.clock import ManualClock
from engine.ports import NotSent, Uncertain, Unreached
from engine.runner.health import PATIENCE
from engine.service.clock_guard import holds
from engine.service.tick import tick
from engine.store import deadlines, mail_holds, notices
from engine.store.cases import CaseHead
from engine.store.unit_of_work import reading, unit_of_work
from engine.store.work import close_work
from tests.api.http.conftest import As
from tests.api.pages.browsing import send, words
from tests.office import World
from tests.runner.outbox import BROKEN, LATER, FakeChannel, a_notice, a_reminder, open_work
from tests.runner.uptimes import FakeUptime

BRAM = "bram@voorbeeldstad.test"
RUNS = "It runs: what is due goes out."


@pytest.fixture
def carla(client: As, world: World) -> TestClient:
    """Browse as the coordinator, in English."""
    browser = client(world.carla, through="page")
    send(browser, "/help", "/language", {"language": "en"})
    return browser


@pytest.fixture
def case(world: World, clock: ManualClock) -> CaseHead:
    """Lend a case with a mail that was refused and one that was sent."""
    case, channel = world.open_case(), FakeChannel()
    channel.answers = {BRAM: [NotSent("The mail server refuses the recipient (550 5.1.1).", True)]}
    with reading(world.office.store) as connection:
        [preparation] = deadlines.deadlines_of(connection, case)
    for audience in ("owner", "coordinator"):
        a_reminder(
            world.office, case, deadline=preparation.id, step="before_5_weeks", audience=audience
        )
    tick(world.office, {"email": channel})
    clock.move_to(clock.now() + timedelta(days=1))
    tick(world.office, {"email": channel})
    return case


def test_a_case_shows_its_whole_ledger(case: CaseHead, carla: TestClient) -> None:
    page = carla.get(f"/cases/{case.public_id}/reminders").text

    said = words(page)
    assert "Bram , e-mail: Not delivered" in said
    assert "The mail server refuses this address (550 5.1.1)" in said
    assert "It is not tried again." in said
    assert "Carla , e-mail ( c…@voorbeeldstad.test ): Sent" in said
    assert "Planned" in said
    assert BRAM not in page
    assert "Sam" not in page


def test_the_list_shows_first_what_did_not_arrive(case: CaseHead, carla: TestClient) -> None:
    page = carla.get("/reminders").text

    said = words(page)
    assert said.index("Not delivered, or unsure") < said.rindex("Until now")
    assert said.count("It is not tried again.") == 2
    assert f'href="/cases/{case.public_id}/reminders"' in page
    assert f"{case.number}" not in words(carla.get("/reminders?which=suppressed").text)


@pytest.mark.parametrize(
    ("path", "says", "leads_to"),
    [
        ("/reminders", "No reminders yet", "/reminders?which=planned"),
        ("/reminders?which=trouble", "Every message arrived", "/reminders"),
        ("/reminders?which=failed", "No such message", "/reminders?which=trouble"),
        ("/reminders?which=uncertain", "No such message", "/reminders?which=trouble"),
        (
            "/reminders?which=trouble&day=2026-03-02",
            "No such message on this day",
            "/reminders?which=trouble",
        ),
        ("/reminders?which=planned&day=2030-01-01", "Nothing is planned then", "/deadlines"),
        ("/reminders?which=planned&day=", "Nothing is planned then", "/deadlines"),
    ],
)
def test_an_empty_list_says_what_to_do_next(
    carla: TestClient, path: str, says: str, leads_to: str
) -> None:
    page = carla.get(path)

    assert page.status_code == 200
    assert says in words(page.text)
    assert f'href="{leads_to}"' in page.text


def test_a_list_that_is_not_there_is_refused(carla: TestClient) -> None:
    assert carla.get("/reminders?which=everything").status_code == 400


def test_a_deadline_and_its_case_lead_to_the_ledger(
    client: As, world: World, case: CaseHead
) -> None:
    bram = client(world.bram, through="page")
    page = bram.get(f"/cases/{case.public_id}").text
    deadline = page.partition(f"/cases/{case.public_id}/deadlines/")[2].partition('"')[0]

    ledger = f'href="/cases/{case.public_id}/reminders"'
    assert ledger in page
    assert ledger in bram.get(f"/cases/{case.public_id}/deadlines/{deadline}").text


def test_how_it_runs_is_told_in_numbers_only(
    case: CaseHead, carla: TestClient, clock: ManualClock
) -> None:
    failed = words(carla.get("/health").text)
    clock.move_to(clock.now() + timedelta(minutes=10))
    late = words(carla.get("/health").text)

    assert RUNS not in failed
    assert "Messages that did not arrive wait for somebody 1 message is not tried again." in failed
    assert "Messages that failed, tried again or work for somebody 1" in failed
    assert "Reminders do not go out now" not in failed
    assert "Reminders do not go out now" in late
    assert not any(name in failed for name in ("Bram", "Sam", "Jansen", case.number))


def test_it_runs_when_everything_arrived(
    carla: TestClient, world: World, clock: ManualClock
) -> None:
    a_notice(world, world.open_case(), world.bram)
    tick(world.office, {"email": FakeChannel()})

    said = words(carla.get("/health").text)

    assert RUNS in said
    assert "was made" not in said


@pytest.mark.parametrize(
    "answer", [Unreached("no connection"), LATER, BROKEN], ids=["away", "later", "unsure"]
)
def test_mail_that_is_tried_again_is_told(
    carla: TestClient, world: World, answer: Unreached | NotSent | Uncertain
) -> None:
    channel = FakeChannel()
    channel.answers = {BRAM: [answer] * 9}
    a_notice(world, world.open_case(), world.bram)
    tick(world.office, {"email": channel})

    said = words(carla.get("/health").text)

    assert RUNS not in said
    assert "Mail does not get through now 1 message did not get through, or perhaps not." in said
    assert "wait for somebody" not in said.replace("waits for somebody", "")
    assert "The oldest message that should have arrived was made" in said


def test_mail_that_is_on_its_way_for_too_long_is_told(
    carla: TestClient, world: World, clock: ManualClock
) -> None:
    left = a_notice(world, world.open_case(), world.bram)
    with unit_of_work(world.office.store) as connection:
        notices.claim(connection, left, now=clock.now())
    clock.move_to(clock.now() + PATIENCE)
    tick(world.office, {})

    said = words(carla.get("/health").text)

    assert RUNS not in said
    assert "1 message is on its way for too long" in said
    assert "Messages that are on their way for too long 1" in said


def test_what_was_given_up_is_well_again_when_somebody_did_the_work(
    case: CaseHead, carla: TestClient, world: World, clock: ManualClock
) -> None:
    [asked] = open_work(world)
    with unit_of_work(world.office.store) as connection:
        close_work(connection, asked.id, by=world.carla.id, word="gebeld", now=clock.now())

    assert RUNS in words(carla.get("/health").text)


def test_mail_that_waits_after_a_restore_is_told_with_what_to_do(
    carla: TestClient, world: World
) -> None:
    tick(world.office, {})
    with unit_of_work(world.office.store) as connection:
        mail_holds.hold_mail(connection, backup="f00d", now=world.clock.now())

    ready = carla.get("/readyz")

    said = words(carla.get("/health").text)
    assert "Mail waits, because this was restored from a backup" in said
    assert "regietafel mail compare" in said
    assert RUNS not in said
    assert (ready.status_code, ready.json()["mail"]) == (503, "held_after_restore")
    assert "regietafel_mail_held 1.0" in carla.get("/metrics").text


def test_a_clock_that_jumped_is_told(carla: TestClient, world: World) -> None:
    uptime = FakeUptime()
    holds(world.office, uptime)
    uptime.runs += timedelta(hours=2)
    holds(world.office, uptime)

    ready = carla.get("/readyz")

    said = words(carla.get("/health").text)
    assert "The clock of this machine jumped" in said
    assert "After a restart of the machine somebody always has to confirm that." in said
    assert (ready.status_code, ready.json()["clock"]) == (503, "jumped")
    assert "regietafel_clock_jumped 1.0" in carla.get("/metrics").text
