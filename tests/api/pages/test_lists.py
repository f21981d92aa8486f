"""The first page, my cases and my dates: in order, in pages, and never empty without a word."""

from datetime import timedelta

import pytest

from engine.clock import ManualClock
from tests.api.http.conftest import As
from tests.api.pages.browsing import words
from tests.office import World


def next_page(html: str) -> str | None:
    """Give the link to the next page, if there is one."""
    before, found, _ = html.partition('rel="next"')
    return before.rpartition('href="')[2].partition('"')[0].replace("&amp;", "&") if found else None


def test_a_worker_sees_first_what_cannot_wait(client: As, world: World, clock: ManualClock) -> None:
    case = world.open_case()
    page = words(client(world.bram, through="page").get("/").text)
    assert "Na deze week" in page
    assert "Te laat, of deze week" not in page

    clock.move_to(clock.now() + timedelta(weeks=6))
    page = words(client(world.bram, through="page").get("/").text)

    assert "Te laat, of deze week" in page
    assert f"{case.number} Uithuisplaatsing Sam (11) Overwogen" in page


def test_what_is_late_is_said_in_words(client: As, world: World, clock: ManualClock) -> None:
    world.open_case()
    clock.move_to(clock.now() + timedelta(weeks=7))

    assert "over de norm" in words(client(world.bram, through="page").get("/cases").text)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_coordinator_sees_counts_titles_and_dates_but_no_child(
    client: As, world: World, clock: ManualClock, language: str
) -> None:
    case = world.open_case()
    clock.move_to(clock.now() + timedelta(weeks=7))
    browser = client(world.carla, through="page")
    browser.headers["Accept-Language"] = language

    home, cases = browser.get("/").text, browser.get("/cases").text

    assert "Te laat (0) Over de norm (1)" in words(home)
    assert 'href="/deadlines?when=past_norm"' in home
    assert case.number in words(home)
    assert "Sam" not in home + cases


def test_a_coordinator_with_nothing_late_sees_what_comes_first(client: As, world: World) -> None:
    case = world.open_case()

    page = words(client(world.carla, through="page").get("/").text)

    assert f"Niets te laat. Eerstvolgende termijn: ma 13 april 2026, {case.number}" in page


def test_the_table_hears_what_it_can_do_now(client: As, world: World) -> None:
    page = words(client(world.anna, through="page").get("/").text)

    assert "U heeft nu geen zaken" in page
    assert "Bel de regisseur" in page


@pytest.mark.parametrize(
    ("path", "says", "leads_to"),
    [
        ("/", "U heeft nu geen zaken", "/families"),
        ("/cases", "U heeft geen open zaken", "/families"),
        ("/cases?closed=1", "Geen gesloten zaken", "/cases"),
        ("/deadlines", "Er zijn geen open termijnen", "/cases"),
        ("/deadlines?when=late", "Niets te laat", "/cases"),
        ("/deadlines?when=today", "Er zijn geen open termijnen", "/cases"),
    ],
)
def test_an_empty_list_says_what_to_do(
    client: As, world: World, path: str, says: str, leads_to: str
) -> None:
    page = client(world.bram, through="page").get(path).text

    assert says in words(page)
    assert f'href="{leads_to}"' in page.partition('class="rt-empty')[2]


def test_the_cases_come_a_page_at_a_time(client: As, world: World) -> None:
    numbers = {world.open_case().number for _ in range(5)}
    browser = client(world.bram, through="page")

    seen: list[str] = []
    html, path = "", "/cases?pageSize=2"
    while path:
        html = browser.get(path).text
        seen += [number for number in sorted(numbers) if number in html]
        path = next_page(html) or ""

    assert sorted(seen) == sorted(numbers)
    assert "Naar het begin" in words(html)


def test_the_dates_come_a_page_at_a_time(client: As, world: World) -> None:
    for _ in range(3):
        world.open_case()
    browser = client(world.bram, through="page")

    first = browser.get("/deadlines?pageSize=2").text
    second = browser.get(next_page(first) or "").text

    assert first.count("<tr") - 1 == 2
    assert second.count("<tr") - 1 == 1
    assert next_page(second) is None


@pytest.mark.parametrize(
    ("days_on", "when"),
    [
        pytest.param(42, "today", id="on the day"),
        pytest.param(36, "next_week", id="on the Tuesday of the week before"),
        pytest.param(41, "next_week", id="on the Sunday before"),
        pytest.param(43, "past_norm", id="the day after"),
    ],
)
def test_a_date_stands_in_its_stretch_of_time_only(
    client: As, world: World, clock: ManualClock, days_on: int, when: str
) -> None:
    case = world.open_case()  # due on the Monday six weeks on
    row = f'data-key-row href="/cases/{case.public_id}/'
    clock.move_to(clock.now() + timedelta(days=days_on))
    browser = client(world.bram, through="page")

    shown = {
        each
        for each in ("late", "past_norm", "today", "week", "next_week")
        if row in browser.get(f"/deadlines?when={each}").text
    }

    assert shown == {when}


def test_what_is_due_later_this_week_is_not_due_today(
    client: As, world: World, clock: ManualClock
) -> None:
    world.open_case()
    clock.move_to(clock.now() + timedelta(days=2))
    case = world.open_case()  # due on a Wednesday
    clock.move_to(clock.now() + timedelta(days=40))
    browser = client(world.bram, through="page")

    row = f'data-key-row href="/cases/{case.public_id}/'
    assert row in browser.get("/deadlines?when=week").text
    assert row not in browser.get("/deadlines?when=today").text
    assert "Vandaag (1)" in words(browser.get("/deadlines").text)
    assert "Later deze week (1)" in words(browser.get("/deadlines").text)


def test_a_stretch_of_time_comes_a_page_at_a_time_and_ends(
    client: As, world: World, clock: ManualClock
) -> None:
    for _ in range(3):
        world.open_case()
    clock.move_to(clock.now() + timedelta(days=1))
    world.open_case()
    clock.move_to(clock.now() + timedelta(days=41))  # three are due today, one tomorrow
    browser = client(world.bram, through="page")

    first = browser.get("/deadlines?when=today&pageSize=2").text
    second = browser.get(next_page(first) or "").text

    assert [first.count("<tr") - 1, second.count("<tr") - 1] == [2, 1]
    assert next_page(second) is None


@pytest.mark.parametrize(
    "query", ["when=soon", "region=elsewhere", "owner=%22", "cursor=made-by-hand", "pageSize=0"]
)
def test_a_list_that_is_not_there_is_refused(client: As, world: World, query: str) -> None:
    assert client(world.bram, through="page").get(f"/deadlines?{query}").status_code == 400


def test_the_cursor_of_somebody_else_is_refused(client: As, world: World) -> None:
    for _ in range(3):
        world.open_case()
    link = next_page(client(world.bram, through="page").get("/cases?pageSize=2").text)

    assert client(world.carla, through="page").get(link or "").status_code == 400


@pytest.mark.parametrize("path", ["/", "/cases", "/deadlines", "/families", "/cases?closed=1"])
def test_whoever_is_not_signed_in_comes_back_after_they_are(client: As, path: str) -> None:
    answer = client().get(path)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("path", ["/", "/cases", "/deadlines", "/families"])
def test_no_name_stands_in_the_title_or_in_an_address(client: As, world: World, path: str) -> None:
    world.open_case()

    page = client(world.bram, through="page").get(path).text

    title = page.partition("<title>")[2].partition("</title>")[0]
    links = " ".join(piece.partition('"')[0] for piece in page.split('href="')[1:])
    assert not [name for name in ("Sam", "Bram", "Jansen") if name in title + links]
