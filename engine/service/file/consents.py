"""Consent and authority: what was answered, whose answer is still wanted, who decides."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.access import Viewer
from engine.consent import AuthoritySeen, asked_for
from engine.service.command import CaseInHand, looking
from engine.service.consents import purposes
from engine.service.file.children import children_by_id, children_by_key
from engine.service.my_cases import ChildRow
from engine.service.office import Office
from engine.service.sharing import SHARING
from engine.snapshot import Child, ConsentSeen
from engine.store import consents as answered
from engine.store import people, snapshots
from engine.store.consents import AnswerRecorded, AuthorityRecorded
from engine.store.people import PersonSeen
from engine.store.snapshots import Asks
from engine.store.tables.people import Answer
from engine.text import Text

ANSWERS: Mapping[Answer, Text] = {
    "given": Text(nl="Gegeven", en="Given"),
    "refused": Text(nl="Geweigerd", en="Refused"),
    "withdrawn": Text(nl="Ingetrokken", en="Withdrawn"),
    "not_needed": Text(nl="Niet nodig", en="Not needed"),
}
GROUNDS: Mapping[str, Text] = {
    "averts_serious_harm": Text(nl="Voorkomt ernstig nadeel", en="Averts serious harm"),
    "well_considered_wish": Text(nl="Weloverwogen wens", en="Well-considered wish"),
    "court_measure": Text(nl="Maatregel van de rechter", en="Measure of the court"),
    "statutory_duty": Text(nl="Wettelijke plicht", en="Statutory duty"),
    "not_able_to_judge": Text(nl="Niet in staat te oordelen", en="Not able to judge"),
}


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One answer; without a person it holds for all. ``stands`` if none came after it."""

    id: str
    child: ChildRow
    purpose: str
    purpose_title: Text
    person: str | None
    name: str | None
    answer: Answer
    answer_title: Text
    ground: str | None
    ground_title: Text | None
    from_on: date
    until_on: date | None
    recorded_at: datetime
    stands: bool


