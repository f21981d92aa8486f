"""My messages, and the page on which I choose how to hear of things."""

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from api.site import Site
from engine.runner.manual import ManualRunner
from engine.service.delivery import MOST_UNSURE
from engine.service.tick import tick
from engine.store.notice_settings import quiet_hours_of
from engine.store.unit_of_work import reading
from tests.api.http.conftest import As
from tests.api.pages.browsing import send, words
from tests.office import MORNING, World
from tests.runner.outbox import (
    BROKEN,
    LATER,
    FakeChannel,
    a_notice,
    open_work,
    outbox,
    told,
)

AT, SETTINGS = "/notices", "/me/notices"
CHOICES = {
    "reminder": "digest",
    "late": "at_once",
    "told": "none",
    "urgent": "at_once",
    "invited": "at_once",
}
QUIET = {"from_time": "18:00", "until_time": "08:00", "weekends": "yes"}


@pytest.fixture
def browser(client: As, world: World) -> TestClient:
    """Browse as Bram."""
    return client(world.bram, through="page")


def checked(page: str) -> set[str]:
    """Which boxes and circles are on, by name and value."""
    inputs = re.findall(r'name="([a-z_]+)" value="([a-z_]+)"( checked)?', page)
    return {f"{name}={value}" for name, value, on in inputs if on}


def test_the_page_begins_with_what_holds_for_everybody(browser: TestClient) -> None:
    page = browser.get(SETTINGS).text

    digests = {"reminder=digest", "late=digest", "told=digest"}
    assert checked(page) == digests | {"urgent=at_once", "invited=at_once"}


def test_what_is_chosen_is_kept(browser: TestClient, world: World) -> None:
    answer = send(browser, SETTINGS, SETTINGS, {**CHOICES, **QUIET})
    page = browser.get(SETTINGS).text

    assert (answer.status_code, answer.headers["location"]) == (303, SETTINGS)
    assert checked(page) == {f"{sort}={choice}" for sort, choice in CHOICES.items()} | {
        "weekends=yes"
    }
    assert 'value="18:00"' in page
    assert 'value="08:00"' in page


def test_everything_that_is_wrong_is_named_at_once_and_nothing_typed_is_lost(
    browser: TestClient, world: World
) -> None:
    wrong = {**CHOICES, "late": "tomorrow", "told": "", "from_time": "6 uur", "until_time": "8:00"}

    answer = send(browser, SETTINGS, SETTINGS, wrong)

    assert answer.status_code == 400
    for field in ("late", "told", "from_time", "until_time"):
        assert f'id="f-{field}-problem"' in answer.text
    assert 'value="6 uur"' in answer.text
    with reading(world.office.store) as connection:
        assert quiet_hours_of(connection, world.as_(world.bram)).from_time is None


@pytest.mark.parametrize(
    ("begins", "ends", "field"),
    [("18:00", "", "until_time"), ("", "08:00", "from_time"), ("08:00", "08:00", "until_time")],
)
def test_quiet_hours_have_two_ends(browser: TestClient, begins: str, ends: str, field: str) -> None:
    answer = send(browser, SETTINGS, SETTINGS, {**CHOICES, "from_time": begins, "until_time": ends})

    assert answer.status_code == 400
    assert f'id="f-{field}-problem"' in answer.text


def test_a_test_mail_leaves_at_once_and_the_page_says_what_became_of_it(
    browser: TestClient, world: World, site: Site
) -> None:
    send(browser, SETTINGS, SETTINGS, {**CHOICES, "from_time": "08:00", "until_time": "20:00"})
    channel = FakeChannel()

    send(browser, SETTINGS, f"{SETTINGS}/test", {})
    send(browser, SETTINGS, f"{SETTINGS}/test", {})
    asked = words(browser.get(SETTINGS).text)
    tick(site.office, {"email": channel})
    sent = words(browser.get(SETTINGS).text)

    assert [(each.to, each.template) for each in channel.handed] == [
        ("bram@voorbeeldstad.test", "test")
    ]
    assert "Wacht op verzending" in asked
    assert "Verstuurd" in sent


def test_the_page_says_why_a_test_mail_did_not_arrive_and_when_it_is_tried_again(
    browser: TestClient, site: Site
) -> None:
    channel = FakeChannel()
    channel.answers["bram@voorbeeldstad.test"] = [LATER]
    send(browser, SETTINGS, f"{SETTINGS}/test", {})
    tick(site.office, {"email": channel})

    page = words(browser.get(SETTINGS).text)

    assert "Niet aangekomen" in page
    assert LATER.why in page


def test_the_list_says_what_it_is_of_which_case_and_what_became_of_the_mail(
    browser: TestClient, world: World
) -> None:
    case = world.open_case()
    told(world, case, world.bram, "told-1")

    page = browser.get(AT).text

    assert f'href="/cases/{case.public_id}"' in page
    assert case.number in page
    assert "Wacht op verzending" in words(page)
    assert "Sam" not in page


def test_a_case_that_its_reader_may_no_longer_see_is_not_named(
    browser: TestClient, world: World
) -> None:
    case = world.open_case()
    told(world, case, world.bram, "told-1")
    world.leaves("regisseur")

    page = browser.get(AT).text

    assert "Er is iets gebeurd in een zaak" in words(page)
    assert case.number not in page
    assert case.public_id not in page


def test_a_message_is_new_until_it_is_marked_one_by_one_or_all_together(
    browser: TestClient, world: World
) -> None:
    case = world.open_case()
    for number in range(3):
        told(world, case, world.bram, f"told-{number}")
    theirs = told(world, case, world.carla, "told-carla")
    [first, *_] = outbox(world.office, case)

    send(browser, AT, f"{AT}/read", {"notice": first.public_id})
    one = [row.read_at is not None for row in outbox(world.office, case)]
    send(browser, AT, f"{AT}/read", {})
    rows = outbox(world.office, case)

    assert one == [True, False, False, False]
    assert [row.id for row in rows if row.read_at is None] == [theirs]


def test_an_empty_list_says_what_to_do_next(browser: TestClient) -> None:
    page = browser.get(AT).text

    assert 'href="/deadlines"' in page
    assert "/notices/read" not in page


def test_a_mail_of_which_nobody_knows_is_sent_again_from_the_page_of_its_work(
    client: As, world: World, site: Site
) -> None:
    case, channel = world.open_case(), FakeChannel()
    a_notice(world, case, world.bram)
    channel.answers["bram@voorbeeldstad.test"] = [BROKEN] * (1 + MOST_UNSURE)
    ManualRunner(site.office, {"email": channel}).run_until(MORNING + timedelta(days=1))
    carla = client(world.carla, through="page")
    [work] = open_work(world)
    at = f"/work-endings/{work.public_id}"

    answer = send(carla, at, f"{at}/again", {})

    assert (answer.status_code, answer.headers["location"]) == (303, "/work")
    assert open_work(world) == []
    assert tick(site.office, {"email": channel}).sent == 1
