"""The records of a case: read, begun, written, brought from status to status."""

from __future__ import annotations

from fastapi import APIRouter

from api.calls import EVERYWHERE, LISTED, MADE, SHOWN, Calling, in_order
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.requests import IdempotencyKey, IfMatch, PublicId
from api.shapes.common import DoneOut
from api.shapes.records import (
    MoveIn,
    RecordEditIn,
    RecordIn,
    RecordOut,
    RecordRowOut,
    RecordsOut,
    RecordTypeOut,
)
from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.service.file.records import record, record_form, records
from engine.service.orders import EditRecord, MoveRecord, WriteRecord
from engine.service.records import edit_record, move_record, write_record
from engine.service.repeats import Done

router = APIRouter(prefix=f"{ROOT}/cases/{{case_id}}", tags=["records"])

_WRITING = {**EVERYWHERE, "type": "type", "child": "child_id"}
_MOVING = {**EVERYWHERE, "to": "to"}


@router.get("/records", responses=LISTED)
@policy("read_records", finds="case")
def list_records(call: Calling, case_id: PublicId, asked: Paged) -> RecordsOut:
    """The records (stukken) of the case that the caller may read, oldest first."""
    rows = call.part(records(call.viewer, call.office, case_id), asked, f"records {case_id}")
    return RecordsOut(items=[RecordRowOut.of(row) for row in rows])


@router.post("/records", status_code=201, responses=MADE)
@policy("write_record", finds="case")
def begin_record(call: Calling, case_id: PublicId, key: IdempotencyKey, body: RecordIn) -> DoneOut:
    """Begin a record (stuk); what it requires may wait until it is settled."""
    order = WriteRecord(
        case=case_id,
        key=key,
        type=body.type,
        child=body.child_id,
        fields=in_order(body.fields),
        occurred_at=body.occurred_at,
        late_reason=body.late_reason,
    )
    return call.carry_out(write_record, order, at=_place, form="fields", called=_WRITING)


@router.get("/records/{record_id}")
@policy("read_record", finds="case")
def read_record(call: Calling, case_id: PublicId, record_id: PublicId) -> RecordOut:
    """One record (stuk), without the fields that are not for the caller."""
    return RecordOut.shown(record(call.viewer, call.office, case_id, record_id))


@router.put("/records/{record_id}", responses=SHOWN)
@policy("edit_record", finds="case")
def write_fields_anew(
    call: Calling,
    case_id: PublicId,
    record_id: PublicId,
    seen: IfMatch,
    key: IdempotencyKey,
    body: RecordEditIn,
) -> DoneOut:
    """Write the fields of a draft (concept) anew; a settled record is refused."""
    order = EditRecord(
        case=case_id,
        key=key,
        record=record_id,
        seen_version=seen,
        fields=in_order(body.fields),
    )
    return call.carry_out(edit_record, order, form="fields")


@router.post("/records/{record_id}/moves", status_code=201, responses=MADE)
@policy("move_record", finds="case")
def bring_to_status(
    call: Calling,
    case_id: PublicId,
    record_id: PublicId,
    seen: IfMatch,
    key: IdempotencyKey,
    body: MoveIn,
) -> DoneOut:
    """Bring a record (stuk) to another status (status van het stuk)."""
    order = MoveRecord(
        case=case_id,
        key=key,
        record=record_id,
        to=body.to,
        seen_version=seen,
        inputs=in_order(body.inputs),
        occurred_at=body.occurred_at,
        late_reason=body.late_reason,
    )
    return call.carry_out(move_record, order, at=_place, form="inputs", called=_MOVING)


@router.get("/record-types/{type}")
@policy("read_record_type", finds="case")
def read_record_type(call: Calling, case_id: PublicId, type: PublicId) -> RecordTypeOut:  # noqa: A002
    """What a new record (stuk) of this type asks in this case."""
    try:
        return RecordTypeOut.of(record_form(call.viewer, call.office, case_id, type))
    except InvalidInput:
        raise NotFound("record type") from None


def _place(changed: Done) -> str:
    return f"/cases/{changed.case}/records/{changed.made}"
