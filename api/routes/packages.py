"""What an outside party gets about a case, as text or as PDF, and that it left."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from api.calls import EVERYWHERE, LISTED, MADE, Calling
from api.errors import StepRefused
from api.openapi import ROOT
from api.paging import Paged
from api.pdf import PDF, PDF_OFF, pdf_of
from api.policy import policy
from api.requests import IdempotencyKey, PublicId
from api.shapes.common import DoneOut
from api.shapes.packages import (
    DispatchesOut,
    DispatchIn,
    DispatchOut,
    PackageOut,
    PackageRowOut,
    PackagesOut,
)
from api.views.packages import FILE, TITLE, on_paper
from engine.decision import Refused
from engine.service.dispatches import record_dispatch
from engine.service.file.dispatches import dispatches
from engine.service.orders import RecordDispatch
from engine.service.packages import package, packages

router = APIRouter(prefix=f"{ROOT}/cases/{{case_id}}", tags=["packages"])

OfParty = Annotated[PublicId, Path(alias="package")]
"""For which party a package is: its name in the path."""

Client = Annotated[
    str | None,
    Query(
        alias="clientId",
        max_length=64,
        description="kenmerk van wie de advocaat is; alleen bij lawyer",
    ),
]

_CALLED = {**EVERYWHERE, "client": "client_id"} | {
    name: name for name in ("party", "to_whom", "what", "way", "ground", "corrects", "words")
}
_AS_PDF: dict[int | str, dict[str, Any]] = {
    200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}},
    409: {},
}


@router.get("/packages", responses=LISTED)
@policy("read_packages", finds="case")
def list_packages(call: Calling, case_id: PublicId, asked: Paged) -> PackagesOut:
    """The packages (pakketten) that can be made, with when each left last."""
    found = packages(call.viewer, call.office, case_id).rows
    rows = call.part(found, asked, f"packages {case_id}")
    return PackagesOut(items=[PackageRowOut.of(row) for row in rows])


@router.get("/packages/{package}", response_model=PackageOut, responses=_AS_PDF)
@policy("make_package", finds="case")
def read_package(
    request: Request, call: Calling, case_id: PublicId, party: OfParty, client_id: Client = None
) -> PackageOut | Response:
    """A package (pakket) for one party; as PDF to who accepts that only."""
    found = package(call.viewer, call.office, case_id, party, client_id)
    if request.headers.get("accept", "").strip().lower() != PDF:
        return PackageOut.of(found)
    made = None if found.refused or found.is_empty else pdf_of(on_paper(found), title=TITLE)
    if made is None:
        raise StepRefused(Refused("package", (found.refused or found.nothing or PDF_OFF,)))
    headers = {"Content-Disposition": f'inline; filename="{FILE}"'}
    return Response(made, media_type=PDF, headers=headers)


@router.get("/dispatches", responses=LISTED)
@policy("read_dispatches", finds="case")
def list_dispatches(call: Calling, case_id: PublicId, asked: Paged) -> DispatchesOut:
    """What left the case (verzendingen), the newest first."""
    found = dispatches(call.viewer, call.office, case_id)
    rows = call.part(found, asked, f"dispatches {case_id}")
    return DispatchesOut(items=[DispatchOut.of(row) for row in rows])


@router.post("/dispatches", status_code=201, responses=MADE)
@policy("record_dispatch", finds="case")
def record_dispatched(
    call: Calling, case_id: PublicId, key: IdempotencyKey, body: DispatchIn
) -> DoneOut:
    """Record that something left (verzending); a wrong one is corrected by another."""
    order = RecordDispatch(
        case=case_id,
        key=key,
        party=body.party,
        to_whom=body.to_whom,
        what=body.what,
        way=body.way,
        ground=body.ground,
        client=body.client_id,
        corrects=body.corrects,
        words=body.words,
        occurred_at=body.occurred_at,
        late_reason=body.late_reason,
    )
    return call.carry_out(record_dispatch, order, called=_CALLED)
