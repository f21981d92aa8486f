"""Who may ask for the data of whom today, and what a child or an exclusion keeps from a parent.

Source: SAFETY 5.5; DOMAIN 4.1, 4.2; LAW Jeugdwet 7.3.2(3), 7.3.10.
"""

from __future__ import annotations

from datetime import date
from typing import cast

from engine.data_rights import Asker, why_not
from engine.reader import Word, YouthWord, reading_of
from engine.reason import Reason
from engine.service.command import CaseInHand
from engine.service.file.relatives import own_children
from engine.service.rights_reasons import may_ask
from engine.store import publications, readings
from engine.store.people import PersonSeen


def may_ask_on(work: CaseInHand, person: PersonSeen, asker: PersonSeen, on: date) -> Reason:
    """Whether this person may ask for the data of that one on a day."""
    over = {each.id for each in own_children(work, asker.public_id)}
    bonds = readings.bonds_of(work.connection, [asker.id], [person.id], on=on)
    spoken = _word(work, asker, person)
    asks = Asker(
        itself=person.id == asker.id,
        is_youth=person.kind == "youth",
        born=person.born,
        has_authority=person.id in over,
        excluded=bonds.of(asker.id, person.id).excluded,
        word=spoken.word if spoken else None,
    )
    return may_ask(why_not(asks, on))


def children_told_of(work: CaseInHand, adult: PersonSeen) -> tuple[PersonSeen, ...]:
    """The children of whom a copy of an adult's own data tells: none that they may not read of."""
    found = own_children(work, adult.public_id)
    keys = [child.id for child in found]
    bonds = readings.bonds_of(work.connection, [adult.id], keys, on=work.today)
    return tuple(
        child
        for child in found
        if reading_of(
            bonds.of(adult.id, child.id), child.born, work.today, _word(work, adult, child)
        ).scope
        == "everything"
    )


def _word(work: CaseInHand, adult: PersonSeen, child: PersonSeen) -> YouthWord | None:
    """What the youth said last of this adult, or what was decided about that."""
    spoken = [
        each
        for each in publications.words_about(work.connection, work.case)
        if (each.child_id, each.reader_id) == (child.id, adult.id)
    ]
    # Of a child nothing but such words is ever written.
    return YouthWord(cast(Word, spoken[-1].state), spoken[-1].on_date) if spoken else None
