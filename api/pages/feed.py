"""The calendar that programs fetch by its secret address."""

from __future__ import annotations

from hashlib import sha256

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.feeds import Subscribed
from api.policy import policy
from notifications.calendar import CONTENT_TYPE, rendered

router = APIRouter(include_in_schema=False)

KEPT = "private, max-age=300"
"""So long a program need not ask again; nobody between may keep it."""


@router.get("/agenda/{token}.ics")
@policy("read_feed", finds="token")
def read_calendar(request: Request, feed: Subscribed) -> Response:
    """The calendar of whoever has this token; 304 when it says what it said before."""
    body = rendered(feed)
    print_ = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": print_, "Cache-Control": KEPT}
    if print_ in _known(request):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=CONTENT_TYPE)


def _known(request: Request) -> set[str]:
    """The prints of what the program has, also of what was squeezed on the way."""
    sent = request.headers.get("if-none-match", "").split(",")
    return {each.strip().removeprefix("W/") for each in sent}
