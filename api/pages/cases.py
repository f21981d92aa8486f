"""My cases, whichever is due first in front."""

from __future__ import annotations

from datetime import date
from typing import Annotated, cast

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth.who import Reader
from api.pages.pager import around
from api.paging import Paged, window
from api.policy import policy
from api.site import site_of
from api.templating import render
from api.views.lists import CaseList
from engine.service.my_cases import my_cases

router = APIRouter(include_in_schema=False)


@router.get("/cases")
@policy("list_cases", finds="viewer")
def list_my_cases(
    request: Request, me: Reader, asked: Paged, *, closed: Annotated[bool, Query()] = False
) -> Response:
    """The open ones, or with ``closed`` those that are over."""
    of = "closed-cases" if closed else "cases"
    page = window(request, me, asked, of)
    after = cast("tuple[date | None, int] | None", page.after)
    found = my_cases(
        me.viewer, site_of(request).office, after=after, limit=page.limit, closed=closed
    )
    view = CaseList(found.rows, closed, *around(request, me, page, found.next, of=of))
    return render(request, "cases/list.html", view, me=me)
