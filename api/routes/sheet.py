"""The sheet of one item of an agenda."""

from __future__ import annotations

from fastapi import APIRouter

from api.calls import Calling
from api.openapi import ROOT
from api.policy import policy
from api.requests import PublicId
from api.shapes.sheet import SheetOut
from engine.service.sheet import sheet

router = APIRouter(prefix=ROOT, tags=["meetings"])


@router.get("/meetings/{meeting_id}/items/{item_id}/sheet")
@policy("read_sheet", finds="table")
def read_sheet(call: Calling, meeting_id: PublicId, item_id: PublicId) -> SheetOut:
    """The sheet (bespreekblad) of an item: what the table needs to know about its case."""
    return SheetOut.of(sheet(call.viewer, call.office, meeting_id, item_id))
