"""The ledger of reminders: of a case, and over all cases of the caller."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from api.calls import LISTED, Calling
from api.models import Day
from api.openapi import ROOT
from api.paging import Paged, Position
from api.policy import policy
from api.requests import PublicId
from api.shapes.reminders import LedgerOut, LedgerRowOut
from engine.service.file.reminders import case_reminders
from engine.service.my_reminders import my_reminders
from engine.store.ledger_lists import Wanted, Which

router = APIRouter(prefix=ROOT, tags=["reminders"])


@router.get("/cases/{case_id}/reminders", responses=LISTED)
@policy("read_reminders", finds="case")
def list_reminders(call: Calling, case_id: PublicId, asked: Paged) -> LedgerOut:
    """Every reminder (rappel) that was ever planned for the case, by its moment."""
    found = case_reminders(call.viewer, call.office, case_id)
    rows = call.part(found, asked, f"reminders of {case_id}")
    return LedgerOut(items=[LedgerRowOut.of(row) for row in rows])


@router.get("/reminders", responses=LISTED)
@policy("list_reminders", finds="viewer")
def list_my_reminders(
    call: Calling,
    asked: Paged,
    *,
    which: Annotated[
        Which, Query(description="wat ervan kwam; past: het moment is voorbij, planned: komt nog")
    ] = "past",
    day: Annotated[Day | None, Query(description="alleen van deze dag")] = None,
) -> LedgerOut:
    """The reminders (rappels) of all cases in which the caller takes part today."""
    of = f"reminders {which} {day}"
    page = call.window(asked, of)
    found = my_reminders(
        call.viewer,
        call.office,
        Wanted(which, day),
        after=moment_and_id(page.after),
        limit=page.limit,
    )
    call.leads_to(position(found.next), page, of)
    return LedgerOut(items=[LedgerRowOut.of(row) for row in found.rows])


def position(found: tuple[datetime, int] | None) -> Position | None:
    """The key of the last row, as a cursor holds it."""
    return None if found is None else (found[0].isoformat(), found[1])


def moment_and_id(after: Position | None) -> tuple[datetime, int] | None:
    """What ``position`` wrote; the seal says that it did."""
    return None if after is None else (datetime.fromisoformat(str(after[0])), int(str(after[1])))
