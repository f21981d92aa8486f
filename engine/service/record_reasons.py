"""Why a record may be written or brought to a status, or why not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from engine.catalogue import RecordType, Status
from engine.fields import Value
from engine.guards import second_pair_of_eyes
from engine.reason import Reason
from engine.service.command import CaseInHand
from engine.service.invitation_plans import way_is_safe
from engine.service.letter_reach import may_be_given
from engine.snapshot import Child, Snapshot
from engine.store import records
from engine.store.records import RecordHead
from engine.text import Text


def written_by(work: CaseInHand, roles_held: Collection[str], kind: RecordType) -> Reason:
    """Whether somebody with these roles writes records of this type."""
    roles = work.workflow.catalogue.role_titles(kind.written_by)
    return Reason(
        key="role",
        met=bool(set(kind.written_by).intersection(roles_held)),
        asks=Text(nl=f"Dit schrijft: {roles.nl}", en=f"This is written by: {roles.en}"),
        says=Text(
            nl=f"Dit stuk wordt geschreven door: {roles.nl}.",
            en=f"This record is written by: {roles.en}.",
        ),
        source=kind.source,
    )


def may_move(
    work: CaseInHand, case: Snapshot, kind: RecordType, status: Status, head: RecordHead
) -> Reason:
    """Whether whoever acts may bring the record to this status: a writer, or a second pair."""
    if status.four_eyes is None:
        return written_by(work, case.roles, kind)
    writers = records.writers_of(work.connection, head)
    return second_pair_of_eyes(case, writers, status.four_eyes.by, work.workflow.catalogue)


def move_exists(kind: RecordType, head: RecordHead, to: str) -> Reason:
    now = status_title(kind, head.status)
    onward = [status_title(kind, status) for status in kind.moves.get(head.status, ())]
    nl = ", ".join(title.nl for title in onward) or "–"
    en = ", ".join(title.en for title in onward) or "–"
    return Reason(
        key="status",
        met=to in kind.moves.get(head.status, ()),
        asks=Text(nl=f"Mogelijk vanaf hier: {nl}", en=f"Possible from here: {en}"),
        says=Text(
            nl=f"Dit stuk staat op '{now.nl}'; van daar kan het naar: {nl}.",
            en=f"This record is at '{now.en}'; from there it can go to: {en}.",
        ),
        source=kind.source,
    )


def status_title(kind: RecordType, status: str) -> Text:
    """What a status is called; a definition that gives no title is shown its key."""
    return kind.statuses[status].title or Text(nl=status, en=status)


def still_a_draft(work: CaseInHand, kind: RecordType, head: RecordHead) -> Reason:
    """Whether its text may change: nobody relies on what it says, and it still goes somewhere.

    A status that was reached with four eyes is relied on, and so is one that settled it; what
    was settled once stays as it is, also after a newer record took its place.
    """
    now = kind.statuses[head.status]
    goes_on = now.initial or bool(kind.moves.get(head.status))
    unseen = not now.settled and now.four_eyes is None
    return Reason(
        key="settled",
        met=goes_on and unseen and not records.was_settled(work.connection, head),
        asks=Text(nl="Begin een nieuw stuk", en="Begin a new record"),
        says=Text(
            nl="Dit stuk is vastgesteld of door een tweede persoon bekeken, of het is afgesloten; "
            "het wordt niet meer gewijzigd. Begin een nieuw stuk.",
            en="This record is settled, was looked at by a second person, or is closed; "
            "it is not edited any more. Begin a new one.",
        ),
        source="DEFAULT",
    )


def required(
    work: CaseInHand,
    case: Snapshot,
    head: RecordHead,
    status: Status,
    said: Mapping[str, Value] | None,
) -> Iterator[Reason]:
    """What the status asks of the record's own child, or of the case; an open answer is a no.

    ``said`` is the form of the move, None while it is not filled in: then an answer that
    depends on it stays open.
    """
    about = replace(case, children=_about(work, case, head), inputs=said)
    for guard in status.requires:
        found = guard.check(about, work.workflow.catalogue)
        yield replace(found, met=False) if said is not None and found.is_open else found
    yield from way_is_safe(work.connection, work.workflow, head, status)
    yield from may_be_given(work, case, head, status, said)


def _about(work: CaseInHand, case: Snapshot, head: RecordHead) -> tuple[Child, ...]:
    """The child that the record is about, or every child of the case."""
    named = next((child.public_id for child in work.children if child.id == head.child_id), None)
    return tuple(child for child in case.children if named in (None, child.id))
