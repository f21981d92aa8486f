"""GET /openapi.json: the description of this API, for everybody."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse

from api.openapi import AT
from api.policy import policy

router = APIRouter()


@router.get(AT, include_in_schema=False)
@policy("read_description", finds="public")
def read_description(request: Request) -> JSONResponse:
    """The document; the only file that pages of other sites may read."""
    return JSONResponse(request.app.state.describe(), headers={"Access-Control-Allow-Origin": "*"})
