"""A record that is wrong gets a corrected version beside it; what it said stays to be read.

The new version begins as a draft with all that the old one says, and goes the way that every
record of its type goes: whoever must confirm it confirms it again. What was withheld from somebody
of the family stays withheld in it.

Source: LAW AVG 16; SAFETY 3 (correction = new version).
"""

from __future__ import annotations

from engine.access import Viewer
from engine.duty_plan import NewDuty
from engine.fields import LONGEST, InputProblem, InvalidInput
from engine.happened import Happened
from engine.reason import Reason
from engine.service.child_parts import must_be_known
from engine.service.command import CaseInHand, Outcome, carry_out, refuse
from engine.service.data_copies import request_in
from engine.service.invitation_work import choice_made
from engine.service.office import Office
from engine.service.record_reasons import written_by
from engine.service.records import record_type
from engine.service.repeats import Done
from engine.service.rights_orders import CorrectRecord
from engine.service.rights_reasons import still_open
from engine.service.settle import Change, settle
from engine.service.withholdings import carry_over
from engine.snapshot import Snapshot
from engine.store import records, statements
from engine.store.data_requests import RequestSeen
from engine.store.records import NewRecord, RecordHead
from engine.text import Text

_LONG = LONGEST["long_text"]
_WHY = Text(nl="Schrijf op wat er niet klopte.", en="Write down what was wrong.")
_SHORTER = Text(nl=f"Geef ten hoogste {_LONG} tekens.", en=f"Give at most {_LONG} characters.")
_OTHER = Text(
    nl="Dit verzoek gaat over een ander stuk.", en="This request is about another record."
)


def correct_record(viewer: Viewer, office: Office, order: CorrectRecord) -> Outcome:
    """Begin the corrected version; refused for a draft, and while one is being written.

    Raises:
        NotFound: no such record for the viewer, or no such request.
        InvalidInput: it is not said what was wrong.
    """
    return carry_out(viewer, office, order, _correct)


def _correct(work: CaseInHand, order: CorrectRecord) -> Done:
    old = records.get_record(work.connection, work.case, order.record)
    must_be_known(work, old)
    kind, case = record_type(work, old.type), work.snapshot()
    case = work.as_actor(case, old.child_id)
    asked = None if order.request is None else request_in(work, order.request)
    refuse(
        "correct_record",
        written_by(work, case.roles, kind),
        _was_settled(work, old),
        _not_begun(work, old),
        *([still_open(asked, "correction")] if asked else []),
    )
    _check(order, old, asked)
    initial = kind.statuses[kind.initial]
    new = NewRecord(
        type=old.type,
        child_id=old.child_id,
        author_id=work.viewer.person,
        fields=records.read_text(work.connection, old),
        on=work.on,
        status=kind.initial,
        settled=initial.settled,
        dated_on=old.dated_on,
    )
    head = records.add_record(work.connection, work.case, new, now=work.now, seq=work.next_seq)
    statements.add_correction(
        work.connection, head, old, why=order.why.strip(),
        request_id=asked.id if asked else None, by=work.viewer.person, now=work.now,
    )  # fmt: skip
    choice_made(work, head)
    duties = carry_over(work, old, head)
    return _settled(work, case, (old, head), order.why.strip(), duties)


def _settled(
    work: CaseInHand,
    case: Snapshot,
    versions: tuple[RecordHead, RecordHead],
    why: str,
    duties: tuple[NewDuty, ...],
) -> Done:
    old, head = versions
    child = next((each.public_id for each in work.children if each.id == head.child_id), None)
    return settle(
        work,
        Change(
            kind="record_corrected",
            happened=Happened(on=work.on, at=work.at),
            before=case,
            payload={
                "record": head.public_id,
                "corrects": old.public_id,
                "type": old.type,
                "child": child,
            },
            details={"why": why},
            made=head.public_id,
            extra=duties,
        ),
    )


def _check(order: CorrectRecord, old: RecordHead, asked: RequestSeen | None) -> None:
    problems = []
    if not order.why.strip():
        problems.append(InputProblem("why", "missing", _WHY))
    if len(order.why) > _LONG:
        problems.append(InputProblem("why", "malformed", _SHORTER))
    if asked is not None and asked.record_id != old.id:
        problems.append(InputProblem("request", "malformed", _OTHER))
    if problems:
        raise InvalidInput(*problems)


def _was_settled(work: CaseInHand, old: RecordHead) -> Reason:
    return Reason(
        key="was_settled",
        met=records.was_settled(work.connection, old),
        asks=Text(nl="Pas het concept zelf aan", en="Change the draft itself"),
        says=Text(
            nl="Dit stuk is nog niet vastgesteld. Pas het concept zelf aan.",
            en="This record is not settled yet. Change the draft itself.",
        ),
        source="CONTRACTS 2.6",
    )


def _not_begun(work: CaseInHand, old: RecordHead) -> Reason:
    """Whether no corrected version of it is there already: that one is corrected next."""
    found = statements.corrections_of(work.connection, work.case, old)
    return Reason(
        key="corrected",
        met=all(each.corrects != old.public_id for each in found),
        asks=Text(nl="Werk verder aan de nieuwste versie", en="Go on with the newest version"),
        says=Text(
            nl="Er is al een verbeterde versie van dit stuk. Werk daarin verder.",
            en="There is a corrected version of this record already. Go on with that one.",
        ),
        source="AVG 16; DEFAULT",
    )
