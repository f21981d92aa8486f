"""What publishing, withholding and the words of a youth share: find it, write it, owe it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.access import PUBLISHES
from engine.duty_plan import NewDuty
from engine.errors import NotFound
from engine.fields import LONGEST, InputProblem, InvalidInput
from engine.happened import Happened
from engine.publication_duties import OWNER, Waits, reads_duty, reads_key
from engine.service import publication_words as words
from engine.service.child_parts import members_seen, must_be_near
from engine.service.command import CaseInHand, refuse
from engine.service.event_kinds import EventKind
from engine.service.family_file import FamilyFile, FileItem, family_file
from engine.service.file.records import records_known
from engine.service.repeats import Done
from engine.service.settle import Change, settle
from engine.store import deadlines, participation, people, publications
from engine.store.people import PersonSeen
from engine.store.publications import NewPublication, PublicationSeen
from engine.store.tables.publication import ItemKind, PublicationState
from engine.text import Text

TOO_LONG = Text(nl="Deze tekst is te lang.", en="This text is too long.")
_WHY = Text(nl="Schrijf op waarom.", en="Write down why.")


@dataclass(frozen=True, slots=True)
class Decidable:
    """All that is about a child, as something to decide about."""

    kind: ItemKind
    id: str
    child: PersonSeen | None


def item_in(work: CaseInHand, file: FamilyFile, public_id: str) -> FileItem:
    """An item of the case that the viewer may know of.

    Raises:
        NotFound: there is none, or it is not for them.
    """
    known = {each.head.public_id for each in records_known(work, work.parts)}
    for each in file.items:
        open_to = work.opened.shows(each.child.id if each.child else None)
        if each.id == public_id and open_to and (each.kind == "agreement" or each.id in known):
            return each
    raise NotFound("item")


def member_in(work: CaseInHand, public_id: str) -> PersonSeen:
    """Somebody of the family whom the viewer meets.

    Raises:
        NotFound: there is nobody, or it is somebody of a child that is not open to them.
    """
    for each in members_seen(work):
        if each.public_id == public_id and each.kind != "professional":
            return each
    raise NotFound("person")


def file_of(work: CaseInHand) -> FamilyFile:
    """What the family may read of a case in hand."""
    return family_file(work.connection, work.case, work.workflow, on=work.today)


def decided_by_second(
    work: CaseInHand, found: PublicationSeen, to: PublicationState, why: str
) -> Done:
    """Write down what was decided about one that waits, and meet its deadline."""
    by = work.viewer.person
    done = publications.decide_publication(
        work.connection, found, to, by=by, why=why.strip(), now=work.now
    )
    refuse("decide_withholding", words.still_waits(met=done is not None))
    what: Waits = "withholding" if found.state == "asked" else "objection"
    kind: EventKind = "withholding_decided" if found.state == "asked" else "objection_decided"
    named = people.persons_by_key(
        work.connection, {found.reader_id, *([found.child_id] if found.child_id else [])}
    )
    payload = {"person": named[found.reader_id].public_id, "decided": to}
    if found.item_kind != "child":
        payload[found.item_kind] = found.item
    if found.child_id:
        payload["child"] = named[found.child_id].public_id
    return settled(work, kind, found.public_id, payload, ticked=ticked_by(work, what, found))


def publication_in(work: CaseInHand, public_id: str, *states: PublicationState) -> PublicationSeen:
    """A decision of this sort in the case, about something that the viewer may know of."""
    found = publications.get_publication(work.connection, work.case, public_id)
    work.must_be_open(found.child_id, "publication")
    reader = people.persons_by_key(work.connection, {found.reader_id})[found.reader_id]
    must_be_near(work, reader.public_id)
    if found.state not in states:
        raise NotFound("publication")
    return found


def is_newest(work: CaseInHand, found: PublicationSeen) -> bool:
    """Whether nothing was decided about the same after it."""
    read = publications.words_about if found.item_kind == "child" else publications.publications_of
    about = (found.item, found.reader_id)
    every = read(work.connection, work.case)
    return [each.id for each in every if (each.item, each.reader_id) == about][-1:] == [found.id]


def ticked_by(work: CaseInHand, what: Waits, found: PublicationSeen) -> tuple[int, ...]:
    """The deadline that this decision meets."""
    rows = deadlines.open_deadlines(work.connection, [work.case.id])[work.case.id]
    return tuple(row.id for row in rows if row.key == reads_key(what, found.public_id))


def duty_of(
    work: CaseInHand, what: Waits, made: str, child: PersonSeen | None, owner: str
) -> NewDuty:
    """The deadline of whoever decides about it."""
    about = child.public_id if child else None
    return reads_duty(work.reckoner, what, made, on=work.today, owner=owner, child=about)


def second_role(work: CaseInHand, child: PersonSeen | None, by: int) -> str:
    """The role that is asked: that of another who works on the case and may decide about this."""
    takings = participation.takings_of(work.connection, work.case, now=work.now, on=work.today)
    about = {None, child.id if child else None}
    roles = [
        each.role
        for each in takings
        if each.person_id != by
        and each.access in PUBLISHES
        and each.child_id in about
        and each.region is None
    ]
    return OWNER if OWNER in roles else next(iter(roles), OWNER)


def must_say(field: str, said: str) -> None:
    """Ask for a reason that fits.

    Raises:
        InvalidInput: there is none, or it is too long.
    """
    if not said.strip():
        raise InvalidInput(InputProblem(field, "missing", _WHY))
    if len(said) > LONGEST["long_text"]:
        raise InvalidInput(InputProblem(field, "malformed", TOO_LONG))


def of_child(child: PersonSeen) -> Decidable:
    """All that is about a child."""
    return Decidable("child", child.public_id, child)


def add(
    work: CaseInHand,
    item: FileItem | Decidable,
    reader: PersonSeen,
    state: PublicationState,
    reason: str = "",
    *,
    lapses_on: date | None = None,
) -> str:
    """Record a decision of today; its public id."""
    new = NewPublication(
        child_id=item.child.id if item.child else None,
        item_kind=item.kind,
        item=item.id,
        reader_id=reader.id,
        state=state,
        by_id=work.viewer.person,
        on_date=work.today,
        reason=reason,
        lapses_on=lapses_on,
    )
    return publications.add_publication(
        work.connection, work.case, new, now=work.now, seq=work.next_seq
    )


def about(item: FileItem, reader: PersonSeen) -> dict[str, str]:
    """What the event keeps of it: public ids only."""
    child = {"child": item.child.public_id} if item.child else {}
    return {item.kind: item.id, "person": reader.public_id, **child}


def settled(
    work: CaseInHand,
    kind: EventKind,
    made: str,
    payload: dict[str, str],
    *,
    ticked: tuple[int, ...] = (),
    extra: tuple[NewDuty, ...] = (),
) -> Done:
    """Write down what was done today."""
    return settle(
        work,
        Change(
            kind=kind,
            happened=Happened(on=work.on, at=work.at),
            before=work.snapshot(),
            payload=dict(payload),
            made=made,
            ticked=ticked,
            extra=extra,
        ),
    )
