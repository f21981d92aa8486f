"""Who of a family may read what is in the file about which child, on which day. Pure.

Nothing follows by itself from being a parent: each item is asked whether it is meant for this
person, whether the day and the child's age let them read it, and what was decided about it.
What is not said here is not shown.

The first half is said apart from this as SQL: ``engine.store.readings``.

Source: SAFETY 5.5, control 8; DOMAIN 4.1, 4.2, part 6 no. 19; LAW Jeugdwet 7.3.2(3), 7.3.10.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from engine.ages import birthday, earliest_birthday

READS_FROM, ALONE_FROM, OF_AGE = 12, 16, 18
"""From these birthdays on: the youth too, the youth alone unless they consent, the adult alone."""

Scope: TypeAlias = Literal["nothing", "asked", "own_authority", "everything"]
SCOPES: tuple[Scope, ...] = ("nothing", "asked", "own_authority", "everything")
"""From nothing at all to all that is published. ``asked``: only what a professional published to
them by name; ``own_authority``: only what is about the parents' own authority at the table."""

Norm: TypeAlias = Literal["published", "on_request", "never"]
"""What of a kind is for the family: at once, when a professional publishes it, or not at all.

At once, as soon as it is settled: agreements, plans, letters, analyses and reports. On request:
the safety conditions and every other type that says so; and of the first what could tell too much:

- what asks where a child lives or goes to school, to anybody but that child;
- the report of the table, where more than one parent reads about its children;
- what is newer than a record of the same type that is withheld from this person;
- what names another of the family, or is about a child of whom this person reads nothing.

A type that says nothing is never for the family.
"""

Word: TypeAlias = Literal["allowed", "withdrawn", "objected", "upheld", "set_aside"]
"""What a youth said of a parent who reads: from 16 on yes, or no more; under 16 an objection, and
what a professional decided about it."""

Decided: TypeAlias = Literal["published", "withheld"] | None
"""What a professional decided last about an item for one person, if anything."""

Why: TypeAlias = Literal[
    "published",
    "by_norm",
    "no_bond",
    "excluded",
    "birth_unknown",
    "under_12",
    "of_age",
    "objected",
    "no_consent",
    "never",
    "not_settled",
    "for_another",
    "withheld",
    "on_request",
    "not_every_child",
    "names_others",
]
"""Why somebody reads an item, or does not."""

CAN_BE_PUBLISHED: frozenset[Why] = frozenset(
    {"withheld", "on_request", "not_every_child", "names_others"}
)
"""What stops an item, and a professional may decide otherwise about; the rest nobody may."""


@dataclass(frozen=True, slots=True)
class Bond:
    """What somebody is of a child on a day; by default nothing.

    ``parent`` without ``authority``: they take part for this child as such. ``excluded``: they are
    kept out of a case of its family, whatever else they are.
    """

    itself: bool = False
    authority: bool = False
    parent: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class YouthWord:
    """What the youth said last of this parent, or what was decided about it, on which day."""

    word: Word
    on: date


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody may read about one child, and what stops the rest."""

    scope: Scope
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something in the file, as far as it matters who may read it.

    ``meant_for`` are the only ones that it is for, where it names them; ``given_to`` those whom a
    professional named as its readers when it was made; ``names_others``: in its words stands the
    name of another of the family.
    """

    norm: Norm = "never"
    settled: bool = False
    own_authority: bool = False
    meant_for: frozenset[str] | None = None
    given_to: frozenset[str] = frozenset()
    names_others: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """Whether somebody reads an item, and why or why not."""

    reads: bool
    why: Why


