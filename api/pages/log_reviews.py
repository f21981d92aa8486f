"""The review of who looked: what stood out, saying what it was, and closing it."""

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
from api.views.log_reviews import (
    CLOSING,
    JUDGING,
    LogReviewPage,
    LogReviewsPage,
    LogSignalPage,
)
from engine.service.at_table import TableOutcome
from engine.service.log_review_orders import CloseLogReview, JudgeSignal
from engine.service.log_reviews import (
    close_log_review,
    judge_signal,
    log_review,
    log_reviews,
    log_signal,
)
from engine.service.sessions import SignedIn

router = APIRouter(include_in_schema=False)

_AT = "/log-reviews"
_ONE = f"{_AT}/{{log_review_id}}"
_SIGNAL = f"{_ONE}/signals/{{signal_id}}"


@router.get(_AT)
@policy("list_log_reviews", finds="viewer")
def list_log_reviews(request: Request, me: Reader, asked: Paged) -> Response:
    """Every review of the regions that one watches, the newest first."""
    page = window(request, me, asked, "log reviews")
    before = int(str(page.after[0])) if page.after else None
    found = log_reviews(me.viewer, site_of(request).office, before=before, limit=page.limit)
    following = (found.next,) if found.next is not None else None
    view = LogReviewsPage(found.rows, *around(request, me, page, following, of="log reviews"))
    return render(request, "log_reviews/list.html", view, me=me)


@router.get(_ONE)
@policy("read_log_review", finds="viewer")
def show_log_review(request: Request, log_review_id: PublicId, me: Reader) -> Response:
    """What stood out in a month, and the form that closes its review."""
    return _shown(request, me, log_review_id)


@router.post(_ONE)
@policy("close_log_review", finds="viewer")
def close(request: Request, log_review_id: PublicId, form: Form, me: Reader) -> Response:
    """Close the review."""
    done = tried(partial(_closed, request, me, form, log_review_id))
    if isinstance(done, Again):
        return _shown(request, me, log_review_id, form, done)
    return go(request, _AT, "log_review_closed")


@router.get(_SIGNAL)
@policy("read_log_review", finds="viewer")
def show_signal(
    request: Request, log_review_id: PublicId, signal_id: PublicId, me: Reader
) -> Response:
    """The rows of the log behind a signal, and the form that judges it."""
    return _signal(request, me, (log_review_id, signal_id))


@router.post(_SIGNAL)
@policy("judge_signal", finds="viewer")
def judge(
    request: Request, log_review_id: PublicId, signal_id: PublicId, form: Form, me: Reader
) -> Response:
    """Say what the signal was."""
    done = tried(partial(_judged, request, me, form, (log_review_id, signal_id)))
    if isinstance(done, Again):
        return _signal(request, me, (log_review_id, signal_id), form, done)
    return go(request, f"{_AT}/{log_review_id}#signals", "signal_judged")


def _shown(
    request: Request,
    me: SignedIn,
    review: str,
    form: Posted | None = None,
    again: Again | None = None,
) -> Response:
    row, signals = log_review(me.viewer, site_of(request).office, review)
    values = typed(form, CLOSING) if form else {}
    view = LogReviewPage(row=row, signals=signals, form=CLOSING, values=values, again=again)
    return show(request, "log_reviews/one.html", view, again, me=me)


def _signal(
    request: Request,
    me: SignedIn,
    where: tuple[str, str],
    form: Posted | None = None,
    again: Again | None = None,
) -> Response:
    row, signal, behind = log_signal(me.viewer, site_of(request).office, *where)
    view = LogSignalPage(
        row=row,
        signal=signal,
        looks=behind.rows,
        more=behind.more,
        form=JUDGING,
        values=typed(form, JUDGING) if form else {},
        again=again,
    )
    return show(request, "log_reviews/signal.html", view, again, me=me)


def _closed(request: Request, me: SignedIn, form: Posted, review: str) -> TableOutcome:
    """Give what was filled in; raises InvalidInput when something is missing."""
    word = text_in(said(form, CLOSING), "word")
    order = CloseLogReview(key=form.key, review=review, word=word)
    return close_log_review(me.viewer, site_of(request).office, order)


def _judged(request: Request, me: SignedIn, form: Posted, where: tuple[str, str]) -> TableOutcome:
    """Give what was filled in; raises InvalidInput when something is missing."""
    found = said(form, JUDGING)
    judgement: Literal["explained", "follow_up"] = (
        "follow_up" if found["judgement"] == "follow_up" else "explained"
    )
    order = JudgeSignal(
        key=form.key,
        review=where[0],
        signal=where[1],
        judgement=judgement,
        word=text_in(found, "word"),
        owner=text_in(found, "owner"),
        follow_up_on=day_in(found, "follow_up_on"),
    )
    return judge_signal(me.viewer, site_of(request).office, order)
