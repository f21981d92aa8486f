"""Whether somebody looked at the names that were written in a letter, before it is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from engine.fields import Value
from engine.letter import Block, blocks_in
from engine.letter_names import named_in
from engine.reason import Reason
from engine.service.command import CaseInHand
from engine.store import families
from engine.store.people import PersonSeen
from engine.store.records import RecordHead
from engine.text import Text

NAMES_SEEN = "names_seen"
"""What giving a letter asks where it names somebody else of the family."""


def others_in(
    blocks: Iterable[Block], family: Iterable[PersonSeen], theirs: Iterable[str]
) -> tuple[str, ...]:
    """Who of the family has a name in it, besides the child and the receiver: ``theirs``."""
    known = frozenset(theirs)
    return named_in(blocks, [each.name for each in family if each.name not in known], known)


def names_looked_at(
    work: CaseInHand,
    head: RecordHead,
    receiver: str,
    content: str,
    said: Mapping[str, Value] | None,
) -> Iterator[Reason]:
    """Asked where a letter names others; while the form is not filled in, it stays open."""
    family = families.members_of(work.connection, [work.case.family_id])[work.case.family_id]
    theirs = [
        each.name for each in family if each.id == head.child_id or each.public_id == receiver
    ]
    if others_in(blocks_in(content), family, theirs):
        yield replace(_NAMED, met=None if said is None else said.get(NAMES_SEEN) is True)


_NAMED = Reason(
    key="letter_names",
    met=False,
    asks=Text(nl="Kijk na wie er in de brief staat", en="Look at whose names stand in the letter"),
    says=Text(
        nl="In deze brief staat iemand anders van het gezin. Haal dat weg, of bevestig dat is "
        "nagegaan dat de ontvanger het mag weten.",
        en="This letter names somebody else of the family. Take that out, or confirm that it was "
        "checked that the receiver may know it.",
    ),
    source="DOMAIN 4.3; DEFAULT",
    needs=(NAMES_SEEN,),
)
"""Without the names themselves: the page of the letter says which, to who may read it."""
