"""A language of brackets: what a page shows without them was never given to a translator.

Names, numbers and what people wrote are no sentences; in a page they stand in an element with
``translate="no"``.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from gettext import NullTranslations
from html.parser import HTMLParser

from api.speech import Speech
from engine.explanation import Explanation
from engine.text import Text

SHOWN = {"alt", "aria-label", "data-label", "placeholder", "title"}
UNSHOWN = {"script", "style"}
NO_SENTENCE = re.compile(r"Regietafel|\b[A-Z]{2}-\d{4}-\d+\b")
"""The product and the numbers of cases: the title of a page cannot be marked in part."""

VOID = {"area", "br", "hr", "img", "input", "link", "meta", "wbr", "path", "rect"}


def bracketed(words: str) -> str:
    """Mark what was said by the speech."""
    return f"⟦{words}⟧"


class Pseudo(Speech):
    """Speaks English, and marks every word of it."""

    def __init__(self) -> None:
        super().__init__("en", NullTranslations())

    def gettext(self, sentence: str) -> str:
        """The sentence, marked."""
        return bracketed(sentence)

    def ngettext(self, one: str, more: str, count: int) -> str:
        """The sentence for so many, marked."""
        return bracketed(super().ngettext(one, more, count))

    def pgettext(self, context: str, sentence: str) -> str:
        """The sentence as it is meant there, marked."""
        return bracketed(sentence)

    def npgettext(self, context: str, one: str, more: str, count: int) -> str:
        """The sentence for so many as it is meant there, marked."""
        return bracketed(super().ngettext(one, more, count))

    def say(self, text: Text) -> str:
        """The words of a definition, marked."""
        return bracketed(super().say(text))

    def explanation(self, explanation: Explanation) -> str:
        """How a date came to be, marked."""
        return bracketed(super().explanation(explanation))

    def day(self, day: date) -> str:
        """A date in words, marked."""
        return bracketed(super().day(day))

    def short_day(self, day: date) -> str:
        """A date in short, marked."""
        return bracketed(super().short_day(day))

    def moment(self, moment: datetime) -> str:
        """A moment in words, marked."""
        return bracketed(super().moment(moment))

    def time(self, moment: datetime) -> str:
        """A time of day, marked."""
        return bracketed(super().time(moment))


class _Reader(HTMLParser):
    """Reads a page as one sees and hears it; a sentence may run over several elements."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        hidden = self._hidden or tag in UNSHOWN or said.get("translate") == "no"
        if not hidden:
            self.found += [
                text for name in SHOWN if (text := self._outside(said.get(name) or "")[0])
            ]
        if tag not in VOID:
            self._open.append((tag, hidden))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        outside, self._depth = self._outside(data, self._depth)
        if outside and not self._hidden:
            self.found.append(outside)

    @property
    def _hidden(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    @staticmethod
    def _outside(text: str, depth: int = 0) -> tuple[str, int]:
        """What stands outside the brackets, if it holds a letter; and how deep it ends."""
        kept = []
        for character in text:
            depth += {"⟦": 1, "⟧": -1}.get(character, 0)
            if depth == 0 and character not in "⟦⟧":
                kept.append(character)
        outside = " ".join(NO_SENTENCE.sub("", "".join(kept)).split())
        return (outside if any(map(str.isalpha, outside)) else ""), depth


def unwrapped_text(html: str) -> list[str]:
    """What a page shows or reads out that nobody could translate."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def inline_code(html: str) -> Iterator[str]:
    """What the content policy would refuse: style and handlers inside an element."""
    for piece in html.split("<")[1:]:
        tag = piece.partition(">")[0]
        if any(f" {mark}" in tag for mark in ("style=", "onclick=", "onsubmit=", "hx-on")):
            yield tag
