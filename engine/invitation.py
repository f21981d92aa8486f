"""The letter that asks one person to come to the table: what it says, and nothing of others. Pure.

``Asked`` has no place for another member of the family, their time or who comes with them, so
nothing of them can come into a letter.

Source: SEED 001 (req 3, 8, 14); DOMAIN 2.1 "Inviting safely", 4.3; PAGES 4.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, get_args

from engine.explanation import day_words
from engine.invitation_words import DOES, SENTENCES, TO_COLLEAGUES, WEEKDAYS
from engine.letter import Line, Paragraph
from engine.letter_words import Voice
from engine.text import Language, Text

To: TypeAlias = Voice | Literal["professional"]
"""A professional reads nothing of what is told to a family about itself."""


@dataclass(frozen=True, slots=True)
class Sits:
    """A professional who will be there, in which role, and what that role is called."""

    name: str
    role: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """All that the letter is made of; ``at`` and ``place`` only where they are for this person.

    ``children`` are those over whom the receiver has authority; a youth is asked about itself.
    ``by_phone``: this person may be called.
    """

    voice: To
    receiver: str
    children: tuple[str, ...]
    on: date | None
    at: str
    place: str
    sits: tuple[Sits, ...]
    by_phone: bool
    lines: tuple[Line, ...] = ()


def compose(asked: Asked) -> tuple[Paragraph, ...]:
    """The letter, in both languages."""
    return tuple(_Composing(asked).letter())


@dataclass(frozen=True, slots=True)
class _Composing:
    """One letter in the making."""

    asked: Asked

    def letter(self) -> Iterator[Paragraph]:
        yield self._head("title")
        yield self._text("greeting", self.asked.receiver)
        yield self._about()
        yield self._head("when_head")
        yield from self._when()
        if self.asked.voice == "professional":
            yield self._text("absent")
            yield from self._who()
        else:
            yield from self._for_family()

    def _for_family(self) -> Iterator[Paragraph]:
        yield self._head("free_head")
        yield self._text("free")
        yield self._text("not_there_call" if self.asked.by_phone else "not_there_safe")
        yield self._text("beforehand")
        yield from self._who()
        yield from self._rest()

    def _who(self) -> Iterator[Paragraph]:
        if self.asked.sits:
            yield self._head("who_head")
            yield from (self._item(_does(each, self.asked.voice)) for each in self.asked.sits)

    def _about(self) -> Paragraph:
        names = self.asked.children
        if self.asked.voice != "parent" or not names:
            return self._text("about")
        nl, en = _listed(names, "en"), _listed(names, "and")
        words = self._words("about_children")
        return Paragraph("text", Text(nl=words.nl.format(nl), en=words.en.format(en)))

    def _when(self) -> Iterator[Paragraph]:
        on, at = self.asked.on, self.asked.at
        if on is None:
            yield self._item(self._words("day_later"))
        else:
            yield self._item(_day(on))
        yield self._item(
            Text(nl=f"om {at} uur", en=f"at {at}") if at else self._words("time_later")
        )
        place = self.asked.place
        yield self._item(Text(nl=place, en=place) if place else self._words("place_later"))

    def _rest(self) -> Iterator[Paragraph]:
        yield self._head("bring_head")
        for each in ("bring", "advocate", "interpreter"):
            yield self._text(each)
        yield self._head("outcome_head")
        for each in ("outcome_goes_on", "outcome_more", "outcome_investigation"):
            yield self._item(self._words(each))
        yield self._head("read_head")
        yield self._text("read")
        if self.asked.lines:
            yield self._head("call_head")
            for line in self.asked.lines:
                yield self._item(_numbered(line))

    def _words(self, name: str) -> Text:
        if self.asked.voice == "professional" and name in TO_COLLEAGUES:
            return TO_COLLEAGUES[name]
        parent, youth = SENTENCES[name]
        return youth if self.asked.voice == "youth" else parent

    def _head(self, name: str) -> Paragraph:
        return Paragraph("heading", self._words(name))

    def _text(self, name: str, *given: str) -> Paragraph:
        words = self._words(name)
        return Paragraph("text", Text(nl=words.nl.format(*given), en=words.en.format(*given)))

    @staticmethod
    def _item(words: Text) -> Paragraph:
        return Paragraph("item", words)


def _day(on: date) -> Text:
    """A day with its whole name, for who reads little."""
    nl, en = (day_words(on, language).partition(" ")[2] for language in get_args(Language))
    name = WEEKDAYS[on.weekday()]
    return Text(nl=f"{name.nl} {nl}", en=f"{name.en} {en}")


def _listed(names: tuple[str, ...], last: str) -> str:
    """Names as a sentence has them."""
    return f" {last} ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _numbered(line: Line) -> Text:
    return Text(nl=f"{line.title.nl}: {line.number}", en=f"{line.title.en}: {line.number}")


def _does(sits: Sits, voice: To) -> Text:
    """Who somebody is and what they do there; of an unusual role: what it is called."""
    does = DOES.get(sits.role)
    if does is None:
        return Text(
            nl=f"{sits.name} ({sits.title.nl.lower()})", en=f"{sits.name} ({sits.title.en.lower()})"
        )
    if voice == "professional" and sits.role == "regisseur":
        words = TO_COLLEAGUES["regisseur"]
    else:
        words = does[1] if voice == "youth" else does[0]
    return Text(nl=f"{sits.name}: {words.nl}", en=f"{sits.name}: {words.en}")
