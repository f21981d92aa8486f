"""The copy of what a file says of one person, with whom it is not about left out of it. Pure.

Each thing in the file is judged on its own: given, or withheld on a ground. Names of others are
replaced by what they are to this person; only what a professional ticked stays.

Source: LAW AVG 15; Jeugdwet 7.3.10; SAFETY 3 (third parties and reporter removed).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TypeAlias, TypedDict

from engine.data_rights import WITHHOLD_GROUNDS
from engine.explanation import day_words
from engine.letter_names import unnamed

Line: TypeAlias = tuple[str, str]

OTHERWISE = "iemand anders"
"""What stands for a name that the professional added by hand."""


class ItemGiven(TypedDict):
    """One thing as it was given."""

    title: str
    on: str | None
    day: str
    lines: list[list[str]]


class SectionGiven(TypedDict):
    """Things of one sort."""

    title: str
    items: list[ItemGiven]


class LeftOut(TypedDict):
    """How many things were left out on a ground."""

    ground: str
    words: str
    count: int


class CopyGiven(TypedDict):
    """The copy as it was given: plain values."""

    format: str
    made_on: str
    person: str
    asker: str
    cases: list[str]
    sections: list[SectionGiven]
    left_out: list[LeftOut]
    names_replaced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One thing in the file as it stands there, in Dutch.

    ``free`` when somebody wrote it in own words; ``shared`` when it is about others as well.
    """

    key: str
    section: str
    title: str
    on: date | None
    lines: tuple[Line, ...]
    free: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody whose name does not belong in the copy, and what they are to whoever gets it."""

    id: str
    name: str
    function: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What was decided of one thing; without a ground it is given."""

    ground: str | None
    kept: frozenset[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing as it would be given; ``names`` are the others found in it, kept or not.

    Without ``judged`` nobody decided yet; ``plain`` needs no more than a look.
    """

    thing: Thing
    lines: tuple[Line, ...]
    names: tuple[Other, ...]
    judged: Judged | None

    @property
    def plain(self) -> bool:
        """Whether nobody wrote it in own words, and nobody else is in it."""
        return not (self.thing.free or self.thing.shared or self.names)


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who else is in the file, and what more is to be left out; ``theirs`` are names that stay."""

    others: Sequence[Other]
    more: Sequence[str]
    theirs: Collection[str]


def shown(thing: Thing, leaving: Leaving, judged: Judged | None) -> Shown:
    """One thing without the names of others, but for those that a professional kept."""
    ids = judged.kept if judged else frozenset()
    gone = {each.name for each in leaving.others if each.id not in ids}
    kept = {each.name for each in leaving.others} - gone
    away = dict.fromkeys(leaving.more, OTHERWISE) | {
        each.name: each.function for each in leaving.others
    }
    said = [(label, unnamed(value, away, leaving.theirs, kept)) for label, value in thing.lines]
    found = {name for _, value in said for name in value.names}
    lines = tuple((label, value.text) for label, value in said)
    names = tuple(each for each in leaving.others if each.name in found)
    return Shown(thing, lines, names, judged)


def undecided(things: Collection[Shown]) -> int:
    """How many still wait for a decision."""
    return sum(each.judged is None for each in things)


def withheld(things: Collection[Shown]) -> int:
    """How many are left out."""
    return sum(each.judged is not None and each.judged.ground is not None for each in things)


def digest_of(things: Sequence[Shown], *also: str) -> str:
    """What stands for all that was decided: another once any of it is decided otherwise.

    A key changes with what a thing says, but for the list of who looked, which grows by looking.
    """
    said = [
        [each.thing.key, each.judged and [each.judged.ground, sorted(each.judged.kept)]]
        for each in things
    ]
    return sha256(json.dumps([said, also]).encode()).hexdigest()


def copy_of(
    things: Sequence[Shown], *, person: str, asker: str, cases: Sequence[str], on: date
) -> CopyGiven:
    """What is given: plain values, to be printed and to be read by a program.

    What was left out is told by ground and by number, never what it was.
    """
    given = [each for each in things if each.judged is not None and each.judged.ground is None]
    left = Counter(each.judged.ground for each in things if each.judged and each.judged.ground)
    hidden = sum(
        other.id not in each.judged.kept for each in given if each.judged for other in each.names
    )
    return {
        "format": "regietafel/data-copy/1",
        "made_on": on.isoformat(),
        "person": person,
        "asker": asker,
        "cases": list(cases),
        "sections": list(_sections(given)),
        "left_out": [
            {"ground": str(ground), "words": _words(str(ground)), "count": count}
            for ground, count in sorted(left.items(), key=str)
        ],
        "names_replaced": hidden,
    }


def rows_of(copy: CopyGiven) -> Iterator[tuple[str, str, str, str, str]]:
    """The same as rows: section, title, day, what was asked, what it says."""
    for section in copy["sections"]:
        for item in section["items"]:
            for label, value in item["lines"]:
                yield section["title"], item["title"], item["on"] or "", label, value


def _sections(given: Sequence[Shown]) -> Iterator[SectionGiven]:
    for title in dict.fromkeys(each.thing.section for each in given):
        items: list[ItemGiven] = [
            {
                "title": each.thing.title,
                "on": each.thing.on.isoformat() if each.thing.on else None,
                "day": day_words(each.thing.on, "nl") if each.thing.on else "",
                "lines": [list(line) for line in each.lines],
            }
            for each in given
            if each.thing.section == title
        ]
        yield {"title": title, "items": items}


def _words(ground: str) -> str:
    return next((text.nl for key, text in WITHHOLD_GROUNDS.items() if key == ground), ground)
