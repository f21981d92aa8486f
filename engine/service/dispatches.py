"""A dispatch: that something left to an outside party, to whom, by which way and when.

Nothing leaves from here: it goes by the sender's own secure way. What was recorded is never
erased; one that was wrong is followed by another that says so.

Source: ADR 15; SEED 001; DOMAIN 2.0 (outside parties need no account).
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.access import Viewer
from engine.errors import NotFound
from engine.fields import LONGEST, InputProblem, InvalidInput
from engine.happened import Happened
from engine.reason import Reason
from engine.service.child_parts import hidden_members
from engine.service.command import CaseInHand, Outcome, carry_out, refuse
from engine.service.file.dispatches import PARTIES, WAYS, WHATS, dispatches_of
from engine.service.office import Office
from engine.service.orders import RecordDispatch
from engine.service.repeats import Done
from engine.service.roles_asked import records_here
from engine.service.settle import Change, settle
from engine.service.sharing import SHARING_GROUNDS, is_stopped, may_leave
from engine.store import people
from engine.text import Text

_LINE, _LONG = LONGEST["text"], LONGEST["long_text"]
_PARTY = Text(nl="Kies aan welke partij.", en="Choose to which party.")
_WAY = Text(nl="Kies langs welke weg.", en="Choose by which way.")
_GROUND = Text(nl="Kies op welke grond.", en="Choose on which ground.")
_WHY_GROUND = Text(
    nl="Schrijf op waarom het toch is gegaan: er is geen grond, of iemand trok de toestemming in.",
    en="Write down why it went all the same: there is no ground, or somebody withdrew consent.",
)
_WHAT = Text(nl="Kies wat er weg is gegaan.", en="Choose what left.")
_TO = Text(nl="Vul in aan wie: naam en organisatie.", en="Say to whom: name and organisation.")
_SHORTER = Text(nl=f"Geef ten hoogste {_LINE} tekens.", en=f"Give at most {_LINE} characters.")
_LENGTH = Text(nl=f"Geef ten hoogste {_LONG} tekens.", en=f"Give at most {_LONG} characters.")
_CLIENT = Text(nl="Kies van wie deze advocaat is.", en="Choose whose lawyer this is.")
_NO_CLIENT = Text(nl="Alleen een advocaat is van iemand.", en="Only a lawyer is somebody's.")
_WHICH = Text(nl="Zo'n verzending staat hier niet.", en="There is no such dispatch here.")
_WHY = Text(nl="Schrijf op wat er niet klopte.", en="Write down what was wrong.")


def record_dispatch(viewer: Viewer, office: Office, order: RecordDispatch) -> Outcome:
    """Record a dispatch; when it left is when it happened.

    On the ground of consent it is refused where the consent of that moment was not complete. What
    left without a ground happened all the same: it is recorded as that, with why.

    Refused with ``corrected`` when another took the place of the wrong one before.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
        InvalidInput: the form has problems.
    """
    return carry_out(viewer, office, order, _record)


def _record(work: CaseInHand, order: RecordDispatch) -> Done:
    party = next((each for each in PARTIES if each == order.party), None)
    may = may_leave(work, party, order.ground) if party else ()
    refuse("record_dispatch", records_here(work), _not_corrected(work, order), *may)
    problems = (
        *problems_of(order),
        *_unfounded(work, order),
        *_client(work, order),
        *_correction(work, order),
    )
    if problems:
        raise InvalidInput(*problems)
    note = order.words.strip()
    return settle(
        work,
        Change(
            kind="dispatched",
            happened=Happened(on=work.on, at=work.at),
            before=work.snapshot(),
            payload={
                "party": order.party,
                "what": order.what,
                "way": order.way,
                "ground": order.ground,
                "person": order.client,
                "corrects": order.corrects,
            },
            details={"to_whom": order.to_whom.strip(), **({"note": note} if note else {})},
        ),
    )


def problems_of(order: RecordDispatch) -> Iterator[InputProblem]:
    """What is wrong with a dispatch by itself, whatever the case."""
    if order.party not in PARTIES:
        yield InputProblem("party", "missing", _PARTY)
    if order.what not in WHATS:
        yield InputProblem("what", "missing", _WHAT)
    if not order.to_whom.strip():
        yield InputProblem("to_whom", "missing", _TO)
    if len(order.to_whom) > _LINE:
        yield InputProblem("to_whom", "malformed", _SHORTER)
    if order.way not in WAYS:
        yield InputProblem("way", "missing", _WAY)
    if order.ground not in SHARING_GROUNDS:
        yield InputProblem("ground", "missing", _GROUND)
    if len(order.words) > _LONG:
        yield InputProblem("words", "malformed", _LENGTH)


def _unfounded(work: CaseInHand, order: RecordDispatch) -> Iterator[InputProblem]:
    """Without a ground, or on another one while somebody does not consent, a word says why."""
    if order.words.strip() or order.ground not in SHARING_GROUNDS or order.ground == "consent":
        return
    against = (each for each in PARTIES if each == order.party)
    stopped = any(is_stopped(work, each, work.open_children) for each in against)
    if order.ground == "no_ground" or stopped:
        yield InputProblem("words", "missing", _WHY_GROUND)


def _client(work: CaseInHand, order: RecordDispatch) -> Iterator[InputProblem]:
    """A lawyer is of one person of the family; the other parties are nobody's."""
    if order.party != "lawyer" and order.client:
        yield InputProblem("client", "malformed", _NO_CLIENT)
    if order.party == "lawyer" and not _is_family(work, order.client or ""):
        yield InputProblem("client", "missing", _CLIENT)


def _is_family(work: CaseInHand, named: str) -> bool:
    try:
        person = people.person_by_public_id(work.connection, named)
    except NotFound:
        return False
    return person.family_id == work.case.family_id and named not in hidden_members(work)


def _correction(work: CaseInHand, order: RecordDispatch) -> Iterator[InputProblem]:
    """What is corrected is a dispatch of this case, and a word says what was wrong."""
    if order.corrects is None:
        return
    if order.corrects not in {each.version for each in dispatches_of(work)}:
        yield InputProblem("corrects", "unknown", _WHICH)
    if not order.words.strip():
        yield InputProblem("words", "missing", _WHY)


def _not_corrected(work: CaseInHand, order: RecordDispatch) -> Reason:
    rows = () if order.corrects is None else dispatches_of(work)
    return Reason(
        key="corrected",
        met=all(row.corrected_by is None for row in rows if row.version == order.corrects),
        asks=Text(nl="Verbeter de nieuwste verzending", en="Correct the newest dispatch"),
        says=Text(
            nl="Deze verzending is al verbeterd. Verbeter de nieuwste.",
            en="This dispatch was corrected already. Correct the newest one.",
        ),
        source="DEFAULT",
    )
