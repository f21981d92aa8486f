"""The rights of a family as JSON: a copy of their data, a correction, their own words.

A request has a deadline, so it is extended as every deadline is: ``/deadlines/{id}/extensions``.
"""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter

from api.calls import EVERYWHERE, LISTED, MADE, Calling
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.requests import IdempotencyKey, PublicId
from api.shapes.common import DoneOut
from api.shapes.data_requests import (
    CopySeenIn,
    CorrectionIn,
    DataRequestIn,
    DataRequestOut,
    DataRequestShownOut,
    DataRequestsOut,
    GivenCopyOut,
    JudgementsIn,
    RequestClosingIn,
    StatementIn,
    StatementOut,
    StatementsOut,
)
from engine.access import Viewer
from engine.fields import InvalidInput
from engine.service.command import Outcome
from engine.service.corrections import correct_record
from engine.service.data_closings import close_request
from engine.service.data_requests import (
    ask_data,
    confirm_copy,
    give_copy,
    judge_copy,
)
from engine.service.file.rights import data_request, data_requests, given_copy
from engine.service.office import Office
from engine.service.repeats import Done
from engine.service.rights_orders import (
    AskData,
    CloseRequest,
    ConfirmCopy,
    CorrectRecord,
    GiveCopy,
    ItemJudged,
    JudgeCopy,
    MakeStatement,
)
from engine.service.statements import make_statement

router = APIRouter(prefix=f"{ROOT}/cases/{{case_id}}", tags=["data-requests"])

_ONE = "/data-requests/{data_request_id}"
_ASKING = {
    **EVERYWHERE,
    "person": "person_id",
    "asker": "asker_id",
    "record": "record_id",
    "version": "step_version",
}
_CORRECTING = {**EVERYWHERE, "request": "data_request_id"}


@router.get("/data-requests", responses=LISTED)
@policy("read_rights", finds="case")
def list_data_requests(call: Calling, case_id: PublicId, asked: Paged) -> DataRequestsOut:
    """The requests about own data (verzoeken over eigen gegevens) of the case, oldest first."""
    found = data_requests(call.viewer, call.office, case_id).requests
    rows = call.part(found, asked, f"data requests {case_id}")
    return DataRequestsOut(items=[DataRequestOut.of(row) for row in rows])


@router.post("/data-requests", status_code=201, responses=MADE)
@policy("ask_data", finds="case")
def record_data_request(
    call: Calling, case_id: PublicId, key: IdempotencyKey, body: DataRequestIn
) -> DoneOut:
    """Record that somebody asked for a copy (inzage) or a correction (verbetering)."""
    order = AskData(
        case=case_id,
        key=key,
        person=body.person_id,
        asker=body.asker_id,
        kind=body.kind,
        identity=body.identity,
        words=body.words,
        record=body.record_id,
        occurred_at=body.occurred_at,
        late_reason=body.late_reason,
    )
    return call.carry_out(ask_data, order, at=_made, called=_ASKING)


@router.get(_ONE)
@policy("read_data_request", finds="case")
def read_data_request(
    call: Calling, case_id: PublicId, data_request_id: PublicId
) -> DataRequestShownOut:
    """One request (verzoek), with what its copy would hold and what was decided of each thing."""
    found = data_request(call.viewer, call.office, case_id, data_request_id)
    return DataRequestShownOut.shown(found)


@router.post(f"{_ONE}/judgements", status_code=201, responses=MADE)
@policy("judge_copy", finds="case")
def judge_things(
    call: Calling,
    case_id: PublicId,
    data_request_id: PublicId,
    key: IdempotencyKey,
    body: JudgementsIn,
) -> DoneOut:
    """Decide of things (onderdelen beoordelen): given, or left out on a ground."""
    order = JudgeCopy(
        case=case_id,
        key=key,
        request=data_request_id,
        items=tuple(
            ItemJudged(key=each.key, ground=each.ground, kept=tuple(each.kept))
            for each in body.items
        ),
        others=body.others,
    )
    return call.carry_out(_judge, order)


