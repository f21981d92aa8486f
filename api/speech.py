"""The words of the pages in one language: sentences from the catalogue, days, counts."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from gettext import NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations

from engine.calendar import AMSTERDAM
from engine.explanation import Explanation, day_words, moment_words
from engine.text import Language, Text

DUTCH = files("api") / "locale" / "nl" / "messages.po"

_DAYS_LATE = (
    Text(nl="{count} dag te laat", en="{count} day late"),
    Text(nl="{count} dagen te laat", en="{count} days late"),
)
_DAYS_LEFT = (
    Text(nl="over {count} dag", en="in {count} day"),
    Text(nl="over {count} dagen", en="in {count} days"),
)
_NEAR = {0: Text(nl="vandaag", en="today"), 1: Text(nl="morgen", en="tomorrow")}


class Speech:
    """How the pages speak one language.

    The sentences of the templates are written in English and looked up; what is English stays
    what it is. A ``Text`` brings both languages with it.
    """

    def __init__(self, language: Language, sentences: NullTranslations) -> None:
        self.language: Language = language
        self._sentences = sentences

    def gettext(self, sentence: str) -> str:
        """The sentence in this language."""
        return self._sentences.gettext(sentence)

    def ngettext(self, one: str, more: str, count: int) -> str:
        """The sentence for so many."""
        return self._sentences.ngettext(one, more, count)

    def pgettext(self, context: str, sentence: str) -> str:
        """The sentence as it is meant there, where English has one word for two."""
        return self._sentences.pgettext(context, sentence)

    def npgettext(self, context: str, one: str, more: str, count: int) -> str:
        """The sentence for so many, as it is meant there."""
        return self._sentences.npgettext(context, one, more, count)

    def say(self, text: Text) -> str:
        """The words of a definition or a reason."""
        return text.in_(self.language)

    def explanation(self, explanation: Explanation) -> str:
        """How a date came to be, as a sentence without its full stop."""
        return explanation.words(self.language)

    def day(self, day: date) -> str:
        """``di 1 december 2026``."""
        return day_words(day, self.language)

    def short_day(self, day: date) -> str:
        """``di 1 dec``: for tables, beside the year that is understood."""
        weekday, number, month, _ = day_words(day, self.language).split()
        return f"{weekday} {number} {'mrt' if month == 'maart' else month[:3]}"

    def moment(self, moment: datetime) -> str:
        """``di 1 december 2026, 10.30 uur``, in Dutch local time."""
        return moment_words(moment, self.language)

    def time(self, moment: datetime) -> str:
        """``10.30 uur``, in Dutch local time."""
        return moment_words(moment, self.language).rpartition(", ")[2]

    def in_days(self, day: date, today: date) -> str:
        """How far off a day is: ``vandaag``, ``morgen``, ``over 3 dagen``, ``2 dagen te laat``."""
        left = (day - today).days
        if left in _NEAR:
            return self.say(_NEAR[left])
        one, more = _DAYS_LATE if left < 0 else _DAYS_LEFT
        return self.say(one if abs(left) == 1 else more).format(count=self.number(abs(left)))

    def number(self, number: int) -> str:
        """``1.234`` in Dutch, ``1,234`` in English."""
        return format_decimal(number, locale=self.language)

    def local_input(self, moment: datetime) -> str:
        """A moment as ``<input type=datetime-local>`` takes it, in Dutch local time."""
        return f"{moment.astimezone(AMSTERDAM):%Y-%m-%dT%H:%M}"


@cache
def speech_in(language: Language) -> Speech:
    """How the pages speak this language; read once."""
    if language == "en":
        return Speech(language, NullTranslations())
    with DUTCH.open("rb") as file:
        return Speech(language, translations(read_po(file, locale="nl")))


def translations(catalog: Catalog) -> Translations:
    """What gettext needs, made in memory: no compiled file can be older than its source."""
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)
