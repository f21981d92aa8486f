"""The review of who looked, for the privacy officer, as JSON."""

from __future__ import annotations

from fastapi import APIRouter

from api.calls import LISTED, MADE, Calling
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.requests import IdempotencyKey, PublicId
from api.shapes.log_reviews import (
    ClosingIn,
    JudgedOut,
    JudgementIn,
    LogReviewOut,
    LogReviewsOut,
    LogReviewWithSignalsOut,
    SignalWithRowsOut,
)
from api.shapes.tables import ChangedOut
from api.table_calls import change
from engine.service.at_table import Changed
from engine.service.log_review_orders import CloseLogReview, JudgeSignal
from engine.service.log_reviews import (
    close_log_review,
    judge_signal,
    log_review,
    log_reviews,
    log_signal,
)

router = APIRouter(prefix=f"{ROOT}/log-reviews", tags=["log-reviews"])


@router.get("", responses=LISTED)
@policy("list_log_reviews", finds="viewer")
def list_log_reviews(call: Calling, asked: Paged) -> LogReviewsOut:
    """The reviews of the log (controles van de inzage) of the caller's regions, newest first."""
    page = call.window(asked, "log reviews")
    before = int(str(page.after[0])) if page.after else None
    found = log_reviews(call.viewer, call.office, before=before, limit=page.limit)
    call.leads_to((found.next,) if found.next is not None else None, page, "log reviews")
    return LogReviewsOut(items=[LogReviewOut.of(row) for row in found.rows])


@router.get("/{log_review_id}")
@policy("read_log_review", finds="viewer")
def read_log_review(call: Calling, log_review_id: PublicId) -> LogReviewWithSignalsOut:
    """One review (controle) with its signals, the gravest first."""
    row, signals = log_review(call.viewer, call.office, log_review_id)
    return LogReviewWithSignalsOut.with_signals(row, signals)


@router.get("/{log_review_id}/signals/{signal_id}")
@policy("read_log_review", finds="viewer")
def read_signal(call: Calling, log_review_id: PublicId, signal_id: PublicId) -> SignalWithRowsOut:
    """One signal (signaal) with the rows of the log behind it."""
    _, signal, behind = log_signal(call.viewer, call.office, log_review_id, signal_id)
    return SignalWithRowsOut.with_rows(signal, behind)


@router.post("/{log_review_id}/signals/{signal_id}/judgements", status_code=201, responses=MADE)
@policy("judge_signal", finds="viewer")
def judge_one_signal(
    call: Calling,
    log_review_id: PublicId,
    signal_id: PublicId,
    key: IdempotencyKey,
    body: JudgementIn,
) -> JudgedOut:
    """Say what a signal is (beoordelen): explained, or to be followed up."""
    order = JudgeSignal(
        key=key,
        review=log_review_id,
        signal=signal_id,
        judgement=body.judgement,
        word=body.word,
        owner=body.owner,
        follow_up_on=body.follow_up_on,
    )
    return _done(
        change(call, judge_signal, order, at=lambda done: f"{_place(done)}/signals/{done.made}")
    )


@router.post("/{log_review_id}/closings", status_code=201, responses=MADE)
@policy("close_log_review", finds="viewer")
def close_one_review(
    call: Calling, log_review_id: PublicId, key: IdempotencyKey, body: ClosingIn
) -> JudgedOut:
    """Close a review (sluiten); refused while a signal is not judged."""
    order = CloseLogReview(key=key, review=log_review_id, word=body.word)
    return _done(change(call, close_log_review, order, at=_place))


def _done(changed: ChangedOut) -> JudgedOut:
    return JudgedOut(id=changed.id, state=changed.state or "")


def _place(changed: Changed) -> str:
    return f"/log-reviews/{changed.id}"