@router.post(f"{_ONE}/confirmations", status_code=201, responses=MADE)
@policy("confirm_copy", finds="case")
def confirm_what_is_left_out(
    call: Calling,
    case_id: PublicId,
    data_request_id: PublicId,
    key: IdempotencyKey,
    body: CopySeenIn,
) -> DoneOut:
    """Confirm as a second professional (tweede professional) what is left out, or all of it."""
    order = ConfirmCopy(case=case_id, key=key, request=data_request_id, digest=body.digest)
    return call.carry_out(confirm_copy, order)


@router.post(f"{_ONE}/copies", status_code=201, responses=MADE)
@policy("give_copy", finds="case")
def give_one_copy(
    call: Calling,
    case_id: PublicId,
    data_request_id: PublicId,
    key: IdempotencyKey,
    body: CopySeenIn,
) -> DoneOut:
    """Give the copy (kopie geven) as it was judged; it can be read from then on."""
    order = GiveCopy(case=case_id, key=key, request=data_request_id, digest=body.digest)
    place = f"/cases/{case_id}/copies/{data_request_id}"
    return call.carry_out(give_copy, order, at=lambda _: place)


@router.get("/copies/{copy_id}")
@policy("export_copy", finds="case")
def read_copy(call: Calling, case_id: PublicId, copy_id: PublicId) -> GivenCopyOut:
    """A copy as it was given (gegeven kopie), under the id of its request."""
    _, copy = given_copy(call.viewer, call.office, case_id, copy_id)
    return GivenCopyOut.of(copy)


@router.post(f"{_ONE}/closings", status_code=201, responses=MADE)
@policy("close_request", finds="case")
def close_data_request(
    call: Calling,
    case_id: PublicId,
    data_request_id: PublicId,
    key: IdempotencyKey,
    body: RequestClosingIn,
) -> DoneOut:
    """End a request without a copy: withdrawn (ingetrokken), corrected or refused."""
    order = CloseRequest(
        case=case_id, key=key, request=data_request_id, outcome=body.outcome, words=body.words
    )
    return call.carry_out(close_request, order)


@router.post("/records/{record_id}/corrections", status_code=201, responses=MADE)
@policy("correct_record", finds="case")
def begin_correction(
    call: Calling,
    case_id: PublicId,
    record_id: PublicId,
    key: IdempotencyKey,
    body: CorrectionIn,
) -> DoneOut:
    """Begin the corrected version (verbeterde versie) of a record, as a draft."""
    order = CorrectRecord(
        case=case_id, key=key, record=record_id, why=body.why, request=body.data_request_id
    )
    return call.carry_out(
        correct_record,
        order,
        at=lambda done: f"/cases/{done.case}/records/{done.made}",
        called=_CORRECTING,
    )


@router.get("/statements", responses=LISTED)
@policy("read_rights", finds="case")
def list_statements(call: Calling, case_id: PublicId, asked: Paged) -> StatementsOut:
    """What the family said themselves (eigen woorden), oldest first."""
    found = data_requests(call.viewer, call.office, case_id).statements
    rows = call.part(found, asked, f"statements {case_id}")
    return StatementsOut(items=[StatementOut.of(row) for row in rows])


@router.post("/statements", status_code=201, responses=MADE)
@policy("make_statement", finds="case")
def record_statement(
    call: Calling, case_id: PublicId, key: IdempotencyKey, body: StatementIn
) -> DoneOut:
    """Add somebody's own words (eigen woorden) to the case, a record or a step."""
    order = MakeStatement(
        case=case_id,
        key=key,
        person=body.person_id,
        words=body.own_words,
        record=body.record_id,
        version=body.step_version,
        occurred_at=body.occurred_at,
        late_reason=body.late_reason,
    )
    return call.carry_out(make_statement, order, called=_ASKING)


def _judge(viewer: Viewer, office: Office, order: JudgeCopy) -> Outcome:
    """The same; what is wrong with a thing is told by its place in the list."""
    try:
        return judge_copy(viewer, office, order)
    except InvalidInput as error:
        places = {each.key: f"items.{number}" for number, each in enumerate(order.items)}
        told = (replace(each, field=places.get(each.field, each.field)) for each in error.problems)
        raise InvalidInput(*told) from None


def _made(done: Done) -> str:
    return f"/cases/{done.case}/data-requests/{done.made}"
