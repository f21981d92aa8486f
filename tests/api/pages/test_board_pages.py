"""The board of deadlines in a browser: headings, filter, saved views and files; without scripts."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from httpx2 import Response

from engine.clock import ManualClock
from engine.service import orders
from engine.store.store import Store
from engine.text import Text
from tests.api.pages.browsing import form_to, post, send, words
from tests.api.pages.case.conftest import Browse, brackets, browse, office
from tests.api.pages.pseudo import unwrapped_text
from tests.api.pages.test_lists import next_page
from tests.service.builders import Desk
from tests.service.sheets import a_sheet, a_sheet_desk

__all__ = ["brackets", "browse", "office"]

BOARD = "/deadlines"
VIEWS = "/deadlines/views"


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Lend a desk where the law sets one term, and a norm the others."""
    return a_sheet_desk(store, clock)


def rows_of(response: Response) -> list[list[str]]:
    """The cells of a CSV, row by row."""
    assert response.status_code == 200, response.text
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";"))


def test_the_headings_count_what_their_links_show(desk: Desk, browse: Browse) -> None:
    a_sheet(desk)
    desk.after(days=58)
    cora = browse("cora")

    page = cora.get(BOARD).text

    said = words(page)
    assert "Te laat (1) Over de norm (2) Vandaag (0)" in said
    assert "Niemand heeft de rol (1)" in said
    for when, count in (("late", 1), ("past_norm", 2), ("suspended", 0)):
        assert cora.get(f"{BOARD}?when={when}").text.count("data-key-row") == count
    assert cora.get(f"{BOARD}?special=no_owner").text.count("data-key-row") == 1


def test_a_norm_is_never_said_to_be_late(desk: Desk, browse: Browse) -> None:
    a_sheet(desk)
    desk.after(days=58)
    cora = browse("cora")

    past = cora.get(f"{BOARD}?when=past_norm").text
    late = cora.get(f"{BOARD}?when=late").text

    assert "over de norm" in words(past)
    assert "badge--danger" not in past
    assert "te laat</span>" not in past
    assert "1 dag te laat" in words(late) or "werkdag te laat" in words(late)
    assert "badge--danger" in late


def test_what_is_suspended_says_until_when(desk: Desk, browse: Browse) -> None:
    case = a_sheet(desk)
    case.done(
        "bram",
        orders.Suspend,
        deadline=case.owed["talk"].public_id,
        until=desk.office.today() + timedelta(days=30),
        reason="de ouders zijn er niet",
    )

    assert "opgeschort tot wo 1 apr" in words(browse("cora").get(f"{BOARD}?when=suspended").text)


def test_the_filter_works_without_scripts_and_keeps_the_heading(desk: Desk, browse: Browse) -> None:
    a_sheet(desk)
    desk.after(days=58)
    bram = desk.who("bram")
    cora = browse("cora")

    page = cora.get(f"{BOARD}?when=past_norm&region=&owner={bram}&look=").text

    assert page.count("data-key-row") == 1
    assert "Gesprek" in words(page)
    assert '<input type="hidden" name="when" value="past_norm">' in page
    assert f'<option value="{bram}" selected translate="no">bram</option>' in page
    assert 'href="/deadlines?when=past_norm">' in page  # clears it
    assert f'href="/deadlines?when=late&amp;owner={bram}"' in page  # another heading keeps it
    assert "Over de norm; bram" in words(page)


def test_a_filter_that_fits_nothing_says_how_to_clear_it(desk: Desk, browse: Browse) -> None:
    a_sheet(desk)

    page = browse("cora").get(f"{BOARD}?when=today&look=agreement").text

    assert "Wis het filter" in words(page)
    assert 'href="/deadlines?when=today"' in page.partition('class="rt-empty')[2]


def test_a_heading_with_nothing_under_it_says_what_comes_first(desk: Desk, browse: Browse) -> None:
    case = a_sheet(desk)

    for when in ("late", "next_week"):
        said = words(browse("cora").get(f"{BOARD}?when={when}").text)
        assert f"Eerstvolgende termijn: wo 4 maart 2026, {case.head.number}" in said


def test_the_next_page_keeps_the_filter(desk: Desk, browse: Browse) -> None:
    for _ in range(3):
        a_sheet(desk)
    cora = browse("cora")

    first = cora.get(f"{BOARD}?look=law&pageSize=2").text
    second = cora.get(next_page(first) or "").text

    assert (first.count("data-key-row"), second.count("data-key-row")) == (2, 1)


def test_what_is_unknown_is_told_on_a_page(browse: Browse) -> None:
    answer = browse("cora").get(f"{BOARD}?when=soon&region=elsewhere")

    assert answer.status_code == 400
    said = words(answer.text)
    assert "Kies uit: all, late" in said
    assert "Kies uit: default" in said


def test_a_view_is_saved_shown_renamed_and_deleted(desk: Desk, browse: Browse) -> None:
    a_sheet(desk)
    cora, query = browse("cora"), "look=law"

    saved = send(cora, f"{VIEWS}?{query}", VIEWS, {"name": "Alleen de wet"})
    assert (saved.status_code, saved.headers["location"]) == (303, f"{BOARD}?{query}")
    page = cora.get(f"{BOARD}?{query}").text
    assert "De weergave is bewaard." in words(page)
    assert 'href="/deadlines?look=law" aria-current="page" translate="no">Alleen de wet' in page

    one = cora.get(VIEWS).text.partition('action="/deadlines/views/')[2].partition('"')[0]
    assert send(cora, VIEWS, f"{VIEWS}/{one}", {"name": "Wet", "do": "rename"}).status_code == 303
    assert "Wet" in words(cora.get(VIEWS).text)
    assert send(cora, VIEWS, f"{VIEWS}/{one}", {"name": "Wet", "do": "drop"}).status_code == 303
    assert "U heeft nog geen bewaarde weergaven" in words(cora.get(VIEWS).text)


