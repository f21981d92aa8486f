"""What anybody may read: help, what is new, accessibility, privacy; and what machines ask for."""

from dataclasses import replace
from datetime import datetime

import pytest

from api.app import create_app
from api.changelog import FILE, blocks_of
from api.glossary import TERMS
from api.site import Site
from engine.settings import Settings
from tests.api.http.conftest import As
from tests.api.pages.browsing import words


@pytest.mark.parametrize("path", ["/help", "/changes", "/privacy", "/accessibility", "/sign-in"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_anybody_may_read_it_in_two_languages(client: As, path: str, language: str) -> None:
    browser = client()
    browser.cookies.set("language", language)

    answer = browser.get(path)

    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text
    assert answer.text.count("<h1") == 1


def test_help_has_the_keys_and_every_word_in_the_order_of_the_alphabet(client: As) -> None:
    page = client().get("/help").text

    assert 'id="keys"' in page
    assert all(term.word in page for term in TERMS)
    assert [term.word for term in TERMS] == sorted((term.word for term in TERMS), key=str.casefold)


def test_what_is_new_is_the_changelog(client: As) -> None:
    page = client().get("/changes").text
    headings = [
        line.lstrip("# ") for line in FILE.read_text("utf-8").splitlines()[1:] if line[:1] == "#"
    ]

    assert headings
    assert all(f">{heading}</h" in page for heading in headings)
    assert "**" not in words(page)


def test_a_changelog_is_read_as_it_is_written() -> None:
    text = "# Title\n\nTwo\nlines.\n\n## New\n### Rules\n- **one** <b>\n  goes on\n- `two`\n"

    blocks = blocks_of(text)

    assert [block.kind for block in blocks] == ["p", "h2", "h3", "ul"]
    assert [[piece.words for piece in line] for line in blocks[3].lines] == [
        ["one", " <b> goes on"],
        ["two"],
    ]


def test_whoever_finds_a_leak_knows_whom_to_tell(client: As, site: Site) -> None:
    named = replace(
        site,
        settings=Settings.model_validate(
            {"base_url": "https://regie.test", "mail_from": "regie@voorbeeldstad.test"}
        ),
    )

    lines = client(app=create_app(named)).get("/.well-known/security.txt").text.splitlines()
    until = next(line for line in lines if line.startswith("Expires: "))

    assert "Contact: mailto:regie@voorbeeldstad.test" in lines
    assert "Canonical: https://regie.test/.well-known/security.txt" in lines
    assert 0 < (datetime.fromisoformat(until[9:]) - site.office.clock.now()).days < 365


def test_without_an_address_it_leads_to_a_page(client: As) -> None:
    text = client().get("/.well-known/security.txt").text

    assert "Contact: http://127.0.0.1/privacy" in text
    assert ".invalid" not in text + client().get("/privacy").text


def test_search_engines_stay_away(client: As) -> None:
    answer = client().get("/robots.txt")

    assert answer.text == "User-agent: *\nDisallow: /\n"
    assert answer.headers["content-type"].startswith("text/plain")


def test_a_browser_that_asks_for_the_old_picture_gets_ours(client: As) -> None:
    assert client().get("/favicon.ico").headers["content-type"] == "image/svg+xml"
