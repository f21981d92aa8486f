"""Colleagues to choose from; looked for by POST, for a name never stands in an address."""

from __future__ import annotations

from fastapi import APIRouter

from api.calls import Calling
from api.openapi import ROOT
from api.policy import policy
from api.shapes.people import ColleagueOut, ColleaguesOut, SearchIn
from engine.service.file.people import colleagues

router = APIRouter(prefix=ROOT, tags=["people"])


@router.post("/people/searches")
@policy("list_colleagues", finds="viewer")
def search_people(call: Calling, body: SearchIn) -> ColleaguesOut:
    """The first fifty colleagues (collega's) by name; changes nothing, so it needs no key."""
    found = colleagues(call.viewer, call.office, role=body.role, starts_with=body.starts_with)
    return ColleaguesOut(items=[ColleagueOut.of(each) for each in found])
