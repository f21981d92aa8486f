"""What goes home: one letter for one child and one receiver, composed of what may be in it. Pure.

Nobody else of the family has a name in here, and nobody has an address or an hour: ``Facts`` has
no place for them. Free text is only the outcome's reasons of this child, and the words of the
agreements that this receiver reads.

Source: SEED 001 (req 3, 13); ADR 15; DOMAIN 4.3.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from engine.ages import age_on
from engine.consent import AuthoritySeen
from engine.explanation import day_words
from engine.letter_words import LetterWords, Voice
from engine.snapshot import Child
from engine.text import Language, Text

Kind: TypeAlias = Literal["heading", "text", "item"]
Whose: TypeAlias = Literal["receiver", "child", "family", "professional", "unknown"]

OF_AGE, OWN_LETTER_FROM = 18, 12
VOLUNTARY = frozenset({"voluntary_continues", "voluntary_intensified", "provisional"})
"""The outcomes after which help stands in the letter as what it is: voluntary."""

INVESTIGATION = frozenset({"council_investigation", "investigation_runs"})
_HEADING, _ITEM = "# ", "- "

_GAP = re.compile(r"\n{3,}")
_DISAGREE = ("say_it", "own_statement", "complaint", "lawyer", "advocate")


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whose letter there is about a child; without ``expected`` it may be made and need not."""

    person: str
    voice: Voice
    expected: bool = True


@dataclass(frozen=True, slots=True)
class Promise:
    """An agreement that this receiver reads; ``who`` only of a professional."""

    what: str
    due_on: date
    whose: Whose
    who: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A number to call."""

    title: Text
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a letter is made of; ``outcome`` is the status of its record."""

    voice: Voice
    receiver: str
    child: str
    today: date
    outcome: str
    outcome_title: Text
    reasons: str = ""
    promises: tuple[Promise, ...] = ()
    next_talk: date | None = None
    regisseur: str | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, heading or line of a list, in both languages."""

    kind: Kind
    words: Text


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading or a whole list of a letter, as its text is read back."""

    kind: Kind
    lines: tuple[str, ...]


def receivers(child: Child, on: date, authority: Collection[AuthoritySeen]) -> tuple[Receiver, ...]:
    """Who gets a letter about this child on this day: who has authority, and the youth from 12.

    A younger child may get one. Who has no authority over the child gets none, and nobody has
    any over somebody of 18. An unborn child gets no letter; an unknown birth date is no age.

    Source: DOMAIN 2.1 (child parts), 4.1; SEED 001 (req 13).
    """
    age = None if child.born is None else age_on(child.born, on)
    holds = dict.fromkeys(row.parent for row in authority if row.child == child.id)
    parents = (
        [] if age is not None and age >= OF_AGE else [Receiver(each, "parent") for each in holds]
    )
    if child.born is not None and child.born > on:
        return tuple(parents)
    old_enough = age is not None and age >= OWN_LETTER_FROM
    return (*parents, Receiver(child.id, "youth", expected=old_enough))


def compose(words: LetterWords, facts: Facts, *, plain: bool = False) -> tuple[Paragraph, ...]:
    """The letter in both languages; ``plain`` in short sentences, for who reads little."""
    return tuple(_Composing(words, facts, plain).letter())


def written(letter: Iterable[Paragraph], language: Language) -> str:
    """The letter as the text of its record, in which a person may still write.

    A line after ``# `` is a heading, one after ``- `` stands in a list.
    """
    said = [(each.kind, each.words.in_(language).strip()) for each in letter]
    text = "".join(_marked(kind, words) for kind, words in said if words)
    return _GAP.sub("\n\n", text.strip())


