"""Who looked at a case, as JSON."""

from __future__ import annotations

from fastapi import APIRouter

from api.asked_looks import AskedLook
from api.calls import LISTED, Calling
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.requests import PublicId
from api.shapes.looked import LooksOut
from engine.service.file.looked import looked

router = APIRouter(prefix=f"{ROOT}/cases/{{case_id}}", tags=["events"])


@router.get("/looks", responses=LISTED)
@policy("read_looked", finds="case")
def list_looked(call: Calling, case_id: PublicId, asked: AskedLook, paged: Paged) -> LooksOut:
    """Who looked (wie keek er), acted or was turned away, newest first; for whoever leads it."""
    of = f"looked {case_id} {asked}"
    page = call.window(paged, of)
    before = int(str(page.after[0])) if page.after else None
    _, found, _ = looked(call.viewer, call.office, case_id, asked, before=before, limit=page.limit)
    call.leads_to((found.next,) if found.next is not None else None, page, of)
    return LooksOut.of(found)
