"""The review of emergency access, for the privacy officer: the list, one of them, judging it."""

from __future__ import annotations

from functools import partial
from typing import Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.again import Again, tried
from api.pages.outcomes import go, show, typed
from api.pages.pager import around
from api.pages.questions import day_in, said, text_in
from api.paging import Paged, window
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.templating import render
from api.views.emergency import EmergencyReviewPage, EmergencyReviewsPage
from api.views.log_reviews import JUDGING
from engine.service.at_table import TableOutcome
from engine.service.emergency_orders import JudgeEmergency
from engine.service.emergency_reviews import (
    emergency_review,
    emergency_reviews,
    judge_emergency,
)
from engine.service.sessions import SignedIn

router = APIRouter(include_in_schema=False)

_AT = "/emergency-reviews"
_ONE = f"{_AT}/{{emergency_review_id}}"
_OF = "emergency reviews"


@router.get(_AT)
@policy("list_emergency_reviews", finds="viewer")
def list_emergency_reviews(request: Request, me: Reader, asked: Paged) -> Response:
    """Everybody who was let in in the regions that one watches, the newest first."""
    page = window(request, me, asked, _OF)
    before = int(str(page.after[0])) if page.after else None
    found = emergency_reviews(me.viewer, site_of(request).office, before=before, limit=page.limit)
    following = (found.next,) if found.next is not None else None
    view = EmergencyReviewsPage(found.rows, *around(request, me, page, following, of=_OF))
    return render(request, "emergency_reviews/list.html", view, me=me)


@router.get(_ONE)
@policy("read_emergency_review", finds="viewer")
def show_emergency_review(request: Request, emergency_review_id: PublicId, me: Reader) -> Response:
    """Who was let in and why, what was looked at, and the form that judges it."""
    return _shown(request, me, emergency_review_id)


@router.post(_ONE)
@policy("judge_emergency", finds="viewer")
def judge(request: Request, emergency_review_id: PublicId, form: Form, me: Reader) -> Response:
    """Say what came of the review."""
    done = tried(partial(_judged, request, me, form, emergency_review_id))
    if isinstance(done, Again):
        return _shown(request, me, emergency_review_id, form, done)
    return go(request, _AT, "emergency_judged")


def _shown(
    request: Request,
    me: SignedIn,
    grant: str,
    form: Posted | None = None,
    again: Again | None = None,
) -> Response:
    review = emergency_review(me.viewer, site_of(request).office, grant)
    values = typed(form, JUDGING) if form else {}
    view = EmergencyReviewPage(review=review, form=JUDGING, values=values, again=again)
    return show(request, "emergency_reviews/one.html", view, again, me=me)


def _judged(request: Request, me: SignedIn, form: Posted, grant: str) -> TableOutcome:
    """Give what was filled in; raises InvalidInput when something is missing."""
    found = said(form, JUDGING)
    judgement: Literal["explained", "follow_up"] = (
        "follow_up" if found["judgement"] == "follow_up" else "explained"
    )
    order = JudgeEmergency(
        key=form.key,
        grant=grant,
        judgement=judgement,
        word=text_in(found, "word"),
        owner=text_in(found, "owner"),
        follow_up_on=day_in(found, "follow_up_on"),
    )
    return judge_emergency(me.viewer, site_of(request).office, order)
