"""The fixed words: both languages, text and HTML, and nothing but a count in them."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from typing import cast

import pytest

from engine.meeting_entry import Entry
from engine.text import Language
from notifications.wording import NoWords, Rendered, render
from tests.notifications.letters import BASE_URL, MORNING, SITE, a_message

NAMES = sorted(each.name for each in files("notifications").joinpath("texts").iterdir())
TEMPLATES = sorted({name.split(".")[0] for name in NAMES})
ALLOWED = {"site", "base_url", "count", "for_calendar"}
SETTINGS = f"{BASE_URL}/me/notices"
LINKS = {"digest": [BASE_URL, SETTINGS], "test": [SETTINGS]}


class Page(HTMLParser):
    """The words, links and language of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.links, self.lang = "", list[str | None](), ""
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "html":
            self.lang = dict(attrs)["lang"] or ""
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_data(self, data: str) -> None:
        self.words += data


def rendered(template: str, language: str, count: int = 1, site: str = SITE) -> Rendered:
    message = a_message(template, language=cast("Language", language), values={"count": count})
    return render(message, site, BASE_URL)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_there_are_texts() -> None:
    wanted = {"called_off", "digest", "invited", "involvement", "moved", "reminder", "test", "told"}
    assert set(TEMPLATES) == wanted | {"emergency", "emergency_often"}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_text_is_there_in_both_languages_and_both_forms(template: str) -> None:
    wanted = {f"{template}.{lang}.{form}.j2" for lang in ("nl", "en") for form in ("txt", "html")}

    assert {name for name in NAMES if name.startswith(f"{template}.")} == wanted


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_text_and_html_say_the_same(template: str, language: str, count: int) -> None:
    words = rendered(template, language, count)

    page = Page(words.html)
    body = page.words.partition("</title>")[0]
    assert words.subject
    assert "\n" not in words.subject
    assert SITE in words.subject
    assert squeezed(words.text) in squeezed(body)
    assert page.links == LINKS.get(template, [BASE_URL])
    assert page.lang == language
    assert {"title", "p"} <= page.tags
    assert not {"img", "script", "style", "link"} & page.tags  # nothing tells that it was read


@pytest.mark.parametrize("name", NAMES)
def test_a_text_holds_no_variable_but_site_address_count_and_whether_a_file_goes_along(
    name: str,
) -> None:
    source = files("notifications").joinpath("texts").joinpath(name).read_text(encoding="utf-8")
    used = re.findall(r"{{\s*(.*?)\s*}}", source) + re.findall(r"{%\s*if (\w+)", source)

    assert set(used) <= ALLOWED


def test_the_words_of_a_reminder() -> None:
    words = rendered("reminder", "nl")

    assert words.subject == "Er staat een bericht voor u klaar in Regietafel"
    assert f"Log in om het te lezen:\n{BASE_URL}\n" in words.text


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("nl", "Er staan 12 berichten voor u klaar in Regietafel"),
        ("en", "12 messages are waiting for you in Regietafel"),
    ],
)
def test_several_messages_are_counted(language: str, subject: str) -> None:
    assert rendered("reminder", language, 12).subject == subject


def test_without_a_count_one_thing_waits() -> None:
    assert render(a_message(), SITE, BASE_URL) == rendered("reminder", "nl", 1)


def test_only_html_is_escaped() -> None:
    words = rendered("told", "nl", site="Jong & Oud <Zuid>")

    assert "Jong &amp; Oud &lt;Zuid&gt;" in words.html
    assert "Jong & Oud <Zuid>" in words.text
    assert words.subject.endswith("Jong & Oud <Zuid>")


@pytest.mark.parametrize(
    ("values", "says"),
    [
        pytest.param({"name": "Sam", "case": "Z-1"}, r"\['case', 'name'\]", id="more than a count"),
        pytest.param({"count": "12"}, "whole number", id="digits in quotes"),
    ],
)
def test_a_value_that_no_text_may_hold_is_named_but_not_shown(
    values: dict[str, str | int], says: str
) -> None:
    with pytest.raises(NoWords, match=says) as caught:
        render(a_message(values=values), SITE, BASE_URL)

    assert "Sam" not in str(caught.value)


def test_a_text_that_is_not_there_is_named() -> None:
    with pytest.raises(NoWords, match=r"remindr\.nl\.txt\.j2"):
        render(a_message("remindr"), SITE, BASE_URL)


@pytest.mark.parametrize(
    ("language", "told"), [("nl", "Het bestand bij deze mail"), ("en", "The file with this mail")]
)
def test_the_mail_of_a_day_says_that_a_file_goes_along(language: Language, told: str) -> None:
    alone = a_message("digest", language=language)
    entry = Entry(
        uid="1" * 32, sequence=0, changed_at=MORNING, on=MORNING.date(), starts=None, ends=None,
        place=None, cases=None, withdrawn=False,
    )  # fmt: skip

    words = [render(each, SITE, BASE_URL) for each in (alone, replace(alone, entries=(entry,)))]

    assert [told in each.text for each in words] == [False, True]
    assert [told in each.html for each in words] == [False, True]
