"""The own file of a youth or a parent: the only page that is theirs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth.who import Reader
from api.policy import policy
from api.site import site_of
from api.templating import render
from api.views.mine import MinePage
from engine.service.mine import mine

router = APIRouter(include_in_schema=False)


@router.get("/mine")
@policy("read_mine", finds="mine")
def show_mine(
    request: Request, me: Reader, oldest: Annotated[str, Query(max_length=1)] = ""
) -> Response:
    """What was published to whoever asks, case by case."""
    found = mine(me.viewer, site_of(request).office)
    return render(request, "mine/show.html", MinePage(found, bool(oldest)), me=me)
