"""The rhythm of a table: what another one would change, and changing it."""

from __future__ import annotations

from fastapi import APIRouter

from api.calls import SHOWN, Calling
from api.openapi import ROOT
from api.policy import policy
from api.requests import IdempotencyKey, MeetingMatch, PublicId
from api.shapes.rhythm import RhythmChangeIn, RhythmIn, RhythmPreviewOut
from api.shapes.tables import ChangedOut
from api.table_calls import change
from engine.service.rhythm_change import change_rhythm, preview_rhythm

router = APIRouter(prefix=ROOT, tags=["tables"])

_UNSEEN = 0  # a preview changes nothing, whatever was seen


@router.post("/tables/{table_id}/rhythm-previews")
@policy("preview_rhythm", finds="table")
def look_at_rhythm(call: Calling, table_id: PublicId, body: RhythmIn) -> RhythmPreviewOut:
    """What another rhythm (ritme) would change of the meetings ahead; nothing is done."""
    order = body.order(table_id, None, _UNSEEN, None)
    return RhythmPreviewOut.of(preview_rhythm(call.viewer, call.office, order))


@router.put("/tables/{table_id}/rhythm", responses=SHOWN)
@policy("change_rhythm", finds="table")
def write_rhythm_anew(
    call: Calling,
    table_id: PublicId,
    seen: MeetingMatch,
    key: IdempotencyKey,
    body: RhythmChangeIn,
) -> ChangedOut:
    """Give a table another rhythm (ritme); empty meetings ahead follow where they can."""
    return change(call, change_rhythm, body.order(table_id, key, seen, body.seal))
