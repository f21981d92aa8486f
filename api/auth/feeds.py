"""Who reads a calendar: whoever has the token in its address, the only one that stands in a URL.

It opens the calendar of one person, which says when and how many, and nothing else.
"""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import Depends
from starlette.requests import Request

from api.site import request_id_of, site_of
from engine.service.feeds import FeedRead, read_feed


def subscriber(request: Request, token: str) -> FeedRead:
    """The calendar of this token, as it is now.

    Raises:
        NotFound: it opens nothing, or nothing any more.
    """
    return read_feed(site_of(request).office, token, request=request_id_of(request))


def address_of(request: Request, token: str) -> str:
    """What is to be pasted into a calendar program."""
    return f"{site_of(request).settings.base_url}/agenda/{token}.ics"


Subscribed: TypeAlias = Annotated[FeedRead, Depends(subscriber)]
