"""What a page leads to: its links, and its forms with a fitting answer to every question."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

DAY = "2026-02-07"
"""Today, in the tests of access."""

TYPED = {"date": DAY, "datetime-local": "", "number": "1", "email": "a@voorbeeld.test"}


@dataclass
class Form:
    """One form: of a list the first real choice, every box ticked, the first button pressed."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)

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
        elif tag == "input" and said.get("type") == "checkbox":
            form.fields.append((name, value))
        elif tag == "input" and not name.endswith("until_on"):  # today would be the end at once
            form.add(name, value or TYPED.get(said.get("type", ""), "tekst"))
