"""The crisis desk: what runs, and who is involved already with a child."""

from __future__ import annotations

from fastapi import APIRouter

from api.calls import EVERYWHERE, LISTED, Calling, in_the_body
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.routes.reminders import moment_and_id, position
from api.shapes.crises import CrisesOut, CrisisOut, InvolvementCheckIn, InvolvementOut
from engine.fields import InvalidInput
from engine.service.crisis_desk import running_crises
from engine.service.involvement import check_involvement

router = APIRouter(prefix=ROOT, tags=["crises"])

_CALLED = {**EVERYWHERE, "name": "name", "born": "born"}


@router.get("/crises", responses=LISTED)
@policy("list_crises", finds="viewer")
def list_crises(call: Calling, asked: Paged) -> CrisesOut:
    """The running crises that the caller may see, whatever is late first."""
    page = call.window(asked, "crises")
    found = running_crises(
        call.viewer, call.office, after=moment_and_id(page.after), limit=page.limit
    )
    call.leads_to(position(found.next), page, "crises")
    return CrisesOut(items=[CrisisOut.of(row) for row in found.rows])


@router.post("/involvement-checks")
@policy("check_involvement", finds="viewer")
def ask_involvement(call: Calling, body: InvolvementCheckIn) -> InvolvementOut:
    """Who is involved with a child (wie is al betrokken); for the crisis service only.

    Changes nothing of a case, so it needs no key; each question is logged, and the regisseur is
    told. Nothing found and not allowed give one answer.
    """
    try:
        found = check_involvement(call.viewer, call.office, name=body.name, born=body.born)
    except InvalidInput as error:
        raise in_the_body(error, None, _CALLED) from None
    return InvolvementOut.of(found)
