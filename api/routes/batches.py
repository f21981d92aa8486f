"""One act on many deadlines: what it would do, ask it, follow it, stop it."""

from __future__ import annotations

from fastapi import APIRouter

from api.calls import MADE, Call, Calling
from api.openapi import ROOT
from api.policy import policy
from api.requests import IdempotencyKey, PublicId
from api.shapes.batches import BatchIn, BatchOut, BatchPreviewOut, PlannedOut
from api.table_calls import change
from engine.service.at_table import Changed
from engine.service.batch_orders import StopBatch
from engine.service.batch_preview import preview_batch
from engine.service.batches import ask_batch, batch, stop_batch

router = APIRouter(prefix=ROOT, tags=["deadlines"])

_CALLED = {name: name for name in ("deadlines", "reason", "person", "by")}


@router.post("/batch-previews")
@policy("preview_batch", finds="viewer")
def look_at_batch(call: Calling, body: BatchIn) -> BatchPreviewOut:
    """What a batch (reeks) would do to each deadline; nothing is done."""
    planned = preview_batch(call.viewer, call.office, body.order(None))
    return BatchPreviewOut(items=[PlannedOut.of(each) for each in planned])


@router.post("/batches", status_code=201, responses=MADE)
@policy("ask_batch", finds="viewer")
def ask_for_batch(call: Calling, key: IdempotencyKey, body: BatchIn) -> BatchOut:
    """Ask one act (reeks) on many deadlines; the clock at work does them one by one."""
    changed = change(call, ask_batch, body.order(key), at=_place, called=_CALLED)
    return _shown(call, changed.id)


@router.get("/batches/{batch_id}")
@policy("read_batch", finds="viewer")
def read_batch(call: Calling, batch_id: PublicId) -> BatchOut:
    """How far a batch (reeks) of the caller is, and what was not done."""
    return _shown(call, batch_id)


@router.post("/batches/{batch_id}/stops", status_code=201, responses=MADE)
@policy("stop_batch", finds="viewer")
def end_batch(call: Calling, batch_id: PublicId, key: IdempotencyKey) -> BatchOut:
    """Leave undone what still waits (stoppen); what was done stays."""
    change(call, stop_batch, StopBatch(key=key, batch=batch_id), at=_place)
    return _shown(call, batch_id)


def _shown(call: Call, batch_id: str) -> BatchOut:
    return BatchOut.of(batch(call.viewer, call.office, batch_id))


def _place(changed: Changed) -> str:
    return f"/batches/{changed.id}"