@dataclass(frozen=True, slots=True)
class ConsentWanted:
    """What the case asks consent to, for one child: whom the law asks, and who is not there yet.

    ``asked`` and ``missing`` hold (public id, name). Nobody to ask is not the same as consent.
    """

    child: ChildRow
    purpose: str
    purpose_title: Text
    asked: tuple[tuple[str, str], ...]
    missing: tuple[tuple[str, str], ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Consents:
    """The answers, oldest first, and what is wanted today."""

    rows: tuple[ConsentRow, ...] = ()
    wanted: tuple[ConsentWanted, ...] = ()


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """A parent or guardian has authority over a child; ``until_on`` is the first day without."""

    child: ChildRow
    parent: str
    name: str
    from_on: date
    until_on: date | None
    source: str
    recorded_at: datetime
    holds: bool  # today


def consents(viewer: Viewer, office: Office, case: str) -> Consents:
    """The answers about consent and what is wanted; one look, one row of the log.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    with looking(viewer, office, case, "read_consents") as work:
        return consents_of(work)


def authorities(viewer: Viewer, office: Office, case: str) -> tuple[AuthorityRow, ...]:
    """Who has, had or will have authority over the children; one look, one row of the log.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    with looking(viewer, office, case, "read_authorities") as work:
        return authorities_of(work)


def consents_of(work: CaseInHand, *, also: Collection[str] = ()) -> Consents:
    """The same of a case in hand; nothing at all for whoever reads titles only.

    ``also`` are purposes that no step of the case asks, of which it is told who must answer.
    """
    children = children_by_key(work, work.parts)
    if not children:
        return Consents()
    found = answered.answers_of(work.connection, work.case, list(children))
    held = answered.authorities_of(work.connection, list(children))
    persons = _persons(work, found, held)
    last = {(row.child_id, row.purpose, row.person_id): row.public_id for row in found
            if row.from_on <= work.today}  # fmt: skip
    return Consents(
        tuple(_row(work, row, children, persons, set(last.values())) for row in found),
        _wanted(work, held, persons, (*purposes(work.workflow), *also)),
    )


def authorities_of(work: CaseInHand) -> tuple[AuthorityRow, ...]:
    """The same of a case in hand; nothing at all for whoever reads titles only."""
    children = children_by_key(work, work.parts)
    held = answered.authorities_of(work.connection, list(children))
    persons = _persons(work, (), held)
    return tuple(
        AuthorityRow(
            child=children[row.child_id],
            parent=persons[row.parent_id].public_id,
            name=persons[row.parent_id].name,
            from_on=row.from_on,
            until_on=row.until_on,
            source=row.source,
            recorded_at=row.recorded_at,
            holds=_holds(row, work.today),
        )
        for row in held
    )


def purpose_title(work: CaseInHand, purpose: str) -> Text:
    """What the consent is to; without words of its own a workflow's title, where it is one."""
    if purpose in SHARING:
        return SHARING[purpose]
    known = work.office.library.catalogue.purposes.get(purpose)
    if known:
        return known.title
    workflow = work.office.library.workflows.get((purpose, work.case.region))
    return workflow.title if workflow else Text(nl=purpose, en=purpose)


def _row(
    work: CaseInHand,
    row: AnswerRecorded,
    children: Mapping[int, ChildRow],
    persons: Mapping[int, PersonSeen],
    last: set[str],
) -> ConsentRow:
    person = persons.get(row.person_id or 0)
    return ConsentRow(
        id=row.public_id,
        child=children[row.child_id],
        purpose=row.purpose,
        purpose_title=purpose_title(work, row.purpose),
        person=person.public_id if person else None,
        name=person.name if person else None,
        answer=row.answer,
        answer_title=ANSWERS[row.answer],
        ground=row.ground,
        ground_title=GROUNDS[row.ground] if row.ground else None,
        from_on=row.from_on,
        until_on=row.until_on,
        recorded_at=row.recorded_at,
        stands=row.public_id in last and (row.until_on is None or row.until_on > work.today),
    )


def _wanted(
    work: CaseInHand,
    held: tuple[AuthorityRecorded, ...],
    persons: Mapping[int, PersonSeen],
    asked: tuple[str, ...],
) -> tuple[ConsentWanted, ...]:
    """Per purpose and child, as the guards see it."""
    taken = snapshots.take(
        work.connection,
        [work.case],
        viewer=work.viewer,
        on=work.today,
        now=work.now,
        asks=Asks(consents=frozenset(asked)),
    )[work.case.id]
    authority = list(_in_force(work, held, persons))
    names, rows = (
        {one.public_id: one.name for one in persons.values()},
        children_by_id(work, work.parts),
    )

    def wanted(purpose: str, child: Child, seen: ConsentSeen) -> ConsentWanted:
        whom = asked_for(child, work.today, authority)
        return ConsentWanted(
            child=rows[child.id],
            purpose=purpose,
            purpose_title=purpose_title(work, purpose),
            asked=tuple((person, names[person]) for person in whom),
            missing=tuple((person, names[person]) for person in seen.missing),
            complete=seen.complete,
        )

    return tuple(
        wanted(purpose, child, taken.consents[purpose, child.id])
        for purpose in asked
        for child in taken.children
        if child.id in rows
    )


def _in_force(
    work: CaseInHand, held: Collection[AuthorityRecorded], persons: Mapping[int, PersonSeen]
) -> Iterator[AuthoritySeen]:
    """Who has authority over which child of the case today."""
    children = {child.id: child.public_id for child in work.children}
    for row in held:
        if _holds(row, work.today):
            yield AuthoritySeen(children[row.child_id], persons[row.parent_id].public_id)


def _holds(row: AuthorityRecorded, on: date) -> bool:
    return row.from_on <= on and (row.until_on is None or row.until_on > on)


def _persons(
    work: CaseInHand,
    found: tuple[AnswerRecorded, ...],
    held: tuple[AuthorityRecorded, ...],
) -> Mapping[int, PersonSeen]:
    """Everybody named in these rows, and the children."""
    answering = {row.person_id for row in found if row.person_id is not None}
    parents = {row.parent_id for row in held}
    children = {child.id: child for child in work.children}
    others = (answering | parents) - children.keys()
    return {**children, **people.persons_by_key(work.connection, others)}
