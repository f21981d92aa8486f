"""Who is asked to come to the table for a case."""

from __future__ import annotations

from fastapi import APIRouter

from api.calls import LISTED, Calling
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.requests import PublicId
from api.shapes.invitations import InvitationsOut
from engine.service.invitations import invitations

router = APIRouter(prefix=f"{ROOT}/cases/{{case_id}}", tags=["invitations"])


@router.get("/invitations", responses=LISTED)
@policy("read_invitations", finds="case")
def list_invitations(call: Calling, case_id: PublicId, asked: Paged) -> InvitationsOut:
    """Who is asked to come (uitnodigingen), how each of them, and what is still to be chosen.

    A choice is a record of the type ``invitation_plan``, written and moved as any other.
    """
    found = invitations(call.viewer, call.office, case_id)
    rows = call.part(found.rows, asked, f"invitations {case_id}")
    return InvitationsOut.of(found, tuple(rows))
