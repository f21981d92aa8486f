"""What the pages of records show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from api.views.at_case import AtCase
from engine.fields import Field, InputProblem
from engine.service.file.people import Colleague
from engine.service.file.record_page import NewRecordPage, RecordPage, Target
from engine.service.file.records import MoveSeen, Recordable
from engine.service.involved import Involved
from engine.service.records import SUPERSEDED
from engine.text import Text

Person: TypeAlias = Colleague | Involved
"""Somebody to choose: any professional, or somebody of the case."""

YES, NO = Text(nl="Ja", en="Yes"), Text(nl="Nee", en="No")


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and what was filled in: words of the definition, a day, or what was written."""

    name: str
    title: Text
    words: Text | None = None
    day: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """A question to which somebody else gave another answer meanwhile."""

    theirs: Answered
    mine: Answered


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTypes(AtCase):
    """The types of record to begin."""

    types: tuple[Recordable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecord(AtCase):
    """The form that begins a record."""

    page: NewRecordPage
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneRecord(AtCase):
    """A record to read, and its form while it is a draft of whoever reads."""

    page: RecordPage
    people: tuple[Person, ...]
    clashes: tuple[Clash, ...] = ()

    @property
    def moves(self) -> tuple[MoveSeen, ...]:
        """Where it can be brought; a newer document takes its place by itself."""
        return tuple(each for each in self.page.record.moves if each.status != SUPERSEDED)

    @property
    def answered(self) -> tuple[Answered, ...]:
        """What it says, in the order of its questions."""
        return tuple(answered(self.page))


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRecordPage(AtCase):
    """The form that brings a record to a status; without ``move`` it cannot go there from here."""

    page: RecordPage
    target: Target
    people: tuple[Person, ...]

    @property
    def move(self) -> MoveSeen | None:
        """The move, if there is one from where the record is."""
        status = self.target.status
        return next((each for each in self.page.record.moves if each.status == status), None)

    @property
    def answered(self) -> tuple[Answered, ...]:
        """What the record says."""
        return tuple(answered(self.page))

    @property
    def lacking(self) -> tuple[InputProblem, ...]:
        """What the record must hold first; nothing for a status that settles nothing."""
        return self.page.lacking if self.target.settled else ()


def answered(page: RecordPage) -> Iterator[Answered]:
    """The questions of a record that have an answer."""
    shown = page.record
    for name, field in shown.form.items():
        if name in shown.fields:
            yield one_answer(name, field, shown.fields[name], shown.names)


def one_answer(
    name: str, field: Field, value: object, names: Mapping[str, str] | None = None
) -> Answered:
    """One answer as it is read."""
    if isinstance(value, bool):
        return Answered(name, field.title, words=YES if value else NO)
    text = str(value)
    if field.kind == "choice" and text in field.values:
        return Answered(name, field.title, words=field.values[text])
    if field.kind == "date" and _is_day(text):
        return Answered(name, field.title, day=date.fromisoformat(text))
    return Answered(name, field.title, text=(names or {}).get(text, text))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
