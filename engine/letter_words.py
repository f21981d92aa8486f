"""The sentences of which letters are made, as advisers write them: one file, read whole. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter
from typing import Literal, Self, TypeAlias

from pydantic import model_validator

from engine.misfits import fitted
from engine.names import Name
from engine.strict_yaml import read_yaml
from engine.text import Part, Text

Voice: TypeAlias = Literal["parent", "youth"]
"""To a parent or guardian a letter says "u", to a youth "je"."""

SENTENCES = frozenset(
    {"title", "greeting", "intro", "outcome_head", "why_head", "voluntary", "investigation"}
    | {"agreements_head", "no_agreements", "next_head", "next_talk"}
    | {"item_receiver", "item_child", "item_family", "item_professional", "item_unknown"}
    | {"call_head", "call_regisseur", "call_nobody", "line"}
    | {"disagree_head", "say_it", "own_statement", "complaint", "lawyer", "advocate", "closing"}
)
"""Every sentence that a letter may be made of; a file has them all and no others."""

PLACES = frozenset(
    {"child", "receiver", "today", "day", "who", "what", "regisseur", "title", "number"}
)
"""What a sentence may have in it: nothing else can come into a letter through one."""


class Wording(Part):
    """One sentence in each voice; without a plain one, who reads little gets the same words."""

    parent: Text
    youth: Text
    plain_parent: Text | None = None
    plain_youth: Text | None = None

    def said_to(self, voice: Voice, *, plain: bool) -> Text:
        """The words for this voice."""
        if voice == "parent":
            return (plain and self.plain_parent) or self.parent
        return (plain and self.plain_youth) or self.youth

    @property
    def texts(self) -> Iterator[str]:
        """Every way in which it is said."""
        for text in (self.parent, self.youth, self.plain_parent, self.plain_youth):
            if text:
                yield from (text.nl, text.en)


class LetterWords(Part):
    """The sentences by name, and how each outcome is told, by the status of its record."""

    sentences: dict[Name, Wording]
    outcomes: dict[Name, Wording]

    @model_validator(mode="after")
    def _every_sentence_and_known_places(self) -> Self:
        odd = SENTENCES.symmetric_difference(self.sentences)
        if odd:
            raise ValueError(f"these sentences are absent or not known: {', '.join(sorted(odd))}")
        strange = sorted(self._places() - PLACES)
        if strange:
            raise ValueError(f"a letter has no such place: {', '.join(strange)}")
        return self

    def _places(self) -> set[str]:
        wordings = (*self.sentences.values(), *self.outcomes.values())
        return {
            place
            for wording in wordings
            for text in wording.texts
            for _, place, _, _ in Formatter().parse(text)
            if place is not None
        }


def words_from(text: str, file: str) -> LetterWords:
    """Read the file of sentences.

    Raises:
        DefinitionError: it is not such a file; every mistake is listed.
    """
    return fitted(LetterWords, read_yaml(text, file))
