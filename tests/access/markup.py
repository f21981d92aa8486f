"""What a page leads to: its links, and its forms with a fitting answer to every question."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

DAY = "2026-02-07"
"""Today, in the tests of access."""

TYPED = {
    "date": DAY,
    "datetime-local": "",
    "time": "08:00",
    "number": "1",
    "email": "a@voorbeeld.test",
    "f.own_time": "10.45",
    "slot_minutes": "45",
}

_LAST = "f.party"
"""Of the parties the last one is chosen: to that a client belongs."""
_OF_NEW_FAMILY = re.compile(r"(?:child|adult)\.|(?:name|municipality)$")


@dataclass
class Form:
    """One form: of a list the first real choice, every box ticked, the first button pressed."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_of_known_child(self) -> bool:
        """Whether a child of a family was chosen, so that no new family is to be filled in."""
        return any(name == "child" and ":" in value for name, value in self.fields)

    def add(self, name: str, value: str) -> None:
        """Answer a question, if nothing was answered to it; with no text that somebody wrote."""
        value = "tekst" if value.startswith("CANARY") else value
        if name and value and all(name != known for known, _ in self.fields):
            self.fields.append((name, value))


class Page(HTMLParser):
    """Where a page leads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links, forms and what they ask."""
        said = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(said.get("href", ""))
        elif tag == "form":
            self._open = Form(said.get("action", ""), said.get("method", "get").lower())
            self.forms.append(self._open)
        elif tag == "select":
            self._select = said.get("name", "")
        elif self._open is not None:
            self._asked(self._open, tag, said)

    def handle_endtag(self, tag: str) -> None:
        """End a form or a list."""
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""

    def _asked(self, form: Form, tag: str, said: dict[str, str]) -> None:
        name, value = said.get("name", ""), said.get("value", "")
        if tag == "option":
            form.add(self._select, value)
        elif tag == "textarea":
            form.add(name, "tekst")
        elif tag == "button" and name:
            form.add(name, value)
        elif tag == "input" and not (form.is_of_known_child and _OF_NEW_FAMILY.match(name)):
            _typed(form, name, value, said)


def _typed(form: Form, name: str, value: str, said: dict[str, str]) -> None:
    """Fill in, or choose, what an input asks."""
    kind = said.get("type", "")
    if kind == "hidden":
        form.add(name, value)
    elif name == _LAST:
        form.fields = [*(each for each in form.fields if each[0] != name), (name, value)]
    elif kind == "checkbox":
        form.fields.append((name, value))
    elif name.startswith("owner_words"):
        form.fields.append((name, ""))  # a person is named beside it
    elif not name.endswith("until_on"):  # today would be the end at once
        form.add(name, value or said.get("min", "") or TYPED.get(name, TYPED.get(kind, "tekst")))