def reading_of(bond: Bond, born: date | None, on: date, word: YouthWord | None = None) -> Reading:
    """What somebody may read about a child on a day.

    Under 12 parents with authority; from 12 to 15 the youth and they, unless the youth objects;
    at 16 and 17 the youth, and parents with the youth's consent of that age, or else what is about
    their own authority; from 18 the adult alone. A parent without authority reads what was
    published to them by name and nothing by itself. An unknown birth date: nobody.

    Parents' access ends on the earliest reading of the birthday, the youth's own begins on the
    birthday itself.

    >>> leap = date(2012, 2, 29)
    >>> reading_of(Bond(authority=True), leap, date(2030, 2, 27)).why
    'no_consent'
    >>> reading_of(Bond(authority=True), leap, date(2030, 2, 28)).why
    'of_age'
    """
    if bond.excluded:
        return Reading("nothing", "excluded")
    if bond.itself:
        return _own(born, on)
    if not (bond.authority or bond.parent):
        return Reading("nothing", "no_bond")
    if born is None:
        return Reading("nothing", "birth_unknown")
    found = _of_parent(born, on, word)
    return found if bond.authority else _by_name_only(found)


def together(readings: Collection[Reading]) -> tuple[Reading, Reading]:
    """Of what is about several children: what is read by itself, and what may be published.

    By itself nobody reads more of it than of the child of whom they read least; a professional
    may publish it to whoever reads about one of them.
    """
    if not readings:
        nothing = Reading("nothing", "no_bond")
        return nothing, nothing
    return min(readings, key=_rank), max(readings, key=_rank)


def shown(item: Item, readings: Collection[Reading], decided: Decided, reader: str) -> Shown:
    """Whether this person reads this item about the children of these readings.

    ``decided`` is what a professional decided last about it for this person, if anything.
    """
    least, most = together(readings)
    for why in (_barred(item, reader), _beyond(item, most)):
        if why is not None:
            return Shown(reads=False, why=why)
    if decided is not None:
        return Shown(reads=decided == "published", why=decided)
    stops = _not_by_itself(item, most if reader in item.given_to else least, reader)
    return Shown(reads=stops is None, why=stops or "by_norm")


def _own(born: date | None, on: date) -> Reading:
    if born is None:
        return Reading("nothing", "birth_unknown")
    if on < birthday(born, READS_FROM):
        return Reading("nothing", "under_12")
    return Reading("everything", "by_norm")


def _of_parent(born: date, on: date, word: YouthWord | None) -> Reading:
    if earliest_birthday(born, OF_AGE) <= on:
        return Reading("nothing", "of_age")
    if word is not None and word.word in {"objected", "upheld"}:
        return Reading("nothing", "objected")
    alone = earliest_birthday(born, ALONE_FROM)
    if on < alone or (word is not None and word.word == "allowed" and alone <= word.on <= on):
        return Reading("everything", "by_norm")
    return Reading("own_authority", "no_consent")


def _by_name_only(found: Reading) -> Reading:
    """The same for a parent without authority: of 16 and older nothing without consent."""
    if found.scope == "everything":
        return Reading("asked", "on_request")
    return Reading("nothing", found.why)


def _rank(reading: Reading) -> int:
    return SCOPES.index(reading.scope)


def _barred(item: Item, reader: str) -> Why | None:
    """What stops the item from going to this person, whatever anybody decides."""
    if item.norm == "never":
        return "never"
    if not item.settled:
        return "not_settled"
    if item.meant_for is not None and reader not in item.meant_for:
        return "for_another"
    return None


def _beyond(item: Item, most: Reading) -> Why | None:
    """What stops this person from reading it, whatever anybody decides."""
    beyond = most.scope == "own_authority" and not item.own_authority
    return most.why if most.scope == "nothing" or beyond else None


def _not_by_itself(item: Item, least: Reading, reader: str) -> Why | None:
    """What asks for a professional who publishes it to this person."""
    by_name = reader in item.given_to
    if not by_name and (item.norm == "on_request" or least.scope == "asked"):
        return "on_request"
    if least.scope == "nothing" or (least.scope == "own_authority" and not item.own_authority):
        return "not_every_child"
    return "names_others" if item.names_others else None
