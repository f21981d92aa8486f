"""What is about a child whose part is not open to whoever looks: it is not there for them.

Whoever takes part for one child meets of the family that child, those who have authority over
it today, and those who take part for it or for all; not the other parent of a half-sister.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from engine.errors import NotFound
from engine.service.command import CaseInHand
from engine.store import consents, families, participation, records
from engine.store.consents import AuthorityRecorded
from engine.store.people import PersonSeen
from engine.store.records import RecordHead

Members = Collection[PersonSeen]


def members_seen(work: CaseInHand) -> tuple[PersonSeen, ...]:
    """The members of the family whom the parts of the viewer show, in their order."""
    home = work.case.family_id
    every = families.members_of(work.connection, [home])[home]
    if work.opened.every:
        return tuple(every)
    near = _near(work, every)
    return tuple(each for each in every if each.public_id in near)


def hidden_members(work: CaseInHand) -> frozenset[str]:
    """The public ids of the others; nobody for whoever takes part for every child."""
    if work.opened.every:
        return frozenset()
    home = work.case.family_id
    every = families.members_of(work.connection, [home])[home]
    return frozenset(each.public_id for each in every) - _near(work, every)


def hidden_records(work: CaseInHand, heads: Collection[RecordHead]) -> frozenset[int]:
    """The keys of those records that are about another child, or about somebody of theirs."""
    opened = work.opened
    if opened.every:
        return frozenset()
    others = frozenset(head.id for head in heads if not opened.shows(head.child_id))
    kinds = work.workflow.catalogue.records
    personal = [head for head in heads if kinds[head.type].one_for and head.id not in others]
    if not personal:
        return others
    texts, hidden = records.texts_of(work.connection, personal), hidden_members(work)
    about = {head.id: texts[head.id].get(str(kinds[head.type].one_for)) for head in personal}
    return others | {key for key, person in about.items() if person in hidden}


def must_be_near(work: CaseInHand, person: str) -> None:
    """Answer for somebody of the family of another child as for a person that does not exist.

    Raises:
        NotFound: they are.
    """
    if person in hidden_members(work):
        raise NotFound("person")


def must_be_known(work: CaseInHand, head: RecordHead) -> None:
    """Answer for a record that is about another child as for one that does not exist.

    Raises:
        NotFound: it is.
    """
    if hidden_records(work, [head]):
        raise NotFound("record")


def children_of_adults(work: CaseInHand) -> Mapping[str, frozenset[str]]:
    """The children of the case to whom each adult of the family belongs today.

    Through authority, or because they take part for that child or for all. Who belongs to no
    child is not in it.
    """
    home, children = work.case.family_id, {each.id: each.public_id for each in work.children}
    names = {each.id: each.public_id for each in families.members_of(work.connection, [home])[home]}
    found: dict[str, set[str]] = defaultdict(set)
    for held in _held_today(work, children):
        if held.parent_id in names:
            found[names[held.parent_id]].add(children[held.child_id])
    for row in participation.takings_of(work.connection, work.case, now=work.now, on=work.today):
        if row.person_id in names and row.person_id not in children:
            theirs = [name for key, name in children.items() if row.child_id in (None, key)]
            found[row.person].update(theirs)
    return {person: frozenset(theirs) for person, theirs in found.items()}


def _near(work: CaseInHand, family: Members) -> frozenset[str]:
    """The children whose parts are open, and who is known to belong to them."""
    opened = work.opened
    keys = [child.person for child in opened.children]
    held = {row.parent_id for row in _held_today(work, keys)}
    taking = participation.takings_of(work.connection, work.case, now=work.now, on=work.today)
    here = {row.person for row in taking if opened.shows(row.child_id)}
    parents = {each.public_id for each in family if each.id in held}
    return frozenset({child.id for child in opened.children} | here | parents)


def _held_today(work: CaseInHand, children: Collection[int]) -> list[AuthorityRecorded]:
    today = work.today
    return [
        row
        for row in consents.authorities_of(work.connection, list(children))
        if row.from_on <= today and (row.until_on is None or row.until_on > today)
    ]
