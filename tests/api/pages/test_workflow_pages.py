"""The workflows of a region as pages: drawn, in words, with where the region differs; and keys."""

from html import unescape

import pytest

from engine.definition import Workflow
from engine.diagram import diagram_of, mermaid
from engine.difference import differences
from engine.duty_words import kind_words, length_words, met_words, starts_words
from engine.guards.asked import asked_by
from engine.text import Language, Text
from tests.api.http.conftest import As
from tests.api.pages.browsing import send, words
from tests.api.pages.case.conftest import Browse, brackets, browse, desk, office
from tests.api.pages.pseudo import inline_code, unwrapped_text
from tests.service.desks import shipped

__all__ = ["brackets", "browse", "desk", "office"]

REGION = "oldebroek"
NAMES = sorted({name for name, _ in shipped().workflows})
DIFFERENT = [
    (name, region)
    for name, region in sorted(shipped().workflows)
    if region != "default"
    and differences(shipped().of(name, "default"), shipped().of(name, region))
]


def at(workflow: str, region: str = REGION) -> str:
    """Where the page of a workflow is."""
    return f"/workflows/{workflow}?region={region}"


def said(html: str) -> str:
    """What a page says, as one reads it."""
    return unescape(words(html))


def rows(html: str) -> list[str]:
    """The rows of all tables, each with what it says."""
    return [said(part) for part in html.split('<tr role="row">')[1:]]


def test_every_workflow_of_the_region_is_listed(browse: Browse) -> None:
    html = browse().get(f"/workflows?region={REGION}").text

    for name in NAMES:
        workflow = shipped().of(name, REGION)
        found = next(each for each in rows(html) if each.startswith(workflow.title.nl))
        counted = (len(workflow.transitions), len(workflow.deadlines))
        assert f"{workflow.title.nl} {counted[0]} {counted[1]} " in found
        assert f'href="{at(name)}"' in html
    assert "selected>Oldebroek</option>" in html


def test_without_a_region_it_is_that_of_the_installation(browse: Browse) -> None:
    assert f'href="{at("crisis", "default")}"' in browse().get("/workflows").text


@pytest.mark.parametrize("name", NAMES)
def test_the_drawing_has_a_box_for_each_state(browse: Browse, name: str) -> None:
    workflow = shipped().of(name, REGION)

    html = browse().get(at(name)).text
    drawing = html.partition("<svg")[2].partition("</svg>")[0]

    assert drawing.count('width="168"') == len(workflow.states)
    drawn = " ".join(said(f"<main>{drawing}</main>").split())
    for box in diagram_of(workflow).boxes:  # a long title is cut
        assert " ".join(box.lines("nl")) in drawn


@pytest.mark.parametrize("name", NAMES)
def test_every_step_term_and_rule_stands_in_words(browse: Browse, name: str) -> None:
    workflow = shipped().of(name, REGION)

    html = browse().get(at(name)).text
    page = said(html)

    for text in told_of(workflow):
        assert " ".join(text.nl.split()) in page
    for step in workflow.transitions.values():
        by = workflow.catalogue.role_titles(step.by).nl
        assert any(step.title.nl in each and by in each for each in rows(html))
    keys = {*workflow.transitions, *workflow.rules, *workflow.deadlines}
    assert not {key for key in keys if "_" in key} & {*page.split()}


def told_of(workflow: Workflow) -> list[Text]:
    """What the page of a workflow must say, of each step, term and rule."""
    found = [workflow.title]
    for step in workflow.transitions.values():
        found += [step.title, *(asked_by(each, workflow.catalogue) for each in step.requires)]
        found += [field.title for field in step.input.values()]
        if workflow.binds(step.act):
            found += [rule.asks for rule in workflow.rules_on(step.act).values()]
    for term in workflow.deadlines.values():
        found += [term.title, kind_words(term), length_words(term)]
        found += [starts_words(term.starts, workflow), met_words(term.met_by, workflow)]
    return found


@pytest.mark.parametrize(("name", "region"), DIFFERENT)
def test_where_a_region_differs_is_said(browse: Browse, name: str, region: str) -> None:
    library = shipped()
    found = differences(library.of(name, "default"), library.of(name, region))

    page = said(browse().get(at(name, region)).text)

    assert all(each.says.nl in page for each in found)


def test_a_region_that_differs_in_nothing_says_so_and_the_default_nothing(browse: Browse) -> None:
    browser = browse()
    alike = next(key for key in shipped().workflows if key not in DIFFERENT and key[1] != "default")

    assert "Niets: hier gaat het zoals elders." in said(browser.get(at(*alike)).text)
    assert 'id="differs"' not in browser.get(at(alike[0], "default")).text


@pytest.mark.parametrize(
    "path",
    [
        "/workflows?region=nowhere",
        at("crisis", "nowhere"),
        at("no_such"),
        "/workflows/no_such/mermaid",
        "/workflows/crisis/mermaid?region=nowhere",
    ],
)
def test_a_workflow_or_region_that_is_not_there_is_not_found(browse: Browse, path: str) -> None:
    assert browse().get(path).status_code == 404


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_drawing_is_taken_along_as_text(browse: Browse, language: Language) -> None:
    browser = browse(language=language)
    answer = browser.get(f"/workflows/crisis/mermaid?region={REGION}")

    assert f'href="/workflows/crisis/mermaid?region={REGION}"' in browser.get(at("crisis")).text
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["content-disposition"] == 'attachment; filename="crisis.mmd"'
    assert answer.text == mermaid(shipped().of("crisis", REGION), language)


@pytest.mark.parametrize("path", ["/workflows", "/workflows/crisis", "/workflows/crisis/mermaid"])
def test_whoever_has_not_signed_in_is_sent_to_do_so(client: As, path: str) -> None:
    answer = client().get(path)

    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/sign-in")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("brackets")
def test_every_word_can_be_translated(browse: Browse, name: str) -> None:
    browser = browse()
    for path in ("/workflows", at(name)):
        html = browser.get(path).text
        assert unwrapped_text(html.partition("<svg")[0] + html.rpartition("</svg>")[2]) == []
        assert list(inline_code(html)) == []


def test_single_keys_are_switched_off_and_on_again(client: As) -> None:
    browser = client()
    assert 'data-keys="on"' in browser.get("/help").text

    off = send(browser, "/help", "/keys", {"keys": "off"})
    page = browser.get("/help").text

    assert (off.status_code, off.headers["location"]) == (303, "/help#keys")
    assert 'data-keys="off"' in page
    assert "Losse toetsen staan uit." in said(page)
    assert 'name="keys" value="on"' in page
    assert 'data-keys="off"' in browser.get("/privacy").text

    send(browser, "/help", "/keys", {"keys": "on"})
    assert 'data-keys="on"' in browser.get("/privacy").text


@pytest.mark.parametrize("keys", ["", "maybe"])
def test_keys_are_on_or_off(client: As, keys: str) -> None:
    browser = client()

    assert send(browser, "/help", "/keys", {"keys": keys}).status_code == 400
    assert 'data-keys="on"' in browser.get("/help").text
