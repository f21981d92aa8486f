"""Cases: those of the caller, one of them, and a new one."""

from __future__ import annotations

from datetime import date
from typing import Annotated, cast

from fastapi import APIRouter, Query

from api.calls import EVERYWHERE, LISTED, MADE, SHOWN, Calling, in_order
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.requests import IdempotencyKey, PublicId
from api.shapes.cases import CaseIn, CaseOut, CaseRowOut, CasesOut
from api.shapes.common import DoneOut
from engine.service.case_file import case_file
from engine.service.my_cases import my_cases
from engine.service.opening import open_case
from engine.service.orders import OpenCase

router = APIRouter(prefix=ROOT, tags=["cases"])

_OPENING = {**EVERYWHERE, "role": "role", "children": "child_ids"}


@router.get("/cases", responses=LISTED)
@policy("list_cases", finds="viewer")
def list_cases(
    call: Calling,
    asked: Paged,
    *,
    closed: Annotated[bool, Query(description="afgesloten zaken in plaats van open")] = False,
) -> CasesOut:
    """The cases (zaken) in which the caller takes part today, whichever is due first in front."""
    of = f"cases {closed}"
    page = call.window(asked, of)
    after = cast("tuple[date | None, int] | None", page.after)  # sealed by us
    found = my_cases(call.viewer, call.office, after=after, limit=page.limit, closed=closed)
    call.leads_to(found.next, page, of)
    return CasesOut(items=[CaseRowOut.of(row) for row in found.rows])


@router.post("/cases", status_code=201, responses=MADE)
@policy("open_case", finds="family")
def begin_case(call: Calling, key: IdempotencyKey, body: CaseIn) -> DoneOut:
    """Open a case (zaak) for children of a family, and take part in it from now on."""
    order = OpenCase(
        workflow=body.workflow,
        family=body.family_id,
        children=tuple(body.child_ids),
        role=body.role,
        inputs=in_order(body.inputs),
        key=key,
        occurred_at=body.occurred_at,
        late_reason=body.late_reason,
    )
    return call.carry_out(
        open_case,
        order,
        at=lambda changed: f"/cases/{changed.case}",
        form="inputs",
        called=_OPENING,
    )


@router.get("/cases/{case_id}", responses=SHOWN)
@policy("read_case", finds="case")
def read_case(call: Calling, case_id: PublicId) -> CaseOut:
    """One case (zaak): where it stands, what is missing, and what is due next."""
    file = case_file(call.viewer, call.office, case_id)
    call.seen(file.id, file.version)
    return CaseOut.of(file)
