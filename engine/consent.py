"""Whose consent the law asks at which age, and whether it is there. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from engine.snapshot import Child, ConsentSeen
from engine.terms import age_on

ANSWERED_FOR = frozenset({"given", "not_needed"})
WITHOUT_PARENTS = frozenset({"averts_serious_harm", "well_considered_wish"})
"""Grounds on which the consent of a youth of 12 to 15 stands without the parents'.

Source: LAW Jeugdwet 7.3.4(2).
"""


FOR_ALL = frozenset({"court_measure", "statutory_duty"})
"""Grounds on which nobody at all need be asked.

Source: LAW Jeugdwet 7.3.4(1); SAFETY 5.5.
"""


@dataclass(frozen=True, slots=True)
class AuthoritySeen:
    """A parent or guardian has authority (gezag) over a child on the snapshot's day."""

    child: str
    parent: str


@dataclass(frozen=True, slots=True)
class AnswerSeen:
    """What one person said to one thing for one child; without a person it holds for all."""

    child: str
    person: str | None
    to: str
    answer: str  # given, refused, withdrawn, not_needed
    ground: str | None = None


def asked_for(child: Child, on: date, authority: Collection[AuthoritySeen]) -> tuple[str, ...]:
    """The persons whose consent is asked for this child on this day.

    Under 12 the parents with authority; from 12 to 15 the youth and those parents; from 16
    the youth alone. An unknown birth date asks everybody.

    Source: LAW Jeugdwet 7.3.4; DOMAIN 4.1.
    """
    parents = tuple(sorted(row.parent for row in authority if row.child == child.id))
    if child.born is None:
        return (child.id, *parents)
    age = age_on(child.born, on)
    if age >= 16:
        return (child.id,)
    return (child.id, *parents) if age >= 12 else parents


def consent_seen(
    to: str,
    child: Child,
    on: date,
    authority: Collection[AuthoritySeen],
    answers: Collection[AnswerSeen],
) -> ConsentSeen:
    """Who must consent to ``to`` for this child on this day, and whether they all did.

    ``answers`` come in the order of recording: the last one of a person counts. Nobody to
    ask is not the same as consent: it stays incomplete.
    """
    last = {row.person: row for row in answers if row.child == child.id and row.to == to}
    given = {person: row for person, row in last.items() if row.answer in ANSWERED_FOR}
    for_all = last.get(None)
    if for_all and for_all.answer == "not_needed" and for_all.ground in FOR_ALL:
        return ConsentSeen(to, child.id, complete=True)
    asked = asked_for(child, on, authority)
    if _stands_alone(last.get(child.id), child, on):
        asked = (child.id,)
    missing = tuple(person for person in asked if person not in given)
    return ConsentSeen(to, child.id, complete=bool(asked) and not missing, missing=missing)


def _stands_alone(own: AnswerSeen | None, child: Child, on: date) -> bool:
    """Whether the youth's own yes is enough: from 12 on, on one of the grounds of the law."""
    if own is None or own.answer != "given" or child.born is None:
        return False
    return own.ground in WITHOUT_PARENTS and age_on(child.born, on) >= 12
