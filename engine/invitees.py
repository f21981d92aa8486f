"""Who should be asked to come to the table, and who must not meet whom. Pure.

Source: DOMAIN 2.1 "Inviting safely", 4.1; SEED 001 (req 8, 9).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from itertools import combinations
from typing import Literal, TypeAlias

from engine.ages import age_on

Why: TypeAlias = Literal[
    "authority", "youth", "young_child", "without_authority", "requester", "gi", "council"
]
"""Why somebody is on the list; a young child and a parent without authority need no choice."""

OWN_INVITATION_FROM = 12
"""From this age on a youth gets an own invitation."""

ASKED_ROLES: Mapping[str, Why] = {
    "requester": "requester",
    "gi_worker": "gi",
    "protection_worker": "gi",
    "council_adviser": "council",
}
"""The professionals who sit there for this case, by their role in it."""

MUST_CHOOSE: frozenset[Why] = frozenset({"authority", "youth"})
"""Of these the choice is work for the secretary as long as nobody made it."""


MINUTES_APART = 30
"""So far from each other come two who must not meet (DEFAULT)."""

_TIME = re.compile(r"([0-9]{1,2})[.:]([0-9]{2})")


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who should be asked, or about whom one may choose to ask them."""

    person: str
    why: Why


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody who was chosen to come, and whom they must not meet.

    ``at`` is their own time as it was written; empty: they come at that of the case.
    """

    person: str
    at: str
    not_together_with: str | None


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody of the family; ``born`` is known of children."""

    person: str
    is_parent: bool
    born: date | None = None


def guests(
    family: Collection[Relative],
    *,
    children: Collection[str],
    with_authority: Collection[str],
    roles: Mapping[str, Collection[str]],
    on: date,
) -> tuple[Guest, ...]:
    """Everybody on the list, each once: parents, youths, then the professionals.

    Args:
        family: all of the family.
        children: the child parts of the case; of their brothers and sisters nobody is asked.
        with_authority: who has authority over one of these children.
        roles: who holds which role in the case.
        on: the day that ages go by.
    """
    found: dict[str, Guest] = {}
    for guest in (
        *_parents(family, with_authority),
        *_youths(family, children, on),
        *(
            Guest(person, why)
            for role, why in ASKED_ROLES.items()
            for person in roles.get(role, ())
        ),
    ):
        found.setdefault(guest.person, guest)
    return tuple(found.values())


def meetings_to_avoid(comers: Collection[Comer], usual: time | None) -> tuple[frozenset[str], ...]:
    """The pairs who must not meet and would come within ``MINUTES_APART`` of each other.

    Args:
        comers: those who come.
        usual: the time of the case, for who has none of their own; None: not known yet.
    """
    return tuple(
        frozenset({one.person, other.person})
        for one, other in combinations(comers, 2)
        if _kept_apart(one, other) and _near(one, other, usual)
    )


def time_of(written: str) -> time | None:
    """The time of day that is written hh.mm, or None when it is no such time.

    >>> time_of("9.05"), time_of("14:30"), time_of("25.99"), time_of("quarter past 9")
    (datetime.time(9, 5), datetime.time(14, 30), None, None)
    """
    found = _TIME.fullmatch(written.strip())
    if found is None:
        return None
    hour, minute = map(int, found.groups())
    return time(hour, minute) if hour < 24 and minute < 60 else None


def is_no_time(written: str) -> bool:
    """Whether an own time was written that nobody can compare with another."""
    return bool(written.strip()) and time_of(written) is None


def _kept_apart(one: Comer, other: Comer) -> bool:
    return one.not_together_with == other.person or other.not_together_with == one.person


def _near(one: Comer, other: Comer, usual: time | None) -> bool:
    """Whether they come too shortly after each other; a time that nobody can read may be any."""
    if is_no_time(one.at) or is_no_time(other.at):
        return True
    first, second = time_of(one.at) or usual, time_of(other.at) or usual
    if first is None or second is None:
        return first == second
    return abs(_minutes(first) - _minutes(second)) < MINUTES_APART


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _parents(family: Collection[Relative], with_authority: Collection[str]) -> Iterator[Guest]:
    for each in family:
        if each.person in with_authority:
            yield Guest(each.person, "authority")
        elif each.is_parent:
            yield Guest(each.person, "without_authority")


def _youths(family: Collection[Relative], children: Collection[str], on: date) -> Iterator[Guest]:
    for each in family:
        if each.person in children:
            young = each.born is not None and age_on(each.born, on) < OWN_INVITATION_FROM
            yield Guest(each.person, "young_child" if young else "youth")
