"""Somebody at a browser: clicks what is named, fills in what is asked, and types no address."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from api.speech import speech_in
from engine.text import Language, Text


@dataclass(frozen=True)
class Hands:
    """Somebody who reads a page in one language; words are those of the pages, in English."""

    page: Page
    language: Language

    def words(self, sentence: str, **values: str) -> str:
        """A sentence of the pages, in the language of this reader."""
        said = speech_in(self.language).gettext(sentence)
        return said % values if values else said

    def say(self, text: Text | None) -> str:
        """Words of a definition, in the language of this reader."""
        assert text
        return text.in_(self.language)

    def comes_in(self, name: str) -> None:
        """Go to the first page and sign in."""
        self.page.goto("/")
        self.signs_in(name)

    def signs_in(self, name: str) -> None:
        """Choose who to be, on the page that asks."""
        self.page.get_by_role("button", name=named(self.words("Sign in"), name)).click()
        expect(self.page.get_by_role("banner")).to_contain_text(name)

    def leaves(self) -> None:
        """Sign out."""
        self.press(self.words("Sign out"))
        expect(self.page.get_by_role("button", name=self.words("Sign out"))).to_have_count(0)

    def follow(self, words: str, about: str | None = None, within: Locator | None = None) -> None:
        """Click the link with these words; ``about`` is what only a screen reader says of it."""
        name = named(words, about) if about else words
        (within or self.page).get_by_role("link", name=name).click()

    def press(self, words: str) -> None:
        """Press the one button with these words."""
        self.page.get_by_role("button", name=words, exact=True).click()

    def choose(self, question: str, answer: str) -> None:
        """Choose an answer where a few are shown."""
        asked = self.page.get_by_role("group", name=question)
        asked.get_by_role("radio", name=answer, exact=True).check()

    def write(self, question: str, words: str) -> None:
        """Fill in a line or a text."""
        self.page.get_by_role("textbox", name=question).fill(words)

    def reads(self, title: str) -> None:
        """Wait for the page with this heading over it."""
        heading = self.page.get_by_role("heading", level=1, name=title)
        expect(heading).to_be_visible()


def named(words: str, about: str) -> re.Pattern[str]:
    """The name of a link or a button of which there are several on a page."""
    return re.compile(rf"^{re.escape(words)}\s*: {re.escape(about)}$")
