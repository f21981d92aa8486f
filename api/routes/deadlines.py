"""Deadlines: of a case, over all cases of the caller, and moving them."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter

from api.asked_dates import Asked
from api.calls import EVERYWHERE, LISTED, MADE, Calling
from api.openapi import ROOT
from api.paging import Paged, Position
from api.policy import policy
from api.requests import IdempotencyKey, IfMatch, PublicId
from api.shapes.common import DoneOut
from api.shapes.deadlines import (
    CaseDeadlineOut,
    CaseDeadlinesOut,
    DeadlineShownOut,
    ExtensionIn,
    ResumptionIn,
    SuspensionIn,
)
from api.shapes.my_deadlines import MyDeadlineOut, MyDeadlinesOut
from engine.service.dates import dates_of
from engine.service.deadlines import extend, resume, suspend
from engine.service.file.deadline import deadline
from engine.service.my_dates import my_dates
from engine.service.orders import Extend, Resume, Suspend

router = APIRouter(prefix=ROOT, tags=["deadlines"])

_CALLED = {**EVERYWHERE, "deadline": "deadline_id"}


@router.get("/deadlines", responses=LISTED)
@policy("list_deadlines", finds="viewer")
def list_my_deadlines(
    call: Calling,
    wanted: Asked,
    asked: Paged,
) -> MyDeadlinesOut:
    """The deadlines (termijnen) of all cases in which the caller takes part, as the board has them.

    Without a filter all that run; the same keys as in the address of the page.
    """
    of = f"deadlines {wanted.query}"
    page = call.window(asked, of)
    after = _moment_and_id(page.after)
    found = my_dates(call.viewer, call.office, wanted, after=after, limit=page.limit)
    call.leads_to(_position(found.next), page, of)
    return MyDeadlinesOut(items=[MyDeadlineOut.of(row) for row in found.rows])


@router.get("/cases/{case_id}/deadlines", responses=LISTED)
@policy("read_deadlines", finds="case")
def list_deadlines(call: Calling, case_id: PublicId, asked: Paged) -> CaseDeadlinesOut:
    """Every deadline (termijn) that the case ever had, the next due first."""
    found = dates_of(call.viewer, call.office, case_id)
    rows = call.part(found, asked, f"deadlines of {case_id}")
    return CaseDeadlinesOut(items=[CaseDeadlineOut.of(row) for row in rows])


@router.get("/cases/{case_id}/deadlines/{deadline_id}")
@policy("read_deadline", finds="case")
def read_deadline(call: Calling, case_id: PublicId, deadline_id: PublicId) -> DeadlineShownOut:
    """One deadline (termijn), with how far it may be moved and by whom."""
    return DeadlineShownOut.of(deadline(call.viewer, call.office, case_id, deadline_id))


@router.post("/cases/{case_id}/deadlines/{deadline_id}/extensions", status_code=201, responses=MADE)
@policy("extend", finds="case")
def extend_deadline(
    call: Calling,
    case_id: PublicId,
    deadline_id: PublicId,
    seen: IfMatch,
    key: IdempotencyKey,
    body: ExtensionIn,
) -> DoneOut:
    """Extend (verlengen) a deadline within its maximum."""
    order = Extend(
        case=case_id,
        key=key,
        deadline=deadline_id,
        by=body.by.span("/by"),
        reason=body.reason,
        seen_version=seen,
    )
    return call.carry_out(extend, order, called=_CALLED)


@router.post("/cases/{case_id}/suspensions", status_code=201, responses=MADE)
@policy("suspend", finds="case")
def suspend_deadlines(
    call: Calling, case_id: PublicId, seen: IfMatch, key: IdempotencyKey, body: SuspensionIn
) -> DoneOut:
    """Let one deadline, or all that may, stand still (opschorten) until a day at the latest."""
    order = Suspend(
        case=case_id,
        key=key,
        until=body.until,
        reason=body.reason,
        seen_version=seen,
        deadline=body.deadline_id,
    )
    return call.carry_out(suspend, order, called=_CALLED)


@router.post("/cases/{case_id}/resumptions", status_code=201, responses=MADE)
@policy("resume", finds="case")
def resume_deadlines(
    call: Calling, case_id: PublicId, seen: IfMatch, key: IdempotencyKey, body: ResumptionIn
) -> DoneOut:
    """Let what stands still run on (hervatten), the real number of days added."""
    order = Resume(
        case=case_id,
        key=key,
        seen_version=seen,
        reason=body.reason,
        deadline=body.deadline_id,
    )
    return call.carry_out(resume, order, called=_CALLED)


def _position(found: tuple[datetime, int] | None) -> Position | None:
    """The key of the last row, as a cursor holds it."""
    return None if found is None else (found[0].isoformat(), found[1])


def _moment_and_id(after: Position | None) -> tuple[datetime, int] | None:
    """What ``_position`` wrote; the seal says that it did."""
    return None if after is None else (datetime.fromisoformat(str(after[0])), int(str(after[1])))
