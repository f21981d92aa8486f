"""The calendar that the caller subscribes to."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import Field

from api.auth.feeds import address_of
from api.calls import Calling
from api.models import Moment, Out
from api.openapi import ROOT
from api.policy import policy
from api.requests import IdempotencyKey
from engine.service.feeds import make_feed, my_feed, revoke_feed

router = APIRouter(prefix=ROOT, tags=["feed"])


class FeedOut(Out):
    """A feed (agenda-abonnement): its address was told when it was made."""

    made_at: Moment | None = Field(description="gemaakt op; leeg als er geen is")


class FeedMadeOut(Out):
    """A feed that was made; the address is told only now."""

    made_at: Moment = Field(description="gemaakt op")
    address: str = Field(description="geheim adres van de agenda")


@router.get("/me/feed")
@policy("read_feed_settings", finds="viewer")
def read_feed_settings(call: Calling) -> FeedOut:
    """Whether the caller has a calendar (agenda-abonnement)."""
    return FeedOut(made_at=my_feed(call.viewer, call.office))


@router.post("/me/feed", status_code=201)
@policy("make_feed", finds="viewer")
def begin_feed(call: Calling, key: IdempotencyKey) -> FeedMadeOut:
    """Make an address for the caller's calendar; an earlier one works no more.

    The address is kept nowhere: sent again, the request makes another, and that one alone works.
    """
    token = make_feed(call.viewer, call.office)
    call.made("/me/feed")
    made_at = my_feed(call.viewer, call.office) or call.office.clock.now()
    return FeedMadeOut(made_at=made_at, address=address_of(call.request, token))


@router.delete("/me/feed", status_code=204)
@policy("revoke_feed", finds="viewer")
def end_feed(call: Calling, key: IdempotencyKey) -> None:
    """Let the address of the caller's calendar work no more; sent again it changes nothing."""
    revoke_feed(call.viewer, call.office)
