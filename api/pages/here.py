"""Whoever types is there: their page says so, and the session lives on."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.auth.who import reader
from api.policy import policy

router = APIRouter(include_in_schema=False)


@router.get("/here", dependencies=[Depends(reader)])
@policy("stay", finds="viewer")
def stay() -> Response:
    """Nothing; whoever is no longer signed in is led elsewhere, as from every page."""
    return Response(status_code=204)