def blocks_in(text: str) -> tuple[Block, ...]:
    """The parts of such a text; lines that stand together are one paragraph or one list.

    >>> [block.kind for block in blocks_in("# Wie?\\n- U: bellen\\n- Noor: niets\\n\\nDag!")]
    ['heading', 'item', 'text']
    """
    found: list[Block] = []
    joins = False
    for line in text.splitlines():
        kind, said = _read(line.strip())
        if said and joins and kind != "heading" and found[-1].kind == kind:
            found[-1] = Block(kind, (*found[-1].lines, said))
        elif said:
            found.append(Block(kind, (said,)))
        joins = bool(said)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Composing:
    words: LetterWords
    facts: Facts
    plain: bool

    def letter(self) -> Iterator[Paragraph]:
        facts = self.facts
        yield self._say("heading", "title")
        yield Paragraph("text", _day(facts.today))
        yield self._say("text", "greeting")
        yield self._say("text", "intro")
        yield from self._outcome()
        yield from self._agreements()
        if facts.next_talk:
            yield self._say("heading", "next_head")
            yield self._say("text", "next_talk", day=_day(facts.next_talk))
        yield from self._whom_to_call()
        yield self._say("heading", "disagree_head")
        for name in _DISAGREE:
            yield self._say("item", name)
        yield self._say("text", "closing")

    def _outcome(self) -> Iterator[Paragraph]:
        facts = self.facts
        yield self._say("heading", "outcome_head")
        told = self.words.outcomes.get(facts.outcome)
        title = facts.outcome_title
        said = self._filled(told.said_to(facts.voice, plain=self.plain)) if told else title
        yield Paragraph("text", said)
        if facts.outcome in VOLUNTARY:
            yield self._say("text", "voluntary")
        if facts.outcome in INVESTIGATION:
            yield self._say("text", "investigation")
        if facts.reasons.strip():
            yield self._say("heading", "why_head")
            yield Paragraph("text", _same(facts.reasons))

    def _agreements(self) -> Iterator[Paragraph]:
        yield self._say("heading", "agreements_head")
        if not self.facts.promises:
            yield self._say("text", "no_agreements")
        for each in sorted(self.facts.promises, key=lambda promise: promise.due_on):
            what, day = _same(_one_line(each.what)), _day(each.due_on)
            yield self._say("item", f"item_{each.whose}", what=what, day=day, who=_same(each.who))

    def _whom_to_call(self) -> Iterator[Paragraph]:
        regisseur = self.facts.regisseur
        yield self._say("heading", "call_head")
        if regisseur:
            yield self._say("item", "call_regisseur", regisseur=_same(regisseur))
        else:
            yield self._say("item", "call_nobody")
        for line in self.facts.lines:
            yield self._say("item", "line", title=line.title, number=_same(line.number))

    def _say(self, kind: Kind, name: str, **places: Text) -> Paragraph:
        said = self.words.sentences[name].said_to(self.facts.voice, plain=self.plain)
        return Paragraph(kind, self._filled(said, **places))

    def _filled(self, said: Text, **places: Text) -> Text:
        known = {"child": _same(self.facts.child), "receiver": _same(self.facts.receiver), **places}
        nl = said.nl.format_map({name: text.nl for name, text in known.items()})
        return Text(nl=nl, en=said.en.format_map({name: text.en for name, text in known.items()}))


def _same(words: str) -> Text:
    """What somebody wrote: it is not translated."""
    return Text(nl=words, en=words)


def _one_line(words: str) -> str:
    return " ".join(words.split()).rstrip(".")


def _day(day: date) -> Text:
    return Text(nl=day_words(day, "nl"), en=day_words(day, "en"))


def _marked(kind: Kind, words: str) -> str:
    """A list stands together; all else has a blank line around it."""
    if kind == "item":
        return f"{_ITEM}{words}\n"
    return f"\n{_HEADING if kind == 'heading' else ''}{words}\n\n"


def _read(line: str) -> tuple[Kind, str]:
    if line.startswith(_HEADING):
        return "heading", line.removeprefix(_HEADING).strip()
    if line.startswith(_ITEM):
        return "item", line.removeprefix(_ITEM).strip()
    return "text", line
