"""The family's own words: added to a record, to a step or to the case, and never written anew.

Source: LAW Jeugdwet 7.3.8(2): what somebody declares is added to the file on request.
"""

from __future__ import annotations

from engine.access import Viewer
from engine.errors import NotFound
from engine.fields import LONGEST, InputProblem, InvalidInput
from engine.happened import Happened
from engine.service.child_parts import hidden_members, must_be_known, must_be_near
from engine.service.command import CaseInHand, Outcome, carry_out, refuse
from engine.service.office import Office
from engine.service.repeats import Done
from engine.service.rights_orders import MakeStatement
from engine.service.roles_asked import records_here
from engine.service.settle import Change, settle
from engine.store import events, people, records
from engine.store import statements as kept
from engine.store.records import RecordHead
from engine.store.statements import NewStatement, StatementSeen
from engine.text import Text

_LONG = LONGEST["long_text"]
_WORDS = Text(nl="Schrijf het op in eigen woorden.", en="Write it down in own words.")
_SHORTER = Text(nl=f"Geef ten hoogste {_LONG} tekens.", en=f"Give at most {_LONG} characters.")
_ONE = Text(nl="Kies een stuk of een stap, niet allebei.", en="Choose a record or a step.")
_STEP = Text(nl="Zo'n stap staat hier niet.", en="There is no such step here.")


def make_statement(viewer: Viewer, office: Office, order: MakeStatement) -> Outcome:
    """Record what somebody of the family says themselves; when they said it is when it happened.

    Raises:
        NotFound: nobody of this family, or no such record for the viewer.
        InvalidInput: no words, or a step that is not there.
    """
    return carry_out(viewer, office, order, _make)


def statements_about(work: CaseInHand, record: str) -> tuple[StatementSeen, ...]:
    """What was said of one record, oldest first; of who may not be met nothing."""
    return tuple(each for each in statements_in(work) if each.record == record)


def statements_in(work: CaseInHand) -> tuple[StatementSeen, ...]:
    """What was said in the case by those whom the viewer may meet, oldest first."""
    hidden = hidden_members(work)
    return tuple(
        each for each in kept.statements_of(work.connection, work.case) if each.person not in hidden
    )


def _make(work: CaseInHand, order: MakeStatement) -> Done:
    refuse("make_statement", records_here(work))
    person = people.person_by_public_id(work.connection, order.person)
    if person.family_id != work.case.family_id:
        raise NotFound("person")
    must_be_near(work, order.person)
    head = _record(work, order.record)
    _check(work, order)
    made = kept.add_statement(
        work.connection,
        work.case,
        NewStatement(
            person_id=person.id,
            words=order.words.strip(),
            said_on=work.on,
            record_id=head.id if head else None,
            seq=order.version,
        ),
        by=work.viewer.person,
        now=work.now,
    )
    about = {"record": head.public_id} if head else {}
    return settle(
        work,
        Change(
            kind="statement_made",
            happened=Happened(on=work.on, at=work.at),
            before=work.snapshot(),
            payload={"statement": made, "person": person.public_id, **about},
            details={"own_words": order.words.strip()},
            made=made,
        ),
    )


def _record(work: CaseInHand, named: str | None) -> RecordHead | None:
    if named is None:
        return None
    head = records.get_record(work.connection, work.case, named)
    must_be_known(work, head)
    return head


def _check(work: CaseInHand, order: MakeStatement) -> None:
    problems = []
    if not order.words.strip():
        problems.append(InputProblem("own_words", "missing", _WORDS))
    if len(order.words) > _LONG:
        problems.append(InputProblem("own_words", "malformed", _SHORTER))
    if order.record is not None and order.version is not None:
        problems.append(InputProblem("version", "malformed", _ONE))
    if order.version is not None and not _is_step(work, order.version):
        problems.append(InputProblem("version", "unknown", _STEP))
    if problems:
        raise InvalidInput(*problems)


def _is_step(work: CaseInHand, version: int) -> bool:
    made = events.events_of_kinds(work.connection, work.case, ["advanced"])
    return any(each.seq == version for each in made)