def test_a_name_that_does_not_fit_comes_back_with_what_was_typed(browse: Browse) -> None:
    cora = browse("cora")
    send(cora, f"{VIEWS}?look=law", VIEWS, {"name": "Wet"})

    again = send(cora, f"{VIEWS}?look=norm", VIEWS, {"name": "Wet"})

    assert again.status_code == 400
    assert again.text.partition("<title>")[2].startswith("Fout:")
    assert "U heeft al een weergave met deze naam" in words(again.text)
    assert 'name="query" value="look=norm"' in again.text
    assert again.text.count('id="f-name"') == 1
    one = again.text.partition('action="/deadlines/views/')[2].partition('"')[0]
    empty = send(cora, VIEWS, f"{VIEWS}/{one}", {"name": " ", "do": "rename"})
    assert (empty.status_code, empty.text.count('id="f-name"')) == (400, 1)


def test_the_view_of_somebody_else_is_not_there(desk: Desk, browse: Browse) -> None:
    cora, bram = browse("cora"), browse("bram")
    send(cora, f"{VIEWS}?look=law", VIEWS, {"name": "CANARY"})
    one = cora.get(VIEWS).text.partition('action="/deadlines/views/')[2].partition('"')[0]
    hidden = form_to(bram.get(f"{VIEWS}?look=law").text, VIEWS)

    answer = post(bram, f"{VIEWS}/{one}", {**hidden, "name": "x", "do": "drop"})

    assert answer.status_code == 404
    assert "CANARY" not in bram.get(VIEWS).text + bram.get(BOARD).text
    assert "CANARY" in cora.get(VIEWS).text


def test_a_file_holds_the_filter_of_now_and_says_who_took_it(desk: Desk, browse: Browse) -> None:
    case = a_sheet(desk)
    desk.after(days=58)
    cora = browse("cora")

    answer = cora.get(f"{BOARD}/export.csv?look=law")

    heads, only, _, about = rows_of(answer)
    assert heads[:4] == ["Termijn", "Soort", "Stand", "Over (werkdagen)"]
    assert only[:3] == ["2026-04-28", "wet", "Te laat"]
    assert only[5:9] == [case.head.number, "Antwoord", "bram", "Regisseur"]
    assert about[0].startswith("1 termijnen (Alle; wet). Gemaakt door cora op wo 29 april 2026")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    named = 'attachment; filename="regietafel-2026-04-29.csv"'
    assert answer.headers["content-disposition"] == named
    assert (desk.log()[-1].action, desk.log()[-1].record) == ("export_dates", "look=law")
    assert "sam" not in answer.text.lower()
    assert "pietersen" not in answer.text.lower()


def test_a_workbook_opens_and_holds_the_same(desk: Desk, browse: Browse) -> None:
    a_sheet(desk)

    answer = browse("cora").get(f"{BOARD}/export.xlsx?look=law")

    assert answer.status_code == 200
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    assert answer.content.startswith(b"PK")


def test_a_title_that_looks_like_a_formula_stays_text(desk: Desk, browse: Browse) -> None:
    a_sheet(desk)
    library = desk.office.library
    region = library.regions["default"]
    title = region.title
    object.__setattr__(region, "title", Text(nl="=1+1", en="=1+1"))
    try:
        rows = rows_of(browse("cora").get(f"{BOARD}/export.csv"))
    finally:
        object.__setattr__(region, "title", title)

    assert {row[12] for row in rows[1:-2]} == {"'=1+1"}


def test_whoever_sees_nothing_takes_an_empty_file(desk: Desk, browse: Browse) -> None:
    case = a_sheet(desk)

    answer = browse("anna").get(f"{BOARD}/export.csv")

    assert len(rows_of(answer)) == 3
    assert case.head.number not in answer.text


@pytest.mark.parametrize("path", [f"{BOARD}/export.csv", f"{BOARD}/export.xlsx", VIEWS])
def test_whoever_is_not_signed_in_gets_no_file(browse: Browse, path: str) -> None:
    browser = browse("cora")
    browser.cookies.clear()

    assert browser.get(path).headers["location"].startswith("/sign-in")


def test_every_word_of_the_board_is_translated(desk: Desk, browse: Browse, brackets: None) -> None:
    a_sheet(desk)
    desk.after(days=58)
    cora = browse("cora")
    send(cora, f"{VIEWS}?look=law", VIEWS, {"name": "Wet"})

    for path in (BOARD, f"{BOARD}?when=late", "/", f"{VIEWS}?look=law"):
        assert unwrapped_text(cora.get(path).text) == [], path


def test_a_coordinator_reads_first_what_is_late_and_what_comes(desk: Desk, browse: Browse) -> None:
    a_sheet(desk)
    desk.after(days=50)
    a_sheet(desk)
    said = words(browse("cora").get("/").text)

    assert "Niets te laat. Eerstvolgende termijn" in said
    assert "Over de norm, de oudste eerst" in said
    assert "Wat het eerst komt" in said
    desk.after(days=8)
    assert "Te laat, de oudste eerst" in words(browse("cora").get("/").text)
