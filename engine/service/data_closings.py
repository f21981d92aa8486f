"""A request about one's own data ends without a copy: withdrawn, corrected or refused.

Source: LAW AVG 12(4), 12(5), 16; Jeugdwet 7.3.8(2).
"""

from __future__ import annotations

from engine.access import Viewer
from engine.fields import LONGEST, InputProblem, InvalidInput
from engine.reason import Reason
from engine.service.command import CaseInHand, Outcome, carry_out, refuse
from engine.service.data_copies import request_in
from engine.service.office import Office
from engine.service.repeats import Done
from engine.service.request_steps import answered, end, payload_of, settled
from engine.service.rights_orders import CloseRequest
from engine.service.rights_reasons import answered_so, still_open
from engine.service.roles_asked import records_here
from engine.store import data_requests as kept
from engine.store import people, records, statements
from engine.store.data_requests import RequestSeen
from engine.store.statements import NewStatement
from engine.text import Text

_LONG = LONGEST["long_text"]
_WORDS = Text(nl="Schrijf het op in eigen woorden.", en="Write it down in own words.")
_SHORTER = Text(nl=f"Geef ten hoogste {_LONG} tekens.", en=f"Give at most {_LONG} characters.")
_OUTCOME = Text(nl="Kies hoe het afliep.", en="Choose how it ended.")


def close_request(viewer: Viewer, office: Office, order: CloseRequest) -> Outcome:
    """End a request without a copy.

    A correction is made once the new version is settled, or refused; then the words of who asked
    are added to the file as their own statement. A copy is refused as a whole only where that is
    manifestly unfounded or repeated: with a reason, once a second professional confirms it.
    """
    return carry_out(viewer, office, order, _close)


def refused_whole(work: CaseInHand, seen: RequestSeen) -> Done:
    """The second professional agrees that the whole is refused."""
    said, _ = kept.said_of(work.connection, seen)
    by = {"confirmed_at": work.now, "confirmed_by": work.viewer.person}
    kept.move_request(
        work.connection, seen, "refused",
        **by, closed_at=work.now, closed_by=work.viewer.person,
    )  # fmt: skip
    payload = {**payload_of(seen), "outcome": "refused"}
    return answered(work, seen, payload, {"reason": str(said.get("refusal", ""))})


def _close(work: CaseInHand, order: CloseRequest) -> Done:
    seen = request_in(work, order.request)
    refuse("close_request", records_here(work), still_open(seen))
    if order.outcome not in answered_so(seen.kind):
        raise InvalidInput(InputProblem("outcome", "missing", _OUTCOME))
    if order.outcome == "corrected":
        refuse("close_request", _is_corrected(work, seen))
    elif not order.words.strip():
        raise InvalidInput(InputProblem("words", "missing", _WORDS))
    if len(order.words) > _LONG:
        raise InvalidInput(InputProblem("words", "malformed", _SHORTER))
    if order.outcome == "refused" and seen.kind == "access":
        return _to_refuse(work, seen, order)
    if order.outcome == "refused":
        _attach(work, seen)
    end(work, seen, order.outcome)
    payload = {**payload_of(seen), "outcome": order.outcome}
    return answered(work, seen, payload, {"reason": order.words.strip()})


def _to_refuse(work: CaseInHand, seen: RequestSeen, order: CloseRequest) -> Done:
    """Keep the reason for refusing the whole until a second professional looked."""
    said, _ = kept.said_of(work.connection, seen)
    kept.write_said(work.connection, seen, {**said, "refusal": order.words.strip()})
    kept.move_request(
        work.connection, seen, "to_refuse",
        judged_at=work.now, judged_by=work.viewer.person, confirmed_at=None, confirmed_by=None,
    )  # fmt: skip
    return settled(work, "data_judged", {**payload_of(seen), "outcome": "to_refuse"}, {})


def _attach(work: CaseInHand, seen: RequestSeen) -> None:
    """The words of who asked for a correction that was refused stay with the record."""
    said, _ = kept.said_of(work.connection, seen)
    asker = people.person_by_public_id(work.connection, seen.asker)
    new = NewStatement(
        person_id=asker.id,
        words=str(said.get("words", "")),
        said_on=seen.asked_on,
        record_id=seen.record_id,
    )
    statements.add_statement(work.connection, work.case, new, by=work.viewer.person, now=work.now)


def _is_corrected(work: CaseInHand, seen: RequestSeen) -> Reason:
    """Whether a settled new version names the record that was wrong."""
    kinds = work.workflow.catalogue.records
    heads = {each.public_id: each for each in records.records_of(work.connection, work.case)}
    made = [
        heads[each.record]
        for each in statements.corrections_of(work.connection, work.case)
        if each.corrects == seen.record
    ]
    return Reason(
        key="corrected",
        met=any(kinds[each.type].statuses[each.status].settled for each in made),
        asks=Text(nl="Stel eerst de verbeterde versie vast", en="First settle the new version"),
        says=Text(
            nl="Er is nog geen verbeterde versie van dit stuk vastgesteld.",
            en="No corrected version of this record is settled yet.",
        ),
        source="LAW AVG 16",
    )
