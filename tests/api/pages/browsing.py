"""A browser without scripts: it opens pages and sends their forms, with what stands in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

from httpx2 import Response
from starlette.testclient import TestClient

from tests.api.http.conftest import FROM_HERE

Fields = Mapping[str, str | list[str]]


@dataclass
class Form:
    """A form of a page: where it goes, and what its hidden fields say."""

    action: str
    hidden: dict[str, str]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(said["action"], {}))
        elif tag == "input" and said.get("type") == "hidden":
            self.found[-1].hidden[said["name"]] = said["value"]


def forms(html: str) -> list[Form]:
    """Give every form of a page."""
    reader = _Forms()
    reader.feed(html)
    return reader.found


def form_to(html: str, action: str) -> dict[str, str]:
    """Give the hidden fields of the form that goes there."""
    return next(form.hidden for form in forms(html) if form.action == action)


def send(browser: TestClient, page: str, action: str, fields: Fields) -> Response:
    """Open a page, fill in its form to ``action`` and send it."""
    hidden = form_to(browser.get(page).text, action)
    return post(browser, action, {**hidden, **fields})


def post(browser: TestClient, action: str, fields: Fields) -> Response:
    """Send a form as a page of this site does."""
    return browser.post(action, data=fields, headers=FROM_HERE)


def words(html: str) -> str:
    """What a page says: its text in one line."""
    main = re.search(r"<main.*?</main>", html, re.DOTALL)
    text = re.sub(r"<[^>]+>", " ", main.group() if main else html)
    return " ".join(text.split())


def without_id(response: Response) -> str:
    """The page without what names this one request."""
    return response.text.replace(response.headers["x-request-id"], "")
